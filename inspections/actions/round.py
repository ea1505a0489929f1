"""The steps of a round, and what opening one makes."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.records import record
from inspections.actions.carry import carry_over
from inspections.actions.given import NOTHING, Given, StepRefused, Why
from inspections.actions.holding import hold_round
from inspections.actions.stepping import Course, Taking, take
from inspections.lifecycle import (
    ROUND_REPORTING,
    ROUND_STEPS,
    RoundState,
    SectionState,
    VisitState,
)
from inspections.models import ProvinceReport, ReportSection, Round, Topic, Visit
from regions.models import Office
from regions.models.office import OfficeKind

#: States in which a visit no longer keeps its round from being closed.
FINISHED = (VisitState.SIGNED_OFF, VisitState.POSTPONED, VisitState.CANCELLED)


def take_round_step(
    held_round: Round, slug: str, *, by: User, given: Given = NOTHING
) -> None:
    """Move the round one step of its life-cycle, with what follows from it.

    Raises StepRefused; nothing is changed then.
    """
    try:
        with transaction.atomic():
            take(ROUND, held_round, slug, by=by, given=given)
    except IntegrityError:
        # Two managers opened two rounds in the same moment; see the constraint.
        raise _another_is_open(held_round) from None


def visits_in_the_way(held_round: Round) -> list[Visit]:
    """The visits that keep the round from being closed, the earliest first."""
    unfinished = Visit.objects.filter(round=held_round).exclude(state__in=FINISHED)
    return list(unfinished.order_by("starts_on", "pk"))


def _refuse_incomplete(taking: Taking) -> None:
    held_round: Round = taking.document
    if taking.slug == "open":
        _refuse_opening(held_round)
    elif taking.slug == "close" and (standing := visits_in_the_way(held_round)):
        raise StepRefused(
            _(
                "The round cannot be closed yet: each of its visits must be signed "
                "off, postponed or cancelled first."
            ),
            Why.INCOMPLETE,
            standing=standing,
        )


def _refuse_opening(held_round: Round) -> None:
    if _open_ones(held_round):
        raise _another_is_open(held_round)
    if not held_round.topics.exists():
        raise StepRefused(
            _("The round has no topic yet. Add the topics before it is opened."),
            Why.INCOMPLETE,
        )


def _open_ones(held_round: Round) -> list[Round]:
    others = Round.objects.exclude(pk=held_round.pk)
    return list(others.filter(state=RoundState.OPEN))


def _another_is_open(held_round: Round) -> StepRefused:
    return StepRefused(
        _("Another round is still open. Begin its summary first."),
        Why.INCOMPLETE,
        standing=_open_ones(held_round),
    )


def _make_reports(taking: Taking) -> None:
    for topic in taking.document.topics.prefetch_related("provinces"):
        add_sections(topic, by=taking.by)
    if carried := carry_over(taking.document):
        taking.changes.append(("carried", None, carried))


@transaction.atomic
def add_sections(topic: Topic, *, by: User | None) -> int:
    """Give each provincial office of the topic's provinces a draft section of it.

    For a round that is planned or closed, and for sections that are there,
    nothing is made; tells how many were. An office without any topic has no
    report.
    """
    held_round = topic.round
    # Of a round opened meanwhile, this topic would else have no section.
    hold_round(held_round)
    if held_round.state not in ROUND_REPORTING:
        return 0
    reports = _reports_of(held_round, offices_of_topic(topic), by)
    held = set(topic.sections.values_list("report_id", flat=True))
    wanting = [report for report in reports if report.pk not in held]
    ReportSection.objects.bulk_create(
        ReportSection(report=report, topic=topic) for report in wanting
    )
    keys = [report.pk for report in wanting]
    # The new section is the least advanced of each.
    ProvinceReport.objects.filter(pk__in=keys).update(state=SectionState.DRAFT)
    return len(wanting)


def offices_of_topic(topic: Topic) -> list[Office]:
    """The provincial industry offices that report on the topic."""
    offices = Office.objects.filter(kind=OfficeKind.PROVINCIAL)
    if not topic.applies_everywhere:
        offices = offices.filter(province__in=topic.provinces.all())
    return list(offices)


def _reports_of(
    held_round: Round, offices: Iterable[Office], by: User | None
) -> list[ProvinceReport]:
    """The offices' reports in the round; those not there yet are made."""
    held = {r.office_id: r for r in ProvinceReport.objects.filter(round=held_round)}
    found = []
    for office in offices:
        report = held.get(office.pk)
        if report is None:
            report = ProvinceReport.objects.create(round=held_round, office=office)
            record(report, "make", by=by)
        found.append(report)
    return found


ROUND = Course(
    steps=ROUND_STEPS,
    moved_on=_("This step is not possible now: somebody has moved the round on."),
    changed=_(
        "Somebody has changed the round since you read it. Look again, then decide."
    ),
    prepare=_refuse_incomplete,
    effects={"open": _make_reports},
)
