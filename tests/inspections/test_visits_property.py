"""Any record of the form comes back whole; any broken one is refused by its field."""

import copy
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspections.models import FollowUp, Visit
from networks.models import Network
from regions.models import Site
from tests.visits_file import dump_text, load, load_text, unordered
from tests.visits_strategies import files, records

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

thorough = settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)

#: Keys that name the record or must fit each other.
TIED_TOGETHER = {"source", "fiscal_year", "starts_on", "ends_on"}
#: What no key of the form accepts, whatever stands there.
NOWHERE_RIGHT: list[Any] = [{"x": 1}, True, {}, [[]]]


@contextmanager
def undone() -> Iterator[None]:
    """What the body stores is gone after it: each example starts anew."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@thorough
@given(files, st.booleans())
def test_what_was_loaded_comes_back_whole(db, stated, as_ascii):
    text = json.dumps(stated, ensure_ascii=as_ascii)

    with undone():
        first = load_text(text)
        written = dump_text()
        again, from_dump = load_text(text), load_text(written)

    assert first.code == 0, first.faults
    assert first.counts == f"visits: {len(stated)} loaded, 0 refused"
    assert unordered(json.loads(written)) == unordered(stated)
    assert (again.counts, from_dump.counts) == (first.counts, first.counts)


@thorough
@given(records(), st.data())
def test_one_break_is_refused_by_its_field_and_stores_nothing(db, record, data):
    broken = copy.deepcopy(record)
    place, owner, key = data.draw(st.sampled_from(places(broken)))
    field = break_one(place, owner, key, data)

    with undone():
        loaded = load(broken)
        left = [model.objects.exists() for model in (Visit, FollowUp, Site, Network)]

    assert (loaded.code, loaded.counts) == (1, "visits: 0 loaded, 1 refused")
    named = re.compile(rf", {re.escape(field)}(?:[.\[].*)?: ")
    assert named.search(loaded.faults), loaded.faults
    assert not any(left)


@thorough
@given(records(), records(), st.data())
def test_any_change_of_a_known_record_is_told_by_its_field(db, record, other, data):
    key = data.draw(st.sampled_from(sorted(record.keys() - TIED_TOGETHER)))
    changed = {**record, key: other[key]}

    with undone():
        load(record)
        loaded = load(changed)

    if key != "figures" and unordered(changed) != unordered(record):
        assert f", {key}: differs: " in loaded.faults
    elif loaded.code:
        assert ", figures: differs: " in loaded.faults


def places(record: Any, prefix: str = "") -> list[tuple[str, Any, Any]]:
    """Every value of a record: where it stands, what holds it, and its key there."""
    found = []
    keys = record if isinstance(record, dict) else range(len(record))
    for key in keys:
        name = f"{prefix}[{key}]" if isinstance(record, list) else f"{prefix}.{key}"
        found.append((name.lstrip("."), record, key))
        if isinstance(record[key], dict | list):
            found += places(record[key], name.lstrip("."))
    return found


def break_one(place: str, owner: Any, key: Any, data: st.DataObject) -> str:
    """Break the value at a place; tells the field that must be named."""
    ways = ["value"] if isinstance(owner, list) else ["value", "missing", "unknown"]
    way = data.draw(st.sampled_from(ways))
    if way == "missing":
        del owner[key]
    elif way == "unknown":
        owner["extra_key"] = owner[key]
        prefix = place[: -len(key)]
        return f"{prefix}extra_key"
    else:
        owner[key] = data.draw(st.sampled_from(NOWHERE_RIGHT))
    return place
