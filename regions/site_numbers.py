"""Numbers of factories and mines as they are written: tidied, compared, judged."""

import re

from thai.text import clean_thai, search_fold, western_digits

NEW_DIGITS = 14
#: Between the figures of a number people write these, or don't.
BETWEEN = re.compile(r"[\s.,/()\[\]\-‐-―−]+")
DASHES = re.compile(r"\s*[‐-―−-]\s*")
SLASHES = re.compile(r"\s*/\s*")
NEITHER_LETTER_NOR_FIGURE = re.compile(r"[^0-9a-z\u0e00-\u0e7f]+")
#: Class-type(sub-type)-serial/year and province, as 3-64(6)-45/17 or จ3-106-33/50รย.
USUAL_OLD = re.compile(
    r"(?:[ก-ฮ]{1,2}\.?-?)?[123]-\d{1,3}(?:\(\d{1,2}\))?-\d{1,5}/\d{2}(?:[ก-ฮ]{2,3})?"
)
#: Squeezed, an old number behind the letter of who issued it: จ3-106… or น.3-106….
ISSUED = re.compile(r"[ก-ฮ]{1,2}([123]\d{3,}[ก-ฮ]{0,3})")
#: A concession as 28608/15360, or an application for one as 2/2558.
USUAL_CONCESSION = re.compile(r"\d{4,5}/\d{4,5}|\d{1,4}/25\d{2}")
#: What stands around the name of a company and is left out as often as not.
AROUND_A_NAME = re.compile(
    r"บริษัท|บจก\.?|บมจ\.?|หจก\.?|ห้างหุ้นส่วนจำกัด|ห้างหุ้นส่วน|จำกัด|\(?มหาชน\)?|โรงงาน"
)
#: A branch in brackets behind a folded name: of one body, entered apart or not.
BRANCH = re.compile(r"\s*\((?:สาขา|สำนักงานใหญ่|branch|head office)[^()]*\)$")


def squeezed(text: str) -> str:
    """Letters and figures only, so that every spelling of a number is the same.

    `3-64(6)-45/17` and `๓ ๖๔(๖) ๔๕/๑๗` are both `36464517`.
    """
    return NEITHER_LETTER_NOR_FIGURE.sub("", search_fold(text))


def bare_number(number: str) -> str:
    """A number squeezed, an old one also without the letter of who issued it.

    The letter is left out as often as not; an old number is the same one then.
    """
    plain = squeezed(number)
    issued = ISSUED.fullmatch(plain)
    return issued[1] if issued else plain


def bare_name(name: str) -> str:
    """A site's name without spaces, signs and what kind of company it is."""
    folded = search_fold(name)
    return squeezed(AROUND_A_NAME.sub("", folded)) or squeezed(folded)


def name_without_branch(name: str) -> str:
    """The bare name of the whole body: without a branch in brackets behind it."""
    return bare_name(BRANCH.sub("", search_fold(name)))


def tidy_new(text: str) -> str:
    """A new registration number without what people write between its figures."""
    return BETWEEN.sub("", western_digits(clean_thai(text)))


def tidy_number(text: str) -> str:
    """An old registration or concession number: plain digits, dashes and slashes."""
    return SLASHES.sub("/", DASHES.sub("-", western_digits(clean_thai(text))))


def province_code(number_new: str) -> str:
    """The province in a 14-digit number, ABCCDDDDDEEEEF: the two digits CC."""
    return number_new[2:4] if len(number_new) == NEW_DIGITS else ""


def is_usual_old(number: str) -> bool:
    """Whether it looks like most old registration numbers do."""
    return bool(USUAL_OLD.fullmatch(number))


def is_usual_concession(number: str) -> bool:
    """Whether it looks like a concession's number, or that of an application."""
    return bool(USUAL_CONCESSION.fullmatch(number))
