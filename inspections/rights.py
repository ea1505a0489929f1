"""Who may do what with one visit: the roles of `lifecycle`, found from the scope."""

from accounts.models import User
from inspections.lifecycle import (
    VISIT_PLANNING,
    VISIT_RECORDING,
    VISIT_STEPS,
    Actor,
    Step,
)
from inspections.models import Visit


def visit_actors(visit: Visit, user: User) -> frozenset[Actor]:
    """As what the user may take steps with this visit.

    An inspector of the team or one assigned to a place of the visit acts as
    inspector; an assistant never does, even as a member of the team.
    """
    scope = user.scope
    actors = set()
    if scope.everything:
        actors.add(Actor.MANAGER)
    if scope.is_inspector and (
        scope.inspects(visit.province_ids()) or visit.is_led_or_joined_by(user)
    ):
        actors.add(Actor.INSPECTOR)
    return frozenset(actors)


def visit_steps(visit: Visit, user: User) -> dict[str, Step]:
    """The steps the user may take with this visit now, by slug."""
    actors = visit_actors(visit, user)
    return {
        slug: step
        for slug, step in VISIT_STEPS.items()
        if visit.state in step.sources and step.who & actors
    }


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
