"""Writing history, in the transaction of the change itself."""

from collections.abc import Iterable
from contextvars import ContextVar
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction

from audit.models import Entry

#: One field's change: where (a path of names, or one), before, after.
Change = tuple[str | list[str], Any, Any]

current_request_id: ContextVar[str] = ContextVar("current_request_id", default="")


def plain(value: Any) -> Any:
    """The value as history keeps it: text, number, yes/no or null."""
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value)


def snapshot(record: models.Model, fields: Iterable[str]) -> dict[str, Any]:
    """The plain values of the named fields."""
    return {name: plain(getattr(record, name)) for name in fields}


def difference(
    before: dict[str, Any], after: dict[str, Any], prefix: str = ""
) -> list[tuple[str, Any, Any]]:
    """What differs between two snapshots; a missing name counts as empty."""
    return [
        (f"{prefix}{name}", before.get(name), after.get(name))
        for name in {**before, **after}
        if (before.get(name) or None) != (after.get(name) or None)
        # 0 and False are values; only empty text equals nothing.
        or (before.get(name) in (0, False)) != (after.get(name) in (0, False))
    ]


def record(
    target: models.Model,
    step: str,
    *,
    by: Any,
    changes: Iterable[Change] = (),
    reason: str = "",
) -> Entry:
    """Add one history row; `by` is null for what the system itself did.

    Raises TransactionManagementError outside a transaction: a change and its
    history must be saved together or not at all.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(
            "history is written in the transaction of the change"
        )
    return Entry.objects.create(
        content_type=ContentType.objects.get_for_model(target),
        object_id=target.pk,
        step=step,
        by=by,
        by_name=str(by) if by else "",
        changes=[list(change) for change in changes],
        reason=reason,
        request_id=current_request_id.get(),
    )
