"""The whole record page as one thing: shown, brought up to date, checked, saved."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django.forms import BaseForm
from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.models import User
from audit.models import Attachment
from inspections.forms.context import PageContext
from inspections.forms.given import (
    FileRows,
    FollowUpRows,
    MeetingForm,
    PartyRows,
)
from inspections.forms.plan import UnitRows
from inspections.forms.record import (
    DimensionForm,
    FigureRows,
    RecordGeneralForm,
    SessionRows,
    SiteRows,
    TopicNoteRows,
)
from inspections.lifecycle import FollowUpState
from inspections.models import Dimension, Visit, VisitDimension
from networks.models import Meeting
from ui.rows import RowForm, RowSet, quiet, rebase_form, rebase_rows

#: The sets of rows by their prefix, in the order of the page.
ROW_SETS: dict[str, type[RowSet]] = {
    "units": UnitRows,
    "itinerary": SessionRows,
    "topics": TopicNoteRows,
    "figures": FigureRows,
    "sites": SiteRows,
    "parties": PartyRows,
    "recommendations": FollowUpRows,
    "files": FileRows,
}


class RecordPage:
    """The forms of one visit's record for one editor.

    `data` is what was sent, or null to show what is stored; `key` is the
    operation key under which uploads are staged.
    """

    def __init__(
        self, visit: Visit, user: User, data: QueryDict | None, *, key: str
    ) -> None:
        self.visit = visit
        self.user = user
        self.data = data
        self.key = key
        self.conflict_count = 0
        self.context = PageContext(user, visit)

    @cached_property
    def meeting(self) -> Meeting | None:
        """The visit's network meeting, if one is stored."""
        link = self.visit.meetings.select_related("meeting").first()
        return link.meeting if link else None

    @cached_property
    def general(self) -> RecordGeneralForm:
        return RecordGeneralForm(
            self.data, instance=self.visit, prefix="general", context=self.context
        )

    @cached_property
    def meeting_form(self) -> MeetingForm:
        return MeetingForm(
            self.data,
            instance=self.meeting,
            prefix="meeting",
            context=self.context,
            empty_permitted=True,
            use_required_attribute=False,
        )

    @cached_property
    def dimensions(self) -> list[DimensionForm]:
        """One form for each dimension, touched or not."""
        stored = {row.dimension: row for row in self.visit.dimensions.all()}
        return [
            DimensionForm(
                self.data,
                instance=stored.get(value)
                or VisitDimension(visit=self.visit, dimension=value),
                prefix=f"dimension-{value}",
                context=self.context,
            )
            for value in Dimension.values
        ]

    @cached_property
    def sets(self) -> dict[str, RowSet]:
        """The sets of rows, by prefix."""
        stored = self._stored_rows()
        return {
            prefix: made(
                self.data,
                rows=stored[prefix],
                prefix=prefix,
                context=self.context,
                suggested=self._suggested_topics() if prefix == "topics" else (),
            )
            for prefix, made in ROW_SETS.items()
        }

    def _stored_rows(self) -> dict[str, Any]:
        visit = self.visit
        parties = self.meeting.parties.prefetch_related("points") if self.meeting else []
        files = list(Attachment.objects.about(visit))
        files += Attachment.objects.staged_for(self.user, self.key)
        return {
            "units": self.context.unit_rows,
            "itinerary": visit.sessions.all(),
            "topics": visit.notes.all(),
            "figures": visit.figures.all(),
            "sites": visit.sites_seen.all(),
            "parties": parties,
            "recommendations": visit.follow_ups.filter(state=FollowUpState.DRAFT),
            "files": files,
        }

    def _suggested_topics(self) -> list[dict[str, Any]]:
        """A new record starts with the round's topics, once for each unit."""
        units = self.context.unit_rows if len(self.context.unit_rows) > 1 else [None]
        return [
            {
                "topic": topic.pk,
                "kind": topic.kind,
                "title": topic.title_th,
                "unit": unit.pk if unit else None,
            }
            for unit in units
            for topic in self.context.topic_rows
        ]

    def single_forms(self) -> Iterator[RowForm]:
        """The forms that stand for themselves, not in a set."""
        yield self.general
        yield self.meeting_form
        yield from self.dimensions

    def all_forms(self) -> Iterator[BaseForm]:
        """Every form of the page."""
        yield from self.single_forms()
        for rows in self.sets.values():
            yield from rows.forms

    def show_unjudged(self) -> None:
        """Show what was typed without telling what is wrong with it yet."""
        quiet(self.all_forms())
        for rows in self.sets.values():
            rows._errors, rows._non_form_errors = [], rows.error_class()

    def is_valid(self) -> bool:
        """Whether everything sent may be stored together."""
        sound = [form.is_valid() for form in self.single_forms()]
        sound += [rows.is_valid() for rows in self.sets.values()]
        if all(sound):
            sound += [self._is_due_after_the_visit(), self._has_no_orphans()]
        return all(sound)

    def _is_due_after_the_visit(self) -> bool:
        last_day = self.general.cleaned_data.get("ends_on") or self.visit.ends_on
        rows = self.sets["recommendations"]
        late = True
        for form in rows.forms:
            due_on = form.cleaned_data.get("due_on") or form.instance.due_on
            if due_on and due_on < last_day and not rows._should_delete_form(form):
                form.full_clean()
                form.add_error("due_on", _("It cannot be due before it is given."))
                late = False
        return late

    def _has_no_orphans(self) -> bool:
        """A unit that notes or figures belong to may not be removed."""
        removed = {form.instance.pk: form for form in self.sets["units"].removed_forms}
        if not removed:
            return True
        sound = True
        for prefix, field in (("topics", "unit"), ("figures", "unit_inspected")):
            for form in self.sets[prefix].forms:
                unit = form.cleaned_data.get(field) or getattr(form.instance, field)
                if unit and unit.pk in removed and form not in self.sets[prefix].removed_forms:
                    removed[unit.pk].full_clean()
                    removed[unit.pk].add_error(
                        None, _("Topics or figures still belong to this unit.")
                    )
                    sound = False
        return sound

    def rebased(self) -> "RecordPage":
        """The same page with what is stored now taken in.

        Where both sides changed a field it keeps what was typed, and
        `conflict_count` says how many rows need a decision.
        """
        assert self.data is not None
        data = self.data.copy()
        single = [form.conflicts for form in self._rebased_singles(data)]
        sets = {prefix: rebase_rows(rows, data) for prefix, rows in self.sets.items()}
        data["version"] = str(self.visit.version)
        fresh = RecordPage(self.visit, self.user, data, key=self.key)
        for form, conflicts in zip(fresh.single_forms(), single, strict=True):
            form.conflicts = conflicts
            fresh.conflict_count += bool(conflicts)
        for prefix, found in sets.items():
            for index, conflicts in found.items():
                fresh.sets[prefix].forms[index].conflicts = conflicts
                fresh.conflict_count += 1
        return fresh

    def _rebased_singles(self, data: QueryDict) -> Iterator[RowForm]:
        for form in self.single_forms():
            rebase_form(form, data)
            yield form
