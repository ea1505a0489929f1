"""Making the reminders of a day: for each follow-up the rung that stands, to whom."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from django.db.models import Q

from accounts.models import Assignment, Role
from inspections.due import is_waited_for
from inspections.ladder import (
    DUE_LADDER,
    FIRST_NOTICE,
    FIRST_REPORT_NOTICE,
    REPORT_LADDER,
    Audience,
    LadderStep,
    standing,
)
from inspections.models import FollowUp, Reminder
from regions.models import ZoneMembership

BATCH = 500
#: User, follow-up, rung, due day: what makes a reminder one.
Key = tuple[int, int, str, date]


class Posts:
    """Who holds which post on one day: active users by office, province, ministry."""

    def __init__(self, today: date) -> None:
        self.officers: defaultdict[int, set[int]] = defaultdict(set)
        self.heads: defaultdict[int, set[int]] = defaultdict(set)
        self.inspectors: defaultdict[int, set[int]] = defaultdict(set)
        self.managers: set[int] = set()
        zones: defaultdict[int, set[int]] = defaultdict(set)
        held = Assignment.objects.current(today).filter(user__is_active=True)
        for role, user, zone, office in held.values_list(
            "role", "user", "zone", "office"
        ):
            if role == Role.OFFICER:
                self.officers[office].add(user)
            elif role == Role.HEAD:
                self.heads[office].add(user)
            elif role == Role.INSPECTOR and zone:
                zones[zone].add(user)
            elif role == Role.MANAGER:
                self.managers.add(user)
        members = ZoneMembership.objects.current(today)
        for zone, province in members.values_list("zone", "province"):
            self.inspectors[province] |= zones[zone]

    def of(
        self, audience: Audience, office: int | None, province: int | None
    ) -> set[int]:
        """The users who are meant, for one office and province."""
        if audience is Audience.OWNER:
            return self.officers[office or 0] or self.heads[office or 0]
        if audience is Audience.HEAD:
            return self.heads[office or 0]
        if audience is Audience.INSPECTOR:
            return self.inspectors[province or 0]
        return self.managers

    def told_by(
        self, step: LadderStep, office: int | None, province: int | None
    ) -> set[int]:
        """Everybody whom a rung tells, each once."""
        return {one for to in step.to for one in self.of(to, office, province)}


def make_reminders(today: date) -> int:
    """Make the reminders that are missing today; tells how many.

    A second call the same day makes none, nor do two calls at once make two.
    """
    posts = Posts(today)
    wanted = {*_wanted(posts, today)}
    waiting = FollowUp.objects.filter(is_waited_for())
    made = Reminder.objects.filter(follow_up__in=waiting)
    missing = sorted(
        wanted - {*made.values_list("user", "follow_up", "rung", "due_on")}
    )
    Reminder.objects.bulk_create(
        (
            Reminder(user_id=user, follow_up_id=follow_up, rung=rung, due_on=due_on)
            for user, follow_up, rung, due_on in missing
        ),
        batch_size=BATCH,
        ignore_conflicts=True,
    )
    return len(missing)


def _wanted(posts: Posts, today: date) -> Iterator[Key]:
    """Every reminder that there should be of what stands today."""
    close = Q(due_on__lte=today + FIRST_NOTICE) | Q(
        ~Q(rhythm=""), report_due_on__lte=today + FIRST_REPORT_NOTICE
    )
    rows = FollowUp.objects.filter(is_waited_for(), close).values_list(
        "pk", "answering_office", "province", "rhythm", "due_on", "report_due_on"
    )
    for key, office, province, rhythm, due_on, report_due_on in rows:
        told = [
            (DUE_LADDER, due_on),
            (REPORT_LADDER, report_due_on if rhythm else None),
        ]
        for ladder, day in told:
            step = standing(ladder, day, today) if day else None
            if day and step:
                for user in posts.told_by(step, office, province):
                    yield user, key, step.rung.value, day
