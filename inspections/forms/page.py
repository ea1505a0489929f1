"""The whole record page as one thing: shown, brought up to date, checked, saved."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.models import Attachment
from inspections.forms.context import PageContext
from inspections.forms.given import (
    FileRows,
    MeetingForm,
    PartyRows,
    UploadForm,
    has_all_files,
)
from inspections.forms.measured import DimensionForm, FigureRows, SiteRows
from inspections.forms.plan import UnitRows, has_no_twins
from inspections.forms.plan_page import has_a_unit
from inspections.forms.recommended import FollowUpRows
from inspections.forms.record import RecordGeneralForm, SessionRows, TopicNoteRows
from inspections.lifecycle import FollowUpState
from inspections.models import Dimension, FollowUp, Visit, VisitDimension
from networks.models import Meeting
from ui.pages import EditedPage
from ui.rows import RowForm, RowSet

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

#: What a row is called, in its heading and where something is wrong with it.
ROW_NAMES = {
    "units": _("Unit"),
    "itinerary": _("Stop"),
    "topics": _("Topic"),
    "figures": _("Figure"),
    "sites": _("Site"),
    "parties": _("Who was met"),
    "recommendations": _("Recommendation"),
    "files": _("File"),
}


class RecordPage(EditedPage):
    """The forms of one visit's record for one editor.

    `data` is what was sent, or null to show what is stored; `key` is the
    operation key under which uploads are staged.
    """

    def __init__(
        self,
        visit: Visit,
        user: User,
        data: QueryDict | None,
        *,
        key: str,
        uploads: UploadForm | None = None,
    ) -> None:
        super().__init__(data, record=visit)
        self.uploads = uploads or UploadForm()
        self.visit = visit
        self.user = user
        self.key = key
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
                row_name=ROW_NAMES[prefix],
            )
            for prefix, made in ROW_SETS.items()
        }

    def _stored_rows(self) -> dict[str, Any]:
        visit = self.visit
        parties = (
            self.meeting.parties.prefetch_related("points") if self.meeting else []
        )
        files = list(Attachment.objects.about(visit))
        files += Attachment.objects.staged_for(self.user, self.key)
        return {
            "units": self.context.unit_rows,
            "itinerary": visit.sessions.all(),
            "topics": visit.notes.all(),
            "figures": visit.figures.all(),
            "sites": visit.sites_seen.all(),
            "parties": parties,
            "recommendations": self._drafts(),
            "files": files,
        }

    def _drafts(self) -> QuerySet[FollowUp]:
        drafts = self.visit.follow_ups.filter(state=FollowUpState.DRAFT)
        return drafts.prefetch_related("issues")

    def _suggested_topics(self) -> list[dict[str, Any]]:
        """The round's topics not written in yet, once for each unit."""
        units = self.context.unit_rows if len(self.context.unit_rows) > 1 else [None]
        noted: set[tuple[int | None, int | None]] = {
            (topic, unit if len(units) > 1 else None)
            for topic, unit in self.visit.notes.values_list("topic", "unit")
        }
        return [
            {
                "topic": topic.pk,
                "kind": topic.kind,
                "title": topic.title_th,
                "unit": unit.pk if unit else None,
            }
            for unit in units
            for topic in self.context.topic_rows
            if (topic.pk, unit.pk if unit else None) not in noted
        ]

    def single_forms(self) -> Iterator[RowForm]:
        """The forms that stand for themselves, not in a set."""
        yield self.general
        yield self.meeting_form
        yield from self.dimensions

    @property
    def units_need_a_look(self) -> bool:
        """Whether a unit's row is wrong, new or in conflict, so that it is shown."""
        rows = self.sets["units"]
        if not rows.is_bound:
            return False
        return any(
            form.conflicts or form.errors or form.instance.pk is None
            for form in rows.forms
        )

    def row_sets(self) -> dict[str, RowSet]:
        return self.sets

    def again(self, data: QueryDict) -> "RecordPage":
        return RecordPage(
            self.visit, self.user, data, key=self.key, uploads=self.uploads
        )

    def agrees(self) -> bool:
        """No bad upload, no early due date, no unit removed under its notes."""
        units = self.sets["units"]
        return all(
            [
                has_all_files(self.sets["files"], self.uploads),
                not units.removed_forms or has_a_unit(self.general, units),
                self._is_due_after_the_visit(),
                self._has_no_orphans(),
                has_no_twins(self.sets["units"]),
            ]
        )

    def parts(self) -> list[Any]:
        return [*super().parts(), self.uploads]

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
                if unit and unit.pk in removed and form in self.sets[prefix].kept_forms:
                    removed[unit.pk].full_clean()
                    removed[unit.pk].add_error(
                        None, _("Topics or figures still belong to this unit.")
                    )
                    sound = False
        return sound
