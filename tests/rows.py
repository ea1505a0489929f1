"""Everything that is stored, to tell whether an act changed anything."""

from typing import Any

from django.apps import apps

#: Written by signing in and looking around; no one's work.
PASSING = {"sessions.session", "contenttypes.contenttype"}

Rows = dict[str, list[tuple[Any, ...]]]


def all_rows() -> Rows:
    """Every row of every table of every app, in a fixed order."""
    models = apps.get_models(include_auto_created=True)
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values_list())
        for model in models
        if model._meta.label_lower not in PASSING
    }


def changed_tables(before: Rows, after: Rows) -> set[str]:
    """The tables in which anything differs."""
    return {label for label in after if before[label] != after[label]}
