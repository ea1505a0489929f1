"""The steps of a report's sections, one by one or all at once."""

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.records import record
from inspections.actions.given import NOTHING, Given, StepRefused, Why
from inspections.actions.holding import hold_report
from inspections.actions.stepping import NOT_YOURS, Course, Taking, last_entry, take
from inspections.lifecycle import (
    ROUND_REPORTING,
    SECTION_PARTS,
    SECTION_STEPS,
    SECTION_WRITING,
    SectionState,
)
from inspections.models import ProvinceReport, ReportSection, SectionVersion
from inspections.rights import is_author, is_reviewer
from inspections.versions import content_of


def take_section_step(
    section: ReportSection, slug: str, *, by: User, given: Given = NOTHING
) -> None:
    """Move one section one step of its life-cycle, with what follows from it.

    Raises StepRefused; nothing is changed then.
    """
    with transaction.atomic():
        hold_report(section.report)
        take(SECTION, section, slug, by=by, given=given)
        section.report.settle()


@transaction.atomic
def submit_all(report: ProvinceReport, *, by: User) -> int:
    """Submit every section still to be sent; tells how many.

    Raises StepRefused, naming each section that says nothing yet; then none is
    submitted.
    """
    hold_report(report)
    _refuse_others(is_author(report, by))
    _refuse_locked(report)
    sections = _in_states(report, *SECTION_WRITING)
    empty = [section for section in sections if not section.has_content()]
    if empty:
        raise StepRefused(_NOTHING_SAID, Why.INCOMPLETE, standing=empty)
    return _take_each(sections, "submit", by, _("Every topic has been sent already."))


@transaction.atomic
def accept_all(report: ProvinceReport, *, by: User) -> int:
    """Accept every section that was submitted; tells how many."""
    hold_report(report)
    _refuse_others(is_reviewer(report, by))
    _refuse_locked(report)
    sections = _in_states(report, SectionState.SUBMITTED)
    return _take_each(sections, "accept", by, _("No topic waits to be accepted."))


#: What can be done with a whole report at once.
REPORT_STEPS: dict[str, Callable[..., int]] = {
    "submit": submit_all,
    "accept": accept_all,
}


def mark_opened(report: ProvinceReport, *, by: User, topic: int | None = None) -> None:
    """Note that a reviewer has now seen what the office submitted, or of one topic.

    Nothing happens for anybody else, or for what was opened before.
    """
    unseen = report.sections.filter(state=SectionState.SUBMITTED, opened_at=None)
    if topic is not None:
        unseen = unseen.filter(topic=topic)
    if not is_reviewer(report, by) or not unseen.exists():
        return
    with transaction.atomic():
        for section in unseen.select_for_update(of=("self",)):
            # Of two reviewers at once, one is the first.
            first = unseen.filter(pk=section.pk, version=section.version)
            if first.update(opened_at=timezone.now()):
                record(section, "opened", by=by)


_NOTHING_SAID = _(
    "A topic with neither text nor figure cannot be submitted. Write what was "
    "done, or why there is nothing to report."
)


def _refuse_others(is_theirs: bool) -> None:
    if not is_theirs:
        raise StepRefused(NOT_YOURS, Why.NOT_YOURS)


def _refuse_locked(report: ProvinceReport) -> None:
    if report.round.state not in ROUND_REPORTING:
        raise StepRefused(
            _("The round is closed: its reports are locked."),
            Why.MOVED_ON,
            last=last_entry(report.round),
        )


def _in_states(report: ProvinceReport, *states: str) -> list[ReportSection]:
    sections = report.sections.filter(state__in=states).select_related(
        "topic", "report__round", "report__office"
    )
    return list(sections)


def _take_each(
    sections: list[ReportSection], slug: str, by: User, none_left: object
) -> int:
    if not sections:
        raise StepRefused(str(none_left), Why.MOVED_ON)
    for section in sections:
        take_section_step(section, slug, by=by)
    return len(sections)


def _prepare(taking: Taking) -> None:
    section: ReportSection = taking.document
    _refuse_locked(section.report)
    if taking.slug != "submit":
        return
    if not section.has_content():
        raise StepRefused(_NOTHING_SAID, Why.INCOMPLETE, standing=[section])
    now = timezone.now()
    taking.sets = {
        "submitted_at": now,
        "first_submitted_at": section.first_submitted_at or now,
        "opened_at": None,
    }


def _submitted(taking: Taking) -> None:
    """Keep what was submitted as a version; what was asked for counts as answered."""
    section: ReportSection = taking.document
    at = taking.sets["submitted_at"]
    section.comments.filter(resolved_at=None).update(resolved_at=at)
    SectionVersion.objects.create(
        section=section,
        number=section.versions.count() + 1,
        at=at,
        by=taking.by,
        content=content_of(section),
    )


def _returned(taking: Taking) -> None:
    for part, text in taking.comments.items():
        taking.document.comments.create(part=part, text=text, by=taking.by)


SECTION = Course(
    steps=SECTION_STEPS,
    moved_on=_("This step is not possible now: somebody has moved the topic on."),
    changed=_(
        "Somebody has changed the topic since you read it. Look again, then decide."
    ),
    prepare=_prepare,
    effects={"submit": _submitted, "return": _returned},
    commented=SECTION_PARTS,
)
