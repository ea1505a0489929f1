"""Made-up issues: what visits and offices reported, in every kind and state."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from inspections.demo.cast import Cast, Doer
from inspections.demo.fates import office_hour
from inspections.demo.history import Told, keeping_moments, write
from inspections.demo.measures import derived
from inspections.demo.stock import Stock, filled
from inspections.lifecycle import ISSUE_STEPS, REASON, IssueState
from inspections.models import Issue, IssueSighting, Round, Visit
from inspections.models.reference import reserve_references
from regions.models import Office, Site
from thai.dates import fiscal_year

STEPS: Mapping[str, tuple[str, ...]] = {
    IssueState.REPORTED: (),
    IssueState.IN_HAND: ("take",),
    IssueState.RESOLVED: ("take", "resolve"),
    IssueState.VERIFIED: ("take", "resolve", "verify"),
    IssueState.DUPLICATE: ("duplicate",),
    IssueState.NOT_VALID: ("dismiss",),
}
TRIED_TWICE = ("take", "resolve", "send-back", "resolve", "verify")
#: What the office does itself; an inspector or a manager does the rest.
OFFICE_STEPS = ("take", "resolve")


@dataclass
class MadeIssue:
    """An issue in the making, with what hangs on it."""

    issue: Issue
    chance: Random
    reporter: Doer
    at: datetime
    done: str = ""
    visit: Visit | None = None
    original: "MadeIssue | None" = None
    copies: "list[MadeIssue]" = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    #: How often it was seen once more, each told in history.
    again: int = 0


@dataclass(frozen=True)
class Seen:
    """Where and when a problem was seen, by a visit or by the office itself."""

    office: Office
    kind: str
    held_round: Round | None
    on: date
    visit: Visit | None = None
    original: MadeIssue | None = None


class IssuesMaker:
    """Makes issues, table by table; used once."""

    def __init__(self, stock: Stock, cast: Cast) -> None:
        self.stock = stock
        self.cast = cast
        self.made: list[MadeIssue] = []
        self._sites: dict[tuple[str, int], list[Site]] | None = None

    def add(self, stated: Mapping[str, Any], seen: Seen, chance: Random) -> MadeIssue:
        """Add one issue as stated; `store` stores it."""
        office = seen.office
        facts = derived({}, chance)
        severity = stated["severity"]
        reporter = self.reporter(office, seen.visit)
        at = office_hour(seen.on, chance)
        issue = Issue(
            kind=seen.kind,
            title=stated["title"],
            what=filled(stated["what"], facts),
            severity=severity if isinstance(severity, str) else chance.choice(severity),
            office=office,
            place=stated["place"],
            site=self._site(stated.get("site", ""), office, chance),
            seen_on=seen.on,
            is_repeated=stated.get("repeated", False),
            state=stated["state"],
            round=seen.held_round,
            created_by=reporter.user,
            created_at=at,
        )
        done = filled(stated.get("done", ""), facts)
        made = MadeIssue(issue, chance, reporter, at, done, seen.visit, seen.original)
        self.made.append(made)
        if seen.original:
            seen.original.copies.append(made)
        return made

    def reporter(self, office: Office, visit: Visit | None) -> Doer:
        """Who reported it: the lead of the visit, else somebody of the office."""
        if visit is None:
            return self.cast.writer(office)
        return Doer.of(visit.lead) if visit.lead else self.cast.inspector(office)

    def _site(self, kind: str, office: Office, chance: Random) -> Site | None:
        """A site of that kind in the office's province, if there is one."""
        if self._sites is None:
            self._sites = defaultdict(list)
            through = Site.provinces.through._default_manager
            for row in through.select_related("site").order_by("site"):
                self._sites[row.site.kind, row.province_id].append(row.site)
        known = self._sites.get((kind, office.province_id or 0))
        return chance.choice(known) if known else None

    def store(self, until: date) -> list[MadeIssue]:
        """Store all with their references, sightings and history; gives them.

        No step is later than `until`.
        """
        self.made.sort(key=lambda made: made.at)
        for made in self.made:
            self._take_steps(made, until)
        self._number()
        for made in self.made:
            made.issue.describe()
        with keeping_moments(Issue, "created_at"):
            self._store_issues()
        IssueSighting.objects.bulk_create(
            row for made in self.made for row in self._sightings(made)
        )
        write(told for made in self.made for told in made.told)
        return self.made

    def _store_issues(self) -> None:
        """Store the originals first: their duplicates name them."""
        Issue.objects.bulk_create(m.issue for m in self.made if m.original is None)
        copies = []
        for made in self.made:
            if made.original:
                made.issue.duplicate_of = made.original.issue
                copies.append(made.issue)
        Issue.objects.bulk_create(copies)

    def _number(self) -> None:
        """Give each its reference, in the year in which it was reported."""
        by_year: defaultdict[int, list[Issue]] = defaultdict(list)
        for made in self.made:
            by_year[fiscal_year(made.at.date())].append(made.issue)
        for year, issues in sorted(by_year.items()):
            references = reserve_references("I", year, len(issues))
            for issue, reference in zip(issues, references, strict=True):
                issue.ref = reference
        for made in self.made:
            if made.original:
                made.told[-1].changes.append(
                    ["duplicate_of", None, made.original.issue.ref]
                )

    def _take_steps(self, made: MadeIssue, until: date) -> None:
        issue = made.issue
        made.told.append(Told(issue, "demo", made.at, doer=made.reporter))
        steps = STEPS[issue.state]
        if issue.state == IssueState.VERIFIED and made.chance.random() < 1 / 6:
            steps = TRIED_TWICE
        last = office_hour(until, made.chance)
        at, state = made.at, str(IssueState.REPORTED)
        for number, slug in enumerate(steps, start=1):
            later = at + timedelta(days=made.chance.randint(1, 9))
            at = later if later < last else at + (last - at) * number / len(steps)
            target = ISSUE_STEPS[slug].target
            told = Told(issue, slug, at, doer=self._doer(made, slug))
            told.changes.append(["state", state, target])
            told.reason = self._reason(made, slug)
            made.told.append(told)
            state = target
            if slug == "resolve":
                issue.resolved_by = told.doer.user
        issue.version = 1 + len(steps) + made.again

    def _doer(self, made: MadeIssue, slug: str) -> Doer:
        office = made.issue.office
        if slug in OFFICE_STEPS:
            return self.cast.writer(office)
        return self.cast.reviewer(office)

    def _reason(self, made: MadeIssue, slug: str) -> str:
        if slug == "resolve":
            return made.done
        asked = ISSUE_STEPS[slug].asks == REASON
        reasons: Sequence[str] = self.stock.stated["reasons"].get(slug, ())
        return made.chance.choice(reasons) if asked and reasons else ""

    def _sightings(self, made: MadeIssue) -> Iterable[IssueSighting]:
        """Who reported it; who reported a duplicate has reported the original, too."""
        yield sighting(made, made.issue)
        held = {who(made)}
        for copy in made.copies:
            if who(copy) not in held:
                held.add(who(copy))
                yield sighting(copy, made.issue)


def sighting(made: MadeIssue, issue: Issue) -> IssueSighting:
    """That the reporter of `made` saw `issue`."""
    return IssueSighting(
        issue=issue,
        visit=made.visit,
        office=None if made.visit else made.issue.office,
        seen_on=made.issue.seen_on,
        by=made.reporter.user,
    )


def who(made: MadeIssue) -> tuple[int | None, date | None]:
    """What tells two sightings of one issue apart."""
    if made.visit:
        return made.visit.pk, None
    return None, made.issue.seen_on
