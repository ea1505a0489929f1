"""A round's topics as their readers see them, with what each indicator asks."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from inspections.models import Indicator, Round, Topic
from inspections.models.figure import grouped


class ToldIndicator(NamedTuple):
    """An indicator with its range and target in words; empty where none is set."""

    indicator: Indicator
    range: str
    target: str


class ToldTopic(NamedTuple):
    """A topic with its indicators, in their order."""

    topic: Topic
    indicators: list[ToldIndicator]


def told_topics(held_round: Round) -> list[ToldTopic]:
    """The round's topics in order: three queries, whatever they hold."""
    topics = held_round.topics.prefetch_related("provinces", "indicators")
    return [told_topic(topic) for topic in topics]


def told_topic(topic: Topic) -> ToldTopic:
    """One topic."""
    told = [
        ToldIndicator(
            indicator,
            _range(indicator),
            "" if indicator.target is None else grouped(indicator.target),
        )
        for indicator in topic.indicators.all()
    ]
    return ToldTopic(topic, told)


def _range(indicator: Indicator) -> str:
    low, high = indicator.minimum, indicator.maximum
    if low is not None and high is not None:
        return _("From %(low)s to %(high)s") % {
            "low": grouped(low),
            "high": grouped(high),
        }
    if low is not None:
        return _("At least %(low)s") % {"low": grouped(low)}
    return "" if high is None else _("At most %(high)s") % {"high": grouped(high)}
