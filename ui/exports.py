"""Lists as CSV: all rows in the list's order, streamed, harmless in a spreadsheet."""

import csv
import re
from collections.abc import Iterator, Sequence
from io import StringIO
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django.utils import timezone, translation

from ui.ordering import Order

if TYPE_CHECKING:
    from ui.listing import Listing

CHUNK = 1000
"""Rows fetched at a time, so that any length takes the same memory."""
BYTE_ORDER_MARK = "\ufeff"
"""By it Excel knows that the file is UTF-8."""

UNSEEN = "\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\x00-\x08"
FORMULA = re.compile(
    # At the start of a cell, after whatever a spreadsheet may strip there …
    rf"^(?=[\s{UNSEEN}]*[=+\-@＝＋－＠]|[\t\r\n])"
    # … and of each further line, should a reader take it for a new row.
    rf"|(?<=[\r\n])(?=(?:[^\S\r\n]|[{UNSEEN}])*[=+\-@＝＋－＠])"
)


def harmless(value: object) -> object:
    """Put an apostrophe before text that a spreadsheet would calculate.

    Numbers stay numbers.
    """
    if not isinstance(value, str) or (
        # Nearly all text; looking closer would cost more than writing it.
        value[:1].isalnum() and "\n" not in value and "\r" not in value
    ):
        return value
    return FORMULA.sub("'", value)


def csv_response(
    listing: "Listing", rows: QuerySet[Any], order: Order
) -> StreamingHttpResponse:
    """All rows of a list as a file that Excel opens with its Thai intact."""
    response = StreamingHttpResponse(
        csv_lines(listing, rows, order), content_type="text/csv; charset=utf-8"
    )
    today = timezone.localdate().isoformat()
    printed = quote(f"{listing.caption} {today}.csv", safe="")
    response["Content-Disposition"] = (
        f'attachment; filename="{listing.file_name}-{today}.csv"; '
        f"filename*=UTF-8''{printed}"
    )
    return response


def csv_lines(listing: "Listing", rows: QuerySet[Any], order: Order) -> Iterator[str]:
    """The file's text, CHUNK rows at a time: two queries a chunk, or three."""
    columns = [
        (place, column)
        for place, column in enumerate(listing.table.declared().values())
        if not column.exclude_from_export
    ]
    exporters = [(place, c.exporter(listing.language)) for place, c in columns]
    # All this runs while the answer is sent, when the view's language has ended.
    with translation.override(listing.language):
        heads = [head for _place, column in columns for head in column.export_heads()]
    yield BYTE_ORDER_MARK + _written([heads])
    for keys in order.chunks(rows, CHUNK):
        with translation.override(listing.language):
            lines = [
                [cell for place, export in exporters for cell in export(row[place])]
                for row in listing.rows(rows.model, keys)
            ]
            text = _written(lines)
        yield text


def _written(lines: Sequence[Sequence[object]]) -> str:
    text = StringIO()
    csv.writer(text).writerows([harmless(cell) for cell in line] for line in lines)
    return text.getvalue()
