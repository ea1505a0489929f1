"""What an issue's typed details say, as its page shows it: facts, orders, samples."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from inspections.measured import measured
from inspections.models import DETAILS, CaneDetail, Issue, LegalOrder, TopicKind
from inspections.water_reading import SampleReading, read_samples
from regions.models import Site
from regions.models.measure import MeasureField
from regions.models.several import SeveralField
from thai.areas import format_area
from thai.dates import format_date
from thai.numbers import with_unit
from ui.widgets import reader_language

LENT = ("number_new", "number_old", "factory_class", "factory_type", "concession_no")
"""What a site of the register tells of a factory or mine, besides its area."""


@dataclass(frozen=True)
class Fact:
    """A label and what is known, in the reader's words; `url` leads to it, if any."""

    label: str
    text: str
    url: str = ""


def facts_of(record: models.Model, *, without: tuple[str, ...] = ()) -> Iterator[Fact]:
    """What is known of a record, field by field; what is unknown is left out."""
    for field in record._meta.concrete_fields:
        value = getattr(record, field.name)
        # Nought was stated; only what is empty is unknown.
        if field.name in without or value is False or value in (None, "", []):
            continue
        label = str(capfirst(str(field.verbose_name)))
        url = getattr(value, "get_absolute_url", str)()
        yield Fact(label, _in_words(field, record, value), url)


def _in_words(field: Any, record: models.Model, value: Any) -> str:
    if field.choices:
        return str(getattr(record, f"get_{field.name}_display")())
    if isinstance(field, MeasureField):
        return measured(field, value)
    if isinstance(field, SeveralField):
        return field.in_words(value)
    if isinstance(value, date):
        return format_date(value, "long", reader_language())
    return str(_("Yes")) if value is True else str(value)


def lent_by(site: Site | None) -> list[Fact]:
    """What the register of sites knows of a site, so that nobody asks for it."""
    if site is None:
        return []
    fields = {field.name for field in site._meta.concrete_fields}
    known = list(facts_of(site, without=tuple(fields - set(LENT))))
    if site.area_wa is not None:
        area = format_area(site.area_wa, reader_language())
        known.append(Fact(capfirst(str(_("area"))), area))
    return known


class RegisterReading:
    """The typed details of one issue, each part read when it is shown."""

    def __init__(self, issue: Issue, today: date) -> None:
        self.issue = issue
        self.today = today

    @cached_property
    def detail(self) -> Any:
        """What is known of the issue; null if nothing is."""
        model: Any = DETAILS.get(TopicKind(self.issue.kind))
        if model is None:
            return None
        links = [f.name for f in model._meta.concrete_fields if f.is_relation]
        return model.objects.select_related(*links).filter(issue=self.issue).first()

    @cached_property
    def facts(self) -> list[Fact]:
        """What the details say, and what follows from it."""
        if self.detail is None:
            return []
        found = list(facts_of(self.detail, without=("issue",)))
        if isinstance(self.detail, CaneDetail):
            found += self._burnt(self.detail)
        return found

    def _burnt(self, detail: CaneDetail) -> Iterator[Fact]:
        """The burnt share beside the target."""
        share = detail.burnt_pct
        if share is None:
            return
        text = _per_cent(share)
        if detail.target_pct is not None:
            words = _("%(share)s; aimed at: at most %(target)s")
            text = words % {"share": text, "target": _per_cent(detail.target_pct)}
        yield Fact(_("Burnt share"), text)

    @property
    def is_of_two_provinces(self) -> bool:
        """Whether mill and fields lie in different provinces, which is to be said."""
        is_cane = isinstance(self.detail, CaneDetail)
        return is_cane and self.detail.is_of_two_provinces

    @cached_property
    def lent(self) -> list[Fact]:
        """What the issue's site tells of itself."""
        return lent_by(self.issue.site)

    @cached_property
    def orders(self) -> list[LegalOrder]:
        """The orders to the operator, the first one first."""
        if self.issue.kind != TopicKind.FACTORY_MINE:
            return []
        return list(self.issue.orders.select_related("follows"))

    @property
    def overdue(self) -> list[int]:
        """The keys of the orders that were to be obeyed before today."""
        return [order.pk for order in self.orders if order.is_overdue(self.today)]

    @cached_property
    def may_escalate(self) -> list[int]:
        """The keys of the orders that one under section 39 may follow now."""
        followed = {order.follows_id for order in self.orders}
        return [
            order.pk
            for order in self.orders
            if order.may_be_escalated and order.pk not in followed
        ]

    @cached_property
    def samples(self) -> list[SampleReading]:
        """The water samples with their results and limits."""
        if self.issue.kind != TopicKind.MINE_PIT_WATER:
            return []
        return read_samples(self.issue)


def _per_cent(number: Decimal) -> str:
    return with_unit(f"{number:,f}", str(_("per cent")), reader_language())
