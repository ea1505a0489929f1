"""The words in a figure's name that say how its number is meant."""

import re

from inspections.models import Qualifier

#: Longer wordings first: เกิน is found in ไม่เกิน too. A budget (งบประมาณ) is no
#: estimate, what is overdue (เกินกำหนด) or surplus (ส่วนเกิน) no lower bound.
WORDS = (
    (re.compile("ไม่น้อยกว่า|อย่างน้อย"), Qualifier.AT_LEAST),
    (re.compile("ไม่มากกว่า|ไม่เกิน(?!กำหนด)"), Qualifier.AT_MOST),
    (re.compile("น้อยกว่า"), Qualifier.LESS_THAN),
    (re.compile("มากกว่า|(?<!ส่วน)(?<!ไม่)เกิน(?!กำหนด)"), Qualifier.MORE_THAN),
    (re.compile("(?<!งบ)ประมาณ"), Qualifier.ABOUT),
)
#: How the file writes a qualifier that the name doesn't carry yet.
PRINTED = {
    Qualifier.ABOUT: "ประมาณ",
    Qualifier.MORE_THAN: "มากกว่า",
    Qualifier.LESS_THAN: "น้อยกว่า",
    Qualifier.AT_LEAST: "อย่างน้อย",
    Qualifier.AT_MOST: "ไม่เกิน",
}


def qualifier_in(name: str) -> str:
    """How the number of that name is meant; empty when it is meant exactly."""
    return next((meaning for words, meaning in WORDS if words.search(name)), "")


def name_with(qualifier: str, name: str) -> str:
    """The name with the qualifier's word in it."""
    if not qualifier or qualifier_in(name) == qualifier:
        return name
    return f"{name} ({PRINTED[Qualifier(qualifier)]})"
