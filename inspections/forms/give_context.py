"""To whom somebody may give follow-ups without a visit; each list is loaded once."""

import re
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from inspections.forms.checks import Group
from inspections.forms.context import ABOUT_PLACES
from inspections.models import FollowUpKind, Issue, Priority, ResponseTimes
from inspections.models.issue_choices import PRESSING
from networks.models import Meeting, MeetingParty, Network
from regions.membership import zone_words, zones_by_province
from regions.models import Office, Province
from thai.text import western_digits
from ui.choices import SharedRecords
from ui.forms import NO_CHOICE

FEW = 20
"""Boxes that are shown at once; more are folded."""


class GiveContext:
    """The lists of one page for one user; `meeting` is where something is promised,
    `issue` what it is raised from.

    Only those are offered to whom the user may issue: of the places that they
    inspect, everybody for managers.
    """

    def __init__(
        self, user: User, meeting: Meeting | None, issue: Issue | None = None
    ) -> None:
        self.user = user
        self.meeting = meeting
        self.issue = issue

    @cached_property
    def response_days(self) -> int:
        """After how many days something without a day of its own is due."""
        return ResponseTimes.current().response_days

    def _is_everywhere(self) -> bool:
        scope = self.user.scope
        return scope.everything or scope.everywhere_inspected

    def _own(self) -> Q:
        return (
            Q() if self._is_everywhere() else Q(province__in=self.user.scope.inspected)
        )

    @cached_property
    def offices(self) -> QuerySet[Office]:
        """The offices of the user's places."""
        found = Office.objects.filter(self._own()).select_related("province")
        return found.order_by("sort_key", "pk")

    @cached_property
    def office_groups(self) -> list[Group]:
        """The offices as boxes under their zones; those in none first."""
        zones = zones_by_province(self.user.scope.today)
        groups: dict[int, list[tuple[int, str]]] = {}
        for office in self.offices:
            number = zones.get(office.province_id or 0, -1)
            groups.setdefault(number, []).append((office.pk, str(office)))
        return [
            (zone_words(number) if number >= 0 else str(_("In no zone")), boxes)
            for number, boxes in sorted(groups.items())
        ]

    @property
    def has_few_offices(self) -> bool:
        """Whether their boxes need no fold."""
        return sum(len(boxes) for _heading, boxes in self.office_groups) <= FEW

    @cached_property
    def networks(self) -> SharedRecords:
        """Networks of the directory in the user's places."""
        found = Network.objects.filter(self._own()).order_by("sort_key", "pk")
        return SharedRecords(lambda: found[:ABOUT_PLACES], blank=NO_CHOICE)

    @cached_property
    def met(self) -> QuerySet[Network]:
        """The networks that came to the meeting, as far as the directory has them."""
        came = MeetingParty.objects.filter(meeting=self.meeting).values("network")
        return Network.objects.filter(self._own(), pk__in=came).order_by("sort_key")

    def issues_named(self, text: str) -> tuple[list[Issue], list[str]]:
        """The issues with these numbers; and those numbers of which there is none.

        An issue from which the user may raise nothing is told from none by nothing.
        """
        typed = dict.fromkeys(re.findall(r"[^\s,;]+", western_digits(text).upper()))
        issues = Issue.objects.raisable_by(self.user).filter(ref__in=typed)
        known = {issue.ref: issue for issue in issues}
        found = [known[ref] for ref in typed if ref in known]
        return found, [ref for ref in typed if ref not in known]

    @cached_property
    def provinces(self) -> SharedRecords:
        """The provinces in which a company may be."""
        found = Province.objects.order_by("sort_key")
        if not self._is_everywhere():
            found = found.filter(pk__in=self.user.scope.inspected)
        return SharedRecords(lambda: found, blank=NO_CHOICE)


def begun_by(issue: Issue) -> dict[str, Any]:
    """What is known beforehand of a follow-up that is raised from an issue."""
    is_pressing = issue.severity in PRESSING
    subject = {"title": issue.title, "number": issue.ref}
    return {
        "kind": FollowUpKind.ORDER if is_pressing else FollowUpKind.RECOMMENDATION,
        "priority": Priority.HIGH if is_pressing else Priority.NORMAL,
        "topic_kind": issue.kind,
        "offices": [issue.office_id],
        "text": _("About %(title)s (%(number)s): ") % subject,
        "issues": issue.ref,
    }
