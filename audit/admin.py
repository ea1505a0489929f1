"""Django's admin with our history: who changed what there, in the same transaction."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from audit.models import Versioned
from audit.records import Change, difference, plain, record, snapshot

SECRET = frozenset({"password"})


class VersionedForm(forms.ModelForm):
    """Refuses to overwrite what somebody else saved since the page was opened."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen_version"].initial = self.instance.version

    def clean(self) -> dict[str, Any]:
        """Compare the version that the editor saw with the one stored."""
        values: dict[str, Any] = super().clean() or {}
        seen = values.get("seen_version")
        if self.instance.pk and seen != self.instance.version:
            raise ValidationError(
                _("Somebody else changed this meanwhile. Open it again to see how.")
            )
        return values


class AuditedAdmin(admin.ModelAdmin):
    """Records every change in the history; deletes nothing.

    What is over gets a last day; what is wrong is corrected.
    """

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes reference data and people: the past points at them."""
        return False

    def save_model(
        self, request: HttpRequest, obj: Any, form: Any, change: bool
    ) -> None:
        """Save one record, noting which of its columns changed."""
        names = own_columns(form)
        before = stored_values(obj, names) if change else {}
        if change and isinstance(obj, Versioned):
            obj.claim(form.cleaned_data["seen_version"])
        super().save_model(request, obj, form, change)
        noted(request).extend(difference(before, snapshot(obj, names)))

    def save_related(
        self, request: HttpRequest, form: Any, formsets: Any, change: bool
    ) -> None:
        """Save lists of other records and inline rows, noting what changed."""
        obj, names = form.instance, own_lists(form)
        before = {name: listed(obj, name) for name in names} if change else {}
        super().save_related(request, form, formsets, change)
        after = {name: listed(obj, name) for name in names}
        noted(request).extend(difference(before, after))

    def save_formset(
        self, request: HttpRequest, form: Any, formset: Any, change: bool
    ) -> None:
        """Save inline rows, noting what changed under the row's own name."""
        rows = [row for row in formset.forms if row.has_changed()]
        keys = [row.instance.pk for row in rows]
        names = [own_columns(row, leave_out=formset.fk.name) for row in rows]
        before = [
            stored_values(row.instance, n) for row, n in zip(rows, names, strict=True)
        ]
        super().save_formset(request, form, formset, change)
        for row, key, own, old in zip(rows, keys, names, before, strict=True):
            is_gone = row in formset.deleted_forms
            new = {} if is_gone else snapshot(row.instance, own)
            prefix = f"{formset.model._meta.model_name} {key or row.instance.pk}."
            noted(request).extend(difference(old, new, prefix))

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Write the history row of a new record, too."""
        record(obj, "add", by=request.user, changes=noted(request))
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Write the history row of a changed record, too."""
        if noted(request):
            record(obj, "correct", by=request.user, changes=noted(request))
        return super().log_change(request, obj, message)


def noted(request: HttpRequest) -> list[Change]:
    """The changes that this request has made so far."""
    if not hasattr(request, "_noted_changes"):
        request._noted_changes = []  # type: ignore[attr-defined]
    changes: list[Change] = request._noted_changes  # type: ignore[attr-defined]
    return changes


def own_columns(form: Any, leave_out: str = "") -> list[str]:
    """The columns of the form's record that the form can fill."""
    meta = form.instance._meta
    columns = {field.name for field in meta.concrete_fields}
    columns -= {*SECRET, meta.pk.name, leave_out}
    return [name for name in form.fields if name in columns]


def own_lists(form: Any) -> list[str]:
    """The lists of other records that the form can fill."""
    lists = {field.name for field in form.instance._meta.many_to_many}
    return [name for name in form.fields if name in lists]


def stored_values(obj: models.Model, names: Iterable[str]) -> dict[str, Any]:
    """The values as they stand in the database; empty for a new record."""
    stored = type(obj)._base_manager.filter(pk=obj.pk).first() if obj.pk else None
    return snapshot(stored, names) if stored else {}


def listed(obj: models.Model, name: str) -> Any:
    """A list of other records in one line."""
    return plain(", ".join(sorted(str(item) for item in getattr(obj, name).all())))
