"""The one way a list is drawn: filtered, sorted, paged, embedded and exported."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from ui.exports import csv_response
from ui.filters import ListFilterSet
from ui.list_page import ListPage, plain_heads
from ui.ordering import Order
from ui.paging import COUNT_CAP, capped_count, count_in_words
from ui.tables import ListTable, Text
from ui.widgets import reader_language

CELL = "\0"
"""Stands for a cell's content while the row template is rendered."""


class Listing:
    """What a list shows; subclass it, name the class to `render_list`.

    `fields` are read for every row in one query, `{language}` in a name giving
    `th` or `en`; `cells` makes of each row the plain values of the table's
    columns, in their order, invisible ones too. Columns of an order need an
    index (see Order).
    """

    table: type[ListTable]
    filterset: type[ListFilterSet] = ListFilterSet
    caption: Text
    fields: Sequence[str]
    filled: Collection[str] = ()
    """Columns that may be null but are not in any row of this list; see Order."""
    file_name = "list"
    """Of an export, in ASCII and without ending."""

    def __init__(self, language: str) -> None:
        self.language = language

    def annotated(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Add what `fields` name beyond stored columns, such as counts."""
        return rows

    def related(self, keys: Sequence[Any]) -> Any:
        """Fetch in one query what hangs on all rows with these primary keys."""
        return None

    def cells(self, row: tuple[Any, ...], related: Any) -> Sequence[Any]:
        """The values of one row's columns; `row` is primary key, then `fields`."""
        return row[1:]

    def rows(self, model: Any, keys: Sequence[Any]) -> list[Sequence[Any]]:
        """The cells of these rows, in this order; a row deleted since is left out."""
        fields = [name.replace("{language}", self.language) for name in self.fields]
        found = self.annotated(model._base_manager.filter(pk__in=keys))
        by_key = {row[0]: row for row in found.values_list("pk", *fields)}
        related = self.related(keys)
        return [self.cells(by_key[key], related) for key in keys if key in by_key]

    def order(self, model: Any, name: str = "") -> Order:
        """The order called `name` in the address, else the one the list opens with."""
        terms = self.table.sort_terms(name)
        if terms is None:
            name = self.table.default_sort()
            terms = self.table.sort_terms(name) or ["-pk"]
        return Order(model, name, terms, self.filled)

    def body(self, rows: Iterable[Sequence[Any]]) -> SafeString:
        """The rows as HTML, through one row that the template drew with gaps."""
        columns = [
            (place, column)
            for place, column in enumerate(self.table.declared().values())
            if column.visible
        ]
        drawn = render_to_string("ui/_row.html", {"columns": columns, "cell": CELL})
        pattern = drawn.strip().replace("%", "%%").replace(CELL, "%s")
        drawers = [(place, c.drawer(self.language)) for place, c in columns]
        return mark_safe(  # noqa: S308 - every drawer escapes
            "".join(
                pattern % tuple(draw(row[place]) for place, draw in drawers)
                for row in rows
            )
        )


def render_list(
    request: HttpRequest,
    rows: QuerySet[Any],
    listing_class: type[Listing],
    *,
    template: str = "ui/list.html",
    context: Mapping[str, Any] | None = None,
) -> HttpResponseBase:
    """The page of a list, or with `?format=csv` all of it as a file.

    `rows` are those that the reader may see. An unknown order, page or position
    gives the first page in the usual order; a wrong filter its message and no
    rows (a file can't say so: that answers 422 with the page). Another format
    is a page that doesn't exist.
    """
    wanted = request.GET.get("format")
    if wanted not in (None, "csv"):
        raise Http404
    listing = listing_class(reader_language())
    filters = listing.filterset(request.GET, rows, request=request)
    order = listing.order(rows.model, request.GET.get("sort", ""))
    if wanted and filters.is_valid():
        return csv_response(listing, filters.qs, order)
    page = ListPage(request, listing, filters, order)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wanted else HTTPStatus.OK
    return render(
        request, template, {**(context or {}), "listing": page}, status=status
    )


def render_rows(
    rows: QuerySet[Any],
    listing_class: type[Listing],
    *,
    limit: int = 10,
    more: str = "",
    empty_text: Text = "",
) -> SafeString:
    """The first rows of a list inside another page, with a link to `more`.

    Two queries, and one more to count where not all rows are shown.
    """
    order = listing_class(reader_language()).order(rows.model)
    keys = [row[0] for row in order.first(rows, 0, limit + 1)]
    told = {}
    if more and len(keys) > limit:
        count = capped_count(rows)
        words = count_in_words(min(count, COUNT_CAP), is_capped=count > COUNT_CAP)
        told = {"more": more, "count": words}
    shown = keys[:limit]
    return render_keys(rows.model, shown, listing_class, empty_text=empty_text, **told)


def render_keys(
    model: Any,
    keys: Sequence[Any],
    listing_class: type[Listing],
    *,
    empty_text: Text = "",
    **told: Text,
) -> SafeString:
    """The rows with these primary keys, in this order, inside another page."""
    listing = listing_class(reader_language())
    shown = {
        "caption": listing.caption,
        "heads": plain_heads(listing.table),
        "body": listing.body(listing.rows(model, keys)),
        "empty_text": empty_text or listing.table.when_empty(),
    }
    return render_to_string("ui/_short_table.html", {**shown, **told})
