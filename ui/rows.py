"""Rows of one record edited together on a page, and merged when two people do.

Every row carries what its editor saw (`base`). When the record has moved on
meanwhile, each field is compared three ways: what was seen, what was typed,
what is stored. Only a field that both sides changed, differently, is put to
the editor; nothing typed is lost and nothing stored is overwritten unseen.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from django import forms
from django.db.models import Model
from django.forms.formsets import (
    DELETION_FIELD_NAME,
    TOTAL_FORM_COUNT,
    BaseFormSet,
    formset_factory,
)
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from ui.forms import ModelForm
from ui.sent import as_sent, sent_number
from ui.widgets import HiddenInput

MOST_ROWS = 500
OWN_FIELDS = ("id", "base", DELETION_FIELD_NAME)


@dataclass(frozen=True)
class Conflict:
    """A field that two people changed: where, and what the other one stored.

    `field` is empty when the whole row was changed or removed.
    """

    label: str
    theirs: str
    field: str = ""


class RowForm(ModelForm):
    """One row; `context` is what the whole page shares (choices, the record)."""

    # Nearly every field of a row may be left empty; marking each is noise.
    mark_optional = False
    #: Said before its faults, where it stands alone and others are like it.
    place = ""

    id = forms.CharField(required=False, label=_("Row"), widget=HiddenInput)
    base = forms.CharField(required=False, label=_("Row as read"), widget=HiddenInput)

    def __init__(self, *args: Any, context: Any = None, **kwargs: Any) -> None:
        self.context = context
        self.conflicts: list[Conflict] = []
        instance = kwargs.get("instance")
        own: dict[str, Any] = {}
        if instance is not None and instance.pk:
            own = {"id": str(instance.pk), **self.derived_initial(instance)}
        kwargs["initial"] = {**own, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.prepare()
        if instance is not None:
            self.initial["base"] = json.dumps(self.stored_values(), ensure_ascii=False)

    def prepare(self) -> None:
        """Adjust fields to the page's context; for subclasses."""

    def derived_initial(self, instance: Any) -> dict[str, Any]:
        """First values of fields that are not columns; for subclasses."""
        return {}

    def is_blank(self) -> bool:
        """Whether a new row says nothing and is left out; for subclasses."""
        return False

    @property
    def stands_alone(self) -> bool:
        """Whether it is no row of a set, so that nothing else draws its frame."""
        return DELETION_FIELD_NAME not in self.fields

    @cached_property
    def changed_data(self) -> list[str]:
        """The fields that differ, without those that only carry the row."""
        return [name for name in self.fields_shown() if self._differs(name)]

    def _differs(self, name: str) -> bool:
        bound: Any = self[name]
        return bool(bound._has_changed())

    def fields_shown(self) -> list[str]:
        """The names of the fields an editor fills."""
        return [name for name in self.fields if name not in OWN_FIELDS]

    def stored_values(self) -> dict[str, str]:
        """What the controls would send if nothing was typed."""
        return {
            name: as_sent(
                self.fields[name], self.get_initial_for_field(self.fields[name], name)
            )
            for name in self.fields_shown()
        }

    def has_changed(self) -> bool:
        """Whether anything was typed; a new row that says nothing was not."""
        if not self.instance.pk and self.is_bound and self.is_blank():
            return False
        return bool(self.changed_data)

    def says_more(self) -> bool:
        """Whether it holds anything that is not stored yet; for subclasses."""
        return self.has_changed()


class RowSet(BaseFormSet):
    """The rows of one part of a record.

    `rows` are the stored ones; `suggested` first values of rows that are offered
    beside them, kept only when something is typed into them.
    """

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        rows: Iterable[Model],
        prefix: str,
        context: Any = None,
        suggested: Sequence[dict[str, Any]] = (),
        row_name: Any = "",
    ) -> None:
        self.row_name = row_name
        self.rows = list(rows)
        self.by_key = {str(row.pk): row for row in self.rows}
        self.suggested = list(suggested)
        super().__init__(
            data, prefix=prefix, form_kwargs={"context": context}, auto_id="id_%s"
        )

    def quiet(self) -> None:
        """Show the rows as typed but unjudged."""
        quiet(self.forms)
        self._errors: list[Any] = []
        self._non_form_errors = self.error_class()

    def total_form_count(self) -> int:
        """As many as were sent, or the stored and suggested ones."""
        if self.is_bound:
            return min(int(super().total_form_count()), self._sent_rows() + 1)
        return len(self.rows) + len(self.suggested)

    def _sent_rows(self) -> int:
        """One more than the highest row that came; a bare number draws no rows."""
        start = f"{self.prefix}-"
        numbers = (
            sent_number(name[len(start) :].partition("-")[0])
            for name in self.data
            if name.startswith(start)
        )
        return max((number + 1 for number in numbers if number is not None), default=0)

    def initial_form_count(self) -> int:
        """None in the formset's own sense: each row names its record itself."""
        return 0

    def _construct_form(self, i: int, **kwargs: Any) -> Any:
        if self.is_bound:
            key = self.data.get(f"{self.prefix}-{i}-id", "")
            kwargs["instance"] = self.by_key.get(key)
        elif i < len(self.rows):
            kwargs["instance"] = self.rows[i]
        else:
            kwargs["initial"] = self.suggested[i - len(self.rows)]
        form = super()._construct_form(i, **kwargs)  # type: ignore[misc]
        form.empty_permitted = True
        return form

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields[DELETION_FIELD_NAME].label = _("Remove this row")

    def _should_delete_form(self, form: Any) -> bool:
        """Whether the row's box is ticked; also where nothing else was changed."""
        if not self.is_bound:
            return False
        widget = form.fields[DELETION_FIELD_NAME].widget
        name = form.add_prefix(DELETION_FIELD_NAME)
        return bool(widget.value_from_datadict(form.data, form.files, name))

    @property
    def removed_forms(self) -> list[Any]:
        """Rows that are stored and are to go."""
        return [
            form
            for form in self.forms
            if form.instance.pk and self._should_delete_form(form)
        ]

    @property
    def kept_forms(self) -> list[Any]:
        """Rows that will be there: not removed, and stored or saying something."""
        return [
            form
            for form in self.forms
            if not self._should_delete_form(form)
            and (form.instance.pk is not None or form.has_changed())
        ]

    @property
    def written_forms(self) -> list[Any]:
        """Rows to store: new ones that say something, stored ones that differ."""
        return [
            form
            for form in self.forms
            if not self._should_delete_form(form) and form.has_changed()
        ]


def row_set(form: type[RowForm]) -> type[RowSet]:
    """The set of such rows."""
    made = formset_factory(
        form,
        formset=RowSet,
        extra=0,
        can_delete=True,
        max_num=MOST_ROWS,
        absolute_max=MOST_ROWS,
    )
    return cast(type[RowSet], made)


def with_added_row(data: QueryDict, prefix: str) -> QueryDict:
    """The same page with one more empty row."""
    changed = data.copy()
    name = f"{prefix}-{TOTAL_FORM_COUNT}"
    count = sent_number(data.get(name, "")) or 0
    changed[name] = str(min(count, MOST_ROWS - 1) + 1)
    return changed


def quiet(bound_forms: Iterable[forms.BaseForm]) -> None:
    """Show bound forms as typed but unjudged, as before the save button."""
    for form in bound_forms:
        form._errors = forms.utils.ErrorDict()  # type: ignore[attr-defined]
        form.cleaned_data = {}
