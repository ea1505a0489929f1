"""Storing a meeting held outside any visit, and issuing what was promised there."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone, translation

from accounts.models import User
from audit.records import Change, difference, record
from inspections.actions import Given, take_follow_up_step
from inspections.directory import enter_network
from inspections.forms.meeting_page import MeetingPage
from inspections.issues import round_of
from inspections.loading.known import Known
from inspections.models import FollowUp, FollowUpKind
from inspections.promises import drafts_of
from inspections.recorded import as_words, set_points
from inspections.rights import steps_of
from networks.models import Meeting
from ui.rows import RowForm


@transaction.atomic
def store_meeting(page: MeetingPage, *, by: User) -> Meeting:
    """Store a valid page; what was promised is issued at once if the user may.

    Raises StaleVersion if the meeting has moved on; nothing is stored then.
    """
    with translation.override("th"):
        MeetingWriter(page, by).write()
    issue_promises(page.meeting, by=by)
    return page.meeting


@transaction.atomic
def issue_promises(meeting: Meeting, *, by: User) -> list[FollowUp]:
    """Issue those promises of the meeting that the user may issue; gives these."""
    issued = []
    for promise in drafts_of(meeting):
        if "issue" in steps_of(promise, by):
            given = Given(version=promise.version)
            take_follow_up_step(promise, "issue", by=by, given=given)
            issued.append(promise)
    if issued:
        changes: list[Change] = [
            (["promises", str(promise.network), "ref"], None, promise.ref)
            for promise in issued
        ]
        record(meeting, "issue", by=by, changes=changes)
    return issued


def may_issue_promises(meeting: Meeting, user: User) -> bool:
    """Whether a promise waits here that the user may issue."""
    return any("issue" in steps_of(promise, user) for promise in drafts_of(meeting))


class MeetingWriter:
    """Stores one valid page of a meeting; used once."""

    def __init__(self, page: MeetingPage, by: User) -> None:
        self.page = page
        self.meeting = page.meeting
        self.by = by
        self.changes: list[Change] = []

    def write(self) -> None:
        """Store everything that differs, with its history."""
        is_new = self.page.is_new
        self._write_facts()
        self._write_parties()
        self._write_promises()
        step = "record" if is_new else "edit"
        record(self.meeting, step, by=self.by, changes=self.changes)

    def _write_facts(self) -> None:
        form, meeting = self.page.general, self.meeting
        before: dict[str, Any] = {}
        if self.page.is_new:
            meeting.created_by = self.by
        else:
            before = as_words(form, form.initial)
            meeting.claim(self.page.stored_version)
        form.save()
        set_points(meeting, None, form.raised())
        self.changes += difference(before, as_words(form, form.cleaned_data))

    def _write_parties(self) -> None:
        rows, known = self.page.parties, None
        for form in rows.removed_forms:
            self._note("parties", form, is_gone=True)
            form.instance.delete()
        for order, form in enumerate(rows.kept_forms, start=1):
            party = form.instance
            party.meeting, party.order = self.meeting, order
            if form.has_changed():
                known = known or Known.read()
                enter_network(party, self.meeting.province, known)
                form.save()
                set_points(self.meeting, party, form.raised())
                self._note("parties", form)
            else:
                party.save(update_fields=["order"])

    def _write_promises(self) -> None:
        rows, meeting = self.page.promises, self.meeting
        for form in rows.removed_forms:
            self._note("promises", form, is_gone=True)
            form.instance.delete()
        given_on = meeting.held_on or timezone.localdate()
        for order, form in enumerate(rows.kept_forms, start=1):
            self._write_promise(form, order, given_on)

    def _write_promise(self, form: RowForm, order: int, given_on: date) -> None:
        promise: FollowUp = form.instance
        is_new = promise.pk is None
        promise.kind, promise.meeting = FollowUpKind.COMMITMENT, self.meeting
        promise.order, promise.given_on = order, given_on
        promise.round = round_of(given_on, None)
        promise.version += int(form.has_changed() and not is_new)
        form.save()
        if is_new:
            words = difference({}, as_words(form, form.cleaned_data))
            record(promise, "give", by=self.by, changes=words)
        if form.has_changed():
            self._note("promises", form)

    def _note(self, part: str, form: RowForm, *, is_gone: bool = False) -> None:
        """Note what differs in a row, under the name of what it is about."""
        about = str(getattr(form.instance, "network", None) or form.instance)[:120]
        before = as_words(form, form.initial) if form.initial.get("id") else {}
        after = {} if is_gone else as_words(form, form.cleaned_data)
        self.changes += [
            ([part, about, name], old, new)
            for name, old, new in difference(before, after)
        ]
