"""History rows in words: steps and fields by label, values as people read them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from itertools import groupby
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit.models import Attachment, Entry
from inspections.lifecycle import VISIT_SECTIONS, VisitState
from inspections.models import (
    Figure,
    FollowUp,
    TopicNote,
    Visit,
    VisitDimension,
    VisitSession,
    VisitSite,
    VisitUnit,
)
from networks.models import Meeting, MeetingParty
from thai.dates import format_date, format_time
from ui.widgets import reader_language

#: What was done: steps of the life-cycle and other acts.
ACTS = {
    "start": gettext_lazy("Started recording"),
    "submit": gettext_lazy("Submitted for sign-off"),
    "return": gettext_lazy("Returned for correction"),
    "sign-off": gettext_lazy("Signed off"),
    "postpone": gettext_lazy("Postponed"),
    "cancel": gettext_lazy("Cancelled the visit"),
    "amend": gettext_lazy("Opened for amendment"),
    "plan": gettext_lazy("Planned the visit"),
    "replan": gettext_lazy("Changed the plan"),
    "record": gettext_lazy("Saved the record"),
    "load": gettext_lazy("Loaded from a file"),
    "demo": gettext_lazy("Made for demonstration"),
}
#: Whose fields a section's changes can name.
MODELS_OF: dict[str, tuple[type[models.Model], ...]] = {
    "": (Visit,),
    "general": (Visit, VisitUnit),
    "itinerary": (VisitSession,),
    "topics": (TopicNote,),
    "figures": (Figure,),
    "sites": (VisitSite,),
    "networks": (MeetingParty, Meeting),
    "recommendations": (FollowUp,),
    "dimensions": (VisitDimension,),
    "photos": (Attachment,),
}
OTHER_LABELS = {
    "team": gettext_lazy("Team"),
    "to": gettext_lazy("Who must act"),
    "points": gettext_lazy("Points raised"),
    "number": gettext_lazy("Value"),
    "up_to": gettext_lazy("up to (if a range)"),
    "mentioned": gettext_lazy("Came up at the visit"),
    "province": gettext_lazy("Province"),
    "state": gettext_lazy("State"),
    "file": gettext_lazy("File"),
}


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
    """One history row in words."""

    at: datetime
    who: str
    act: str
    reason: str
    changes: list[ToldChange]

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


def told(entries: Iterable[Entry]) -> list[ToldEntry]:
    """History rows as a reader sees them, in the order given."""
    return [
        ToldEntry(
            at=entry.at,
            who=entry.by_name or _("The system"),
            act=act_label(entry.step),
            reason=entry.reason,
            changes=[_told_change(*change) for change in entry.changes],
        )
        for entry in entries
    ]


def act_label(slug: str) -> str:
    """What was done, in words."""
    return str(ACTS.get(slug, slug))


def _told_change(path: Any, before: Any, after: Any) -> ToldChange:
    section, label, name = path if isinstance(path, list) else ["", "", path]
    head, _dot, tail = name.partition(".")
    if head == "comment":
        place = str(VISIT_SECTIONS.get(tail, tail))
        return ToldChange(place, _("Comment"), "", str(after), is_comment=True)
    if head == "unit":
        return ToldChange("", _("inspected unit"), str(before or ""), str(after or ""))
    place = " – ".join(filter(None, [str(VISIT_SECTIONS.get(section, "")), label]))
    return ToldChange(
        place,
        _field_label(section, name),
        in_words(section, name, before),
        in_words(section, name, after),
    )


def _field_label(section: str, name: str) -> str:
    if name in OTHER_LABELS:
        return str(OTHER_LABELS[name])
    found = _model_field(section, name)
    return str(found.verbose_name) if found is not None else name


@lru_cache(maxsize=512)
def _model_field(section: str, name: str) -> models.Field | None:
    for model in MODELS_OF.get(section, ()):
        try:
            found = model._meta.get_field(name)
        except FieldDoesNotExist:
            continue
        return found if isinstance(found, models.Field) else None
    return None


def in_words(section: str, name: str, value: Any) -> str:
    """A stored value as people read it: choices by label, days in the reader's era."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name == "state":
        return str(dict(VisitState.choices).get(value, value))
    found = _model_field(section, name)
    if found is None:
        return str(value)
    if found.choices:
        return str(dict(found.flatchoices).get(value, value))
    return _dated(found, str(value))


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


def last_entry(visit: Visit) -> Entry | None:
    """The latest thing that happened to a visit."""
    return Entry.objects.about(visit).last()


def last_told(visit: Visit, steps: Iterable[str]) -> ToldEntry | None:
    """The latest of these steps of a visit, in words."""
    found = Entry.objects.about(visit).filter(step__in=steps).order_by("-pk")[:1]
    return next(iter(told(found)), None)
