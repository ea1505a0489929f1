"""Makes visits by the thousand; each is decided by its own number alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from random import Random

from django.db import transaction

from inspections.lifecycle import RoundState, VisitState
from inspections.models import Round, Visit, VisitKind, VisitUnit
from inspections.models.reference import reserve_references
from inspections.scale.parts import PartsMaker
from inspections.scale.world import World
from regions.models import Office
from thai.dates import fiscal_year
from thai.text import search_fold

PREFIX = "SCALE-"
CHUNK = 1000
"""How many visits one transaction makes: memory stays the same for any number."""

SATURDAY = 5
OPEN_STATES = (
    *(VisitState.PLANNED, VisitState.PLANNED, VisitState.IN_PROGRESS),
    *(VisitState.SUBMITTED, VisitState.RETURNED, VisitState.SIGNED_OFF),
    *(VisitState.SIGNED_OFF, VisitState.POSTPONED, VisitState.CANCELLED),
)
KINDS = (*[VisitKind.NORMAL] * 8, VisitKind.INTEGRATED, VisitKind.SPECIAL)
MODES = (*["on_site"] * 8, "online", "hybrid")


@dataclass
class MadeVisit:
    """A visit in the making, with what its parts must know."""

    visit: Visit
    chance: Random
    held_round: Round
    offices: list[Office]
    units: list[VisitUnit] = field(default_factory=list)


def make_visits(wanted: int, today: date) -> Iterator[int]:
    """Make visits until there are `wanted`; tells after each chunk how many there are.

    What an earlier run made is counted and stays.
    """
    world = World.read(today)
    last = Visit.objects.filter(source__startswith=PREFIX).order_by("source").last()
    made = int(str(last.source)[len(PREFIX) :]) if last else 0
    while made < wanted:
        numbers = range(made + 1, min(made + CHUNK, wanted) + 1)
        _make_chunk(numbers, world)
        made = numbers[-1]
        yield made


@transaction.atomic
def _make_chunk(numbers: Sequence[int], world: World) -> None:
    made = [_plan(number, world) for number in numbers]
    _number(made)
    for one in made:
        _describe(one)
    Visit.objects.bulk_create(one.visit for one in made)
    _add_units(made)
    PartsMaker(made, world).make()


def _plan(number: int, world: World) -> MadeVisit:
    chance = Random(f"{PREFIX}{number}")  # noqa: S311 - it makes sample data
    zone = chance.choice(world.zones)
    held_round = chance.choice(world.rounds)
    day = _working_day(held_round, chance)
    is_over = held_round.state == RoundState.CLOSED
    leads = world.leads.get(zone.pk)
    nearby = world.offices[zone.pk]
    offices = chance.sample(nearby, min(len(nearby), chance.choice((1, 1, 1, 1, 2))))
    lead = chance.choice(leads) if leads else None
    visit = Visit(
        source=f"{PREFIX}{number:08d}",
        fiscal_year=held_round.fiscal_year,
        round=held_round,
        round_number=held_round.number,
        kind=chance.choice(KINDS),
        mode=chance.choice(MODES),
        state=VisitState.SIGNED_OFF if is_over else chance.choice(OPEN_STATES),
        starts_on=day,
        ends_on=day,
        starts_at=time(chance.randrange(8, 16), chance.choice((0, 30))),
        zone=zone,
        meeting_province=offices[0].province,
        place=f"ห้องประชุม{offices[0].name_th}",
        lead=lead,
        created_by=lead,
        lead_capacity="inspector_general",
        summary="จังหวัดรายงานผลการดำเนินงานตามประเด็นของรอบ",
    )
    return MadeVisit(visit, chance, held_round, offices)


def _working_day(held_round: Round, chance: Random) -> date:
    length = (held_round.closes_on - held_round.opens_on).days
    day = held_round.opens_on + timedelta(days=chance.randint(0, length))
    while day.weekday() >= SATURDAY and day > held_round.opens_on:
        day -= timedelta(days=1)
    # A window may begin before its fiscal year does.
    return day if fiscal_year(day) == held_round.fiscal_year else held_round.closes_on


def _number(made: Sequence[MadeVisit]) -> None:
    for year in sorted({one.visit.fiscal_year for one in made}):
        of_year = [one.visit for one in made if one.visit.fiscal_year == year]
        references = reserve_references("V", year, len(of_year))
        for visit, reference in zip(of_year, references, strict=True):
            visit.ref = reference


def _describe(one: MadeVisit) -> None:
    """Fill in the texts that lists and searches read; see `inspections.search`."""
    visit = one.visit
    visit.units_text = " / ".join(office.name_th for office in one.offices)
    texts = [visit.ref, visit.source, visit.place, visit.units_text]
    if visit.lead:
        texts.append(visit.lead.get_full_name())
    for office in one.offices:
        if office.province:
            texts += [office.province.name_th, office.province.name_en]
    visit.plan_text = search_fold(" ".join(filter(None, texts)))
    visit.search_text = f"{visit.plan_text} {search_fold(visit.summary)}"


def _add_units(made: Sequence[MadeVisit]) -> None:
    for one in made:
        one.units = [
            VisitUnit(
                visit=one.visit, order=order, office=office, printed_name=office.name_th
            )
            for order, office in enumerate(one.offices)
        ]
    VisitUnit.objects.bulk_create(unit for one in made for unit in one.units)
    through = VisitUnit.provinces.through
    through._default_manager.bulk_create(
        through(visitunit=unit, province=unit.office.province)
        for one in made
        for unit in one.units
        if unit.office
    )
