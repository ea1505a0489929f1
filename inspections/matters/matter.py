"""A kind of thing that can wait for somebody, and how its filters write a day."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise

from inspections.lists import WholeList
from thai.dates import format_date
from ui.widgets import reader_language

Query = Mapping[str, Any]


@dataclass(frozen=True)
class Matter:
    """A kind of thing that can wait: `whole` under the filters of `query`.

    `tone` is one of the status part's; `sort` the order of the list and of the
    first rows, which are shown where `first_rows` is set.
    """

    key: str
    title: "str | Promise"
    tone: str
    whole: WholeList
    query: Callable[[date], Query]
    sort: str
    first_rows: bool = True

    @property
    def shows_comments(self) -> bool:
        """Whether the rows tell what is to be mended."""
        return self.key in {"returned", "topics-returned"}

    @property
    def shows_briefs(self) -> bool:
        """Whether the rows lead to what one reads before one goes there."""
        return self.key == "coming"


def day(value: date) -> str:
    """A day for a filter's field, as the reader would type it."""
    return format_date(value, "num", reader_language())
