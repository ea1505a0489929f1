"""Which issues are perhaps one: asked before one is reported twice, never decided."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum
from itertools import pairwise
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from inspections.issue_reading import reporter_of
from inspections.lifecycle import ISSUE_OPEN
from inspections.models import Issue
from regions.distances import kilometres
from regions.models import Office, Site
from thai.text import search_fold

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

REMEMBERED = timedelta(days=90)
"""How long ago an issue was seen that one of today may be the same as."""
LOOKED_AT, SHOWN = 200, 5
ALIKE = 0.5
"""From here on titles are similar: 0 shares nothing, 1 is the same."""
NEAR_KM = 2.0
"""Sites so far apart at most are near."""


class Ground(IntEnum):
    """Why two issues may be one; the stronger is greater."""

    NEAR = 1
    PLACE = 2
    TITLE = 3
    SITE = 4


GROUNDS: "dict[Ground, _StrPromise]" = {
    Ground.NEAR: _("Within 2 km"),
    Ground.PLACE: _("The same place"),
    Ground.TITLE: _("A similar title"),
    Ground.SITE: _("The same site"),
}


@dataclass(frozen=True)
class Told:
    """What is told of an issue so far; of one that is being typed not yet all."""

    kind: str
    title: str = ""
    place: str = ""
    site: Site | None = None
    office: Office | None = None

    @classmethod
    def of(cls, issue: Issue) -> "Told":
        """What a whole issue says."""
        return cls(issue.kind, issue.title, issue.place, issue.site, issue.office)


@dataclass(frozen=True)
class Likely:
    """An issue that may be the same, and what speaks for it."""

    issue: Issue
    ground: Ground
    alike: float

    @property
    def why(self) -> "_StrPromise":
        """What speaks for it, in words."""
        return GROUNDS[self.ground]

    @property
    def reporters(self) -> str:
        """Who has reported it, each once; not everybody may know of a visit."""
        seen = (reporter_of(one) for one in self.issue.sightings.all())
        return ", ".join(dict.fromkeys(seen))


def likely_same(told: Told, user: User) -> list[Likely]:
    """Open issues that one which is not stored yet may be one of.

    Of its kind and province (of an agency: its office), seen in the last 90 days, at
    the same site or near it, at the same place, or with a similar title; those that
    the user may see, the strongest ground first, at most five.
    """
    since = timezone.localdate() - REMEMBERED
    known = Issue.objects.visible_to(user).filter(
        _here(told), kind=told.kind, state__in=ISSUE_OPEN, seen_on__gte=since
    )
    rows = known.select_related("office", "site")
    rows = rows.prefetch_related("sightings__office", "sightings__by")
    found = list(_likely(told, rows[:LOOKED_AT]))
    found.sort(key=lambda one: (one.ground, one.alike), reverse=True)
    return found[:SHOWN]


def _here(told: Told) -> Q:
    """Of the office or its province; anywhere, while no office is chosen."""
    if told.office is None:
        return Q()
    here = Q(office=told.office.pk)
    if told.office.province_id:
        here |= Q(province=told.office.province_id)
    return here


def _likely(told: Told, known: Iterable[Issue]) -> Iterator[Likely]:
    for issue in known:
        alike = similarity(told.title, issue.title)
        if ground := _ground(told, issue, alike):
            yield Likely(issue, ground, alike)


def _ground(told: Told, issue: Issue, alike: float) -> Ground | None:
    if told.site and told.site.pk == issue.site_id:
        return Ground.SITE
    if alike >= ALIKE:
        return Ground.TITLE
    distance = kilometres(told.site, issue.site) if told.site and issue.site else None
    if distance is not None:
        # Two known points decide; that both lie in one sub-district says less.
        return Ground.NEAR if distance <= NEAR_KM else None
    return Ground.PLACE if _is_one_place(told, issue) else None


def _is_one_place(told: Told, issue: Issue) -> bool:
    """Whether the places as written are the same, or the sub-districts are."""
    place, other = search_fold(told.place), search_fold(issue.place)
    if place and place == other:
        return True
    area, other_area = _area(told.site), _area(issue.site)
    return bool(
        (area and area == other_area)
        or (area and area[1] in other)
        or (other_area and other_area[1] in place)
    )


def _area(site: Site | None) -> tuple[str, str] | None:
    """District and sub-district of a site, folded; null where it isn't known."""
    if site is None or not site.subdistrict:
        return None
    return search_fold(site.district), search_fold(site.subdistrict)


def similarity(one: str, other: str) -> float:
    """How much two titles share: from 0, nothing, to 1, the same letters.

    By pairs of letters, as Thai puts no spaces between words.
    """
    first, second = _pairs(one), _pairs(other)
    total = first.total() + second.total()
    return 2 * (first & second).total() / total if total else 0.0


def _pairs(text: str) -> Counter[str]:
    letters = search_fold(text).replace(" ", "")
    return Counter(a + b for a, b in pairwise(letters))
