"""What a meeting opens with: what those who come had promised, and what came of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Max, OuterRef, Subquery
from django.utils import timezone

from accounts.models import User
from audit.models import Entry
from inspections.due import is_late
from inspections.lifecycle import FOLLOW_UP_ENDINGS
from inspections.models import Answer, FollowUp
from inspections.promises import IS_PROMISE
from networks.models import Meeting, MeetingParty


@dataclass(frozen=True)
class Promised:
    """A promise as it stands today; `came_of` is what was last said of it."""

    follow_up: FollowUp
    is_overdue: bool
    came_of: str


def promised_before(
    meeting: Meeting, networks: Iterable[int], user: User, today: date
) -> list[Promised]:
    """What the networks that come to a meeting, named by their keys, had promised.

    What is open still, and what ended since the meeting before this one with the
    same network; the first due first. The reader learns of what they may see.
    """
    networks = {*networks}
    if not networks:
        return []
    day = meeting.held_on or today
    met = _met_before(networks, day, user)
    given = FollowUp.objects.visible_to(user).filter(
        IS_PROMISE, network__in=networks, given_on__lte=day, ref__isnull=False
    )
    # What was promised that day at no other meeting was promised at this one.
    before = given.exclude(meeting=None, given_on=day)
    if meeting.pk:
        before = before.exclude(meeting=meeting)
    rows = _with_ends(before).select_related("network")
    return [
        Promised(row, is_late(row, today), _came_of(row))
        for row in rows.order_by("due_on", "pk")
        if row.is_open or _ended_since(row, met.get(row.network_id))
    ]


def _met_before(networks: Iterable[int], day: date, user: User) -> dict[Any, date]:
    """The day on which each network was met last, of those meetings one may see."""
    meetings = Meeting.objects.visible_to(user).filter(held_on__lt=day)
    came = MeetingParty.objects.filter(
        network__in=networks, meeting__in=meetings.values("pk")
    )
    last = came.order_by().values_list("network").annotate(Max("meeting__held_on"))
    return dict(last)


def _with_ends(rows: Any) -> Any:
    ends = Entry.objects.filter(
        content_type=ContentType.objects.get_for_model(FollowUp),
        object_id=OuterRef("pk"),
        step__in=FOLLOW_UP_ENDINGS,
    ).order_by("-pk")
    answers = Answer.objects.filter(follow_up=OuterRef("pk")).order_by("-pk")
    return rows.annotate(
        ended_at=Subquery(ends.values("at")[:1]),
        ended_with=Subquery(ends.values("reason")[:1]),
        last_answer=Subquery(answers.values("text")[:1]),
    )


def _ended_since(row: Any, day: date | None) -> bool:
    if day is None:
        return True
    ended_at = row.ended_at
    return ended_at is not None and timezone.localtime(ended_at).date() >= day


def _came_of(row: Any) -> str:
    said = row.last_answer if row.is_open else row.ended_with or row.last_answer
    return said or ""
