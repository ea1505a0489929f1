"""What can be done with a whole report at once, and what keeps it from being sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.contrib.contenttypes.models import ContentType
from django.db.models import Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.models import Entry
from inspections.actions import REPORT_STEPS, StepRefused, Why
from inspections.lifecycle import (
    ROUND_REPORTING,
    SECTION_STEPS,
    SECTION_WRITING,
    Step,
)
from inspections.models import ProvinceReport, ReportSection
from inspections.rights import is_author
from inspections.unsaved import unsaved_sections

#: The steps of all sections together, as they are offered.
WHOLE_STEPS: Mapping[str, Step] = {
    "submit": replace(
        SECTION_STEPS["submit"],
        label=_("Submit all topics"),
        hint=_(
            "Sends every topic that is not sent yet; each can be withdrawn until the "
            "inspector or a manager opens it."
        ),
    ),
    "accept": replace(
        SECTION_STEPS["accept"],
        label=_("Accept all submitted topics"),
        hint=_("Topics that were returned or not sent yet stay as they are."),
    ),
}


def take_whole_step(
    report: ProvinceReport, slug: str, *, by: User, seen: int | None
) -> None:
    """Take a step with all sections that stand where it begins.

    `seen` is the `whole_version` that was read, if known. Raises StepRefused;
    call it in a transaction, so that nothing is changed then.
    """
    is_open = report.round.state in ROUND_REPORTING
    if slug == "submit" and is_open and is_author(report, by):
        _refuse_unready(report, by)
    if seen not in (None, whole_version(report)):
        raise _changed(report)
    count = REPORT_STEPS[slug](report, by=by)
    # From here on nobody else can move a section: this settles it.
    if seen not in (None, whole_version(report) - count):
        raise _changed(report)


def whole_version(report: ProvinceReport) -> int:
    """A number that grows with every change of a section."""
    total = report.sections.order_by().aggregate(total=Sum("version"))["total"]
    return total or 0


@dataclass(frozen=True)
class Obstacle:
    """A section that keeps its report from being sent, and what is the matter."""

    section: ReportSection
    why: "str | Promise"

    def __str__(self) -> str:
        return f"{self.section} – {self.why}"

    def get_absolute_url(self) -> str:
        """Where the section is read."""
        return self.section.get_absolute_url()


def _refuse_unready(report: ProvinceReport, by: User) -> None:
    """Raise StepRefused, naming each section with unsaved text and each empty one.

    Where nothing is unsaved the step itself names the empty ones.
    """
    sections = report.sections.filter(state__in=SECTION_WRITING).select_related("topic")
    unsaved = unsaved_sections(sections, by)
    if not unsaved:
        return
    told: list[Obstacle] = []
    for section in sections:
        if section in unsaved:
            # What is typed into an empty one may well be what it lacks.
            told.append(Obstacle(section, _("text that isn't saved")))
        elif not section.has_content():
            told.append(Obstacle(section, _("neither text nor figure")))
    if len(told) == len(unsaved):
        raise _unsaved(unsaved)
    raise StepRefused(
        _(
            "Not everything can be sent yet. Save or discard what isn't saved; where "
            "nothing is written, write what was done or why there is nothing to report."
        ),
        Why.INCOMPLETE,
        standing=told,
    )


def refuse_unsaved(section: ReportSection, user: User) -> None:
    """Raise StepRefused if the user has typed into the section and not saved it."""
    if standing := unsaved_sections([section], user):
        raise _unsaved(standing)


def _unsaved(standing: Sequence[ReportSection]) -> StepRefused:
    return StepRefused(
        _(
            "You have text that isn't saved. Save or discard it first, else it would "
            "not be sent."
        ),
        Why.INCOMPLETE,
        standing=standing,
    )


def _changed(report: ProvinceReport) -> StepRefused:
    last = Entry.objects.filter(
        content_type=ContentType.objects.get_for_model(ReportSection),
        object_id__in=report.sections.values("pk"),
    ).order_by("pk")
    return StepRefused(
        _("Somebody has changed a topic since you read it. Look again, then decide."),
        Why.MOVED_ON,
        last=last.last(),
    )
