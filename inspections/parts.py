"""What one reader sees of one visit: all of it, the plan, or an office's own part."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from accounts.models import User
from audit.models import Attachment
from inspections.lifecycle import VisitState
from inspections.models import (
    Figure,
    FollowUp,
    ReviewComment,
    TopicNote,
    Visit,
    VisitDimension,
    VisitMeeting,
    VisitSession,
    VisitSite,
    VisitUnit,
)


@dataclass(frozen=True)
class VisitReading:
    """The rows of a visit that one reader may see; lists, already fetched.

    `is_whole`: everything. Otherwise the reader is an inspected office: the
    plan at once and, from sign-off (`is_released`), its own units' part.
    `is_sole`: no other unit was inspected, so the visit's common parts are the
    office's own too.
    """

    visit: Visit
    is_whole: bool
    is_released: bool
    is_sole: bool
    units: list[VisitUnit]
    sessions: list[VisitSession] = field(default_factory=list)
    notes: list[TopicNote] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    sites: list[VisitSite] = field(default_factory=list)
    meetings: list[VisitMeeting] = field(default_factory=list)
    follow_ups: list[FollowUp] = field(default_factory=list)
    dimensions: list[VisitDimension] = field(default_factory=list)
    files: list[Attachment] = field(default_factory=list)
    comments: list[ReviewComment] = field(default_factory=list)

    flags: list[str] = field(default_factory=list)
    #: Keys of the meetings whose own page the reader may open, too.
    open_meetings: frozenset[int] = frozenset()
    #: The visit that this one is part of or follows, if the reader sees it.
    parent: Visit | None = None

    @property
    def title(self) -> str:
        """The units the reader may know of, in one line."""
        return " / ".join(unit.name for unit in self.units) or str(self.visit)

    @property
    def open_comments(self) -> list[ReviewComment]:
        """What is still to be mended."""
        return [comment for comment in self.comments if comment.resolved_at is None]

    @property
    def shows_common(self) -> bool:
        """Whether summary and other parts of the whole visit are shown."""
        return self.is_whole or (self.is_released and self.is_sole)

    @property
    def shows_record(self) -> bool:
        """Whether anything beyond the plan is shown."""
        return self.is_whole or self.is_released


def read_visit(visit: Visit, user: User) -> VisitReading:
    """Fetch what `user` sees of a visit, in a fixed number of queries."""
    units = list(
        visit.units.select_related("office", "site").prefetch_related("provinces")
    )
    provinces = frozenset(p.pk for unit in units for p in unit.provinces.all())
    scope = user.scope
    is_whole = (
        scope.sees_all_places
        or scope.works_in(provinces)
        or visit.is_led_or_joined_by(user)
    )
    own = [unit for unit in units if unit.office_id in scope.offices]
    is_sole = len(own) == len(units)
    is_released = visit.state == VisitState.SIGNED_OFF
    reading: dict[str, Any] = {
        "visit": visit,
        "is_whole": is_whole,
        "is_released": is_released,
        "is_sole": is_sole,
        "units": units if is_whole else own,
    }
    if is_whole:
        reading |= _rows(visit, user, Q(), Q(), Q(), common=True)
        reading["comments"] = list(visit.comments.select_related("by"))
        reading["flags"] = list(visit.flags.values_list("code", flat=True))
        reading["parent"] = _parent(visit, user)
    elif is_released:
        keys = [unit.pk for unit in own]
        reading |= _rows(
            visit,
            user,
            Q() if is_sole else Q(unit__in=keys),
            Q() if is_sole else Q(unit_inspected__in=keys),
            Q() if is_sole else Q(province__in=scope.office_provinces),
            common=is_sole,
        )
    reading["open_meetings"] = frozenset(
        held.meeting_id
        for held in reading.get("meetings", ())
        if is_whole or held.meeting.province_id in scope.office_provinces
    )
    return VisitReading(**reading)


def _parent(visit: Visit, user: User) -> Visit | None:
    if visit.parent_id is None:
        return None
    return Visit.objects.visible_to(user).filter(pk=visit.parent_id).first()


def _rows(
    visit: Visit, user: User, notes: Q, figures: Q, places: Q, *, common: bool
) -> dict[str, Any]:
    """The parts of the record, limited to a unit's own; `common` ones if shown."""
    meetings = Q(
        **{f"meeting__{path}": value for path, value in places.children}  # type: ignore[misc]
    )
    rows: dict[str, Any] = {
        "notes": list(
            visit.notes.filter(notes).select_related("topic", "unit__office")
        ),
        "figures": list(
            visit.figures.filter(figures).select_related("indicator", "unit_inspected")
        ),
        "sites": list(
            visit.sites_seen.filter(places).select_related("site", "province")
        ),
        "meetings": list(
            visit.meetings.filter(meetings)
            .select_related("meeting__province")
            .prefetch_related("meeting__parties__points", "meeting__parties__network")
        ),
        "follow_ups": list(
            FollowUp.objects.visible_to(user)
            .filter(visit=visit)
            .with_age()
            .select_related("office", "network", "province")
            .order_by("order", "pk")
        ),
    }
    if common:
        rows |= {
            "sessions": list(visit.sessions.all()),
            "dimensions": list(visit.dimensions.all()),
            "files": list(Attachment.objects.about(visit)),
        }
    return rows
