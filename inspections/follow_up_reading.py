"""What one reader sees of one follow-up: its life, its answers, what it is tied to."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.utils import timezone

from accounts.models import User
from audit.models import Attachment, Entry
from inspections.due import NOTHING_TO_DO, is_late
from inspections.history import ToldEntry, told
from inspections.lifecycle import (
    FOLLOW_UP_ENDINGS,
    FOLLOW_UP_WAITING,
    FollowUpState,
)
from inspections.models import (
    Answer,
    Carry,
    FollowUp,
    Issue,
    Redating,
    ResponseTimes,
    Visit,
)
from inspections.raising import TIED
from inspections.rhythm import missed_reports
from inspections.unseen import hide_numbers, without_empty
from networks.models import Meeting

Row = TypeVar("Row", bound=Model)
#: Steps from which on the office has its days to answer.
_BEGINNINGS = frozenset({"issue", "adopt"})


@dataclass(frozen=True)
class ShownAnswer:
    """One answer with its evidence."""

    answer: Answer
    files: list[Attachment] = field(default_factory=list)

    @property
    def is_for_another(self) -> bool:
        """Whether an office answered for a network or company."""
        answer = self.answer
        return answer.office_id is not None and not answer.follow_up.office_id


@dataclass(frozen=True)
class Carried:
    """A round that it was carried into, and the visit that looked at it if known."""

    carry: Carry
    visit: Visit | None


class FollowUpReading:
    """The rows around a follow-up that its reader may see, each fetched when needed."""

    def __init__(self, follow_up: FollowUp, user: User, today: date) -> None:
        self.follow_up = follow_up
        self.user = user
        self.today = today

    # --- How it stands --------------------------------------------------------------

    @property
    def is_overdue(self) -> bool:
        """Whether its day is past and it is not answered."""
        return is_late(self.follow_up, self.today)

    @property
    def asks_for_something(self) -> bool:
        """Whether it is of a kind on which somebody is to act."""
        return self.follow_up.kind not in NOTHING_TO_DO

    @property
    def is_waited_for(self) -> bool:
        """Whether its office still has to act."""
        one = self.follow_up
        is_asked = self.asks_for_something and not one.is_imported
        return is_asked and one.state in FOLLOW_UP_WAITING

    @property
    def missed_reports(self) -> int:
        """How many reports of its rhythm should have come and didn't."""
        one = self.follow_up
        if one.state not in FOLLOW_UP_WAITING:
            return 0
        return missed_reports(one.rhythm, one.report_due_on, self.today)

    @cached_property
    def refusable_until(self) -> date | None:
        """Until when its office must say that it cannot be done; null if no longer."""
        if not self.is_waited_for:
            return None
        days = ResponseTimes.current().unable_to_comply_days
        return self._begun_on + timedelta(days=days)

    @property
    def is_refusal_late(self) -> bool:
        """Whether that day is past."""
        until = self.refusable_until
        return until is not None and until < self.today

    @property
    def _begun_on(self) -> date:
        """Issued or adopted on; the day it was given where history doesn't say."""
        begun = [entry.at for entry in self._entries if entry.step in _BEGINNINGS]
        return timezone.localdate(begun[-1]) if begun else self.follow_up.given_on

    @property
    def sent_back(self) -> ToldEntry | None:
        """Why the last answer was not enough, while it is in progress again."""
        if self.follow_up.state != FollowUpState.IN_PROGRESS:
            return None
        found = [entry for entry in self._entries if entry.step == "send-back"]
        return next(iter(told(found[-1:])), None)

    @property
    def ended(self) -> ToldEntry | None:
        """With which step it came to its end, who took it and what they wrote."""
        if self.follow_up.is_open:
            return None
        found = [entry for entry in self._entries if entry.step in FOLLOW_UP_ENDINGS]
        return next(iter(told(found[-1:])), None)

    @property
    def is_own_answer(self) -> bool:
        """Whether the reader awaits a verdict on their own answer."""
        one = self.follow_up
        is_own = one.answered_by_id == self.user.pk
        return is_own and one.state == FollowUpState.ANSWERED

    # --- Its life -------------------------------------------------------------------

    @cached_property
    def redatings(self) -> list[Redating]:
        """Each due day that it had before, the first one first."""
        return list(self.follow_up.redatings.select_related("by"))

    @cached_property
    def carries(self) -> list[Carried]:
        """The rounds that it was carried into, the first one first."""
        rows = list(self.follow_up.carries.select_related("round", "by"))
        keys = {row.visit_id for row in rows if row.visit_id}
        seen = Visit.objects.visible_to(self.user).in_bulk(keys) if keys else {}
        return [Carried(row, seen.get(row.visit_id or 0)) for row in rows]

    @cached_property
    def answers(self) -> list[ShownAnswer]:
        """What was answered, the first one first, with its evidence."""
        rows = list(self.follow_up.answers.select_related("office", "by"))
        held: dict[int, list[Attachment]] = {row.pk: [] for row in rows}
        for file in Attachment.objects.about_all(rows):
            held[file.object_id or 0].append(file)
        for row in rows:
            row.follow_up = self.follow_up
        return [ShownAnswer(row, held[row.pk]) for row in rows]

    @property
    def files(self) -> list[Attachment]:
        """The evidence of all answers."""
        return [file for shown in self.answers for file in shown.files]

    # --- What it is tied to ---------------------------------------------------------

    @cached_property
    def _numbered(self) -> QuerySet[FollowUp]:
        return FollowUp.objects.visible_to(self.user).filter(ref__isnull=False)

    @cached_property
    def visit(self) -> Visit | None:
        """The visit that gave it, if the reader may know of that."""
        visits = Visit.objects.visible_to(self.user)
        return _one_of(visits, self.follow_up.visit_id)

    @cached_property
    def meeting(self) -> Meeting | None:
        """The meeting at which it was given, if the reader may know of that."""
        meetings = Meeting.objects.visible_to(self.user)
        return _one_of(meetings, self.follow_up.meeting_id)

    @cached_property
    def tied(self) -> list[FollowUp]:
        """The same, given to others at once, as far as the reader may see them."""
        if self.follow_up.given_together is None:
            return []
        rows = self._numbered.filter(given_together=self.follow_up.given_together)
        shown = rows.exclude(pk=self.follow_up.pk).order_by("ref")
        return list(shown.select_related("office", "network"))

    @cached_property
    def tied_unseen(self) -> int:
        """How many more there are."""
        group = self.follow_up.given_together
        if group is None:
            return 0
        every = FollowUp.objects.filter(given_together=group, ref__isnull=False)
        return every.count() - 1 - len(self.tied)

    @cached_property
    def successor(self) -> FollowUp | None:
        """What took its place, if the reader may see that."""
        return _one_of(self._numbered, self.follow_up.superseded_by_id)

    @cached_property
    def predecessors(self) -> list[FollowUp]:
        """What it took the place of, as far as the reader may see it."""
        return list(self._numbered.filter(superseded_by=self.follow_up).order_by("ref"))

    @cached_property
    def issues(self) -> list[Issue]:
        """The issues that it was raised from, as far as the reader may see them."""
        issues = Issue.objects.visible_to(self.user).filter(follow_ups=self.follow_up)
        return list(issues.order_by("ref"))

    # --- Its history ----------------------------------------------------------------

    @cached_property
    def _entries(self) -> list[Entry]:
        return list(Entry.objects.about(self.follow_up))

    def entries(self) -> list[ToldEntry]:
        """All that happened, the latest first; no number unseen."""
        hide_numbers(self._entries, ("superseded_by",), self._numbered)
        issues = Issue.objects.visible_to(self.user)
        hide_numbers(self._entries, ("issue",), issues)
        return told(reversed(without_empty(self._entries, {TIED})))


def _one_of(rows: QuerySet[Row], key: int | None) -> Row | None:
    """The row with this key, if it is one of these."""
    return rows.filter(pk=key).first() if key else None
