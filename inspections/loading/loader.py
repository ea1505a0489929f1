"""Loads the records of a visits file: checks each, stores the sound, tells of all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from inspections.loading.checks import UNSTORABLE, Fault, printable
from inspections.loading.dump import dump, source_of
from inspections.loading.form import faults_of, warnings_of
from inspections.loading.known import Known
from inspections.loading.reading import Keyed
from inspections.loading.store import store
from inspections.loading.writing import canonical
from inspections.models import Visit

BATCH = 200
"""How many records are compared with what is stored in one go."""

Stored = dict[str, dict[str, Any]]


@dataclass
class Outcome:
    """What became of one record; `number` counts from 1.

    Loaded if it has no faults: stored now, or stored already and unchanged.
    """

    number: int
    source: str
    faults: Sequence[Fault] = ()
    warnings: Sequence[Fault] = ()

    @property
    def is_loaded(self) -> bool:
        """Whether what the record says is stored."""
        return not self.faults

    def told(self, fault: Fault) -> str:
        """A line on one of the faults or warnings; only its last part is translated."""
        source = f" ({self.source})" if self.source else ""
        field = f", {fault.field}" if fault.field else ""
        return f"record {self.number}{source}{field}: {fault.code}: {fault.message}"


def load(records: Sequence[Any]) -> Iterator[Outcome]:
    """Load the records one by one, in their order; each by itself or not at all."""
    known = Known.read()
    seen: set[str] = set()
    for first in range(0, len(records), BATCH):
        batch = records[first : first + BATCH]
        stored = _stored(batch)
        for number, record in enumerate(batch, start=first + 1):
            source = _source(record)
            outcome = Outcome(number, printable(source))
            faults = list(faults_of(record, known))
            if source and source in seen:
                faults.append(_repeated())
            seen.add(source)
            outcome.faults = faults or _settle(record, known, stored)
            if outcome.is_loaded:
                outcome.warnings = list(warnings_of(record, known))
            yield outcome


def _source(record: Any) -> str:
    source = record.get("source") if isinstance(record, Keyed) else None
    return source if isinstance(source, str) else ""


def _repeated() -> Fault:
    message = _("an earlier record of this file has the same source")
    return Fault("source", "repeated", message)


def _settle(record: Keyed, known: Known, stored: Stored) -> list[Fault]:
    """Store the record or, if its source is known, say how it differs."""
    present = stored.get(record["source"])
    if present is not None:
        return list(_differences(record, present))
    try:
        store(record, known)
    except DatabaseError as fault:
        message = _("the database refused it: %(fault)s")
        return [Fault("", "database", message % {"fault": printable(str(fault))})]
    return []


def _differences(record: Keyed, present: dict[str, Any]) -> Iterator[Fault]:
    for name, value in record.items():
        if canonical(value) != canonical(present[name]):
            message = _("other content is stored under this source")
            yield Fault(name, "differs", message)


def _stored(batch: Sequence[Any]) -> Stored:
    """The records, as they would be dumped, of those sources that are known."""
    sources = {source for record in batch if (source := _source(record))}
    storable = [source for source in sources if not UNSTORABLE.search(source)]
    visits = Visit.objects.filter(
        Q(source__in=storable) | Q(source=None, ref__in=storable)
    )
    found: Stored = {}
    for visit, record in dump(visits):
        if visit.source is not None or source_of(visit) not in found:
            found[source_of(visit)] = record
    return found
