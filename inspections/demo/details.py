"""Made-up details of issues, each kind with its units; the same at every run."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from itertools import chain
from random import Random
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet

from audit.models import Entry
from inspections.demo.searched import let_searches_find
from inspections.demo.stock import chance_of
from inspections.lifecycle import IssueState
from inspections.models import (
    DETAILS,
    CaneDetail,
    FactoryDetail,
    Issue,
    LegalOrder,
    LivelihoodDetail,
    PitDetail,
    TopicKind,
    WaterResult,
    WaterSample,
)
from inspections.models.issue_choices import PRESSING
from regions.models import Site
from thai.crop_years import crop_year_of
from thai.dates import ERA

#: The complaint category that a word of the title tells.
CATEGORIES = {
    "กลิ่น": "smell",
    "ฝุ่น": "dust",
    "ควัน": "dust",
    "เสียง": "noise",
    "น้ำ": "waste_water",
    "ของเสีย": "waste",
    "สารเคมี": "waste",
    "อนุญาต": "unlicensed",
    "เหมือง": "mine",
}
#: The ministry's target for the burnt share by crop year (DOMAIN 5.b), per cent.
TARGETS = {"2565/66": Decimal(5), "2567/68": Decimal(25), "2568/69": Decimal(10)}
GROUPS = (
    ("กลุ่มทอผ้าบ้าน{place}", "women", "ผ้าทอมือ"),
    ("วิสาหกิจชุมชนปุ๋ยอินทรีย์{place}", "enterprise", "ปุ๋ยอินทรีย์"),
    ("กลุ่มเพาะเห็ดรอบโรงงาน{place}", "village", "เห็ดนางฟ้า"),
)
PROGRAMMES = ("อาชีพดีพร้อม", "OPOAI-C", "CSR-DIW")
DONE = frozenset({IssueState.RESOLVED, IssueState.VERIFIED})
DAY = timedelta(days=1)
A_LOAD = Decimal("0.125")
"""Tons by which made-up cane goes: fractions that every database adds exactly."""
#: What a laboratory found: lowest, highest, decimal places, where detection begins.
MEASURED: Mapping[str, tuple[float, float, int, str]] = {
    "ph": (4.6, 8.4, 1, ""),
    "do": (2.5, 7.5, 1, ""),
    "bod": (0.6, 3.8, 1, "1.0"),
    "turbidity": (1.0, 60.0, 1, ""),
    "lead": (0.0, 0.02, 3, "0.005"),
    "arsenic": (0.0, 0.004, 4, "0.001"),
}


def fill_details() -> None:
    """Give the demonstration's issues details, where they have none yet."""
    marked = Entry.objects.filter(
        content_type=ContentType.objects.get_for_model(Issue), step="demo"
    )
    has_none = Q()
    for kind, model in DETAILS.items():
        has_none |= Q(**{"kind": kind, f"{model._meta.model_name}": None})
    issues: QuerySet[Issue] = Issue.objects.filter(
        has_none, pk__in=marked.values("object_id")
    )
    make_details(issues.select_related("office__province", "site").order_by("pk"))


def make_details(issues: Iterable[Issue]) -> None:
    """Make and store the details of stored issues that have none."""
    maker = _Maker()
    for issue in issues:
        chance = chance_of(issue.office.code, issue.title, issue.seen_on, "detail")
        maker.add(issue, chance)
    maker.store()


class _Maker:
    """Gathers details of all kinds and stores them table by table; used once."""

    def __init__(self) -> None:
        self.issues: list[Issue] = []
        self.details: dict[type, list[Any]] = {m: [] for m in DETAILS.values()}
        self.orders: list[LegalOrder] = []
        self.samples: list[tuple[WaterSample, list[WaterResult]]] = []

    def add(self, issue: Issue, chance: Random) -> None:
        """Make up what is known of one issue."""
        self.issues.append(issue)
        if issue.kind == TopicKind.FACTORY_MINE:
            self._factory(issue, chance)
        elif issue.kind == TopicKind.CANE_BURNING:
            self.details[CaneDetail].append(_cane(issue, chance))
        elif issue.kind == TopicKind.MINE_PIT_WATER:
            self.details[PitDetail].append(_pit(issue, chance))
            if chance.random() < 1 / 2:
                self.samples.append(_sample(issue, chance))
        elif issue.kind == TopicKind.LIVELIHOOD:
            self.details[LivelihoodDetail].append(_livelihood(issue, chance))

    def store(self) -> None:
        """Store all of them."""
        for model, rows in self.details.items():
            model._default_manager.bulk_create(rows)  # type: ignore[attr-defined]
        LegalOrder.objects.bulk_create(self.orders)
        WaterSample.objects.bulk_create(sample for sample, _results in self.samples)
        WaterResult.objects.bulk_create(
            result for _sample, results in self.samples for result in results
        )
        samples = (sample for sample, _results in self.samples)
        stored = chain(*self.details.values(), self.orders, samples)
        let_searches_find(self.issues, stored)

    def _factory(self, issue: Issue, chance: Random) -> None:
        found = (slug for word, slug in CATEGORIES.items() if word in issue.title)
        category = next(found, "other")
        self.details[FactoryDetail].append(
            FactoryDetail(issue=issue, category=category)
        )
        if issue.severity not in PRESSING or chance.random() < 1 / 3:
            return
        is_done = issue.state in DONE
        due_on = issue.seen_on + timedelta(days=chance.choice((30, 45, 60)))
        number = f"{chance.randint(1, 99)}/{issue.seen_on.year + ERA}"
        self.orders.append(
            LegalOrder(
                issue=issue,
                number=number,
                issued_on=issue.seen_on,
                due_on=due_on,
                scope="part",
                content="ให้ปรับปรุงแก้ไขให้แล้วเสร็จภายในกำหนดและรายงานผล",
                result="complied" if is_done else "",
                result_on=issue.seen_on + DAY if is_done else None,
            )
        )


def _cane(issue: Issue, chance: Random) -> CaneDetail:
    crop_year = crop_year_of(issue.seen_on)
    target: Any = TARGETS.get(crop_year)
    crushed = chance.randrange(1_400_000, 15_000_000) * A_LOAD
    burnt = int(crushed * chance.randrange(300, 3200) / 10_000 / A_LOAD) * A_LOAD
    return CaneDetail(
        issue=issue,
        crop_year=crop_year,
        as_of=issue.seen_on,
        mill=issue.site if _is(issue.site, "sugar_mill") else None,
        mill_province=issue.province,
        field_province=issue.province,
        crushed_ton=crushed,
        fresh_ton=crushed - burnt,
        burnt_ton=burnt,
        target_pct=target,
        burnt_rai=Decimal(chance.randrange(500, 30_000)) / 100,
        warnings=chance.randrange(6),
        prosecutions=chance.randrange(3),
    )


def _pit(issue: Issue, chance: Random) -> PitDetail:
    capacity = chance.randrange(90_000, 900_000, 1_000)
    available = capacity * chance.randrange(35, 95) // 100
    return PitDetail(
        issue=issue,
        operator="หจก. ศิลาภูเขียวทอง",
        surface_rai=Decimal(chance.randrange(600, 9_000)) / 100,
        depth_m=Decimal(chance.randrange(50, 400)) / 10,
        capacity_m3=capacity,
        available_m3=available,
        used_m3=available * chance.randrange(5, 60) // 100,
        as_of=issue.seen_on,
        method=chance.choice(("survey", "estimate")),
        drawn_by=chance.choice(("pump", "pipe", "truck")),
        purposes=sorted(chance.sample(("consumption", "agriculture", "livestock"), 2)),
        receiver="องค์การบริหารส่วนตำบล",
        households=chance.randrange(40, 600),
        people=chance.randrange(600, 2_400),
        served_rai=chance.randrange(100, 2_500),
        permit="yes",
    )


def _sample(issue: Issue, chance: Random) -> tuple[WaterSample, list[WaterResult]]:
    sample = WaterSample(
        issue=issue,
        taken_on=issue.seen_on - timedelta(days=chance.randint(5, 120)),
        laboratory="ห้องปฏิบัติการสิ่งแวดล้อม (สมมุติ)",
        water_class=3,
    )
    results = []
    for parameter, (low, high, places, limit) in MEASURED.items():
        value = Decimal(f"{chance.uniform(low, high):.{places}f}")
        is_below = bool(limit) and value < Decimal(limit or 0)
        results.append(
            WaterResult(
                sample=sample,
                parameter=parameter,
                is_below=is_below,
                value=Decimal(limit) if is_below else value,
            )
        )
    return sample, results


def _livelihood(issue: Issue, chance: Random) -> LivelihoodDetail:
    name, kind, product = chance.choice(GROUPS)
    place = issue.office.province.name_th if issue.office.province else ""
    before = chance.randrange(2_500, 7_000, 50)
    started = issue.seen_on - timedelta(days=chance.randint(40, 200))
    return LivelihoodDetail(
        issue=issue,
        factory=issue.site if _is(issue.site, "factory") else None,
        group_name=name.format(place=place),
        group_kind=kind,
        programme=chance.choice(PROGRAMMES),
        starts_on=started,
        ends_on=_later(started, chance),
        budget=chance.randrange(40_000, 400_000, 500),
        budget_source="งบจังหวัดและโรงงานพี่เลี้ยง",
        people_trained=chance.randrange(15, 90),
        new_jobs=chance.randrange(12),
        income_before=before,
        income_after=before + chance.randrange(0, 2_400, 50),
        product=product,
        dimension="income",
    )


def _later(day: date, chance: Random) -> date:
    return day + timedelta(days=chance.randint(1, 30))


def _is(site: Site | None, kind: str) -> bool:
    return site is not None and site.kind == kind
