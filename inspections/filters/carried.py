"""Filters of follow-ups by the rounds they were carried into, and by their end."""

from typing import Any

from django.db.models import Case, CharField, Exists, F, OuterRef, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from inspections.lifecycle import FOLLOW_UP_OPEN, FollowUpState
from inspections.models import Carry
from inspections.models.ledger import CarryQuerySet
from ui.directories import DirectoryFilter
from ui.filters import OptionFilter

OPEN, CLOSED = "open", "closed"
STATUSES = [
    (OPEN, pgettext_lazy("follow-ups", "Still open")),
    (CLOSED, pgettext_lazy("follow-ups", "Closed")),
]
UNSEEN, SEEN = "no", "yes"
LOOKS = [(UNSEEN, _("Still to be looked at")), (SEEN, _("Looked at"))]


class CarriedFilter(DirectoryFilter):
    """Follow-ups that were open when the round opened, and so were carried into it."""

    def filter(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        if not value:
            return rows
        into = Carry.objects.filter(round=self.directory.pk(value))
        return rows.filter(pk__in=into.values("follow_up"))


class LookedFilter(OptionFilter):
    """By whether somebody has looked at it in the round it was carried into.

    That is the round of the filter `carried`; without one, any round.
    """

    def filter(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        if not value:
            return rows
        carries = Carry.objects.all()
        if key := self.parent.form.cleaned_data.get("carried"):
            into = self.parent.filters["carried"].directory
            carries = carries.filter(round=into.pk(key))
        looked = carries.to_look_at() if value == UNSEEN else carries.exclude(look="")
        return rows.filter(pk__in=looked.values("follow_up"))


OUTCOMES = [
    (OPEN, pgettext_lazy("follow-ups", "Still open")),
    *(
        (state.value, state.label)
        for state in FollowUpState
        if state not in FOLLOW_UP_OPEN | {FollowUpState.DRAFT}
    ),
]


def outcome_in(carries: CarryQuerySet) -> Case:
    """What came of a follow-up in the round of its carries: one of OUTCOMES.

    In a round that passed it on to a later one it stayed open, whatever became of
    it there: what a round has counted, the next one doesn't change.
    """
    passed_on = carries.passed_on().filter(follow_up=OuterRef("pk"))
    return Case(
        When(Exists(passed_on), then=Value(OPEN)),
        When(state__in=FOLLOW_UP_OPEN, then=Value(OPEN)),
        default=F("state"),
        output_field=CharField(),
    )


class OutcomeFilter(OptionFilter):
    """By what came of it in the round of the filter `carried`; without one, today."""

    def filter(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        if not value:
            return rows
        carries = Carry.objects.none()
        if key := self.parent.form.cleaned_data.get("carried"):
            into = self.parent.filters["carried"].directory
            carries = Carry.objects.filter(round=into.pk(key))
        found: QuerySet[Any] = rows.alias(came_of=outcome_in(carries))
        return found.filter(came_of=value)


class StatusFilter(OptionFilter):
    """Follow-ups that are not at their end, whatever is asked, or those that are."""

    def filter(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        if value == OPEN:
            return rows.filter(state__in=FOLLOW_UP_OPEN)
        return rows.exclude(state__in=FOLLOW_UP_OPEN) if value else rows
