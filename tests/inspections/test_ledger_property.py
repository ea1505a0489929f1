"""Whatever happens to follow-ups and rounds, every total is what Python counts.

500 random sequences of steps, other due days, looks, and rounds that open and
close, each from the same small beginning and undone at its end. What must hold is
written here once more, plainly, from DESIGN §4.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import RequestFactory

from accounts.models import Role, User
from inspections.actions import (
    STILL_OPEN,
    Given,
    StepRefused,
    Told,
    look_at,
    redate,
    report_progress,
    take_follow_up_step,
    take_round_step,
)
from inspections.carried import carried_over
from inspections.figures import Asked
from inspections.lifecycle import FOLLOW_UP_STEPS, ROUND_STEPS
from inspections.lists import FOLLOW_UPS
from inspections.models import Carry, FollowUp, FollowUpKind, Round
from inspections.summary_places import Place
from regions.models import Office
from tests.factories import (
    make_assignment,
    make_follow_up,
    make_network,
    make_office,
    make_province,
    make_round,
    make_topic,
    make_user,
    make_zone,
)

SEQUENCES = 500
ACTS = 14
TODAY = date(2023, 3, 1)
OPEN = {"issued", "acknowledged", "in_progress", "answered"}
WAITING = OPEN - {"answered"}
NOTHING_TO_DO = {"observation", "commendation"}
STEPS = [*FOLLOW_UP_STEPS]


@dataclass
class Little:
    """Two provincial offices and a bank, people who act, three rounds, chance."""

    people: dict[str, User]
    offices: list[Office]
    addressees: list[dict[str, Any]]
    chance: random.Random = field(default_factory=random.Random)
    #: For each opening of a round, what was to be carried, counted beforehand.
    to_carry: dict[int, set[int]] = field(default_factory=dict)


@pytest.fixture(scope="module")
def little(django_db_setup, django_db_blocker) -> Iterator[Little]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_little()
        transaction.set_rollback(True)


def make_little() -> Little:
    zone = make_zone(number=12)
    places = [make_province(zone=zone) for _twice in range(2)]
    offices = [make_office(province=place) for place in places]
    bank = make_office(kind="bank", province=places[0])
    people = {
        "manager": (Role.MANAGER, {}),
        "inspector": (Role.INSPECTOR, {"zone": zone}),
        "officer": (Role.OFFICER, {"office": offices[0]}),
        "neighbour": (Role.OFFICER, {"office": offices[1]}),
    }
    users = {name: make_user(username=name) for name in people}
    for name, (role, place) in people.items():
        make_assignment(users[name], role, **place)
    for number in (1, 2, 3):
        # Of no province: reports would take most of the time, and are not counted.
        held = make_round(fiscal_year=2566, number=number)
        make_topic(held, applies_everywhere=False)
    to = [
        {"office": offices[0]},
        {"office": offices[1]},
        {"office": bank},
        {"network": make_network(province=places[0])},
        {"network": make_network(reach="national", province=None)},
        {"company": "บริษัททดสอบ", "province": places[1]},
    ]
    for addressee in to:
        make_follow_up(given_on=TODAY, due_on=TODAY, **addressee)
    return Little(users, offices, to)


# --- What can happen ----------------------------------------------------------------


def give(little: Little) -> None:
    chance = little.chance
    make_follow_up(
        kind=chance.choice(FollowUpKind.values),
        state=chance.choice(["draft", "issued", "issued", "issued"]),
        is_imported=chance.random() < 0.15,
        round=chance.choice([None, *Round.objects.all()]),
        given_on=TODAY,
        due_on=TODAY + timedelta(days=chance.randint(0, 40)),
        **chance.choice(little.addressees),
    )


def step(little: Little) -> None:
    row = one_of(little, FollowUp)
    fitting = [s for s in STEPS if row.state in FOLLOW_UP_STEPS[s].sources]
    told = Told("เสร็จแล้ว", TODAY)
    given = Given("เหตุผล", office=little.offices[0].pk, content=told)
    slug = little.chance.choice(fitting or STEPS)
    take_follow_up_step(row, slug, by=anybody(little), given=given)


def write(little: Little) -> None:
    row, by = one_of(little, FollowUp), anybody(little)
    if little.chance.random() < 0.5:
        due_on = TODAY + timedelta(days=little.chance.randint(0, 40))
        redate(row, due_on, reason="เหตุผล", by=by)
    else:
        report_progress(row, Told("กำลังทำ", TODAY, 50), by=by)


def look(little: Little) -> None:
    carry = one_of(little, Carry)
    by = anybody(little)
    slug = little.chance.choice([STILL_OPEN, "verify", "send-back", "supersede"])
    if slug == STILL_OPEN:
        look_at(carry, by=by, given=Given("ดูแล้ว"))
    else:
        take_follow_up_step(carry.follow_up, slug, by=by, given=Given("ดูแล้ว"))


def move_a_round(little: Little) -> None:
    held = one_of(little, Round)
    slugs = [s for s, one in ROUND_STEPS.items() if held.state in one.sources]
    slug = little.chance.choice(slugs)
    due = {row.pk for row in FollowUp.objects.all() if is_carried(row)}
    take_round_step(held, slug, by=little.people["manager"], given=Given("เหตุผล"))
    if slug == "open":
        little.to_carry[held.pk] = due


def is_carried(row: FollowUp) -> bool:
    """Open, adopted, asking for something, and a provincial office answers."""
    place = row.office or row.network or row
    office = (
        row.office.kind if row.office else "provincial" if place.province_id else ""
    )
    asks = row.kind not in NOTHING_TO_DO and not row.is_imported
    return row.state in OPEN and asks and office == "provincial"


def one_of(little: Little, model: Any) -> Any:
    rows = list(model.objects.order_by("pk"))
    if not rows:
        raise LookupError
    return little.chance.choice(rows)


def anybody(little: Little) -> User:
    return little.chance.choice([*little.people.values()])


HAPPENINGS: list[Callable[[Little], None]] = [
    *(give, step, step, step, step, write, look, look, move_a_round, move_a_round)
]


# --- What must hold -----------------------------------------------------------------


def check(little: Little) -> None:
    rows = list(FollowUp.objects.select_related("office", "network").with_age())
    carries = list(Carry.objects.all())
    request = RequestFactory().get("/")
    request.user = little.people["manager"]
    assert into_each(carries) == little.to_carry
    for row in rows:
        assert row.age == sum(carry.follow_up_id == row.pk for carry in carries)
    listed = [row for row in rows if row.ref]
    query, expected = little.chance.choice([*deadlines(listed).items()])
    assert FOLLOW_UPS.count(request, deadline=query) == expected, query
    check_round(request, one_of(little, Round), listed, carries)


def into_each(carries: list[Carry]) -> dict[int, set[int]]:
    """What was carried into each round; one row for each, or this fails."""
    found: dict[int, list[int]] = {}
    for carry in carries:
        found.setdefault(carry.round_id, []).append(carry.follow_up_id)
    assert all(len(keys) == len({*keys}) for keys in found.values())
    opened = Round.objects.exclude(state="planned").values_list("pk", flat=True)
    return {key: {*found.get(key, [])} for key in opened}


def deadlines(listed: list[FollowUp]) -> dict[str, int]:
    asked = [r for r in listed if r.kind not in NOTHING_TO_DO and not r.is_imported]
    waiting = [row for row in asked if row.state in WAITING and row.due_on]
    return {
        "open": sum(row.state in OPEN for row in asked),
        "overdue": sum(row.due_on < date.today() for row in waiting),  # noqa: DTZ011
    }


def check_round(
    request: Any, held: Round, listed: list[FollowUp], carries: list[Carry]
) -> None:
    over = carried_over(Asked(request, held, Place(""), TODAY))
    looks = {c.follow_up_id: c.look for c in carries if c.round_id == held.pk}
    here = [row for row in listed if row.pk in looks]
    last = {c.follow_up_id: c.round_id for c in sorted(carries, key=lambda c: c.pk)}
    ends = Counter(
        "open" if row.state in OPEN or last[row.pk] != held.pk else row.state
        for row in here
    )
    states = ["verified", "open", "cannot_comply", "superseded", "withdrawn"]
    assert [number.value for number in over.standing] == [ends[s] for s in states]
    assert over.total.value == sum(ends[s] for s in states) == len(looks)
    assert over.unseen.value == sum(
        row.state in OPEN and not looks[row.pk] for row in here
    )
    given = {row.pk for row in listed if row.round_id == held.pk}
    on = Counter(c.round_id for c in carries if c.follow_up_id in given)
    assert sorted(number.value for number in over.passed_on) == sorted(on.values())


@pytest.mark.parametrize("part", range(10))
def test_every_total_is_what_python_counts(part, little, db):
    per_part, carried, done = SEQUENCES // 10, 0, Counter[str]()
    for number in range(part * per_part, (part + 1) * per_part):
        little.chance, little.to_carry = random.Random(number), {}  # noqa: S311
        with transaction.atomic():
            for _act in range(ACTS):
                happening = little.chance.choice(HAPPENINGS)
                with suppress(StepRefused, LookupError), transaction.atomic():
                    happening(little)
                    done[happening.__name__] += 1
            check(little)
            carried += Carry.objects.count()
            transaction.set_rollback(True)

    assert len(done) == len({*HAPPENINGS})
    assert carried > 0
