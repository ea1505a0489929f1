"""Storing an issue: reported, seen once more, changed; with its history."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Case, IntegerField, Value, When
from django.utils import timezone, translation

from accounts.models import User
from audit.models import Attachment, StaleVersion
from audit.records import Change, difference, record
from audit.uploads import discard
from inspections.attaching import attach_staged
from inspections.forms.issue_page import IssuePage
from inspections.issue_reading import reporter_of
from inspections.lifecycle import ISSUE_OPEN, ISSUE_WRITING, RoundState
from inspections.models import Issue, IssueSighting, Round, Visit, next_reference
from inspections.recorded import as_words
from inspections.registering import register_told_again, store_register
from thai.dates import fiscal_year
from ui.rows import RowSet

#: What history keeps of the words in which a known issue was reported again.
TOLD_AGAIN = ("reported_by", "seen_on", "title", "what")
#: Of rounds that hold a day, whose issue it is.
_FIRST_CHOICE = {RoundState.OPEN: 0, RoundState.SUMMARISING: 1, RoundState.CLOSED: 2}


@transaction.atomic
def store_issue(page: IssuePage, *, by: User) -> Issue:
    """Store a valid page: a new issue, one more sighting, or what was changed.

    Raises StaleVersion if the issue has moved on; nothing is stored then.
    """
    with translation.override("th"):
        if page.is_new and page.target:
            return _see_again(page, page.target, by)
        if page.is_new:
            return _report(page, by)
        return _change(page, by)


def _report(page: IssuePage, by: User) -> Issue:
    form = page.form
    issue: Issue = form.instance
    visit = form.reporting_visit
    issue.created_by = by
    issue.ref = next_reference("I", fiscal_year(timezone.localdate()))
    issue.round = round_of(issue.seen_on, visit)
    form.save()
    seen = _sight(page, issue, visit, by)
    words = {**as_words(form, form.cleaned_data), "visit": None}
    changes: list[Change] = [*difference({}, words)]
    changes.append(("reported_by", None, reporter_of(seen)))
    changes += store_register(page, issue)
    changes += _store_files(page, issue, by)
    record(issue, "report", by=by, changes=changes)
    return issue


def _see_again(page: IssuePage, known: Issue, by: User) -> Issue:
    """Add to an issue that somebody else saw it, too; what was typed stays in history.

    It counts as first seen on the earlier of both days, unless its result is
    being judged already: then its facts stay.
    """
    issue = Issue.objects.select_for_update().get(pk=known.pk)
    if issue.state not in ISSUE_OPEN:
        raise StaleVersion(issue.ref)
    told, visit = page.form.cleaned_data, page.form.reporting_visit
    seen = _sight(page, issue, visit, by)
    words = {"reported_by": reporter_of(seen)} | as_words(page.form, told)
    changes: list[Change] = [
        (["sighting", "", name], None, words[name]) for name in TOLD_AGAIN
    ]
    changes += register_told_again(page)
    if told["seen_on"] < issue.seen_on and issue.state in ISSUE_WRITING:
        before, issue.seen_on = issue.seen_on, told["seen_on"]
        issue.round = round_of(issue.seen_on, seen.visit)
        changes.append(("seen_on", before.isoformat(), issue.seen_on.isoformat()))
    issue.version += 1
    issue.save()
    changes += _store_files(page, issue, by)
    record(issue, "sight", by=by, changes=changes)
    return issue


def _change(page: IssuePage, by: User) -> Issue:
    form = page.form
    issue: Issue = form.instance
    issue.claim(page.stored_version)
    before = as_words(form, form.initial)
    origin, day = page.context.origin, issue.seen_on
    if "seen_on" in form.changed_data and origin:
        IssueSighting.objects.filter(pk=origin.pk).update(seen_on=day)
        issue.round = round_of(day, origin.visit)
    form.save()
    changes: list[Change] = [
        *difference(before, as_words(form, form.cleaned_data)),
        *store_register(page, issue),
        *_store_files(page, issue, by),
    ]
    record(issue, "edit", by=by, changes=changes)
    return issue


def round_of(day: date, visit: Visit | None) -> Round | None:
    """The round of the visit or, without one, of the day: an open one before others."""
    if visit and visit.round:
        return visit.round
    rank = Case(
        *(When(state=state, then=Value(n)) for state, n in _FIRST_CHOICE.items()),
        default=Value(len(_FIRST_CHOICE)),
        output_field=IntegerField(),
    )
    held = Round.objects.filter(opens_on__lte=day, closes_on__gte=day)
    return held.order_by(rank, "-opens_on", "-pk").first()


def _sight(
    page: IssuePage, issue: Issue, visit: Visit | None, by: User
) -> IssueSighting:
    """Note who saw it; a visit once, an office or a person once a day.

    Without a visit it was the office if its own people report, else the person.
    """
    told = page.form.cleaned_data
    day, office = told["seen_on"], told["office"]
    sightings = IssueSighting.objects
    if visit:
        values = {"seen_on": day, "by": by}
        return sightings.get_or_create(issue=issue, visit=visit, defaults=values)[0]
    own: dict[str, Any] = {"office": None, "by": by}
    if office.pk in by.scope.offices:
        own = {"office": office, "defaults": {"by": by}}
    return sightings.get_or_create(issue=issue, visit=None, seen_on=day, **own)[0]


def _store_files(page: IssuePage, issue: Issue, by: User) -> list[Change]:
    """Captions, removals and what was uploaded; give what changed."""
    rows = page.files
    changes = _removed(rows)
    for form in rows.written_forms:
        file, before = form.instance, form.initial.get("caption", "")
        if file.pk is None:
            continue
        file.version += 1
        form.save()
        if file.staged_key is None:
            path = ["photos", file.original_name, "caption"]
            changes.append((path, before, file.caption))
    return [*changes, *attach_staged(issue, rows, by=by, key=page.key)]


def _removed(rows: RowSet) -> list[Change]:
    changes: list[Change] = []
    for form in rows.removed_forms:
        file: Attachment = form.instance
        if file.staged_key is None:
            changes.append((["photos", str(file), "file"], file.original_name, None))
        discard(file)
    return changes
