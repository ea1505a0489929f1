"""The inspected units of a record: one printed line, taken apart where it is safe."""

from collections.abc import Iterable, Sequence

from accounts.models import AssignmentCapacity
from inspections.loading.known import Known
from inspections.models import Visit, VisitUnit
from inspections.search import UNIT_SEPARATOR
from regions.models import Province

ACTING_HEAD = "acting_provincial_officer"
DATE_NOT_STATED = "visit_date_not_stated"
"""Flags of the file that say what has a place of its own here."""


def split_units(printed: str) -> list[str]:
    """The single names in a printed line; the line itself if one would be blank."""
    parts = printed.split(UNIT_SEPARATOR)
    return parts if all(part.strip() for part in parts) else [printed]


def store_units(
    visit: Visit,
    printed: str,
    provinces: Sequence[Province],
    flags: Iterable[str],
    known: Known,
) -> list[VisitUnit]:
    """Store the units of a visit, each with its office, if known, and provinces."""
    names = split_units(printed)
    is_acting = len(names) == 1 and ACTING_HEAD in flags
    units = VisitUnit.objects.bulk_create(
        VisitUnit(
            visit=visit,
            order=order,
            printed_name=name,
            office=known.offices.get(name),
            head_capacity=AssignmentCapacity.ACTING if is_acting else "",
        )
        for order, name in enumerate(names)
    )
    through = VisitUnit.provinces.through
    through._default_manager.bulk_create(
        through(visitunit=unit, province=province)
        for unit, province in share_provinces(units, provinces)
    )
    return units


def share_provinces(
    units: Sequence[VisitUnit], provinces: Sequence[Province]
) -> list[tuple[VisitUnit, Province]]:
    """Say which unit each inspected province belongs to.

    An office takes its own. The rest go to the other units one by one if there
    are as many, else all to the first of them.
    """
    shared: list[tuple[VisitUnit, Province]] = []
    rest, others = list(provinces), []
    for unit in units:
        own = unit.office.province if unit.office else None
        if own in rest:
            rest.remove(own)
            shared.append((unit, own))
        else:
            others.append(unit)
    if len(rest) == len(others):
        return shared + list(zip(others, rest, strict=True))
    return shared + [((others or units)[0], province) for province in rest]
