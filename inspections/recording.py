"""Storing a visit's record: every part, its history, all or nothing."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any, cast

from django.db import models, transaction
from django.utils import translation

from accounts.models import User
from audit.models import Attachment, Versioned
from audit.records import Change, difference, record
from audit.uploads import discard
from inspections.attaching import attach_staged
from inspections.directory import enter_network, enter_site
from inspections.forms.page import RecordPage
from inspections.forms.raised import RaisedForm
from inspections.loading.known import Known
from inspections.models import FollowUp, FollowUpKind, Visit, VisitMeeting
from inspections.recorded import (
    as_words,
    match_topics,
    set_points,
    set_team,
    set_zone,
)
from inspections.search import refresh_visit
from networks.models import Meeting
from ui.rows import RowForm, RowSet

#: The section of the record each set of rows belongs to.
SECTION_OF = {
    "units": "general",
    "itinerary": "itinerary",
    "topics": "topics",
    "figures": "figures",
    "sites": "sites",
    "parties": "networks",
    "recommendations": "recommendations",
    "files": "photos",
}


class RecordWriter:
    """Stores one valid record page; used once."""

    def __init__(self, page: RecordPage, by: User) -> None:
        self.page = page
        self.visit: Visit = page.visit
        self.by = by
        self.changes: list[Change] = []

    @cached_property
    def known(self) -> Known:
        """The registers' names, read once however many bodies came."""
        return Known.read()

    @transaction.atomic
    def write(self, version: int) -> None:
        """Store everything that differs from `version` of the visit.

        Raises StaleVersion if the visit has moved on; nothing is stored then.
        """
        self.visit.claim(version)
        with translation.override("th"):
            self._write_general()
            self._write_rows("units")
            set_zone(self.visit)
            for prefix in ("itinerary", "topics", "figures", "sites"):
                self._write_rows(prefix)
            match_topics(self.visit)
            self._write_networks()
            self._write_rows("recommendations")
            self._write_dimensions()
            self._write_rows("files")
            refresh_visit(self.visit)
            record(self.visit, "record", by=self.by, changes=self.changes)

    def _write_general(self) -> None:
        form = self.page.general
        if form.has_changed():
            self._store(form, "general")
            set_team(self.visit, form.cleaned_data.get("team"))
        drafts = FollowUp.objects.filter(visit=self.visit, ref=None)
        drafts.update(given_on=self.visit.ends_on, round=self.visit.round)

    def _write_rows(self, prefix: str) -> None:
        rows = self.page.sets[prefix]
        for form in rows.removed_forms:
            self._remove(form, SECTION_OF[prefix])
        for order, form in _kept(rows):
            if form.has_changed() or form.instance.pk is None:
                form.instance.order = order
                self._store(form, SECTION_OF[prefix])
            elif getattr(form.instance, "order", order) != order:
                form.instance.order = order
                form.instance.save(update_fields=["order"])
        if prefix == "files":
            self.changes += attach_staged(
                self.visit, rows, by=self.by, key=self.page.key
            )

    def _store(self, form: RowForm, section: str) -> None:
        """Save one form's record and note what changed."""
        target = form.instance
        is_new = target.pk is None
        before = {} if is_new else as_words(form, form.initial)
        self._belong(target)
        if isinstance(target, Versioned) and target.pk and target is not self.visit:
            target.version += 1
        form.save()
        label = "" if section == "general" and target is self.visit else str(target)
        after = as_words(form, form.cleaned_data)
        self._note(section, label, before, after)

    def _belong(self, target: models.Model) -> None:
        """Tie a new row to the visit it is recorded in."""
        if isinstance(target, FollowUp) and target.pk is None:
            target.visit, target.round = self.visit, self.visit.round
            target.given_on = self.visit.ends_on
        if isinstance(target, FollowUp):
            self._promised_at_the_meeting(target)
        elif hasattr(target, "visit_id"):
            target.visit = self.visit  # type: ignore[attr-defined]
        enter_site(target)

    def _promised_at_the_meeting(self, given: FollowUp) -> None:
        """What a network promised at the visit, it promised at the visit's meeting."""
        meeting: Meeting = self.page.meeting_form.instance
        if given.kind == FollowUpKind.COMMITMENT and meeting.pk:
            given.meeting = meeting

    def _remove(self, form: RowForm, section: str) -> None:
        label = str(form.instance)
        self._note(section, label, as_words(form, form.initial), {})
        if isinstance(form.instance, Attachment):
            discard(form.instance)
        else:
            form.instance.delete()

    def _note(
        self, section: str, label: str, before: dict[str, Any], after: dict[str, Any]
    ) -> None:
        place = [section, label[:120]]
        self.changes += [
            ([*place, name], old, new) for name, old, new in difference(before, after)
        ]

    def _write_networks(self) -> None:
        page, rows = self.page, self.page.sets["parties"]
        kept = [form for _order, form in _kept(rows)]
        if page.meeting is None and not kept and not page.meeting_form.has_changed():
            return
        meeting = page.meeting or self._new_meeting()
        page.meeting_form.instance = meeting
        if page.meeting_form.has_changed():
            self._store_meeting(meeting)
        for form in rows.removed_forms:
            self._remove(form, "networks")
        for order, form in _kept(rows):
            form.instance.meeting, form.instance.order = meeting, order
            if form.has_changed():
                enter_network(form.instance, meeting.province, self.known)
                self._store(form, "networks")
                set_points(meeting, form.instance, cast(RaisedForm, form).raised())

    def _new_meeting(self) -> Meeting:
        provinces = self.visit.province_ids()
        meeting = Meeting.objects.create(
            held_on=self.visit.starts_on
            if self.visit.starts_on == self.visit.ends_on
            else None,
            province_id=next(iter(provinces))
            if len(provinces) == 1
            else self.visit.meeting_province_id,
            mode=self.visit.mode,
            created_by=self.by,
            is_released=False,
        )
        VisitMeeting.objects.create(visit=self.visit, meeting=meeting)
        return meeting

    def _store_meeting(self, meeting: Meeting) -> None:
        form = self.page.meeting_form
        before = as_words(form, form.initial)
        for name in form.fields_shown():
            if name in form.changed_data:
                setattr(meeting, name, form.cleaned_data[name])
        meeting.version += 1
        meeting.save()
        self._note("networks", "", before, as_words(form, form.cleaned_data))

    def _write_dimensions(self) -> None:
        for form in self.page.dimensions:
            if not form.has_changed():
                continue
            if form.cleaned_data["mentioned"]:
                self._store(form, "dimensions")
            elif form.instance.pk:
                self._remove(form, "dimensions")


def _kept(rows: RowSet) -> Iterable[tuple[int, RowForm]]:
    """The rows that stay or are new, numbered in the order of the page."""
    return enumerate(rows.kept_forms, start=1)
