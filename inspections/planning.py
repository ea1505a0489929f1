"""Storing a visit's plan, new or changed, with its history."""

from django.db import transaction
from django.utils import timezone, translation

from accounts.models import User
from audit.records import Change, difference, record
from inspections.forms.plan import GeneralForm
from inspections.models import Visit, next_reference
from inspections.recorded import as_words, set_team, set_zone
from inspections.search import refresh_visit
from thai.dates import fiscal_year
from ui.rows import RowSet


@transaction.atomic
def store_plan(
    general: GeneralForm, units: RowSet, *, by: User, version: int | None = None
) -> Visit:
    """Store a valid plan; `version` is that of the visit changed, null for a new one.

    Raises StaleVersion if the visit has moved on; nothing is stored then.
    """
    visit: Visit = general.instance
    is_new = visit.pk is None
    with translation.override("th"):
        before = {} if is_new else as_words(general, general.initial)
        if is_new:
            visit.created_by = by
            visit.ref = next_reference("V", fiscal_year(timezone.localdate()))
        else:
            visit.claim(version or 0)
        general.save()
        set_team(visit, general.cleaned_data["team"])
        changes: list[Change] = []
        changes += difference(before, as_words(general, general.cleaned_data))
        changes += store_units(visit, units)
        set_zone(visit)
        refresh_visit(visit)
        record(visit, "plan" if is_new else "replan", by=by, changes=changes)
    return visit


def store_units(visit: Visit, units: RowSet) -> list[Change]:
    """Store the rows of inspected units; give what changed."""
    changes: list[Change] = []
    for form in units.removed_forms:
        changes.append((f"unit.{form.instance}", str(form.instance), None))
        form.instance.delete()
    for order, form in enumerate(units.written_forms, start=1):
        is_new = form.instance.pk is None
        form.instance.visit = visit
        if is_new:
            form.instance.order = order
        unit = form.save()
        changes.append((f"unit.{unit}", None if is_new else str(unit), str(unit)))
    return changes
