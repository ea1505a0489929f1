"""Which follow-ups wait for one person, and what they can do with each at once."""

from collections.abc import Iterator
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from inspections.due import is_open, is_waited_for
from inspections.lifecycle import FollowUpState, RoundState
from inspections.models import Answer, Carry, FollowUp, FollowUpKind, VisitMember
from inspections.rights import steps_of

#: Steps that need no words, in the order in which buttons offer them.
AT_ONCE = ("acknowledge", "start", "verify")
ANSWER, SEND_BACK, VERIFY, LOOK = "answer", "send-back", "verify", "look"


class Act(NamedTuple):
    """Something that can be done with a follow-up from its row.

    `is_pressed` is done by the press itself; anything else opens a page first.
    """

    slug: str
    label: "str | Promise"
    is_pressed: bool


def waits_for(user: User) -> Q:
    """The follow-ups with which somebody has to do something now.

    Of an office those that it must act on or answer; of who judges, answers;
    of an inspector, what was carried into the open round and not looked at yet.
    """
    own = Q(answering_office__in=user.scope.offices)
    return (is_waited_for() & own) | judged_by(user) | to_look_at(user)


def judged_by(user: User) -> Q:
    """The answers that somebody may verify; never one that they gave."""
    scope = user.scope
    answered = Q(state=FollowUpState.ANSWERED)
    others = answered & (~Q(answered_by=user) | Q(answered_by=None))
    if scope.everything or scope.everywhere_inspected:
        return others
    own = Q(province__in=scope.inspected)
    if scope.is_inspector:
        joined = VisitMember.objects.filter(visit=OuterRef("visit"), user=user)
        own |= Q(visit__lead=user) | Q(Exists(joined))
    return others & own


def to_look_at(user: User) -> Q:
    """What was carried into the open round in the places that somebody inspects."""
    scope = user.scope
    unseen = Carry.objects.filter(
        follow_up=OuterRef("pk"), look="", round__state=RoundState.OPEN
    )
    carried = is_open() & Q(Exists(unseen))
    if scope.everywhere_inspected:
        return carried
    return carried & Q(province__in=scope.inspected)


def is_sent_back() -> Q:
    """In progress again, because an answer that it is done was sent back."""
    final = Answer.objects.filter(follow_up=OuterRef("pk"), is_final=True)
    return Q(state=FollowUpState.IN_PROGRESS) & Q(Exists(final))


def acts_of(
    follow_up: FollowUp, user: User, *, is_to_look_at: bool = False
) -> Iterator[Act]:
    """What somebody can do from the follow-up's row, by the same rights as its page.

    One that they have to look at in this round, and can do nothing else with, says
    so and leads to its page.
    """
    steps = steps_of(follow_up, user)
    for slug in AT_ONCE:
        if slug in steps:
            yield Act(slug, steps[slug].label, not _asks_first(follow_up, slug))
    if ANSWER in steps:
        # Its page takes both; here nobody is to close what only wants a report.
        yield Act(ANSWER, _("Answer or report progress"), is_pressed=False)
    if SEND_BACK in steps:
        yield Act(SEND_BACK, steps[SEND_BACK].label, is_pressed=False)
    if is_to_look_at and not {*AT_ONCE, ANSWER} & {*steps}:
        yield Act(LOOK, _("Not looked at in this round yet"), is_pressed=False)


def _asks_first(follow_up: FollowUp, slug: str) -> bool:
    """Whether the step asks for words: how a network's promise was kept."""
    return slug == VERIFY and follow_up.kind == FollowUpKind.COMMITMENT
