"""What a search of visits looks in: one folded text beside each visit."""

from collections.abc import Iterable

from inspections.models import Visit, VisitUnit
from networks.models import MeetingParty
from thai.text import search_fold

UNIT_SEPARATOR = " / "


def refresh_visit(visit: Visit) -> None:
    """Renew the visit's line of units and its search text, after any change.

    Belongs in the transaction of the change.
    """
    units = list(
        visit.units.select_related("office", "site").prefetch_related("provinces")
    )
    visit.units_text = UNIT_SEPARATOR.join(map(unit_name, units))
    plan = list(_plan_texts(visit))
    whole = [*plan, *_unit_texts(visit, units), *_record_texts(visit)]
    visit.plan_text = search_fold(" ".join(filter(None, plan)))
    visit.search_text = search_fold(" ".join(filter(None, whole)))
    Visit.objects.filter(pk=visit.pk).update(
        units_text=visit.units_text,
        plan_text=visit.plan_text,
        search_text=visit.search_text,
    )


def unit_name(unit: VisitUnit) -> str:
    """The unit as printed or, if nothing was, its own Thai name."""
    if unit.printed_name:
        return unit.printed_name
    if unit.office:
        return unit.office.name_th
    return unit.site.name if unit.site else ""


def _plan_texts(visit: Visit) -> Iterable[str | None]:
    """What every inspected office may know at once; units are searched apart."""
    yield from (visit.ref, visit.place)
    if visit.lead:
        yield visit.lead.get_full_name()


def _unit_texts(visit: Visit, units: Iterable[VisitUnit]) -> Iterable[str | None]:
    """All units and where they lie."""
    yield visit.units_text
    for unit in units:
        for province in unit.provinces.all():
            yield from (province.name_th, province.name_en)


def _record_texts(visit: Visit) -> Iterable[str | None]:
    """What only those who see the visit whole may find it by."""
    yield from (visit.source, visit.summary)
    yield from visit.notes.values_list("title", flat=True)
    yield from visit.sites_seen.values_list("printed_name", flat=True)
    parties = MeetingParty.objects.filter(meeting__at_visit__visit=visit)
    for printed, name in parties.values_list("printed_name", "network__name"):
        yield printed
        if name != printed:
            yield name
