"""Adopting imported follow-ups in a batch: what can be is, the rest is told."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.functional import Promise

from accounts.models import User
from inspections.actions import Given, StepRefused, take_follow_up_step
from inspections.models import FollowUp
from regions.models import Office


@dataclass
class Adoption:
    """What came of a batch: those adopted, and those left, each with the reason."""

    adopted: list[FollowUp] = field(default_factory=list)
    left: list[tuple[FollowUp, "str | Promise"]] = field(default_factory=list)


@transaction.atomic
def adopt_all(
    follow_ups: Iterable[FollowUp], *, by: User, office: Office | None = None
) -> Adoption:
    """Adopt each follow-up that can be; `office` is to act where none is known."""
    found = Adoption()
    given = Given(office=office.pk if office else None)
    for follow_up in follow_ups:
        try:
            take_follow_up_step(follow_up, "adopt", by=by, given=given)
        except StepRefused as refused:
            found.left.append((follow_up, refused.reason))
        else:
            found.adopted.append(follow_up)
    return found
