"""What one reader sees of one issue: its sightings, its like, its photos."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.models import Attachment, Entry
from inspections.history import ToldEntry, last_told, told
from inspections.lifecycle import IssueState, VisitState
from inspections.models import FollowUp, Issue, IssueSighting, Visit
from inspections.raising import RAISED, is_raised_from
from inspections.unseen import hide_numbers, without_empty

#: Visits at which nothing was seen.
NOT_HELD = frozenset({VisitState.POSTPONED, VisitState.CANCELLED})
#: States in which something was done about an issue.
DONE = frozenset({IssueState.RESOLVED, IssueState.VERIFIED})
#: Changes in the history that name another issue.
NUMBERS = ("duplicate_of", "duplicate")


@dataclass(frozen=True)
class Sighting:
    """Who saw the issue and when; a visit that the reader may not know has no name."""

    seen: IssueSighting
    visit: Visit | None

    @property
    def is_hidden(self) -> bool:
        """Whether it was a visit of which the reader may not know."""
        return self.seen.visit_id is not None and self.visit is None

    @property
    def person(self) -> str:
        """Who reported it outside any visit; empty if a visit or an office did."""
        is_own = self.seen.visit_id is None and self.seen.office_id is None
        return person_reporting(self.seen.by) if is_own else ""


def person_reporting(person: User | None) -> str:
    """Who of those who inspect reported an issue outside any visit, in words."""
    return _("Inspection staff: %(name)s") % {"name": person or "–"}


def reporter_of(seen: IssueSighting) -> str:
    """Who reported it, for all readers: not everybody may know of the visit."""
    if seen.visit_id:
        return _("A visit")
    return str(seen.office) if seen.office else person_reporting(seen.by)


class IssueReading:
    """The rows around an issue that its reader may see, each fetched when needed."""

    def __init__(self, issue: Issue, user: User) -> None:
        self.issue = issue
        self.user = user

    @cached_property
    def sightings(self) -> list[Sighting]:
        """Who reported it, the first one first."""
        rows = list(self.issue.sightings.select_related("office", "by"))
        keys = [row.visit_id for row in rows if row.visit_id]
        known = Visit.objects.visible_to(self.user).in_bulk(keys)
        return [Sighting(row, known.get(row.visit_id or 0)) for row in rows]

    @property
    def first(self) -> Sighting | None:
        """Who reported it; the others saw it again."""
        return min(self.sightings, key=lambda one: one.seen.pk, default=None)

    @property
    def again(self) -> list[Sighting]:
        """Who saw it again, in the order of the days."""
        return [one for one in self.sightings if one is not self.first]

    @cached_property
    def original(self) -> Issue | None:
        """The issue of which it is a duplicate, if the reader may see that."""
        if self.issue.duplicate_of_id is None:
            return None
        issues = Issue.objects.visible_to(self.user)
        return issues.filter(pk=self.issue.duplicate_of_id).first()

    @cached_property
    def duplicates(self) -> list[Issue]:
        """The issues that were found to be the same as this one."""
        issues = Issue.objects.visible_to(self.user).filter(duplicate_of=self.issue)
        return list(issues.select_related("office"))

    @cached_property
    def files(self) -> list[Attachment]:
        """Photos and other files."""
        return list(Attachment.objects.about(self.issue))

    @cached_property
    def follow_ups(self) -> list[FollowUp]:
        """What was raised from it, as far as the reader may see that."""
        rows = FollowUp.objects.visible_to(self.user).filter(ref__isnull=False)
        numbered = rows.filter(is_raised_from(self.issue)).order_by("given_on", "pk")
        return list(numbered.select_related("office", "network"))

    @cached_property
    def may_raise(self) -> bool:
        """Whether the reader may raise a follow-up from it without a visit."""
        issues = Issue.objects.raisable_by(self.user)
        return issues.filter(pk=self.issue.pk).exists()

    @property
    def is_done(self) -> bool:
        """Whether somebody says that the problem is solved."""
        return self.issue.state in DONE

    @cached_property
    def done(self) -> ToldEntry | None:
        """What was done about it, by whom and when, as far as history has it."""
        return last_told(self.issue, ["resolve"]) if self.is_done else None

    @cached_property
    def sent_back(self) -> ToldEntry | None:
        """Why what was done was not enough, while the issue is in hand again."""
        if self.issue.state != IssueState.IN_HAND:
            return None
        return last_told(self.issue, ["send-back", "reopen"])

    @property
    def is_own_result(self) -> bool:
        """Whether the reader awaits a verdict on what they did themselves."""
        own = self.issue.resolved_by_id == self.user.pk
        return own and self.issue.state == IssueState.RESOLVED

    def entries(self) -> list[ToldEntry]:
        """Its history in words, the latest first; no number unseen."""
        entries = list(Entry.objects.about(self.issue).order_by("-pk"))
        hide_numbers(entries, NUMBERS, Issue.objects.visible_to(self.user))
        hide_numbers(entries, ("follow_up",), FollowUp.objects.visible_to(self.user))
        return told(without_empty(entries, {RAISED}))


def visits_to_report_of(user: User) -> QuerySet[Visit]:
    """The visits at which the user can have seen something: begun and seen whole."""
    if not (user.scope.everything or user.scope.is_field):
        return Visit.objects.none()
    held = Visit.objects.seen_whole_by(user).exclude(state__in=NOT_HELD)
    return held.filter(starts_on__lte=timezone.localdate())


def is_to_report_of(visit: Visit, user: User) -> bool:
    """Whether a visit that the user sees whole is one of these."""
    return (
        (user.scope.everything or user.scope.is_field)
        and visit.state not in NOT_HELD
        and visit.starts_on <= timezone.localdate()
    )
