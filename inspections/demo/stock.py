"""The stock of texts and sizes that made-up reports and issues are taken from."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from random import Random
from typing import Any

from inspections.management.commands.load_reference import shipped
from inspections.models import Topic
from inspections.models.figure import grouped
from regions.models import Office

Facts = Mapping[str, Decimal | str]
IN_BRACES = re.compile(r"\{(\w+)\}")
ANY_TOPIC = "other"


def chance_of(*names: object) -> Random:
    """Chance that is the same at every run, whatever else is made."""
    return Random("-".join(map(str, names)))  # noqa: S311 - it makes sample data


class Stock:
    """data/demo_reports.json; its note says how it is read."""

    @cached_property
    def stated(self) -> dict[str, Any]:
        """The file's content."""
        return dict(shipped("demo_reports"))

    def own_figures(self, office: Office) -> Mapping[str, Decimal]:
        """What an office reports in the open round as stated, by indicator."""
        stated = self.stated["own_figures"].get(office.code, {})
        return {code: Decimal(value) for code, value in stated.items()}

    def own_fate(self, topic: Topic, office: Office) -> str | None:
        """What becomes of an office's section in the open round, if it is stated."""
        stated = self.stated["open_round"].get(office.code, {})
        name: str | None = stated.get(topic.title_th) or stated.get(topic.kind)
        return name

    def texts(self, topic: Topic) -> Mapping[str, Any]:
        """What offices write on a topic."""
        known = self.stated["texts"]
        found: Mapping[str, Any] = (
            known.get(topic.title_th) or known.get(topic.kind) or known[ANY_TOPIC]
        )
        return found

    def narrative(self, topic: Topic, facts: Facts, chance: Random) -> list[str]:
        """What was done: one sentence of each list that the facts can fill."""
        lists = self.texts(topic)["narrative"]
        return [
            text
            for choices in lists
            if (text := self.one_of(choices, facts, chance)) is not None
        ]

    def one_of(
        self, choices: Sequence[str], facts: Facts, chance: Random
    ) -> str | None:
        """One of the texts, filled; null if each asks for what isn't known."""
        fitting = [text for text in choices if facts.keys() >= asked_by(text)]
        return filled(chance.choice(fitting), facts) if fitting else None


def asked_by(text: str) -> set[str]:
    """The facts that a text names."""
    return set(IN_BRACES.findall(text))


def filled(text: str, facts: Facts) -> str:
    """The text with its facts in plain words."""

    def told(name: re.Match[str]) -> str:
        fact = facts[name[1]]
        return grouped(fact) if isinstance(fact, Decimal) else fact

    return IN_BRACES.sub(told, text)
