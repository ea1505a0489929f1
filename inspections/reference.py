"""The rounds with their topics and indicators that every installation has."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

from django.db.models import Model

from audit.records import difference, record, snapshot
from inspections.lifecycle import RoundState
from inspections.models import Indicator, Round, Topic
from regions.models import Province

Stated = Mapping[str, Any]
M = TypeVar("M", bound=Model)

ROUND_FIELDS = ("fiscal_year", "number", "state", "opens_on", "closes_on")
EVERYWHERE = "all"


def load_rounds(rounds: Iterable[Stated], today: date) -> None:
    """Make those rounds of data/rounds.json that are not there yet.

    One whose window is past is closed, any other planned. A round that exists
    is left as it is: people edit rounds.
    """
    known = set(Round.objects.values_list("fiscal_year", "number"))
    for stated in rounds:
        if (stated["fiscal_year"], stated["number"]) not in known:
            _make_round(stated, today)


def _make_round(stated: Stated, today: date) -> None:
    closes_on = date.fromisoformat(stated["closes_on"])
    held_round = Round.objects.create(
        fiscal_year=stated["fiscal_year"],
        number=stated["number"],
        state=RoundState.CLOSED if closes_on < today else RoundState.PLANNED,
        opens_on=date.fromisoformat(stated["opens_on"]),
        closes_on=closes_on,
        reports_due_on=date.fromisoformat(stated["reports_due_on"]),
        policy_note=stated["policy_note_th"],
    )
    changes = difference({}, snapshot(held_round, ROUND_FIELDS))
    record(held_round, "load", by=None, changes=changes)
    provinces = {province.code: province for province in Province.objects.all()}
    for order, values in enumerate(stated["topics"]):
        _make_topic(held_round, order, values, provinces)


def _make_topic(
    held_round: Round, order: int, stated: Stated, provinces: Mapping[str, Province]
) -> None:
    places = stated["applies_to"]
    topic = Topic.objects.create(
        round=held_round,
        order=order,
        kind=stated["kind"],
        title_th=stated["title_th"],
        title_en=stated["title_en"],
        applies_everywhere=places == EVERYWHERE,
    )
    if not topic.applies_everywhere:
        topic.provinces.set(provinces[code] for code in places)
    Indicator.objects.bulk_create(
        _indicator(topic, number, values)
        for number, values in enumerate(stated["indicators"])
    )


def _indicator(topic: Topic, order: int, stated: Stated) -> Indicator:
    names = {
        name: stated[name]
        for name in ("code", "name_th", "name_en", "unit_th", "unit_en", "type")
    }
    limits = {"minimum": stated["min"], "maximum": stated["max"]}
    return Indicator(
        topic=topic, order=order, target=stated["target"], **names, **limits
    )


def copy_topics(source: Round, target: Round) -> None:
    """Give `target` the topics and indicators of `source`, to be edited there."""
    for topic in source.topics.all():
        copied = _copy(topic)
        copied.round = target
        copied.copied_from = topic
        copied.save()
        copied.provinces.set(topic.provinces.all())
        indicators = [_copy(indicator) for indicator in topic.indicators.all()]
        for indicator in indicators:
            indicator.topic = copied
        Indicator.objects.bulk_create(indicators)


def _copy(row: M) -> M:
    """A new row, not saved yet, with the same values."""
    fields = [field for field in row._meta.concrete_fields if not field.primary_key]
    return type(row)(**{field.attname: getattr(row, field.attname) for field in fields})
