"""The list of visits."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from inspections.filters import VisitFilter
from inspections.lifecycle import VisitState
from inspections.models import Round, VisitKind, VisitMode, VisitUnit
from inspections.own_part import readable_units, unit_names
from inspections.tables.columns import VISIT_TONES, DaysColumn, LongColumn, PersonColumn
from regions.membership import zone_words
from regions.models.naming import localized
from regions.tables import joined
from ui.listing import Listing
from ui.tables import (
    ChoiceColumn,
    LinkColumn,
    ListTable,
    NowrapColumn,
    StatusColumn,
    TextColumn,
)


class VisitTable(ListTable):
    """The visits, newest first; a file also holds the columns not shown."""

    ref = LinkColumn(
        _("Number"),
        url="inspections:visit_detail",
        sample="V-2500-99999",
        order_by="ref",
        initial_sort_descending=True,
    )
    source = NowrapColumn(_("Source"), visible=False)
    fiscal_year = NowrapColumn(_("Fiscal year"), visible=False)
    round = NowrapColumn(_("Round"), visible=False)
    days = DaysColumn(_("Days"), order_by="starts_on", initial_sort_descending=True)
    units = LongColumn(_("Inspected"))
    provinces = TextColumn(_("Provinces"))
    zone = NowrapColumn(_("Zone"), visible=False)
    place = TextColumn(_("Meeting place"), visible=False)
    kind = ChoiceColumn(_("Kind"), labels=VisitKind.choices)
    mode = ChoiceColumn(_("Mode"), labels=VisitMode.choices, visible=False)
    state = StatusColumn(
        _("State"),
        labels=VisitState.choices,
        tones=VISIT_TONES,
        order_by=("state", "starts_on"),
    )
    lead = PersonColumn(_("Lead"))

    class Meta:
        order_by = "-days"
        empty_text = _("No visit that you can see is recorded yet.")


class Units(NamedTuple):
    """By visit: the provinces of its units, and their names, each in one line.

    `names` is read only where the stored line, which is Thai and names every
    unit, won't do.
    """

    provinces: dict[int, str]
    names: dict[int, str]


class VisitListing(Listing):
    """The visits, for readers who see each of them whole."""

    table = VisitTable
    filterset = VisitFilter
    caption = _("Visits")
    fields = [
        "ref",
        "source",
        "fiscal_year",
        "round_number",
        "starts_on",
        "ends_on",
        "units_text",
        "zone__number",
        "place",
        "kind",
        "mode",
        "state",
        "lead__title",
        "lead__first_name",
        "lead__last_name",
        "lead__username",
    ]
    file_name = "visits"

    def related(self, keys: Sequence[int]) -> Units:
        """The provinces of each visit, in dictionary order."""
        units = VisitUnit.objects.filter(visit__in=keys)
        rows = VisitUnit.provinces.through.objects.filter(visitunit__visit__in=keys)
        names = rows.order_by("province__sort_key").values_list(
            "visitunit__visit", "province__name_th", "province__name_en"
        )
        return Units(
            joined_once((key, localized(*pair)) for key, *pair in names),
            unit_names(units) if self.language == "en" else {},
        )

    def units_of(self, key: int, stored: str, related: Units) -> str:
        """The inspected units of one visit; `stored` names them all in Thai."""
        return related.names.get(key, stored)

    def source_of(self, stored: str | None) -> str | None:
        """Where the visit was loaded from; for those who see it whole."""
        return stored

    def cells(self, row: tuple[Any, ...], related: Units) -> Sequence[Any]:
        key, ref, source, year, number, first, last, stored, zone, place, *rest = row
        kind, mode, state, *lead = rest
        return (
            ref,
            self.source_of(source),
            year,
            round_words(year, number),
            (first, last),
            self.units_of(key, stored, related),
            related.provinces.get(key, ""),
            zone_words(zone),
            place,
            kind,
            mode,
            state,
            person(*lead),
        )


class PartListing(VisitListing):
    """The visits, for a reader who of some sees only an office's own units."""

    reader: User

    def related(self, keys: Sequence[int]) -> Units:
        """The units that the reader may see, and their provinces."""
        rows = readable_units(self.reader).filter(visit__in=keys)
        found = list(
            rows.order_by("order", "pk", "provinces__sort_key").values_list(
                "visit", "provinces__name_th", "provinces__name_en"
            )
        )
        return Units(
            joined_once((key, localized(th, en)) for key, th, en in found if th),
            unit_names(rows),
        )

    def units_of(self, key: int, stored: str, related: Units) -> str:
        return related.names.get(key, "")

    def source_of(self, stored: str | None) -> str | None:
        return None


def visit_listing(user: User) -> type[VisitListing]:
    """The list of visits as this reader may see it."""
    if user.scope.sees_all_places or not user.scope.offices:
        return VisitListing
    return type("ReadersListing", (PartListing,), {"reader": user})


def joined_once(pairs: Iterable[tuple[int, str]]) -> dict[int, str]:
    """The texts of each key in one line, in the order given, none twice."""
    return joined(dict.fromkeys(pairs))


def round_words(fiscal_year: int, number: int | None) -> str:
    """The round as a visit states it; empty for one outside the rounds."""
    return "" if number is None else _words(fiscal_year, number, get_language())


@lru_cache(maxsize=256)
def _words(fiscal_year: int, number: int, _language: str | None) -> str:
    """A list has the same few rounds in all its rows."""
    return str(Round(fiscal_year=fiscal_year, number=number))


def person(
    title: str | None, first: str | None, last: str | None, username: str | None
) -> str:
    """Somebody's name as `User` writes it; empty for nobody."""
    return f"{title or ''}{first or ''} {last or ''}".strip() or username or ""
