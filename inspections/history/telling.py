"""History rows in words: steps and fields by label, values as people read them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext as _

from audit.models import Entry
from inspections.history.complainants import COMPLAINANT
from inspections.history.follow_ups import FOLLOW_UP
from inspections.history.issues import ISSUE
from inspections.history.partners import MEETING, NETWORK
from inspections.history.reports import REPORT, SECTION
from inspections.history.rounds import ROUND
from inspections.history.sites import SITE
from inspections.history.times import TIMES
from inspections.history.visits import VISIT
from inspections.history.vocabulary import Vocabulary
from inspections.measured import measured
from regions.models.measure import MeasureField
from regions.models.several import SeveralField
from thai.dates import format_date, format_time
from ui.widgets import reader_language

VOCABULARIES = {
    words.model: words
    for words in (
        *(VISIT, ROUND, REPORT, SECTION, ISSUE, FOLLOW_UP, TIMES),
        *(MEETING, NETWORK, SITE, COMPLAINANT),
    )
}
#: Of a document whose kind has no words of its own.
WORDLESS = Vocabulary(model=models.Model, acts={})


@dataclass(frozen=True)
class ToldChange:
    """One field's change in words."""

    place: str
    field: str
    before: str
    after: str
    is_comment: bool = False


@dataclass(frozen=True)
class ToldEntry:
    """One history row in words.

    `about` names its document among several; `is_quiet` is an act that changes
    nothing by its nature.
    """

    at: datetime
    who: str
    act: str
    reason: str
    changes: list[ToldChange]
    about: str = ""
    is_quiet: bool = False

    @property
    def has_comments(self) -> bool:
        """Whether somebody said what is to be mended."""
        return any(change.is_comment for change in self.changes)

    @property
    def places(self) -> list[tuple[str, list[ToldChange]]]:
        """The changes by the part of the record they were made in."""
        return [
            (place, list(changes))
            for place, changes in groupby(self.changes, key=lambda told: told.place)
        ]


def told(
    entries: Iterable[Entry], about: "dict[tuple[int, int], str] | None" = None
) -> list[ToldEntry]:
    """History rows as a reader sees them, in the order given.

    `about` names the documents, by content type and key, where the rows are of
    several.
    """
    named = about or {}
    return [
        ToldEntry(
            at=entry.at,
            who=entry.by_name or _("The system"),
            act=words.act(entry.step),
            reason=entry.reason,
            changes=[_told_change(words, *change) for change in entry.changes],
            about=named.get((entry.content_type_id, entry.object_id), ""),
            is_quiet=entry.step in words.quiet,
        )
        for entry in entries
        for words in [vocabulary_of(entry)]
    ]


def vocabulary_of(entry: Entry) -> Vocabulary:
    """The words for the document that a history row is about."""
    kind = ContentType.objects.get_for_id(entry.content_type_id).model_class()
    return VOCABULARIES.get(kind, WORDLESS) if kind else WORDLESS


def _told_change(words: Vocabulary, path: Any, before: Any, after: Any) -> ToldChange:
    part, label, name = path if isinstance(path, list) else ["", "", path]
    head, _dot, tail = name.partition(".")
    if head == "comment":
        comment = _("Comment")
        return ToldChange(words.part(tail), comment, "", str(after), is_comment=True)
    if head == "unit":
        return ToldChange("", _("inspected unit"), str(before or ""), str(after or ""))
    field = words.label(part, name)
    # A part that is one field needs no heading above its own name.
    title = "" if name == part else words.part(part)
    return ToldChange(
        " – ".join(filter(None, [title, label])),
        field,
        in_words(words, part, name, before),
        in_words(words, part, name, after),
    )


def in_words(words: Vocabulary, part: str, name: str, value: Any) -> str:
    """A stored value as people read it: choices by label, days in the reader's era."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name == "state":
        return words.state(value)
    found = words.column(part, name)
    return str(value) if found is None else _of_column(found, value)


def _of_column(found: models.Field, value: Any) -> str:
    if found.choices:
        return str(dict(found.flatchoices).get(_as_key(found, value), value))
    if isinstance(found, SeveralField):
        return found.in_words(str(value).split(", "))
    if isinstance(found, MeasureField):
        return measured(found, Decimal(str(value)))
    return _dated(found, str(value))


def _as_key(found: models.Field, value: Any) -> Any:
    """A stored value as the choices have it: history may have kept a number's text."""
    is_number = isinstance(found, models.IntegerField) and str(value).isdecimal()
    return int(value) if is_number else value


def _dated(found: models.Field, value: str) -> str:
    try:
        if isinstance(found, models.DateField):
            day = date.fromisoformat(value)
            return format_date(day, "short", reader_language())
        if isinstance(found, models.TimeField):
            return format_time(time.fromisoformat(value), reader_language())
    except ValueError:
        pass
    return value


def last_entry(document: models.Model) -> Entry | None:
    """The latest thing that happened to a document."""
    return Entry.objects.about(document).last()


def last_told(document: models.Model, steps: Iterable[str]) -> ToldEntry | None:
    """The latest of these steps of a document, in words."""
    found = Entry.objects.about(document).filter(step__in=steps).order_by("-pk")[:1]
    return next(iter(told(found)), None)
