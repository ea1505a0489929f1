"""The steps of a follow-up, from its issue to its end."""

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from inspections.actions.answering import (
    EVIDENCE_NEEDED,
    NOTHING_WRITTEN,
    Told,
    lacks_evidence,
    store_answer,
    words_of,
)
from inspections.actions.carry import look_by_step
from inspections.actions.given import NOTHING, Given, StepRefused, Why
from inspections.actions.stepping import Course, Taking, take
from inspections.due import NOTHING_TO_DO
from inspections.lifecycle import (
    ADDRESSEE,
    FOLLOW_UP_STEPS,
    NOTE,
    ORIGINAL,
    FollowUpState,
)
from inspections.models import (
    FollowUp,
    FollowUpKind,
    ResponseTimes,
    next_reference,
)
from inspections.raising import hand_issues_on, tell_issues
from inspections.rhythm import first_report
from regions.models import Office
from thai.dates import fiscal_year
from thai.text import western_digits

#: States of what cannot take another one's place.
GIVEN_UP = (FollowUpState.SUPERSEDED, FollowUpState.WITHDRAWN)


def take_follow_up_step(
    follow_up: FollowUp, slug: str, *, by: User, given: Given = NOTHING
) -> None:
    """Move the follow-up one step of its life-cycle, with what follows from it.

    Raises StepRefused; nothing is changed then.
    """
    take(FOLLOW_UP, follow_up, slug, by=by, given=given)


# --- What each step needs and sets --------------------------------------------------


def _prepare(taking: Taking) -> None:
    _PREPARE.get(taking.slug, _nothing)(taking)


def _nothing(taking: Taking) -> None:
    """Most steps set no more than the state."""


def _prepare_issue(taking: Taking) -> None:
    follow_up: FollowUp = taking.document
    today = timezone.localdate()
    visit_round = follow_up.visit.round if follow_up.visit else None
    taking.sets = {
        "ref": next_reference("F", fiscal_year(today)),
        "round": visit_round or follow_up.round,
        "report_due_on": first_report(follow_up.rhythm, today),
    }
    _set_due(taking, max(today, follow_up.given_on))


def _set_due(taking: Taking, since: date) -> None:
    follow_up: FollowUp = taking.document
    due_on = due_from(follow_up, since)
    if due_on != follow_up.due_on and due_on:
        taking.sets["due_on"] = due_on
        taking.changes.append(("due_on", None, due_on.isoformat()))


def due_from(follow_up: FollowUp, since: date) -> date | None:
    """When it is due if its days begin then: without a day of its own, by regulation.

    Null for what asks for nothing to be done.
    """
    if follow_up.due_on or follow_up.kind in NOTHING_TO_DO:
        return follow_up.due_on
    return since + timedelta(days=ResponseTimes.current().response_days)


def _prepare_answer(taking: Taking) -> None:
    follow_up: FollowUp = taking.document
    told = taking.given.content
    if not isinstance(told, Told) or not told.text.strip():
        raise StepRefused(NOTHING_WRITTEN, Why.INCOMPLETE, field="text")
    if lacks_evidence(follow_up, told.files):
        raise StepRefused(EVIDENCE_NEEDED, Why.INCOMPLETE, field="files")
    taking.sets = {"answered_by": taking.by, "report_due_on": None}


def _prepare_verify(taking: Taking) -> None:
    is_promise = taking.document.kind == FollowUpKind.COMMITMENT
    if is_promise and not taking.reason:
        raise StepRefused(
            _("Write how the promise was kept."), Why.INCOMPLETE, field=NOTE
        )
    taking.sets = {"report_due_on": None}


def _prepare_send_back(taking: Taking) -> None:
    rhythm = taking.document.rhythm
    taking.sets = {
        "answered_by": None,
        "report_due_on": first_report(rhythm, timezone.localdate()),
    }


def _prepare_end(taking: Taking) -> None:
    taking.sets = {"report_due_on": None}


def _prepare_supersede(taking: Taking) -> None:
    _prepare_end(taking)
    typed = western_digits(taking.given.original).strip().upper()
    if not typed:
        return
    follow_up: FollowUp = taking.document
    found = FollowUp.objects.visible_to(taking.by).filter(ref=typed).first()
    if found is None:
        reason = _("No follow-up with this number that you can see.")
    elif found.pk == follow_up.pk:
        reason = _("This is the follow-up itself. Give the number of the newer one.")
    elif _state_now(found, beside=follow_up) in GIVEN_UP:
        reason = _("This one is given up itself. Give the number of one that is not.")
    else:
        taking.sets["superseded_by"] = found
        taking.changes.append(("superseded_by", None, found.ref))
        return
    raise StepRefused(reason, Why.INCOMPLETE, field=ORIGINAL)


def _state_now(follow_up: FollowUp, *, beside: FollowUp) -> str:
    """Its state; both stay as they are until commit: neither can supersede the other
    while the other supersedes it."""
    both = FollowUp.objects.filter(pk__in=(follow_up.pk, beside.pk)).order_by("pk")
    states = {row.pk: row.state for row in both.select_for_update(no_key=True)}
    return states[follow_up.pk]


def _prepare_adopt(taking: Taking) -> None:
    follow_up: FollowUp = taking.document
    taking.sets = {"is_imported": False}
    taking.changes.append(("is_imported", True, False))
    if not follow_up.addressee:
        office = Office.objects.filter(pk=taking.given.office or 0).first()
        if office is None:
            raise StepRefused(
                _("Choose the office that is to act."), Why.INCOMPLETE, field=ADDRESSEE
            )
        taking.sets["office"] = office
        # History keeps Thai, whatever the taker reads.
        taking.changes.append(("to", None, office.name_th))
    _set_due(taking, adopted_since(follow_up))


def adopted_since(follow_up: FollowUp) -> date:
    """The day from which one that is adopted now counts."""
    return max(timezone.localdate(), follow_up.given_on)


_PREPARE = {
    "issue": _prepare_issue,
    "answer": _prepare_answer,
    "cannot": _prepare_end,
    "verify": _prepare_verify,
    "send-back": _prepare_send_back,
    "supersede": _prepare_supersede,
    "withdraw": _prepare_end,
    "adopt": _prepare_adopt,
}


# --- What follows from each step ----------------------------------------------------


def _renew(taking: Taking) -> None:
    """Its number is searched for, its office answers: both are worked out anew."""
    taking.document.save()


def _issue(taking: Taking) -> None:
    _renew(taking)
    tell_issues(taking.document, by=taking.by)


def _supersede(taking: Taking) -> None:
    look_by_step(taking)
    newer = taking.sets.get("superseded_by")
    hand_issues_on(taking.document, newer, by=taking.by)


def _keep_answer(taking: Taking) -> None:
    told: Told = taking.given.content
    answer = store_answer(taking.document, told, taking.by, is_final=True)
    taking.changes += words_of(answer, told)


FOLLOW_UP = Course(
    steps=FOLLOW_UP_STEPS,
    moved_on=_("This step is not possible now: somebody has moved the follow-up on."),
    changed=_(
        "Somebody has changed the follow-up since you read it. Look again, then decide."
    ),
    prepare=_prepare,
    effects={
        "issue": _issue,
        "adopt": _renew,
        "answer": _keep_answer,
        "verify": look_by_step,
        "send-back": look_by_step,
        "supersede": _supersede,
        "withdraw": look_by_step,
    },
)
