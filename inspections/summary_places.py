"""Whose summary of a round a reader may open: the ministry's, a zone's, a province's.

A manager all of them, an inspector or assistant their zones, an office its own
province (DESIGN §4, Rights).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.translation import gettext as _

from accounts.models import User
from regions import choices
from ui.directories import Directory

Choices = Mapping[str, str]


@dataclass(frozen=True)
class Place:
    """What a summary is about; `query` are the filters that mean it in a list."""

    title: str
    query: Mapping[str, str] = field(default_factory=dict)


class Picker(NamedTuple):
    """A list to choose a place from; `chosen` is the key of the one shown now."""

    name: str
    label: str
    act: str
    choices: Choices
    chosen: str


@dataclass(frozen=True)
class Places:
    """What one reader may choose from: zones and provinces by what addresses say."""

    is_whole: bool
    zones: Choices
    provinces: Choices

    @property
    def is_fixed(self) -> bool:
        """Whether there is nothing to choose."""
        return self.is_whole + len(self.zones) + len(self.provinces) <= 1

    def chosen(self, query: Mapping[str, str]) -> Place | None:
        """What an address asks for, or the widest place; None if out of reach."""
        for name, offered in (("province", self.provinces), ("zone", self.zones)):
            if key := query.get(name, ""):
                title = offered.get(key)
                return Place(title, {name: key}) if title else None
        return self._widest()

    def pickers(self, place: Place) -> list[Picker]:
        """What is offered beside the place that is shown."""
        words = {
            "zone": (_("Zone"), _("Show the zone"), self.zones),
            "province": (_("Province"), _("Show the province"), self.provinces),
        }
        return [
            Picker(name, label, act, offered, place.query.get(name, ""))
            for name, (label, act, offered) in words.items()
            if offered
        ]

    def _widest(self) -> Place | None:
        if self.is_whole:
            return Place(_("The whole ministry"))
        for name, offered in (("zone", self.zones), ("province", self.provinces)):
            for key, title in offered.items():
                return Place(title, {name: key})
        return None


def places_of(user: User) -> Places:
    """The places of which the user may read a summary; none for an agency."""
    scope = user.scope
    whole = scope.sees_all_places
    provinces = scope.field_provinces | scope.office_provinces
    return Places(
        is_whole=whole,
        zones=_within(choices.zones, None if whole else scope.zones),
        provinces=_within(choices.provinces, None if whole else provinces),
    )


def may_sum_up(user: User) -> bool:
    """Whether there is any place whose summary the user may read."""
    scope = user.scope
    places = scope.zones | scope.field_provinces | scope.office_provinces
    return scope.sees_all_places or bool(places)


def _within(directory: Directory, keys: frozenset[int] | None) -> Choices:
    """The rows of a directory with these primary keys; all for None."""
    return {
        key: label
        for key, label in directory.options()
        if keys is None or directory.pk(key) in keys
    }
