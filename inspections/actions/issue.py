"""The steps of a reported issue."""

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.records import record
from inspections.actions.given import NOTHING, Given, StepRefused, Why
from inspections.actions.news import tell_reporters
from inspections.actions.stepping import Course, Taking, take
from inspections.lifecycle import ISSUE_STEPS, ORIGINAL, IssueState
from inspections.models import Issue, IssueSighting
from thai.text import western_digits


def take_issue_step(
    issue: Issue, slug: str, *, by: User, given: Given = NOTHING
) -> None:
    """Move the issue one step of its life-cycle, with what follows from it.

    Raises StepRefused; nothing is changed then.
    """
    take(ISSUE, issue, slug, by=by, given=given)


def _prepare(taking: Taking) -> None:
    if taking.slug == "resolve":
        taking.sets = {"resolved_by": taking.by}
    elif taking.slug in ("send-back", "reopen"):
        taking.sets = {"resolved_by": None}
    elif taking.slug == "duplicate":
        original = _original(taking)
        taking.sets = {"duplicate_of": original}
        taking.changes = [("duplicate_of", None, original.ref)]


def _original(taking: Taking) -> Issue:
    """The issue that the taker names as the original; one they may see.

    Raises StepRefused for another, for itself, for one elsewhere or for a duplicate.
    """
    issue: Issue = taking.document
    typed = western_digits(taking.given.original).strip().upper()
    found = Issue.objects.visible_to(taking.by).filter(ref=typed).first()
    if not typed:
        reason = _("Give the number of the other issue, such as I-2566-00042.")
    elif found is None:
        reason = _("No issue with this number that you can see.")
    elif found.pk == issue.pk:
        reason = _("This is the issue itself. Give the number of the other one.")
    elif not _may_be_one(issue, found):
        reason = _(
            "That one lies in another province. Give the number of an issue of the "
            "same province or site."
        )
    elif _locked(issue, found)[found.pk].state == IssueState.DUPLICATE:
        reason = _("That one is a duplicate too. Give the number of its original.")
    elif issue.duplicates.exists():
        reason = _(
            "Other issues are duplicates of this one; it is the original itself."
        )
    else:
        return found
    raise StepRefused(reason, Why.INCOMPLETE, field=ORIGINAL)


def _may_be_one(issue: Issue, other: Issue) -> bool:
    """Whether they are of one site or share a province; an agency's is of any.

    Else a mistyped number would show who reported it an issue of elsewhere.
    """
    if issue.site_id and issue.site_id == other.site_id:
        return True
    here, there = _provinces(issue), _provinces(other)
    return not (here and there) or not here.isdisjoint(there)


def _provinces(issue: Issue) -> set[int]:
    """The keys of the province of its office and of those in which its site lies."""
    found = {issue.province_id} if issue.province_id else set()
    if issue.site:
        found.update(issue.site.provinces.values_list("pk", flat=True))
    return found


def _locked(*issues: Issue) -> dict[int, Issue]:
    """The issues as they are now, kept so until commit: two can't each become the
    other's duplicate."""
    keys = [issue.pk for issue in issues]
    rows = Issue.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    return {issue.pk: issue for issue in rows}


def _join(taking: Taking) -> None:
    """Who reported the duplicate has reported the original, too; both are told.

    Nothing moves away: the duplicate keeps its sightings and its history.
    """
    issue: Issue = taking.document
    original: Issue = taking.sets["duplicate_of"]
    tell_reporters(issue, original, by=taking.by)
    held = {_who(seen) for seen in original.sightings.all()}
    new = [seen for seen in issue.sightings.all() if _who(seen) not in held]
    for seen in new:
        seen.pk, seen._state.adding = None, True
        seen.issue = original
        seen.save()
    if new:
        record(original, "join", by=taking.by, changes=[("duplicate", None, issue.ref)])


def _who(seen: IssueSighting) -> tuple[int | None, ...]:
    """What tells two sightings apart: a visit sees an issue once, others once a day."""
    if seen.visit_id:
        return (seen.visit_id,)
    person = None if seen.office_id else seen.by_id
    return (None, seen.office_id, person, seen.seen_on.toordinal())


ISSUE = Course(
    steps=ISSUE_STEPS,
    moved_on=_("This step is not possible now: somebody has moved the issue on."),
    changed=_(
        "Somebody has changed the issue since you read it. Look again, then decide."
    ),
    prepare=_prepare,
    effects={"duplicate": _join},
)
