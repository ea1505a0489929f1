"""What stays as it is once a round was opened; the rule stands here and nowhere else.

The models' `clean` asks here, so that forms and Django's admin refuse alike.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from inspections.lifecycle import RoundState
from regions.models import Province

if TYPE_CHECKING:
    from inspections.models.round import Indicator, Round, Topic

ROUND_NAME = ("fiscal_year", "number")
ROUND_REST = ("opens_on", "closes_on", "reports_due_on", "policy_note")
TOPIC_WORDING = ("kind", "title_th", "title_en", "guidance")
INDICATOR_WORDING = (
    "code",
    "name_th",
    "name_en",
    "unit_th",
    "unit_en",
    "type",
    "minimum",
    "maximum",
    "target",
)

FROZEN = _("The round was opened: the wording can no longer be changed.")
NAME_FIXED = _("The round was opened: its year and number stay as they are.")
CLOSED = _("The round is closed: nothing of it can be changed.")


def changed(record: models.Model, fields: Iterable[str]) -> list[str]:
    """The fields that differ from what is stored; none of a record not stored."""
    names = list(fields)
    stored = type(record)._base_manager.filter(pk=record.pk).values(*names).first()
    return [n for n in names if stored and stored[n] != getattr(record, n)]


def refuse_round_changes(held_round: Round) -> None:
    """Raise ValidationError for what the round's state no longer lets change."""
    if held_round.is_frozen and (fixed := changed(held_round, ROUND_NAME)):
        raise ValidationError(dict.fromkeys(fixed, NAME_FIXED))
    is_closed = held_round.state == RoundState.CLOSED
    if is_closed and (fixed := changed(held_round, ROUND_REST)):
        raise ValidationError(dict.fromkeys(fixed, CLOSED))


def refuse_topic_rewording(topic: Topic) -> None:
    """Raise ValidationError, by field, for wording that was frozen."""
    if topic.is_fixed and (fixed := changed(topic, TOPIC_WORDING)):
        raise ValidationError(dict.fromkeys(fixed, FROZEN))


def refuse_indicator_rewording(indicator: Indicator) -> None:
    """Raise ValidationError for an indicator added or reworded too late."""
    if not indicator.topic.is_fixed:
        return
    if indicator.pk is None:
        raise ValidationError(FROZEN)
    if fixed := changed(indicator, INDICATOR_WORDING):
        raise ValidationError(dict.fromkeys(fixed, FROZEN))


def refuse_narrowing(
    topic: Topic, everywhere: bool, provinces: Iterable[Province]
) -> None:
    """Raise ValidationError if a province would lose a topic that it reports on.

    `everywhere` and `provinces` are what is to be, the topic still what it was.
    """
    if not topic.is_fixed or everywhere:
        return
    if topic.applies_everywhere:
        raise ValidationError(
            _("The round was opened: a topic for all provinces stays one for all.")
        )
    kept = {province.pk for province in provinces}
    lost = [p for p in topic.provinces.order_by("sort_key") if p.pk not in kept]
    if lost:
        raise ValidationError(
            _(
                "The round was opened: provinces can be added, but not taken away: "
                "%(names)s."
            ),
            params={"names": ", ".join(str(province) for province in lost)},
        )
