"""Figures over rounds and years from what is stored here, as one reader may see it.

What offices report in a round is cumulative, so rounds stand beside each other and
are never added up. Of numbers that belong together an office counts only where it
gave both. Null is a gap, never 0.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Count, F, Max, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, ExtractMonth, ExtractYear

from accounts.models import User
from inspections.lifecycle import IssueState
from inspections.models import (
    CaneDetail,
    Issue,
    LegalOrder,
    LivelihoodDetail,
    PitDetail,
    Series,
    SeriesPoint,
    TopicKind,
)
from inspections.models.registers import OrderResult
from inspections.report_reading import readable_sections
from regions.models import Province
from thai.dates import fiscal_year

#: What indicators of reports are called, whichever topic of a round asks for them.
CODES: Mapping[str, str] = {
    "fresh": "cane_fresh_ton",
    "burnt": "cane_burnt_ton",
    "available": "water_available_m3",
    "used": "water_used_m3",
    "planned": "factories_planned",
    "inspected": "factories_inspected",
    "trained": "people_trained",
}
PAIRS = ({"fresh", "burnt"}, {"planned", "inspected"})
"""What says nothing without the other."""
NO_ISSUE = (IssueState.DUPLICATE, IssueState.NOT_VALID)
RUNNING = ("", OrderResult.EXTENDED)
"""Results of an order that still runs: one whose period was extended does."""


@dataclass
class Total:
    """A sum over those who gave it; `as_of` is the latest day, where days are given."""

    value: Decimal | None = None
    givers: int = 0
    as_of: date | None = None
    is_vague: bool = False

    def add(self, value: Decimal | None, as_of: date | None = None) -> None:
        """Take in one more; what isn't known adds nothing, not 0."""
        if value is None:
            return
        self.value = (self.value or Decimal(0)) + value
        self.givers += 1
        self.as_of = max(filter(None, (self.as_of, as_of)), default=None)


class Held(NamedTuple):
    """A round by fiscal year and number."""

    year: int
    number: int

    @property
    def words(self) -> str:
        """As readers write it: `1/2566`."""
        return f"{self.number}/{self.year}"


Totals = dict[str, Total]
#: What was summed up for each round or fiscal year.
Years = Mapping[Any, Mapping[str, Total]]


def _totals() -> Totals:
    return defaultdict(Total)


def reported(
    user: User, province: Province | None = None
) -> dict[Held, Mapping[str, Total]]:
    """What reports that the user may read say, by round, oldest first; one query."""
    given = Q(figures__indicator__code__in=CODES.values())
    where = Q(report__office__province=province) if province else Q()
    held = ("report__round__fiscal_year", "report__round__number")
    numbers = {
        name: Max("figures__value", filter=Q(figures__indicator__code=code))
        for name, code in CODES.items()
    }
    vague = {
        f"vague_{name}": Count(
            "figures",
            filter=Q(figures__indicator__code=code) & ~Q(figures__qualifier=""),
        )
        for name, code in CODES.items()
    }
    rows = readable_sections(user).filter(where, given).order_by(*held, "pk")
    found: dict[Held, Totals] = defaultdict(_totals)
    days = Max("figures__as_of", filter=given)
    for row in rows.values("pk", *held).annotate(**numbers, **vague, day=days):
        totals = found[Held(*(row[name] for name in held))]
        for name in _complete(row):
            totals[name].add(row[name], row["day"])
            totals[name].is_vague |= bool(row[f"vague_{name}"])
    return dict(found)


def _complete(row: Mapping[str, Any]) -> set[str]:
    """The numbers given, without halves of what belongs together."""
    given = {name for name in CODES if row[name] is not None}
    halves = (pair for pair in PAIRS if len(pair & given) == 1)
    return given.difference(*halves)


def counted(user: User, province: Province | None = None) -> QuerySet[Issue]:
    """The issues seen by the user that are neither duplicates nor not valid."""
    rows = Issue.objects.visible_to(user).exclude(state__in=NO_ISSUE)
    return rows.filter(province=province) if province else rows


def cane_of(user: User, province: Province) -> list[CaneDetail]:
    """The cane of mills or of fields in a province, by crop year; one query.

    Both sides must be known; of one mill in a crop year only the latest day counts,
    for its tons have grown since the others.
    """
    here = Q(mill_province=province) | Q(field_province=province)
    rows = (
        CaneDetail.objects.filter(here, issue__in=counted(user).values("pk"))
        .exclude(Q(crop_year="") | Q(crushed_ton=None) | Q(burnt_ton=None))
        .select_related("issue", "mill")
        .order_by("crop_year", "as_of", "pk")
    )
    latest = {
        (row.crop_year, row.mill_id or -row.pk, row.field_province_id): row
        for row in rows
    }
    return list(latest.values())


def pits_of(user: User, province: Province | None = None) -> dict[int, Totals]:
    """Water of pits that issues tell of, by fiscal year of its day; one query.

    Of one pit in a year only the latest day counts.
    """
    rows = (
        PitDetail.objects.filter(issue__in=counted(user, province).values("pk"))
        .exclude(as_of=None)
        .order_by("as_of", "pk")
        .values_list("as_of", "issue__site", "pk", "available_m3", "used_m3")
    )
    latest = {(fiscal_year(row[0]), row[1] or -row[2]): row for row in rows if row[0]}
    found: dict[int, Totals] = defaultdict(_totals)
    for (year, _pit), (day, _site, _key, available, used) in latest.items():
        found[year]["available"].add(available, day)
        found[year]["used"].add(used, day)
    return dict(found)


def orders_of(user: User, province: Province | None = None) -> dict[int, Totals]:
    """Orders that still run and that are over, by fiscal year; one query."""
    rows = LegalOrder.objects.filter(issue__in=counted(user, province).values("pk"))
    runs = Q(result__in=RUNNING)
    counts = {
        "open": Count("pk", filter=runs),
        "closed": Count("pk", filter=~runs),
    }
    return _by_year(rows.annotate(day=F("issued_on")), counts)


def trained_of(user: User, province: Province | None = None) -> dict[int, Totals]:
    """People trained, as issues tell, by fiscal year of the beginning; one query."""
    rows = LivelihoodDetail.objects.filter(
        issue__in=counted(user, province).values("pk"), people_trained__isnull=False
    )
    day = Coalesce("starts_on", "issue__seen_on")
    return _by_year(rows.annotate(day=day), {"trained": Sum("people_trained")})


def _by_year(rows: QuerySet[Any], sums: Mapping[str, Any]) -> dict[int, Totals]:
    """Sums by the fiscal year in which `day` lies, added up from months."""
    months = (
        rows.order_by()
        .values(year=ExtractYear("day"), month=ExtractMonth("day"))
        .annotate(**sums)
    )
    found: dict[int, Totals] = defaultdict(_totals)
    for row in months:
        year = fiscal_year(date(row["year"], row["month"], 1))
        for name in sums:
            found[year][name].add(Decimal(row[name]))
    return dict(sorted(found.items()))


def cane_targets() -> dict[str, Decimal]:
    """The burnt share that the country aims at in each crop year; one query."""
    aims = Series.objects.filter(kind=TopicKind.CANE_BURNING).exclude(target=None)
    rows = SeriesPoint.objects.filter(
        series__in=aims.values("target"), area="", province=None
    )
    return dict(rows.values_list("period", "value"))


def latest_day(totals: Iterable[Total]) -> date | None:
    """The latest day of which any of them tells."""
    return max((one.as_of for one in totals if one.as_of), default=None)
