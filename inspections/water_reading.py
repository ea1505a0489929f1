"""Water samples as they are read: each result beside the limit that held that day."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from inspections.models import Issue, WaterLimit, WaterResult, WaterSample
from inspections.models.figure import grouped
from inspections.models.registers import PARAMETERS


class Verdict(Enum):
    """What a limit says of a result; most limits judge nothing."""

    WITHIN = "within"
    BEYOND = "beyond"
    UNKNOWN = "unknown"
    NONE = "none"


VERDICTS: dict[Verdict, str | Promise] = {
    Verdict.WITHIN: _("Within the limit"),
    Verdict.BEYOND: _("Beyond the limit"),
    Verdict.UNKNOWN: _("Cannot be judged: the limit lies below what was detectable"),
    Verdict.NONE: "",
}
TONES = {Verdict.WITHIN: "done", Verdict.BEYOND: "late"}


@dataclass(frozen=True)
class LimitReading:
    """A limit that held on the day of a sample, and what it says of the result."""

    limit: WaterLimit
    verdict: Verdict

    @property
    def words(self) -> str:
        """How much is allowed: `5–9`, `≤ 2`, `≥ 4`."""
        low, high = self.limit.low, self.limit.high
        if low is not None and high is not None:
            return f"{grouped(low)}–{grouped(high)}"
        if low is not None:
            return f"≥ {grouped(low)}"
        return "" if high is None else f"≤ {grouped(high)}"

    @property
    def verdict_words(self) -> str:
        """What it says of the result; empty if it judges nothing."""
        return str(VERDICTS[self.verdict])

    @property
    def tone(self) -> str:
        """How the verdict is coloured; the words say the same."""
        return TONES.get(self.verdict, "neutral")


@dataclass(frozen=True)
class ResultReading:
    """One parameter of a sample with the limits that held for it."""

    result: WaterResult
    limits: list[LimitReading]

    @property
    def value(self) -> str:
        """The value with its unit: `<0.001 mg/L`."""
        unit = PARAMETERS[self.result.parameter].unit
        return f"{self.result.reading} {unit}".strip()


@dataclass(frozen=True)
class SampleReading:
    """A sample and its results, in the order of the parameters."""

    sample: WaterSample
    results: list[ResultReading]


def read_samples(issue: Issue) -> list[SampleReading]:
    """The samples of an issue, the latest first; three queries whatever there is."""
    samples = list(
        issue.samples.prefetch_related("results").order_by("-taken_on", "-pk")
    )
    limits = _limits({s.water_class for s in samples if s.water_class})
    return [
        SampleReading(
            sample,
            [
                ResultReading(
                    result,
                    [
                        LimitReading(limit, judged(result, limit))
                        for limit in limits[sample.water_class, result.parameter]
                        if limit.holds_on(sample.taken_on)
                    ],
                )
                for result in sample.results.all()
            ],
        )
        for sample in samples
    ]


Key = tuple[int | None, str]


def _limits(classes: Iterable[int]) -> Mapping[Key, list[WaterLimit]]:
    found: dict[Key, list[WaterLimit]] = defaultdict(list)
    if classes:
        for limit in WaterLimit.objects.filter(water_class__in=classes):
            found[limit.water_class, limit.parameter].append(limit)
    return found


def judged(result: WaterResult, limit: WaterLimit) -> Verdict:
    """What a limit says of a result: nothing, unless it was checked and holds always.

    Of a value below detection only that is known, so a limit below that says nothing.
    """
    if not limit.is_checked or limit.condition:
        return Verdict.NONE
    if not result.is_below:
        return Verdict.WITHIN if limit.allows(result.value) else Verdict.BEYOND
    if limit.low is not None and limit.low >= result.value:
        return Verdict.BEYOND
    is_under = limit.high is None or result.value <= limit.high
    return Verdict.WITHIN if is_under and not limit.low else Verdict.UNKNOWN
