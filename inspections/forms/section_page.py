"""The page of a report's section as one thing: shown, merged, checked, saved."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from audit.models import Attachment
from inspections.forms.given import FileRows, UploadForm, has_all_files
from inspections.forms.section import IndicatorForm, OwnFigureRows, SectionTextForm
from inspections.forms.section_context import SectionContext
from inspections.models import Figure, Indicator, ReportSection
from ui.pages import EditedPage
from ui.rows import RowForm, RowSet

SUBMIT = "submit"
"""The button that saves and submits."""


class SectionPage(EditedPage):
    """The forms of one section for one editor.

    `data` is what was sent, or null to show what is stored; `key` is the
    operation key under which uploads are staged.
    """

    def __init__(
        self,
        section: ReportSection,
        user: User,
        data: QueryDict | None,
        *,
        key: str,
        uploads: UploadForm | None = None,
    ) -> None:
        super().__init__(data, record=section)
        self.section = section
        self.user = user
        self.key = key
        self.uploads = uploads or UploadForm()
        self.context = SectionContext(section)

    @property
    def is_submission(self) -> bool:
        """Whether the section is to be submitted as soon as it is saved."""
        return self.data is not None and SUBMIT in self.data

    @cached_property
    def text(self) -> SectionTextForm:
        """The three texts."""
        return SectionTextForm(
            self.data, instance=self.section, prefix="section", context=self.context
        )

    @cached_property
    def indicators(self) -> list[IndicatorForm]:
        """One form for each indicator, in the topic's order."""
        stored = {figure.indicator_id: figure for figure in self.context.figures}
        return [
            IndicatorForm(
                self.data,
                instance=self._figure_of(indicator, stored.get(indicator.pk)),
                prefix=f"indicator-{indicator.pk}",
                context=self.context,
                empty_permitted=True,
                use_required_attribute=False,
            )
            for indicator in self.context.indicators
        ]

    def _figure_of(self, indicator: Indicator, stored: Figure | None) -> Figure:
        figure = stored or Figure(
            section=self.section,
            topic_kind=self.section.topic.kind,
            name=indicator.name_th,
            unit=indicator.unit_th,
        )
        figure.indicator = indicator
        return figure

    @cached_property
    def sets(self) -> dict[str, RowSet]:
        """The sets of rows, by prefix."""
        files = list(Attachment.objects.about(self.section))
        files += Attachment.objects.staged_for(self.user, self.key)
        own = [f for f in self.context.figures if f.indicator_id is None]
        return {
            "figures": self._rows(OwnFigureRows, "figures", own, _("Figure")),
            "files": self._rows(FileRows, "files", files, _("File")),
        }

    def _rows(
        self, made: type[RowSet], prefix: str, rows: list[Any], name: str
    ) -> RowSet:
        return made(
            self.data, rows=rows, prefix=prefix, context=self.context, row_name=name
        )

    def single_forms(self) -> Iterator[RowForm]:
        yield self.text
        yield from self.indicators

    def row_sets(self) -> dict[str, RowSet]:
        return self.sets

    def parts(self) -> list[Any]:
        return [*super().parts(), self.uploads]

    def again(self, data: QueryDict) -> "SectionPage":
        return SectionPage(
            self.section, self.user, data, key=self.key, uploads=self.uploads
        )

    def rebased(self) -> "SectionPage":
        """As with every page; a number taken out of a changed figure is asked about."""
        unseen = [form.cleared_unseen() for form in self.indicators]
        fresh = super().rebased()
        for form, conflict in zip(fresh.indicators, unseen, strict=True):
            if conflict and not form.conflicts:
                form.conflicts = [conflict]
                fresh.conflict_count += 1
        return fresh

    def agrees(self) -> bool:
        """No file is lost or bad, and what is to be submitted says something."""
        has_files = has_all_files(self.sets["files"], self.uploads)
        return has_files and self._says_something()

    def _says_something(self) -> bool:
        if not self.is_submission or self._has_content():
            return True
        self.text.add_error("narrative", _NOTHING_SAID % {"topic": self.section.topic})
        return False

    def _has_content(self) -> bool:
        texts = (
            str(self.text[name].value() or "") for name in self.text.fields_shown()
        )
        return (
            any(text.strip() for text in texts)
            or any(form.has_number for form in self.indicators)
            or bool(self.sets["figures"].kept_forms)
        )


_NOTHING_SAID = gettext_lazy(
    "“%(topic)s” has neither text nor figure, so it cannot be submitted. Write what "
    "was done, or why there is nothing to report."
)
