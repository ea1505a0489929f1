"""What belongs into each part of a brief, as conditions on the rows of a list.

The page shows the first rows of a part, the list all of them: both ask here.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from audit.models import Attachment, Entry
from inspections.brief.setting import Setting
from inspections.due import is_open, is_overdue
from inspections.lifecycle import (
    FOLLOW_UP_OPEN,
    SECTION_SENT,
    FollowUpState,
    IssueState,
)
from inspections.models import (
    Answer,
    FollowUpKind,
    IssueSighting,
    Redating,
    VisitMeeting,
    VisitUnit,
)
from networks.models import Contact, Point

#: Steps that end a follow-up, and those with which its time begins.
ENDING = ("verify", "cannot", "supersede", "withdraw")
BEGINNING = ("issue", "adopt")
ENDED = frozenset(
    {
        FollowUpState.VERIFIED,
        FollowUpState.CANNOT_COMPLY,
        FollowUpState.SUPERSEDED,
        FollowUpState.WITHDRAWN,
    }
)
NOT_NEWS = frozenset({IssueState.DUPLICATE, IssueState.NOT_VALID})

Condition = Callable[[Setting], Q]


def entries(steps: Iterable[str]) -> QuerySet[Entry]:
    """The history of the follow-up in the outer query, of these steps."""
    return Entry.objects.filter(
        content_type__app_label="inspections",
        content_type__model="followup",
        object_id=OuterRef("pk"),
        step__in=steps,
    )


def files_of_answers() -> QuerySet[Attachment]:
    """The files of the answer in the outer query."""
    return Attachment.objects.filter(
        content_type__app_label="inspections",
        content_type__model="answer",
        object_id=OuterRef("pk"),
    )


# --- Follow-ups ---------------------------------------------------------------------


def follow_ups_there(setting: Setting) -> Q:
    """Those of the places; without a place, those of a visit or meeting there."""
    places = setting.places
    given = _units_there(setting).filter(visit=OuterRef("visit"))
    return (
        Q(province__in=places.provinces)
        | Q(office__in=places.offices)
        | Q(answering_office__in=places.offices)
        | Q(province=None, office=None, meeting__province__in=places.provinces)
        | (Q(province=None, office=None) & Q(Exists(given)))
    )


def _closed(setting: Setting) -> Q:
    ended = entries(ENDING).filter(at__gte=setting.cutoff.begins_at)
    return Q(Exists(ended), state__in=ENDED)


def _opened(setting: Setting) -> Q:
    """Given or issued since, elsewhere than where the reader was."""
    begun = entries(BEGINNING).filter(at__gte=setting.cutoff.begins_at)
    there = VisitMeeting.objects.filter(visit__in=setting.known_visits)
    return (
        is_open()
        & (Q(given_on__gte=setting.cutoff.day) | Q(Exists(begun)))
        & ~Q(visit__in=setting.known_visits)
        & ~Q(meeting__in=there.values("meeting"))
    )


def _slipped(setting: Setting) -> Q:
    return Q(Exists(redatings(setting)), state__in=FOLLOW_UP_OPEN)


def redatings(setting: Setting) -> QuerySet[Redating]:
    """Other due days set since, of the follow-up in the outer query."""
    since = Redating.objects.filter(at__gte=setting.cutoff.begins_at)
    return since.filter(follow_up=OuterRef("pk"))


def _evidence(setting: Setting) -> Q:
    return Q(Exists(proofs(setting).filter(follow_up=OuterRef("pk"))))


def proofs(setting: Setting) -> QuerySet[Answer]:
    """Answers given since that came with a file."""
    since = Answer.objects.filter(at__gte=setting.cutoff.begins_at)
    return since.filter(Exists(files_of_answers()))


def _overdue(setting: Setting) -> Q:
    return is_overdue(setting.today)


def _promises(setting: Setting) -> Q:
    return is_open() & Q(
        kind=FollowUpKind.COMMITMENT, due_on__lte=setting.promises_until
    )


FOLLOW_UPS: Mapping[str, Condition] = {
    "closed": _closed,
    "opened": _opened,
    "slipped": _slipped,
    "evidence": _evidence,
    "overdue": _overdue,
    "promises": _promises,
}


# --- Issues -------------------------------------------------------------------------


def issues_there(setting: Setting) -> Q:
    """The issues of the places."""
    places = setting.places
    return Q(province__in=places.provinces) | Q(office__in=places.offices)


def _reported(setting: Setting) -> Q:
    """Reported since, and not by a visit at which the reader was."""
    known = _sightings(visit__in=setting.known_visits)
    return Q(created_at__gte=setting.cutoff.begins_at) & ~Q(Exists(known))


def sighted_again(setting: Setting) -> Q:
    """Seen since by others; of a sighting only the day is known."""
    seen = _sightings(seen_on__gte=setting.cutoff.day)
    others = seen.exclude(visit__in=setting.known_visits)
    return ~_reported(setting) & Q(Exists(others))


def _sightings(**how: Any) -> QuerySet[IssueSighting]:
    return IssueSighting.objects.filter(issue=OuterRef("pk"), **how)


def _new_issues(setting: Setting) -> Q:
    return _reported(setting) & Q(is_repeated=False) & ~Q(state__in=NOT_NEWS)


def _repeated_issues(setting: Setting) -> Q:
    """Every other issue of which there is news: none stands in both parts."""
    again = _reported(setting) & Q(is_repeated=True)
    return (again | sighted_again(setting)) & ~Q(state__in=NOT_NEWS)


ISSUES: Mapping[str, Condition] = {"new": _new_issues, "repeated": _repeated_issues}


# --- Networks, meetings, reports ----------------------------------------------------


def meetings_there(setting: Setting) -> Q:
    """Meetings in the provinces; without a province, those held at visits there."""
    held = VisitMeeting.objects.filter(visit__in=_units_there(setting).values("visit"))
    return Q(province__in=setting.places.provinces) | Q(
        province=None, pk__in=held.values("meeting")
    )


def _raised(setting: Setting) -> Q:
    """Since then, without the reader; a day not stated is taken from the visit."""
    day = setting.cutoff.day
    known = VisitMeeting.objects.filter(visit__in=setting.known_visits)
    return (
        (Q(held_on__gte=day) | Q(held_on=None, at_visit__visit__ends_on__gte=day))
        & ~Q(pk__in=known.values("meeting"))
        & Q(Exists(Point.objects.filter(meeting=OuterRef("pk"))))
    )


MEETINGS: Mapping[str, Condition] = {"points": _raised}


def networks_there(setting: Setting) -> Q:
    """The networks of the provinces."""
    return Q(province__in=setting.places.provinces)


def _with_contacts(setting: Setting) -> Q:
    return Q(Exists(Contact.objects.filter(network=OuterRef("pk"))))


NETWORKS: Mapping[str, Condition] = {"people": _with_contacts}


def sections_there(setting: Setting) -> Q:
    """What the places' offices report."""
    return Q(report__office__in=setting.places.offices)


def _sent(setting: Setting) -> Q:
    """Sent since, in the visit's round; what is being written is the office's own."""
    return Q(
        report__round=setting.held_round,
        state__in=SECTION_SENT,
        submitted_at__gte=setting.cutoff.begins_at,
    )


SECTIONS: Mapping[str, Condition] = {"figures": _sent}


def _units_there(setting: Setting) -> QuerySet[VisitUnit]:
    places = setting.places
    return VisitUnit.objects.filter(
        Q(office__in=places.offices) | Q(provinces__in=places.provinces)
    )
