"""Checks of single values, put together into the check of a whole record.

A check takes a value and where it stands, and yields every fault it finds.
"""

import datetime as dt
import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from inspections.loading.reading import Keyed, Number

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
HOUR = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")

TOO_GREAT = 10**15
"""Numbers as great as this, or greater, are slips."""

LONGEST_NUMBER = 40
"""Longest number, in characters: the size of the column that keeps it as printed."""

LONGEST_LIST = 5000
"""Most entries of one list."""

SHOWN = 60
"""How much of a wrong value a message repeats, in characters."""


class Fault(NamedTuple):
    """What is wrong with which field; `code` is short and never translated."""

    field: str
    code: str
    message: "_StrOrPromise"


Faults = Iterator[Fault]
Check = Callable[[Any, str], Faults]


def shown(value: Any) -> str:
    """A value for a message: short, and harmless on any terminal."""
    if isinstance(value, Number):
        return value.text[:SHOWN]
    try:
        text = json.dumps(value, ensure_ascii=False, default=lambda number: number.text)
    except RecursionError:
        return "…"
    if len(text) > SHOWN:
        text = f"{text[:SHOWN]}…"
    return printable(text)


def printable(text: str) -> str:
    """The text with what no terminal can print, or might obey, written as escapes."""
    visible = "".join(
        character if character.isprintable() else f"\\u{ord(character):04x}"
        for character in text
    )
    return visible.encode("utf-8", "backslashreplace").decode("utf-8")


def wrong_type(value: Any, field: str, wanted: "_StrOrPromise") -> Fault:
    """Say that something else than `wanted` stands there."""
    message = _("must be %(wanted)s, not %(value)s")
    return Fault(field, "type", message % {"wanted": wanted, "value": shown(value)})


def text(value: Any, field: str) -> Faults:
    """Any text that a database can hold, an empty one too."""
    if not isinstance(value, str):
        yield wrong_type(value, field, _("text"))
    elif UNSTORABLE.search(value):
        yield Fault(
            field,
            "character",
            _("contains a character that cannot be stored (NUL or half a surrogate)"),
        )


def filled(longest: int | None = None) -> Check:
    """Text that says something, in at most `longest` characters."""

    def check(value: Any, field: str) -> Faults:
        faults = list(text(value, field))
        yield from faults
        if faults:
            return
        if not value.strip():
            yield Fault(field, "blank", _("must not be empty"))
        elif longest is not None and len(value) > longest:
            message = _("is longer than %(longest)d characters")
            yield Fault(field, "long", message % {"longest": longest})

    return check


def nullable(check: Check) -> Check:
    """The same, or null."""

    def check_or_null(value: Any, field: str) -> Faults:
        return iter(()) if value is None else check(value, field)

    return check_or_null


def one_of(words: Collection[str]) -> Check:
    """One of a few fixed words."""

    def check(value: Any, field: str) -> Faults:
        if not isinstance(value, str):
            yield wrong_type(value, field, _("text"))
        elif value not in words:
            message = _("%(value)s is not one of: %(words)s")
            given = {"value": shown(value), "words": ", ".join(words)}
            yield Fault(field, "enum", message % given)

    return check


def code_among(codes: Collection[str]) -> Check:
    """The code of a province that exists."""

    def check(value: Any, field: str) -> Faults:
        if not isinstance(value, str):
            yield wrong_type(value, field, _("text"))
        elif value not in codes:
            message = _("no province has the code %(value)s")
            yield Fault(field, "province", message % {"value": shown(value)})

    return check


def whole(lowest: int, highest: int) -> Check:
    """An integer, written without a decimal point, within bounds."""

    def check(value: Any, field: str) -> Faults:
        if not isinstance(value, Number) or not value.is_whole:
            yield wrong_type(value, field, _("a whole number"))
            return
        number = value.decimal
        if number is None or not lowest <= number <= highest:
            message = _("must be from %(lowest)d to %(highest)d, not %(value)s")
            bounds = {"lowest": lowest, "highest": highest, "value": shown(value)}
            yield Fault(field, "range", message % bounds)

    return check


def amount(value: Any, field: str) -> Faults:
    """A number of sane size and length."""
    if not isinstance(value, Number):
        yield wrong_type(value, field, _("a number"))
    elif value.decimal is None and value.text.strip("-").isalpha():
        message = _("%(value)s is not a number")
        yield Fault(field, "number", message % {"value": shown(value)})
    elif value.decimal is None or abs(value.decimal) >= TOO_GREAT:
        message = _("%(value)s cannot be kept: a number must be below 10^15")
        yield Fault(field, "range", message % {"value": shown(value)})
    elif len(value.text) > LONGEST_NUMBER:
        message = _("is longer than %(longest)d characters")
        yield Fault(field, "long", message % {"longest": LONGEST_NUMBER})


def parsed_day(value: Any) -> dt.date | None:
    """The day of a text as `2023-03-01`; null for anything else."""
    if not isinstance(value, str) or not ISO_DAY.fullmatch(value):
        return None
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        return None


def day(value: Any, field: str) -> Faults:
    """A day of the calendar, written as `2023-03-01`."""
    if not isinstance(value, str):
        yield wrong_type(value, field, _("a date"))
    elif parsed_day(value) is None:
        message = _("%(value)s is not a date such as 2023-03-01")
        yield Fault(field, "date", message % {"value": shown(value)})


def hour(value: Any, field: str) -> Faults:
    """A time of day, written as `14:00`."""
    if not isinstance(value, str):
        yield wrong_type(value, field, _("a time"))
    elif not HOUR.fullmatch(value):
        message = _("%(value)s is not a time such as 14:00")
        yield Fault(field, "time", message % {"value": shown(value)})


def rows(check: Check, *, unique: bool = False) -> Check:
    """A list, each entry of which passes the check; perhaps no two alike."""

    def check_all(value: Any, field: str) -> Faults:
        if not isinstance(value, list):
            yield wrong_type(value, field, _("a list"))
            return
        if len(value) > LONGEST_LIST:
            message = _("has more than %(longest)d entries")
            yield Fault(field, "long", message % {"longest": LONGEST_LIST})
            return
        for position, entry in enumerate(value):
            place = f"{field}[{position}]"
            yield from check(entry, place)
            if unique and entry in value[:position]:
                message = _("%(value)s is given twice")
                yield Fault(place, "repeated", message % {"value": shown(entry)})

    return check_all


def form(fields: Mapping[str, Check]) -> Check:
    """An object with exactly these keys, each passing its check."""

    def check(value: Any, field: str) -> Faults:
        if not isinstance(value, Keyed):
            yield wrong_type(value, field, _("an object"))
            return
        prefix = f"{field}." if field else ""
        for name in value.repeated:
            place = printable(f"{prefix}{name}")
            yield Fault(place, "repeated", _("the key is given more than once"))
        for name in sorted(value.keys() - fields.keys()):
            place = printable(f"{prefix}{name}")
            yield Fault(place, "unknown", _("the form has no such key"))
        for name, check_value in fields.items():
            if name in value:
                yield from check_value(value[name], f"{prefix}{name}")
            else:
                yield Fault(f"{prefix}{name}", "missing", _("the key is missing"))

    return check
