"""The pages on which something is said of a follow-up: an answer, another due day."""

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.models import Attachment
from inspections.actions import EVIDENCE_NEEDED, Told, lacks_evidence, unfit_day
from inspections.forms.given import FileRows, UploadForm, has_all_files
from inspections.forms.terms import judge_due_day
from inspections.models import Answer, FollowUp, Redating
from inspections.models.ledger import ALL_DONE
from ui.pages import EditedPage
from ui.rows import RowForm, RowSet
from ui.widgets import Textarea

DONE = "done"
"""The button that answers a follow-up as done, instead of reporting progress."""


class SayingForm(RowForm):
    """Something new that is said of `context`, a follow-up."""

    # Few of its fields may be left empty, so these are marked.
    mark_optional = True


class AnswerForm(SayingForm):
    """What was done, as of which day, how far it is."""

    class Meta:
        model = Answer
        fields = ["text", "answered_on", "progress"]
        labels = {"text": _("What was done, and what came of it")}
        widgets = {"text": Textarea({"rows": 6})}
        help_texts = {"progress": _("From 0 to 100; leave it empty if unknown.")}
        error_messages = {"text": {"required": _("Write what was done.")}}

    def prepare(self) -> None:
        field: Any = self.fields["progress"]
        field.low, field.high = 0, ALL_DONE
        self.initial["answered_on"] = timezone.localdate()

    def clean_answered_on(self) -> date:
        """Refuse a day to come, and one on which nothing was asked yet."""
        day: date = self.cleaned_data["answered_on"]
        if day > timezone.localdate():
            raise ValidationError(_("This day is still to come."))
        if day < self.context.given_on:
            raise ValidationError(_("On this day it was not given yet."))
        return day


class RedatingForm(SayingForm):
    """Another due day, and why."""

    class Meta:
        model = Redating
        fields = ["due_on", "reason"]
        labels = {"due_on": _("New due day")}
        error_messages = {"reason": {"required": _("Give the reason.")}}

    def clean_due_on(self) -> date:
        """Refuse the day that it has, one before it was given, and one that is past."""
        day: date = self.cleaned_data["due_on"]
        if fault := unfit_day(self.context, day):
            raise ValidationError(str(fault))
        if day < timezone.localdate():
            raise ValidationError(_("This day is past."))
        return day

    def clean(self) -> dict[str, Any]:
        """Refuse a day years ahead, which would take it out of everybody's sight."""
        cleaned = super().clean() or {}
        judge_due_day(self, cleaned.get("due_on"), None)
        return cleaned


class FollowUpPage(EditedPage):
    """The form of one act with a follow-up, for one reader.

    `data` is what was sent, or null for an empty form; `key` the operation key
    under which files are staged. Nobody merges two answers: whose page was made
    before somebody else acted reads first what they did (`conflict_count`), then
    decides.
    """

    def __init__(
        self,
        follow_up: FollowUp,
        user: User,
        data: QueryDict | None,
        *,
        key: str,
        uploads: UploadForm | None = None,
    ) -> None:
        super().__init__(data, record=follow_up)
        self.follow_up = follow_up
        self.user = user
        self.key = key
        self.uploads = uploads or UploadForm()
        # A version that can't be read is of no page that was read.
        names_one = data is not None and "version" in data
        self.conflict_count = int(names_one and self.is_behind)

    @property
    def is_behind(self) -> bool:
        """Whether the page was made before somebody else acted."""
        return super().is_stale

    @property
    def is_stale(self) -> bool:
        """Never: there is nothing stored that could be merged with what was typed."""
        return False

    @property
    def form(self) -> RowForm:
        """What is said."""
        raise NotImplementedError

    def single_forms(self) -> Iterator[RowForm]:
        yield self.form

    def file_address(self, file: Attachment) -> str:
        """Where evidence that is not staged any more is read."""
        args = [self.follow_up.ref, file.pk]
        return reverse("inspections:follow_up_file", args=args)


class AnswerPage(FollowUpPage):
    """How far a follow-up is, or that it is done, with evidence."""

    @property
    def is_done(self) -> bool:
        """Whether it is answered as done, not only reported on."""
        return self.data is not None and DONE in self.data

    @cached_property
    def form(self) -> AnswerForm:
        """The answer itself."""
        return AnswerForm(
            self.data,
            instance=Answer(follow_up=self.follow_up),
            prefix="answer",
            context=self.follow_up,
        )

    @cached_property
    def files(self) -> RowSet:
        """The evidence that is staged for it."""
        return FileRows(
            self.data,
            rows=Attachment.objects.staged_for(self.user, self.key),
            prefix="files",
            context=self,
            row_name=_("File"),
        )

    @cached_property
    def needs_evidence(self) -> bool:
        """Whether it cannot be answered as done without a new file."""
        return lacks_evidence(self.follow_up, [])

    @property
    def waits_for_evidence(self) -> bool:
        """Whether a file must still come before it can be answered as done."""
        return self.needs_evidence and not self.evidence

    @property
    def evidence(self) -> list[Attachment]:
        """The staged files that are to stay."""
        return [form.instance for form in self.files.kept_forms if form.instance.pk]

    def row_sets(self) -> dict[str, RowSet]:
        return {"files": self.files}

    def parts(self) -> list[Any]:
        return [*super().parts(), self.uploads]

    def agrees(self) -> bool:
        """All files are there, and what is done is wholly done and shown to be."""
        has_files = has_all_files(self.files, self.uploads, all_are_new=True)
        return all([has_files, self._is_whole(), self._is_shown()])

    def _is_whole(self) -> bool:
        progress = self.form.cleaned_data.get("progress")
        if not self.is_done or progress in (None, ALL_DONE):
            return True
        self.form.add_error(
            "progress", _("You answer that it is done: write 100, or leave it empty.")
        )
        return False

    def _is_shown(self) -> bool:
        if not self.is_done or not self.waits_for_evidence:
            return True
        self.uploads.add_error("upload", EVIDENCE_NEEDED)
        return False

    def told(self) -> Told:
        """The answer as it is given."""
        cleaned = self.form.cleaned_data
        return Told(
            text=cleaned["text"],
            answered_on=cleaned["answered_on"],
            progress=cleaned["progress"],
            files=tuple(self.evidence),
        )


class RedatingPage(FollowUpPage):
    """Another due day for a follow-up."""

    @cached_property
    def form(self) -> RedatingForm:
        """The day, and why."""
        return RedatingForm(
            self.data,
            instance=Redating(follow_up=self.follow_up),
            prefix="redating",
            context=self.follow_up,
        )
