"""Imported follow-ups, each with a box to choose it for adoption."""

from collections.abc import Callable, Collection, Sequence
from html import escape
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from inspections import choices
from inspections.models import FollowUpKind, Priority
from inspections.tables.columns import LongColumn
from inspections.tables.follow_up import A_NUMBER, GivenColumn, What
from regions import choices as places
from regions.filters import ZoneFilter
from regions.models.naming import localized
from ui.directories import DirectoryFilter
from ui.filters import ListFilterSet, TextFilter
from ui.listing import Listing
from ui.tables import (
    ChoiceColumn,
    DateColumn,
    Draw,
    LinkColumn,
    ListTable,
    NowrapColumn,
)

FORM = "adopt"
"""The id of the page's form, to which the boxes of all rows belong."""


class Box(NamedTuple):
    """A row to choose: its key, its number, whether it is chosen."""

    key: int
    ref: str
    is_chosen: bool


class BoxColumn(NowrapColumn):
    """A box whose label is the row's number."""

    def drawer(self, language: str) -> Draw:
        def draw(box: Box) -> str:
            checked = " checked" if box.is_chosen else ""
            return (
                f'<label><input type="checkbox" name="chosen" value="{box.key}" '
                f'form="{FORM}"{checked}> {escape(box.ref)}</label>'
            )

        return draw

    def exporter(self, language: str) -> Callable[[Box], Sequence[object]]:
        return lambda box: (box.ref,)


class AdoptTable(ListTable):
    """The oldest first: they have waited longest."""

    ref = BoxColumn(_("Number"))
    text = GivenColumn(_("What was given"))
    addressee = LongColumn(_("Addressed to"))
    province = NowrapColumn(_("Province"))
    given_on = DateColumn(_("Given on"), order_by="given_on")
    page = LinkColumn(
        _("Its page"), url="inspections:follow_up_detail", sample=A_NUMBER
    )
    kind = ChoiceColumn(_("Kind"), labels=FollowUpKind.choices, visible=False)

    class Meta:
        order_by = "given_on"
        empty_text = _("Nothing imported is left to adopt.")


class AdoptFilter(ListFilterSet):
    """Imported ones by place and round."""

    q = TextFilter(field_name="search_text", label=_("Search"))
    zone = ZoneFilter("province")
    province = DirectoryFilter(
        field_name="province", label=_("Province"), directory=places.provinces
    )
    office = DirectoryFilter(
        field_name="answering_office",
        label=_("Answered by"),
        directory=places.offices,
    )
    round = DirectoryFilter(
        field_name="round", label=_("Given in round"), directory=choices.rounds
    )


class AdoptListing(Listing):
    """What was imported and not adopted; see `adopt_listing`."""

    table = AdoptTable
    filterset = AdoptFilter
    caption = _("Adopt imported follow-ups")
    fields = [
        "ref",
        "text",
        "kind",
        "office__name_th",
        "office__name_en",
        "network__name",
        "company",
        "province__name_th",
        "province__name_en",
        "given_on",
    ]
    file_name = "imported-follow-ups"
    #: The keys chosen, or null for all.
    chosen: Collection[int] | None = ()

    def cells(self, row: tuple[Any, ...], related: Any) -> Sequence[Any]:
        key, ref, text, kind, thai, english, network, company, *rest = row
        province_th, province_en, given_on = rest
        known = localized(thai or "", english or "") or network or company
        return (
            Box(key, ref, self.chosen is None or key in self.chosen),
            What(text, kind, Priority.NORMAL),
            known or _("Not known; choose an office below"),
            localized(province_th or "", province_en or ""),
            given_on,
            ref,
            kind,
        )


def adopt_listing(chosen: Collection[int] | None) -> type[AdoptListing]:
    """The list with these rows chosen; with all of them where it is null."""
    return type("ChosenToAdopt", (AdoptListing,), {"chosen": chosen})
