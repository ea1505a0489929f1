"""Taking a step of a life-cycle: one way for every kind of document."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.models import Entry
from audit.records import Change, record
from inspections.actions.given import (
    NOTHING,
    Given,
    StepRefused,
    Why,
    refuse_unfit_texts,
)
from inspections.lifecycle import COMMENTS, REASON, SUCCESSOR, Bar, Step
from inspections.rights import actors_of, is_barred


@dataclass
class Taking:
    """A step being taken: which, by whom, with what.

    `reason` and `comments` are what counts of `given`; `sets` are columns that
    change together with the state, `changes` what history tells beside it.
    """

    document: Any
    slug: str
    step: Step
    by: User
    given: Given
    reason: str
    comments: Mapping[str, str]
    sets: dict[str, Any] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)


NOT_YOURS = _("This step is for others to take.")

Effect = Callable[[Taking], None]


@dataclass(frozen=True)
class Course:
    """How one kind of document moves.

    `prepare` refuses what is incomplete and fills in what the step sets;
    `effects` are what follows from each step, in its transaction; `commented`
    are the parts that can be commented on.
    """

    steps: Mapping[str, Step]
    moved_on: "str | Promise"
    changed: "str | Promise"
    prepare: Effect
    effects: Mapping[str, Effect]
    commented: Iterable[str] = ()


@transaction.atomic
def take(
    course: Course, document: Any, slug: str, *, by: User, given: Given = NOTHING
) -> None:
    """Move the document one step of its life-cycle, with what follows from it.

    Raises StepRefused; nothing is changed then.
    """
    step = course.steps[slug]
    if not step.who & actors_of(document, by):
        raise StepRefused(NOT_YOURS, Why.NOT_YOURS)
    if document.state not in step.sources:
        raise moved_on(course, document)
    if given.version not in (None, document.version):
        raise StepRefused(course.changed, Why.MOVED_ON, last=last_entry(document))
    _refuse_barred(step, document, by)
    refuse_unfit_texts(given)
    taking = Taking(
        document=document,
        slug=slug,
        step=step,
        by=by,
        given=given,
        reason=given.reason.strip(),
        comments=_comments(course, step, given),
    )
    _refuse_wordless(taking)
    course.prepare(taking)
    before = document.state
    _move(course, taking)
    course.effects.get(slug, nothing_more)(taking)
    moved = document.state != before
    changes: list[Change] = [("state", before, document.state)] if moved else []
    changes += taking.changes
    changes += [
        (f"comment.{part}", None, text) for part, text in taking.comments.items()
    ]
    record(document, slug, by=by, reason=taking.reason, changes=changes)


def _comments(course: Course, step: Step, given: Given) -> Mapping[str, str]:
    if step.asks != COMMENTS:
        return {}
    parts = frozenset(course.commented)
    return {
        part: text.strip()
        for part, text in given.comments.items()
        if part in parts and text.strip()
    }


def _refuse_wordless(taking: Taking) -> None:
    asks = taking.step.asks
    if asks in (REASON, SUCCESSOR) and not taking.reason:
        raise StepRefused(_("Give the reason."), Why.INCOMPLETE, field=REASON)
    if asks == COMMENTS and not taking.comments:
        raise StepRefused(
            _("Comment on at least one section."), Why.INCOMPLETE, field=COMMENTS
        )


_BARRED = {
    Bar.OPENED: (
        _("It has been opened for review, so it cannot be withdrawn any more."),
        Why.MOVED_ON,
    ),
    Bar.OWN_WORK: (
        _("You said yourself that it is done; somebody else judges the result."),
        Why.NOT_YOURS,
    ),
    Bar.AT_SIGN_OFF: (
        _("It is issued when its visit is signed off."),
        Why.INCOMPLETE,
    ),
    Bar.IMPORTED: (_("It has been adopted already."), Why.MOVED_ON),
}


def _refuse_barred(step: Step, document: Any, by: User) -> None:
    if step.bar and is_barred(step, document, by):
        reason, why = _BARRED[step.bar]
        last = last_entry(document) if why is Why.MOVED_ON else None
        raise StepRefused(reason, why, last=last)


#: What the row itself must still say for a step with such a bar: opening a
#: document for review takes no new version of it.
_UNBARRED: Mapping[Bar | None, Mapping[str, None]] = {Bar.OPENED: {"opened_at": None}}


def _move(course: Course, taking: Taking) -> None:
    """Compare and set: of two who press a button at once, one wins."""
    document = taking.document
    unmoved = type(document)._base_manager.filter(
        pk=document.pk,
        state=document.state,
        version=document.version,
        **_UNBARRED.get(taking.step.bar, {}),
    )
    target = taking.step.target or document.state
    values = {"state": target, "version": document.version + 1}
    values |= taking.sets
    if not unmoved.update(**values):
        raise moved_on(course, document)
    for name, value in values.items():
        setattr(document, name, value)


def moved_on(course: Course, document: models.Model) -> StepRefused:
    """Somebody else was quicker: the refusal names them."""
    return StepRefused(course.moved_on, Why.MOVED_ON, last=last_entry(document))


def last_entry(document: models.Model) -> Entry | None:
    """The latest thing that happened to a document."""
    return Entry.objects.about(document).last()


def nothing_more(taking: Taking) -> None:
    """Most steps change the state and no more."""
