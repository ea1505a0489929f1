"""The visits of the demonstration: planned, recorded and taken to their states."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction

from accounts.models import User
from audit.records import record
from inspections.actions import Given, take_step
from inspections.demo.looks import look_at_left, look_at_some
from inspections.demo.parts import DemoVisit, store_parts
from inspections.demo.photos import attach_photo
from inspections.lifecycle import VisitState
from inspections.models import Round, Visit, VisitUnit, next_reference
from inspections.search import refresh_visit
from regions.models import Office
from regions.models.zone import ZoneMembership
from thai.dates import BANGKOK, fiscal_year, fiscal_year_bounds

SATURDAY = 5

#: The steps to a state, each with who takes it: the lead or the manager.
PATHS: Mapping[str, tuple[tuple[str, str], ...]] = {
    VisitState.PLANNED: (),
    VisitState.IN_PROGRESS: (("start", "lead"),),
    VisitState.SUBMITTED: (("start", "lead"), ("submit", "lead")),
    VisitState.RETURNED: (
        *(("start", "lead"), ("submit", "lead")),
        ("return", "manager"),
    ),
    VisitState.SIGNED_OFF: (
        *(("start", "lead"), ("submit", "lead")),
        ("sign-off", "manager"),
    ),
    VisitState.POSTPONED: (("postpone", "lead"),),
    VisitState.CANCELLED: (("cancel", "manager"),),
}

Stated = Mapping[str, Any]


def load_demo_visits(
    visits: Iterable[Stated],
    held_round: Round,
    users: Mapping[str, User],
    today: date,
) -> int:
    """Make those visits that are not there yet; tells how many."""
    known = set(Visit.objects.exclude(source=None).values_list("source", flat=True))
    wanted = [stated for stated in visits if stated["key"] not in known]
    for stated in wanted:
        _make(stated, held_round, users, today)
    return len(wanted)


@transaction.atomic
def _make(
    stated: Stated, held_round: Round, users: Mapping[str, User], today: date
) -> None:
    visit = _plan(stated, held_round, users, today)
    units = _add_units(visit, stated["offices"])
    for name in stated.get("team", ()):
        visit.members.create(user=users[name])
    record(visit, "demo", by=visit.lead)
    for slug, taker in PATHS[stated["state"]]:
        by = users[stated["lead"] if taker == "lead" else taker]
        if slug == "submit":
            look_at_left(visit)
        take_step(visit, slug, by=by, given=_given(slug, stated))
        if slug == "start":
            _record(DemoVisit(visit, units, users[stated["lead"]], stated))
            look_at_some(visit, stated.get("left", ()))
    refresh_visit(visit)


def _plan(
    stated: Stated, held_round: Round, users: Mapping[str, User], today: date
) -> Visit:
    day = working_day(today, stated["day"])
    office = Office.objects.select_related("province").get(code=stated["offices"][0])
    member = ZoneMembership.objects.current(today).filter(province=office.province)
    at, parent = stated.get("at"), stated.get("parent")
    return Visit.objects.create(
        ref=next_reference("V", fiscal_year(today)),
        source=stated["key"],
        fiscal_year=held_round.fiscal_year,
        round=held_round,
        round_number=held_round.number,
        kind=stated.get("kind", "normal"),
        mode=stated.get("mode", "on_site"),
        starts_on=day,
        ends_on=day,
        starts_at=at and time.fromisoformat(at),
        zone=member.get().zone,
        meeting_province=office.province if "place" in stated else None,
        place=stated.get("place"),
        lead=users[stated["lead"]],
        lead_capacity="inspector_general",
        parent=parent and Visit.objects.get(source=parent),
        created_by=users[stated["lead"]],
    )


def working_day(today: date, offset: int) -> date:
    """The day so many days from today, off the weekend, within the fiscal year."""
    first, last = fiscal_year_bounds(fiscal_year(today))
    day = min(max(today + timedelta(days=offset), first), last)
    step = timedelta(days=1 if offset > 0 else -1)
    while day.weekday() >= SATURDAY and first < day < last:
        day += step
    return day


def _add_units(visit: Visit, codes: Iterable[str]) -> list[VisitUnit]:
    offices = {office.code: office for office in Office.objects.filter(code__in=codes)}
    units = []
    for order, code in enumerate(codes):
        office = offices[code]
        unit = VisitUnit.objects.create(
            visit=visit, order=order, office=office, printed_name=office.name_th
        )
        if office.province:
            unit.provinces.add(office.province)
        units.append(unit)
    return units


def _given(slug: str, stated: Stated) -> Given:
    if slug == "return":
        return Given(comments=stated["comments"])
    return Given(reason=stated.get("reason", ""))


def _record(demo: DemoVisit) -> None:
    """Write down what the visit brought, as its lead would."""
    visit = demo.visit
    visit.summary = demo.stated.get("summary", "")
    visit.version += 1
    visit.save(update_fields=["summary", "version"])
    store_parts(demo)
    taken_at = datetime.combine(visit.starts_on, time(10, 30), tzinfo=BANGKOK)
    for photo in demo.stated.get("photos", ()):
        attach_photo(visit, photo["scene"], photo["caption"], taken_at, demo.lead)
    record(visit, "record", by=demo.lead)
