"""Who may do what with one document: the roles of `lifecycle`, found from the scope."""

from collections.abc import Callable, Mapping
from typing import Any

from accounts.models import User
from inspections.lifecycle import (
    FOLLOW_UP_STEPS,
    FOLLOW_UP_WAITING,
    ISSUE_STEPS,
    ROUND_STEPS,
    SECTION_STEPS,
    VISIT_PLANNING,
    VISIT_RECORDING,
    VISIT_STEPS,
    Actor,
    Bar,
    Step,
    VisitState,
)
from inspections.models import (
    FollowUp,
    Issue,
    IssueSighting,
    ProvinceReport,
    ReportSection,
    Round,
    Visit,
    VisitKind,
)


def _visit_actors(visit: Visit, user: User) -> set[Actor]:
    """Of the team or assigned to a place of the visit; an assistant never."""
    scope = user.scope
    is_inspector = scope.is_inspector and (
        scope.inspects(visit.province_ids()) or visit.is_led_or_joined_by(user)
    )
    return {Actor.INSPECTOR} if is_inspector else set()


def _report_actors(report: ProvinceReport, user: User) -> set[Actor]:
    scope, office = user.scope, report.office
    actors = {Actor.OFFICE} if office.pk in scope.offices else set()
    if office.province_id and scope.inspects(frozenset({office.province_id})):
        actors.add(Actor.INSPECTOR)
    return actors


def _section_actors(section: ReportSection, user: User) -> set[Actor]:
    return _report_actors(section.report, user)


def _issue_actors(issue: Issue, user: User) -> set[Actor]:
    """Of its office, of its place, or of a visit that reported it."""
    scope = user.scope
    actors = {Actor.OFFICE} if issue.office_id in scope.offices else set()
    place = frozenset({issue.province_id} if issue.province_id else ())
    if scope.inspects(place) or (scope.is_inspector and _reported(issue, user)):
        actors.add(Actor.INSPECTOR)
    return actors


def _reported(issue: Issue, user: User) -> bool:
    seen = IssueSighting.objects.filter(issue=issue, visit__isnull=False)
    return any(
        sighting.visit.is_led_or_joined_by(user)
        for sighting in seen.select_related("visit")
        if sighting.visit
    )


def _follow_up_actors(follow_up: FollowUp, user: User) -> set[Actor]:
    """Of the answering office, of the place, or of a visit that gave or got it."""
    scope = user.scope
    is_own = follow_up.answering_office_id in scope.offices
    actors = {Actor.OFFICE} if is_own else set()
    place = frozenset({follow_up.province_id} if follow_up.province_id else ())
    if scope.inspects(place) or (
        scope.is_inspector and (_gave(follow_up, user) or _was_left(follow_up, user))
    ):
        actors.add(Actor.INSPECTOR)
    return actors


def _gave(follow_up: FollowUp, user: User) -> bool:
    visit = follow_up.visit
    return visit is not None and visit.is_led_or_joined_by(user)


def _was_left(follow_up: FollowUp, user: User) -> bool:
    """Whether a visit of theirs, being recorded, is to look at it; see `Carry`."""
    visits = Visit.objects.filter(
        state__in=VISIT_RECORDING,
        kind=VisitKind.NORMAL,
        round__carries__follow_up=follow_up,
        units__office=follow_up.answering_office_id,
    )
    return any(_visit_actors(visit, user) for visit in visits.distinct())


def _no_actors(document: Any, user: User) -> set[Actor]:
    """Only managers move a round."""
    return set()


_ACTORS: Mapping[type, Callable[[Any, User], set[Actor]]] = {
    Visit: _visit_actors,
    Round: _no_actors,
    ReportSection: _section_actors,
    Issue: _issue_actors,
    FollowUp: _follow_up_actors,
}
_STEPS: Mapping[type, Mapping[str, Step]] = {
    Visit: VISIT_STEPS,
    Round: ROUND_STEPS,
    ReportSection: SECTION_STEPS,
    Issue: ISSUE_STEPS,
    FollowUp: FOLLOW_UP_STEPS,
}


def actors_of(document: Any, user: User) -> frozenset[Actor]:
    """As what the user may take steps with this document."""
    actors = _ACTORS[type(document)](document, user)
    if user.scope.everything:
        actors.add(Actor.MANAGER)
    return frozenset(actors)


def is_barred(step: Step, document: Any, user: User) -> bool:
    """Whether something beyond state and role stands against the step."""
    if step.bar is Bar.OPENED:
        return document.opened_at is not None
    if step.bar is Bar.OWN_WORK:
        return bool(document.done_by_id == user.pk)
    if step.bar is Bar.IMPORTED:
        return not document.is_imported
    return step.bar is Bar.AT_SIGN_OFF and _waits_for_sign_off(document)


def _waits_for_sign_off(follow_up: FollowUp) -> bool:
    """Whether it was given at a visit that isn't signed off."""
    visit = follow_up.visit
    return visit is not None and visit.state != VisitState.SIGNED_OFF


def steps_of(document: Any, user: User) -> dict[str, Step]:
    """The steps the user may take with this document now, by slug."""
    if isinstance(document, ReportSection) and document.is_locked:
        return {}
    actors = actors_of(document, user)
    return {
        slug: step
        for slug, step in _STEPS[type(document)].items()
        if document.state in step.sources
        and step.who & actors
        and not is_barred(step, document, user)
    }


def is_reviewer(report: ProvinceReport, user: User) -> bool:
    """Whether the user judges the report: an inspector of the place or a manager."""
    return user.scope.everything or Actor.INSPECTOR in _report_actors(report, user)


def is_author(report: ProvinceReport, user: User) -> bool:
    """Whether the report is that of the user's own office."""
    return report.office_id in user.scope.offices


def may_write_section(section: ReportSection, user: User) -> bool:
    """Whether the user may write the section now."""
    return ReportSection.objects.editable_by(user).filter(pk=section.pk).exists()


def may_manage_rounds(user: User) -> bool:
    """Managers make rounds and their topics."""
    return user.scope.everything


def may_hand_over(user: User) -> bool:
    """Managers move the work of somebody who is replaced."""
    return user.scope.everything


def may_report_issues(user: User) -> bool:
    """Offices, field staff and managers report issues."""
    scope = user.scope
    return scope.everything or scope.is_field or bool(scope.offices)


def may_edit_issue(issue: Issue, user: User) -> bool:
    """Whether the user may change the issue's facts now."""
    return Issue.objects.editable_by(user).filter(pk=issue.pk).exists()


def may_redate(follow_up: FollowUp, user: User) -> bool:
    """Whether the user may set another due day: inspector of the place, manager."""
    is_running = follow_up.state in FOLLOW_UP_WAITING and not follow_up.is_imported
    return is_running and is_judge(follow_up, user)


def is_judge(follow_up: FollowUp, user: User) -> bool:
    """Whether the user judges what the office does: inspector of the place, manager."""
    return bool(actors_of(follow_up, user) & {Actor.INSPECTOR, Actor.MANAGER})


def may_answer(follow_up: FollowUp, user: User) -> bool:
    """Whether the user's office may say now how far it is, or that it is done."""
    return is_answerer(follow_up, user) and follow_up.state in FOLLOW_UP_WAITING


def is_answerer(follow_up: FollowUp, user: User) -> bool:
    """Whether it is the user's office that answers."""
    return follow_up.answering_office_id in user.scope.offices


def may_give(user: User) -> bool:
    """Inspectors and managers give follow-ups without a visit; an assistant doesn't."""
    return user.scope.everything or user.scope.is_inspector


def may_adopt(user: User) -> bool:
    """Managers adopt what was imported, and set how long offices have to respond."""
    return user.scope.everything


def may_plan(user: User) -> bool:
    """Inspectors, assistants and managers plan visits."""
    return user.scope.everything or user.scope.is_field


def may_replan(visit: Visit, user: User) -> bool:
    """Whether the user may change the visit's plan now."""
    return (
        visit.state in VISIT_PLANNING
        and Visit.objects.editable_by(user).filter(pk=visit.pk).exists()
    )


def may_record(visit: Visit, user: User) -> bool:
    """Whether the user may write the visit's record now."""
    return (
        visit.state in VISIT_RECORDING
        and Visit.objects.recordable_by(user).filter(pk=visit.pk).exists()
    )
