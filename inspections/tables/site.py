"""The visits that saw one site or heard of it."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from inspections.tables.columns import DaysColumn, ExcerptColumn
from ui.listing import Listing
from ui.tables import LinkColumn, ListTable, NowrapColumn


class SeenTable(ListTable):
    """Newest visit first."""

    ref = LinkColumn(_("Visit"), url="inspections:visit_detail", sample="V-2500-99999")
    days = DaysColumn(
        _("Days"), order_by="visit__starts_on", initial_sort_descending=True
    )
    how = NowrapColumn(_("Visited or reported"))
    note = ExcerptColumn(_("What was seen"))

    class Meta:
        order_by = "-days"
        empty_text = _("No visit that you can see names this site.")


class SeenListing(Listing):
    """One row for each time a visit saw the site or heard of it."""

    table = SeenTable
    caption = _("Visits that saw it or heard of it")
    fields = [
        "visit__ref",
        "visit__starts_on",
        "visit__ends_on",
        "was_visited",
        "note",
    ]
    file_name = "site-visits"

    def cells(self, row: tuple[Any, ...], related: Any) -> Sequence[Any]:
        _key, ref, first, last, was_visited, note = row
        how = _("Visited") if was_visited else _("Only reported")
        return ref, (first, last), how, note
