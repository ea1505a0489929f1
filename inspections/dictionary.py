"""The data dictionary: each field of the registers, read from the models themselves.

A field is in it if it was given a name for people; what has none is the system's own.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from audit.models import Versioned
from inspections.models import (
    DETAILS,
    Complainant,
    Issue,
    LegalOrder,
    Series,
    SeriesPoint,
    WaterLimit,
    WaterResult,
    WaterSample,
)
from inspections.models.registers import PARAMETERS, WaterParameter
from regions.models import Site
from regions.models.measure import MeasureField
from regions.models.naming import SortKeyed

#: The registers, in the order in which they are read.
REGISTERS: Sequence[type[models.Model]] = (
    Site,
    Issue,
    *DETAILS.values(),
    LegalOrder,
    WaterSample,
    WaterResult,
    WaterLimit,
    Complainant,
    Series,
    SeriesPoint,
)


EXACT = re.compile(r"\^\\d\{(?P<count>\d+)\}\$")
"""A pattern that takes a number of digits and nothing else."""
#: Columns that the system keeps beside what people write.
INNER = {field.name for base in (Versioned, SortKeyed) for field in base._meta.fields}


class FieldLine(NamedTuple):
    """One field: its name in files and history, and what readers need to know."""

    name: str
    meaning: str
    unit: str = ""
    range: str = ""
    source: str = ""


class Register(NamedTuple):
    """One register with all its fields; `key` is its anchor."""

    key: str
    title: str
    lines: Sequence[FieldLine]


def registers() -> list[Register]:
    """Every register, in the reader's language."""
    found = [
        Register(
            str(model._meta.model_name),
            _capital(model._meta.verbose_name_plural),
            [_line(field) for field in _named_fields(model)],
        )
        for model in REGISTERS
    ]
    at = [register.key for register in found].index("waterresult") + 1
    return [*found[:at], _parameters(), *found[at:]]


def _parameters() -> Register:
    lines = [
        FieldLine(
            parameter.value,
            str(parameter.label),
            str(PARAMETERS[parameter].unit),
            _span(PARAMETERS[parameter].low, PARAMETERS[parameter].high),
            str(PARAMETERS[parameter].source),
        )
        for parameter in WaterParameter
    ]
    return Register("parameters", _("Parameters of a water sample"), lines)


def _named_fields(model: type[models.Model]) -> Iterator[models.Field]:
    """The columns and sets of a model that people have a name for."""
    for field in (*model._meta.concrete_fields, *model._meta.many_to_many):
        if isinstance(field.verbose_name, Promise) and field.name not in INNER:
            yield field


def _line(field: models.Field) -> FieldLine:
    hint = str(field.help_text).rstrip(".")
    parts = [_capital(field.verbose_name), hint[:1].lower() + hint[1:]]
    meaning = " – ".join(part for part in parts if part)
    source = getattr(field, "source", "")
    unit = getattr(field, "unit", "")
    return FieldLine(field.name, meaning, str(unit), _range(field), str(source))


def _range(field: models.Field) -> str:
    """What a field takes, from its type."""
    if isinstance(field, MeasureField):
        return _measure(field)
    if field.choices:
        return "; ".join(str(label) for _value, label in field.flatchoices)
    if isinstance(field, models.ForeignKey | models.ManyToManyField):
        return _capital(field.related_model._meta.verbose_name_plural)
    if isinstance(field, models.DecimalField):
        return _decimal(field)
    if isinstance(field, models.CharField):
        return _text(field)
    return next((str(w) for kind, w in _kinds() if isinstance(field, kind)), "")


def _text(field: models.CharField) -> str:
    patterns = (getattr(one, "regex", None) for one in field.validators)
    for found in (EXACT.fullmatch(one.pattern) for one in patterns if one):
        if found:
            return _("exactly %(count)d digits") % {"count": int(found["count"])}
    longest = field.max_length or 0
    words = ngettext("%(count)d character", "up to %(count)d characters", longest)
    return words % {"count": longest}


def _kinds() -> Iterator[tuple[type[models.Field], str]]:
    yield models.BooleanField, _("yes or no")
    yield models.DateTimeField, _("a moment")
    yield models.DateField, _("a day")
    yield models.TextField, _("any text")
    yield models.JSONField, _("several of a list")
    yield models.BinaryField, _("unreadable without the key")
    yield models.IntegerField, _("a whole number")


def _measure(field: MeasureField) -> str:
    span = _span(field.low, field.high)
    if not field.places:
        return _("%(span)s, whole numbers") % {"span": span}
    return _("%(span)s, to %(step)s") % {"span": span, "step": f"{field.step:f}"}


def _decimal(field: models.DecimalField) -> str:
    words = _("a number of up to %(digits)d digits, %(places)d after the point")
    told = words % {"digits": field.max_digits, "places": field.decimal_places}
    ends = [
        str(one.limit_value)
        for kind in (MinValueValidator, MaxValueValidator)
        for one in field.validators
        if isinstance(one, kind)
    ]
    return f"{' – '.join(ends)}; {told}" if ends else told


def _span(low: int, high: int) -> str:
    return f"{low:,} – {high:,}"


def _capital(text: Any) -> str:
    words = str(text)
    return words[:1].upper() + words[1:]
