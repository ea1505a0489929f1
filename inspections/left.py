"""What was left from before, as a visit's record and its page show it; only read."""

from dataclasses import dataclass, field

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from audit.operations import new_key
from inspections.actions import LOOKS, STILL_OPEN, Given, StepRefused, carried_to
from inspections.due import is_late
from inspections.left_facts import (
    evidence_of,
    issues_of,
    last_answers_of,
    opened_by,
)
from inspections.lifecycle import (
    FOLLOW_UP_STEPS,
    VISIT_PLANNING,
    VISIT_RECORDING,
    Actor,
)
from inspections.models import (
    Answer,
    Carry,
    FollowUp,
    FollowUpKind,
    Issue,
    Visit,
)
from inspections.models.ledger import CarryQuerySet
from inspections.rights import actors_of, is_barred

#: In this order they are offered; what decides over an answer stands first.
OFFERED = ("verify", "send-back", STILL_OPEN, "supersede")
STILL_OPEN_LABEL = pgettext_lazy("of a carried follow-up", "Still open")
_ASKED = {
    "verify": _("What was done"),
    STILL_OPEN: _("How it stands, or what is to be done next"),
}


def carries_around(visit: Visit) -> CarryQuerySet:
    """All that was carried into the visit's round for one of its offices."""
    offices = visit.units.values("office")
    return Carry.objects.filter(
        round=visit.round_id, follow_up__answering_office__in=offices
    )


@dataclass(frozen=True)
class RefusedLook:
    """What was said of a carried follow-up and refused, with what was typed."""

    carry: int
    slug: str
    refused: StepRefused
    typed: Given

    @property
    def status(self) -> int:
        """The HTTP status that says why."""
        return self.refused.why.value


@dataclass(frozen=True)
class LookOffer:
    """What the reader may say of a follow-up left from before; a form of its own.

    `key` is its anchor on the page; `refusal` is set where just this was refused;
    `operation` tells its press from any other.
    """

    slug: str
    key: str
    follow_up: FollowUp
    refusal: RefusedLook | None = None
    operation: str = field(default_factory=new_key)

    @property
    def label(self) -> "str | Promise":
        """The words of its button."""
        step = FOLLOW_UP_STEPS.get(self.slug)
        return step.label if step else STILL_OPEN_LABEL

    @property
    def hint(self) -> "str | Promise":
        """What comes of it."""
        step = FOLLOW_UP_STEPS.get(self.slug)
        return step.hint if step else ""

    @property
    def asked(self) -> "str | Promise":
        """What its text is to say."""
        if self.slug == "verify" and self.follow_up.kind == FollowUpKind.COMMITMENT:
            return _("How the promise was kept")
        return _ASKED.get(self.slug, _("Reason"))

    @property
    def is_optional(self) -> bool:
        """Whether it can be said without a text."""
        is_promise = self.follow_up.kind == FollowUpKind.COMMITMENT
        return self.slug == "verify" and not is_promise


@dataclass(frozen=True)
class Left:
    """A follow-up left from before; `evidence` is how many files all answers have.

    `offers` is what the reader may say of it now; `is_open_to` whether its own
    page is; `issues` those it was raised from, as far as they may see them;
    `refusal` what was said of it and refused.
    """

    carry: Carry
    follow_up: FollowUp
    answer: Answer | None
    evidence: int
    is_open_to: bool
    offers: list[LookOffer]
    issues: list[Issue]
    refusal: RefusedLook | None = None

    @property
    def key(self) -> str:
        """Its anchor on the page."""
        return f"left-{self.follow_up.ref}"

    @property
    def is_untouched(self) -> bool:
        """Whether somebody has still to look at it."""
        return not self.carry.look and self.follow_up.is_open

    @property
    def is_overdue(self) -> bool:
        """Whether its day is past and it is not answered."""
        return is_late(self.follow_up, timezone.localdate())

    @property
    def is_form_gone(self) -> bool:
        """Whether what was refused is offered no more, so nothing shows its text."""
        return self.refusal is not None and all(not o.refusal for o in self.offers)


def left_to(
    visit: Visit, user: User, *, is_whole: bool, refusal: RefusedLook | None = None
) -> list[Left]:
    """What the visit is to look at, the oldest first, in nine queries at most.

    Who doesn't see the visit whole finds what their own office answers.
    """
    rows = carried_to(visit)
    if not is_whole:
        rows = rows.filter(follow_up__answering_office__in=user.scope.offices)
    carries = list(_with_follow_ups(rows))
    keys = [carry.follow_up_id for carry in carries]
    if not keys:
        return []
    answers = last_answers_of(keys)
    evidence = evidence_of(keys)
    open_to = opened_by(keys, user)
    issues = issues_of(keys, user)
    may_look = _may_look(visit, user)
    found = []
    for carry in carries:
        key = carry.follow_up_id
        refused = refusal if refusal and refusal.carry == carry.pk else None
        found.append(
            Left(
                carry=carry,
                follow_up=carry.follow_up,
                answer=answers.get(key),
                evidence=evidence[key],
                is_open_to=key in open_to,
                offers=_offers(carry, user, refused) if may_look else [],
                issues=issues[key],
                refusal=refused,
            )
        )
    return found


def left_context(
    visit: Visit, left: list[Left], refusal: RefusedLook | None
) -> dict[str, object]:
    """The same for the page: all rows, those it waits for, where a refusal is shown.

    Of a row that has gone to another visit the refusal keeps the text itself.
    """
    refused = next((row for row in left if row.refusal), None)
    is_to_submit = visit.state in VISIT_PLANNING | VISIT_RECORDING
    return {
        "left": left,
        "untouched": [row for row in left if is_to_submit and row.is_untouched],
        "refusal_target": refused.key if refused else "",
        "is_row_gone": refusal is not None and refused is None,
    }


def _with_follow_ups(rows: CarryQuerySet) -> CarryQuerySet:
    follow_ups = FollowUp.objects.with_age().select_related("office", "network")
    return rows.select_related("by").prefetch_related(Prefetch("follow_up", follow_ups))


def _may_look(visit: Visit, user: User) -> bool:
    judges = actors_of(visit, user) & {Actor.INSPECTOR, Actor.MANAGER}
    return visit.state in VISIT_RECORDING and bool(judges)


def _offers(carry: Carry, user: User, refusal: RefusedLook | None) -> list[LookOffer]:
    follow_up = carry.follow_up
    if carry.look or not follow_up.is_open:
        return []
    return [
        LookOffer(
            slug,
            f"left-{follow_up.ref}-{slug}",
            follow_up,
            refusal if refusal and refusal.slug == slug else None,
        )
        for slug in OFFERED
        if slug == STILL_OPEN or _is_possible(slug, follow_up, user)
    ]


def _is_possible(slug: str, follow_up: FollowUp, user: User) -> bool:
    step = FOLLOW_UP_STEPS[slug]
    is_its_turn = slug in LOOKS and follow_up.state in step.sources
    return is_its_turn and not is_barred(step, follow_up, user)
