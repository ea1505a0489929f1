"""A column of counts, each the link to the rows that it counts."""

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise

from ui.tables import NOTHING, Draw, TextColumn
from ui.templatetags.ui import count

Counted = tuple[int, dict[str, str]]
"""A number, and the filters under which the list has just as many rows."""


class CountsColumn(TextColumn):
    """One count, or several with a stroke between: `3 / 7`; null is a dash.

    The value is a sequence of Counted, `url` the name of the list that they
    open; `parts` say of each what it counts for those who hear the page. In a
    file the first is headed as the column is, the others by `more`.
    """

    css = "nowrap"

    def __init__(
        self,
        verbose_name: "str | Promise",
        *,
        url: str,
        parts: Sequence["str | Promise"],
        more: Sequence["str | Promise"] = (),
        **options: Any,
    ) -> None:
        super().__init__(verbose_name, **options)
        self.url, self.parts, self.more = url, parts, more

    def drawer(self, language: str) -> Draw:
        base, parts = reverse(self.url), [str(part) for part in self.parts]

        def draw(value: Sequence[Counted] | None) -> str:
            if value is None:
                return NOTHING
            return " / ".join(
                count(number, f"{base}?{urlencode(query)}", part)
                for (number, query), part in zip(value, parts, strict=True)
            )

        return draw

    def export_heads(self) -> Sequence[str]:
        return [str(head) for head in (self.verbose_name, *self.more)]

    def exporter(self, language: str) -> Callable[[Any], Sequence[object]]:
        def cells(value: Sequence[Counted] | None) -> Sequence[object]:
            if value is None:
                return [""] * len(self.parts)
            return [number for number, _query in value]

        return cells
