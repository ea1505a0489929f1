"""One made-up section of a report: its texts, figures, comments, versions, history."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from audit.models import Attachment
from inspections.demo.cast import Cast
from inspections.demo.fates import Fate
from inspections.demo.history import Told
from inspections.demo.measures import Measuring, derived, season_name, within
from inspections.demo.stock import Facts, Stock, chance_of
from inspections.lifecycle import SECTION_STEPS, RoundState, SectionState
from inspections.models import (
    Figure,
    Indicator,
    ReportSection,
    SectionComment,
    SectionVersion,
    TopicKind,
)
from inspections.versions import content

PARTS_COMMENTED = ("figures", "narrative", "obstacles", "needs")
AS_OF_BEFORE = 5
"""How many days before its submission a report's figures may be from, at most."""


@dataclass
class Made:
    """A section with all that hangs on it; nothing is stored yet."""

    section: ReportSection
    fate: Fate
    figures: list[Figure] = field(default_factory=list)
    comments: list[SectionComment] = field(default_factory=list)
    versions: list[SectionVersion] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)


class Writer:
    """Fills sections as their offices and reviewers would have."""

    def __init__(self, stock: Stock, cast: Cast) -> None:
        self.stock = stock
        self.cast = cast

    def fill(
        self,
        section: ReportSection,
        fate: Fate,
        indicators: Iterable[Indicator],
        files: Sequence[Attachment] = (),
    ) -> Made:
        """Give an empty section what its fate asks for; not stored yet."""
        made = Made(section, fate)
        chance = chance_of(section.report.round.key, section.report.office.code)
        chance = chance_of(chance.random(), section.topic.title_th)
        if fate.name != "untouched":
            self._say(made, indicators, chance)
        self._take_steps(made, files, chance)
        section.state = fate.state
        section.version = fate.version
        section.first_submitted_at = fate.sent[0] if fate.sent else None
        section.submitted_at = fate.sent[-1] if fate.sent else None
        section.opened_at = fate.opened_at
        return made

    def _say(self, made: Made, indicators: Iterable[Indicator], chance: Random) -> None:
        section = made.section
        as_of = as_of_day(made, chance)
        facts = self._measure(made, indicators, as_of, chance)
        texts = self.stock.texts(section.topic)
        sentences = self.stock.narrative(section.topic, facts, chance)
        if made.fate.name == "begun":
            unfinished = chance.choice(self.stock.stated["unfinished"])
            sentences = [*sentences[:1], unfinished]
            made.figures = made.figures[: len(made.figures) // 2]
        elif chance.random() < 2 / 3:
            told = self.stock.one_of(texts["obstacles"], facts, chance)
            section.obstacles = told or ""
            if chance.random() < 2 / 3:
                section.needs = self.stock.one_of(texts["needs"], facts, chance) or ""
        section.narrative = "\n".join(sentences)

    def _measure(
        self, made: Made, indicators: Iterable[Indicator], as_of: date, chance: Random
    ) -> Facts:
        """Make the figures; gives what texts can tell of them."""
        section = made.section
        report = section.report
        if report.office.province is None:
            return {}
        measuring = Measuring(
            self.stock.stated, report.office.province, report.round, as_of
        )
        known = measuring.values()
        asked = list(indicators)
        values = {one.code: within(one, known.get(one.code), chance) for one in asked}
        if report.round.state == RoundState.OPEN:
            stated = self.stock.own_figures(report.office)
            values |= {code: stated[code] for code in values if code in stated}
        for order, indicator in enumerate(asked):
            value = values[indicator.code]
            figure = Figure(
                section=section,
                order=order,
                indicator=indicator,
                topic_kind=section.topic.kind,
                name=indicator.name_th,
                unit=indicator.unit_th,
                value=value,
                printed=format(value, "f"),
                qualifier=qualifier(section.topic.kind, indicator, chance),
                as_of=as_of,
            )
            made.figures.append(figure)
        place = {
            "province": report.office.province.name_th,
            "season": season_name(as_of),
        }
        return {**values, **derived(values, chance), **place}

    def _take_steps(
        self, made: Made, files: Sequence[Attachment], chance: Random
    ) -> None:
        office = made.section.report.office
        writer, reviewer = self.cast.writer(office), self.cast.reviewer(office)
        if any(slug == "return" for slug, _at in made.fate.taken):
            reviewer = self.cast.commenter(office)
        state: str = SectionState.DRAFT
        for slug, at in made.fate.taken:
            doer = writer if slug == "submit" else reviewer
            told = Told(made.section, slug, at, doer=doer)
            if slug in SECTION_STEPS:
                target = SECTION_STEPS[slug].target
                told.changes.append(["state", state, target])
                state = target
            if slug == "submit":
                self._submit(made, told, files, chance)
            elif slug == "return":
                self._comment(made, told, chance)
            made.told.append(told)

    def _submit(
        self, made: Made, told: Told, files: Sequence[Attachment], chance: Random
    ) -> None:
        """Keep a version; the second time, what was asked for is mended before."""
        if made.versions:
            self._mend(made, chance)
            for comment in made.comments:
                comment.resolved_at = told.at
        made.versions.append(
            SectionVersion(
                section=made.section,
                number=len(made.versions) + 1,
                at=told.at,
                by=told.doer.user,
                content=content(made.section, made.figures, files),
            )
        )

    def _comment(self, made: Made, told: Told, chance: Random) -> None:
        """Two remarks, on the figures if there are any, and on a text."""
        section = made.section
        parts = [
            part
            for part in PARTS_COMMENTED
            if (made.figures if part == "figures" else getattr(section, part))
        ]
        by = self.cast.commenter(section.report.office).user
        if by is None:
            return
        for part in parts[:2]:
            text = chance.choice(self.stock.stated["comments"][part])
            made.comments.append(
                SectionComment(section=section, part=part, text=text, by=by, at=told.at)
            )
            told.changes.append([f"comment.{part}", None, text])

    def _mend(self, made: Made, chance: Random) -> None:
        """What the office wrote between two submissions."""
        more = chance.choice(self.stock.stated["mended"])
        made.section.narrative += f"\n{more}"


def as_of_day(made: Made, chance: Random) -> date:
    """The day of the figures: in the round's window, before they were sent."""
    held_round = made.section.report.round
    sent = made.fate.sent
    last = sent[0].date() if sent else held_round.reports_due_on
    spare = max((last - held_round.opens_on).days, 0)
    return last - timedelta(days=chance.randint(0, min(spare, AS_OF_BEFORE)))


def qualifier(kind: str, indicator: Indicator, chance: Random) -> str:
    """Volumes of water are mostly estimates, everything else was counted."""
    measured = kind == TopicKind.MINE_PIT_WATER and indicator.places
    return "about" if measured and chance.random() < 2 / 3 else ""
