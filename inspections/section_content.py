"""The content of a section, stored or of one version, as its readers see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from inspections.models import Figure, Indicator, Topic

Content = Mapping[str, Any]
"""What `inspections.versions.content_of` gives."""


@dataclass(frozen=True)
class FigureLine:
    """An official figure in words; without `value` none was given.

    `measured` is the value with its unit. `key` tells it from the section's other
    figures, in every version.
    """

    key: str
    name: str
    value: str = ""
    unit: str = ""
    measured: str = ""
    as_of: date | None = None


def figure_lines(content: Content, topic: Topic) -> list[FigureLine]:
    """The figures that the topic asks for, in its order, then the office's own."""
    given = list(content["figures"])
    by_code = {values["indicator"]: values for values in given if values["indicator"]}
    asked = list(topic.indicators.all())
    lines = [_line(by_code.get(one.code), one) for one in asked]
    known = {one.code for one in asked}
    return lines + [_line(one) for one in given if one["indicator"] not in known]


def _line(values: Content | None, indicator: Indicator | None = None) -> FigureLine:
    name = str(indicator or (values or {})["name"])
    if values is None:
        return FigureLine(key=indicator.code if indicator else "", name=name)
    figure = _figure(values)
    if indicator:
        figure.unit = indicator.unit
    return FigureLine(
        key=values["indicator"] or f"{values['name']} ({values['unit']})",
        name=name,
        value=figure.in_words,
        unit=figure.unit_of_measure,
        measured=figure.measured,
        as_of=figure.as_of,
    )


def _figure(values: Content) -> Figure:
    """The figure that a version tells of; it isn't stored."""
    day = values["as_of"]
    return Figure(
        name=values["name"],
        value=_number(values["value"]),
        printed=values["value"] or "",
        minimum=_number(values["minimum"]),
        maximum=_number(values["maximum"]),
        qualifier=values["qualifier"],
        unit=values["unit"],
        as_of=date.fromisoformat(day) if day else None,
    )


def _number(text: str | None) -> Decimal | None:
    return Decimal(text) if text else None
