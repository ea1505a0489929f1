"""Made-up complainants of the demonstration's newest open issues."""

from collections.abc import Mapping, Sequence
from dataclasses import fields

from accounts.models import User
from inspections.actions.complainant import ToldComplainant, add_complainant
from inspections.lifecycle import ISSUE_WRITING
from inspections.models import Complainant, Identity, Issue

Stated = Mapping[str, str]


def load_complainants(stated: Sequence[Stated], users: Mapping[str, User]) -> None:
    """Give each an issue of the office of who took the complaint; nothing twice."""
    if Complainant.objects.exists():
        return
    for number, told in enumerate(stated):
        by = users[told["by"]]
        issues = Issue.objects.filter(
            office__in=by.scope.offices, state__in=ISSUE_WRITING
        )
        for issue in issues.order_by("-seen_on", "-pk")[number : number + 1]:
            person = Identity(*(told[field.name] for field in fields(Identity)))
            until = Complainant.usual_end(issue.seen_on)
            add_complainant(issue, ToldComplainant(person, issue.seen_on, until), by=by)
