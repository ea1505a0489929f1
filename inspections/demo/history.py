"""History rows of what is told to have happened on earlier days."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models

from audit.models import Entry
from inspections.demo.cast import NOBODY, Doer


@dataclass
class Told:
    """One history row in the making; the document may still be unsaved."""

    document: models.Model
    step: str
    at: datetime
    doer: Doer = NOBODY
    reason: str = ""
    changes: list[list[Any]] = field(default_factory=list)


def write(rows: Iterable[Told]) -> None:
    """Store the rows in their order of time, each with its own moment.

    Belongs in the transaction that makes the documents.
    """
    ordered = sorted(rows, key=lambda told: told.at)
    types = {
        kind: ContentType.objects.get_for_model(kind)
        for kind in {type(told.document) for told in ordered}
    }
    with keeping_moments(Entry, "at"):
        Entry.objects.bulk_create(
            Entry(
                content_type=types[type(told.document)],
                object_id=told.document.pk,
                step=told.step,
                at=told.at,
                by=told.doer.user,
                by_name=told.doer.name,
                reason=told.reason,
                changes=told.changes,
            )
            for told in ordered
        )


@contextmanager
def keeping_moments(model: type[models.Model], name: str) -> Iterator[None]:
    """Let new rows keep the moment that they state, which else is always now.

    Only for commands that run alone: it holds for the whole process.
    """
    stamped = model._meta.get_field(name)
    assert isinstance(stamped, models.DateTimeField)  # noqa: S101 - for the types
    stamped.auto_now_add = False
    try:
        yield
    finally:
        stamped.auto_now_add = True
