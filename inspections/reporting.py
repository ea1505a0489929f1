"""Storing a report's section: texts, figures, files, their history; all or nothing."""

from typing import Any

from django.db import transaction
from django.utils import translation

from accounts.models import User
from audit.models import Attachment, StaleVersion
from audit.records import Change, difference, record
from audit.uploads import discard
from inspections.attaching import attach_staged
from inspections.forms.section_page import SectionPage
from inspections.models import Figure, ReportSection
from inspections.recorded import as_words
from inspections.rights import may_write_section
from ui.rows import RowForm

FIGURES, FILES = "figures", "files"


class SectionWriter:
    """Stores one valid page of a section; used once."""

    def __init__(self, page: SectionPage, by: User) -> None:
        self.page = page
        self.section: ReportSection = page.section
        self.by = by
        self.changes: list[Change] = []

    @transaction.atomic
    def write(self, version: int) -> None:
        """Store everything that differs from `version` of the section.

        Raises StaleVersion, with nothing stored, if the section has moved on or
        its round was closed.
        """
        self.section.claim(version)
        if not may_write_section(self.section, self.by):
            raise StaleVersion(str(self.section.pk))
        with translation.override("th"):
            self._write_texts()
            self._write_indicators()
            self._write_own_figures()
            self._write_files()
            if self.changes:
                record(self.section, "write", by=self.by, changes=self.changes)

    def _write_texts(self) -> None:
        form = self.page.text
        if not form.changed_data:
            return
        before = as_words(form, form.initial)
        # Only these: what the step of another has set meanwhile stays.
        self.section.save(update_fields=form.changed_data)
        after = as_words(form, form.cleaned_data)
        self.changes += [
            ([name, "", name], old, new) for name, old, new in difference(before, after)
        ]

    def _write_indicators(self) -> None:
        for order, form in enumerate(self.page.indicators, start=1):
            if form.is_emptied:
                self._remove(form, FIGURES)
            elif form.has_changed():
                form.instance.order = order
                self._store(form, FIGURES)

    def _write_own_figures(self) -> None:
        rows = self.page.sets[FIGURES]
        for form in rows.removed_forms:
            self._remove(form, FIGURES)
        first = len(self.page.indicators) + 1
        moved = []
        for order, form in enumerate(rows.kept_forms, start=first):
            figure: Figure = form.instance
            if form.has_changed():
                figure.section, figure.order = self.section, order
                figure.topic_kind = self.section.topic.kind
                self._store(form, FIGURES)
            elif figure.order != order:
                figure.order = order
                moved.append(figure)
        Figure.objects.bulk_update(moved, ["order"])

    def _write_files(self) -> None:
        rows = self.page.sets[FILES]
        for form in rows.removed_forms:
            self._remove(form, FILES)
        for form in rows.written_forms:
            form.instance.version += 1
            self._store(form, FILES)
        self.changes += attach_staged(
            self.section, rows, by=self.by, key=self.page.key, part=FILES
        )

    def _store(self, form: RowForm, part: str) -> None:
        """Save one form's row and note what changed."""
        before = as_words(form, form.initial) if form.instance.pk else {}
        form.save()
        self._note(form, part, before, as_words(form, form.cleaned_data))

    def _remove(self, form: RowForm, part: str) -> None:
        self._note(form, part, as_words(form, form.initial), {})
        if isinstance(form.instance, Attachment):
            discard(form.instance)
        else:
            form.instance.delete()

    def _note(
        self, form: RowForm, part: str, before: dict[str, Any], after: dict[str, Any]
    ) -> None:
        place = [part, str(form.instance)[:120]]
        self.changes += [
            ([*place, name], old, new) for name, old, new in difference(before, after)
        ]
