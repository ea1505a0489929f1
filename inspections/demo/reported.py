"""Which issues the demonstration's rounds hold: some stated, the others by chance."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from django.contrib.contenttypes.models import ContentType

from audit.models import Entry
from inspections.actions import offices_of_topic
from inspections.demo.cases import Cases
from inspections.demo.cast import Cast
from inspections.demo.issues import IssuesMaker, MadeIssue, Seen
from inspections.demo.stock import Stock, chance_of
from inspections.lifecycle import IssueState, VisitState
from inspections.models import Issue, Round, TopicKind, Visit
from regions.models import Office

A_ROUND = 34
"""How many issues the offices report in a round; visits report more."""
A_VISIT = 2 / 3
"""How many visits of a round report an issue."""

KINDS = {
    TopicKind.FACTORY_MINE: 42,
    TopicKind.CANE_BURNING: 22,
    TopicKind.MINE_PIT_WATER: 10,
    TopicKind.LIVELIHOOD: 14,
    TopicKind.OTHER: 12,
}
STATES_OVER = {
    IssueState.VERIFIED: 76,
    IssueState.RESOLVED: 4,
    IssueState.IN_HAND: 4,
    IssueState.REPORTED: 2,
    IssueState.DUPLICATE: 7,
    IssueState.NOT_VALID: 7,
}
STATES_OPEN = {
    IssueState.REPORTED: 34,
    IssueState.IN_HAND: 30,
    IssueState.RESOLVED: 16,
    IssueState.VERIFIED: 8,
    IssueState.DUPLICATE: 6,
    IssueState.NOT_VALID: 6,
}
UNHELD = (VisitState.PLANNED, VisitState.POSTPONED, VisitState.CANCELLED)


def wants_issues(held_round: Round) -> bool:
    """Whether the round has none of the demonstration's issues yet."""
    marks = Entry.objects.filter(
        content_type=ContentType.objects.get_for_model(Issue),
        object_id__in=Issue.objects.filter(round=held_round).values("pk"),
        step="demo",
    )
    return not marks.exists()


class RoundIssues:
    """Makes the issues of one round, seen up to `until`; used once."""

    def __init__(
        self, held_round: Round, stock: Stock, cast: Cast, until: date
    ) -> None:
        self.held_round = held_round
        self.stock = stock
        self.until = max(min(until, held_round.closes_on), held_round.opens_on)
        self.maker = IssuesMaker(stock, cast)
        self.chance = chance_of(held_round.key, "issues")
        self.offices: defaultdict[str, list[Office]] = defaultdict(list)
        for topic in held_round.topics.prefetch_related("provinces"):
            for office in offices_of_topic(topic):
                self.offices[topic.kind].append(office)

    def make_over(self, last: date, cases: Cases) -> list[MadeIssue]:
        """Make those of a round that is over, the last step on `last` at most."""
        cases.add(self.maker)
        self._seen_by_visits(STATES_OVER)
        self._seen_by_offices(STATES_OVER, A_ROUND)
        made = self.maker.store(last)
        cases.store()
        return made

    def make_cases(self, last: date, cases: Cases) -> None:
        """Make only the cases that an earlier version didn't have."""
        cases.add(self.maker)
        self.maker.store(last)
        cases.store()

    def make_open(self, first_load: date) -> dict[str, list[MadeIssue]]:
        """Make those of the open round; gives the stated ones by office code."""
        stated = {
            code: self._stated(code, first_load)
            for code in self.stock.stated["own_issues"]
        }
        self._seen_by_visits(STATES_OPEN)
        self._seen_by_offices(STATES_OPEN, A_ROUND)
        self.maker.store(self.until)
        return stated

    def _stated(self, code: str, first_load: date) -> list[MadeIssue]:
        office = Office.objects.select_related("province").get(code=code)
        made: list[MadeIssue] = []
        for number, stated in enumerate(self.stock.stated["own_issues"][code]):
            seen_on = first_load + timedelta(days=stated["day"])
            source = stated.get("visit")
            # On the first day of a year, all visits so far are today's.
            visits = Visit.objects.filter(source=source, starts_on__lte=self.until)
            visit = visits.first() if source else None
            seen = Seen(
                office,
                stated["kind"],
                self.held_round,
                visit.starts_on if visit else self._within(seen_on),
                visit,
                made[stated["of"]] if "of" in stated else None,
            )
            issue = self.maker.add(stated, seen, chance_of(code, number))
            made.append(issue)
        return made

    def _within(self, day: date) -> date:
        return min(max(day, self.held_round.opens_on), self.until)

    def _seen_by_visits(self, states: dict[IssueState, int]) -> None:
        visits = Visit.objects.filter(round=self.held_round).exclude(state__in=UNHELD)
        visits = visits.filter(starts_on__lte=self.until).select_related("lead")
        for visit in visits.prefetch_related("units__office__province").order_by("ref"):
            own = chance_of(visit.source or visit.ref, "issue")
            offices = [
                unit.office
                for unit in visit.units.all()
                if unit.office and unit.office in self.offices[TopicKind.FACTORY_MINE]
            ]
            if offices and own.random() < A_VISIT:
                self._add(own.choice(offices), states, visit.starts_on, own, visit)

    def _seen_by_offices(self, states: dict[IssueState, int], count: int) -> None:
        days = (self.until - self.held_round.opens_on).days
        for _number in range(count):
            kind = self.chance.choices(list(KINDS), list(KINDS.values()))[0]
            if not self.offices[kind]:
                continue
            day = self.held_round.opens_on + timedelta(self.chance.randint(0, days))
            office = self.chance.choice(self.offices[kind])
            self._add(office, states, day, self.chance, None, kind)

    def _add(
        self,
        office: Office,
        states: dict[IssueState, int],
        day: date,
        chance: Random,
        visit: Visit | None,
        kind: str = "",
    ) -> None:
        kind = kind or self._kind_at(office, chance)
        state = chance.choices(list(states), list(states.values()))[0]
        original = None
        if state == IssueState.DUPLICATE:
            original = self._original(day, office if visit else None)
            state = state if original else IssueState.IN_HAND
        if original:
            office, kind = original.issue.office, original.issue.kind
        stated = dict(chance.choice(self.stock.stated["issues"][kind]))
        stated |= {"state": state, "repeated": chance.random() < 1 / 6}
        if original:
            stated["title"] = original.issue.title
        seen = Seen(office, kind, self.held_round, day, visit, original)
        self.maker.add(stated, seen, chance)

    def _kind_at(self, office: Office, chance: Random) -> str:
        """A kind that is asked of the office's province."""
        known = [kind for kind in KINDS if office in self.offices[kind]]
        return chance.choices(known, [KINDS[kind] for kind in known])[0]

    def _original(self, day: date, office: Office | None) -> MadeIssue | None:
        """One that was seen by that day, of the office if one is given."""
        fitting: Sequence[MadeIssue] = [
            made
            for made in self.maker.made
            if made.issue.state not in (IssueState.DUPLICATE, IssueState.NOT_VALID)
            and made.issue.seen_on <= day
            and office in (None, made.issue.office)
        ]
        return fitting[-1] if fitting else None
