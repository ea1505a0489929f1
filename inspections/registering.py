"""Storing the typed details of an issue, its orders and samples; with their history."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from audit.records import Change, difference, plain, snapshot
from inspections.forms.issue_page import IssuePage
from inspections.forms.measures import without_zeros
from inspections.forms.registers import SampleForm
from inspections.forms.registers.water import RESULT
from inspections.models import DETAILS, Issue, LegalOrder, TopicKind, WaterSample
from inspections.models.registers import OrderResult
from inspections.recorded import as_words
from thai.dates import format_date
from ui.rows import RowForm, RowSet

DETAIL = "details"
"""The part of an issue's history that tells of its typed details."""
RESULT_FIELDS = ("result", "result_on")


def store_register(page: IssuePage, issue: Issue) -> list[Change]:
    """Store what the page says in the typed form of its kind; give what changed.

    The details of the kind that the issue had before go. The issue itself is stored
    already.
    """
    changes: list[Change] = []
    if not page.is_new and "kind" in page.form.changed_data:
        changes += _drop(issue)
    if page.shown == issue.kind and page.detail is not None:
        changes += _store_detail(page.detail, issue)
        for prefix, rows in page.rows.items():
            changes += _store_rows(prefix, rows, issue)
        if "orders" in page.rows:
            changes += _settle(issue)
    if changes:
        issue.describe()
        issue.save(update_fields=["search_text"])
    return changes


def register_told_again(page: IssuePage) -> list[Change]:
    """What was typed of an issue that is known already, for its history alone."""
    forms: list[tuple[str, Any]] = []
    if page.detail is not None and page.detail.has_changed():
        forms.append(("", page.detail))
    for rows in page.rows.values():
        forms += [(_label("", form.instance), form) for form in rows.written_forms]
    return [
        (["sighting", label[:120], name], None, after)
        for label, form in forms
        for name, _before, after in difference({}, words_of(form, form.cleaned_data))
    ]


def _store_detail(form: RowForm, issue: Issue) -> list[Change]:
    if not form.has_changed():
        return []
    is_new = form.instance._state.adding
    before = {} if is_new else words_of(form, form.initial)
    form.instance.issue = issue
    form.save()
    return _told(DETAIL, "", before, words_of(form, form.cleaned_data))


def _store_rows(prefix: str, rows: RowSet, issue: Issue) -> list[Change]:
    changes: list[Change] = []
    # An order goes before the one that it follows, which is of a lower section.
    for form in sorted(rows.removed_forms, key=_section, reverse=True):
        label = _label(prefix, form.instance)
        changes += _told(prefix, label, words_of(form, form.initial), {})
        form.instance.delete()
    for form in rows.written_forms:
        before = {} if form.instance.pk is None else words_of(form, form.initial)
        form.instance.issue = issue
        form.save()
        if isinstance(form, SampleForm):
            form.store_results()
        after = words_of(form, form.cleaned_data)
        changes += _told(prefix, _label(prefix, form.instance), before, after)
    return changes


def _section(form: RowForm) -> str:
    return str(form.initial.get("section", ""))


def _settle(issue: Issue) -> list[Change]:
    """An order that another follows was escalated that day; no other was."""
    orders = list(LegalOrder.objects.filter(issue=issue))
    followed = {order.follows_id: order for order in orders if order.follows_id}
    changes: list[Change] = []
    for order in orders:
        later = followed.get(order.pk)
        wanted = (OrderResult.ESCALATED, later.issued_on) if later else ("", None)
        held = (order.result, order.result_on)
        is_settled = held == wanted if later else held[0] != OrderResult.ESCALATED
        if is_settled:
            continue
        before = snapshot(order, RESULT_FIELDS)
        order.result, order.result_on = wanted
        order.save(update_fields=RESULT_FIELDS)
        after = snapshot(order, RESULT_FIELDS)
        changes += _told("orders", str(order), before, after)
    return changes


def _drop(issue: Issue) -> list[Change]:
    """Take away what is told of every kind but the issue's own."""
    found: list[tuple[str, Any]] = []
    for kind, model in DETAILS.items():
        if kind != issue.kind:
            found += [
                (DETAIL, row) for row in model._default_manager.filter(issue=issue)
            ]
    if issue.kind != TopicKind.FACTORY_MINE:
        # An order goes before the one that it follows.
        found += [("orders", row) for row in issue.orders.order_by("-section", "-pk")]
    if issue.kind != TopicKind.MINE_PIT_WATER:
        samples = issue.samples.prefetch_related("results")
        found += [("samples", row) for row in samples]
    changes: list[Change] = []
    for part, row in found:
        changes += _told(part, _label(part, row), _stored_words(row), {})
        row.delete()
    return changes


def words_of(form: RowForm, values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as history keeps them; a stored number without the column's zeros."""
    plain_ones = {
        name: without_zeros(value) if isinstance(value, Decimal) else value
        for name, value in values.items()
    }
    return as_words(form, plain_ones)


def _stored_words(row: Any) -> dict[str, Any]:
    """What a row says, as history keeps it."""
    words = {}
    for field in row._meta.concrete_fields:
        if field.name in ("id", "issue"):
            continue
        value = getattr(row, field.name)
        if isinstance(value, Decimal):
            value = without_zeros(value)
        words[field.name] = plain(
            ", ".join(value) if isinstance(value, list) else value
        )
    if isinstance(row, WaterSample):
        for result in row.results.all():
            words[f"{RESULT}{result.parameter}"] = str(result.reading)
    return words


def _label(part: str, row: Any) -> str:
    """What tells a row from the others of its part; the details are one row."""
    if part == DETAIL:
        return ""
    if isinstance(row, WaterSample):
        return format_date(row.taken_on, "short")
    return str(row)


def _told(
    part: str, label: str, before: dict[str, Any], after: dict[str, Any]
) -> list[Change]:
    place = [part, label[:120]]
    return [([*place, name], old, new) for name, old, new in difference(before, after)]
