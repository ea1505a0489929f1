"""Django's admin with days of the Buddhist era, and keys that are checked first."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import admin
from django.db import models

from thai.dates import format_date
from ui.fields import BuddhistDateField, RecordField, RecordsField
from ui.widgets import BuddhistDateInput, reader_language

FIELDS: Mapping[type[models.Field], Mapping[str, Any]] = {
    models.DateField: {"form_class": BuddhistDateField, "widget": BuddhistDateInput},
    models.ForeignKey: {"form_class": RecordField},
    models.ManyToManyField: {"form_class": RecordsField},
}


class BuddhistAdmin(admin.ModelAdmin):
    """Takes days in either era and shows them in the reader's; refuses forged keys."""

    formfield_overrides = FIELDS


class BuddhistInline(admin.TabularInline):
    """The same for the rows inside another record's page."""

    formfield_overrides = FIELDS
    extra = 0


def day(name: str, label: Any) -> Callable[[Any], str]:
    """A column of a list: the day in a field, in the reader's era."""

    @admin.display(description=label, ordering=name, empty_value="–")
    def shown(record: Any) -> str:
        value = getattr(record, name)
        return format_date(value, "short", reader_language()) if value else ""

    return shown
