"""The scope rule: whose places these are. It stands here and nowhere else."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import FilteredRelation, Q

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class Scope:
    """What one user may reach on one day; empty means nothing scoped at all.

    `inspected` and `assisted` hold province keys, `offices` and `headed`
    office keys, `office_provinces` the provinces of those offices.
    `everything` is a manager's or superuser's.
    """

    user_id: int
    today: date
    everything: bool = False
    everywhere_inspected: bool = False
    everywhere_assisted: bool = False
    inspected: frozenset[int] = field(default_factory=frozenset)
    assisted: frozenset[int] = field(default_factory=frozenset)
    offices: frozenset[int] = field(default_factory=frozenset)
    headed: frozenset[int] = field(default_factory=frozenset)
    office_provinces: frozenset[int] = field(default_factory=frozenset)
    zones: frozenset[int] = field(default_factory=frozenset)

    @property
    def sees_all_places(self) -> bool:
        """Whether no place is out of reach."""
        return self.everything or self.everywhere_inspected or self.everywhere_assisted

    @property
    def field_provinces(self) -> frozenset[int]:
        """Provinces in which the user inspects or assists."""
        return self.inspected | self.assisted

    @property
    def is_field(self) -> bool:
        """Whether the user goes out: inspector or assistant of anything."""
        return bool(
            self.field_provinces
            or self.everywhere_inspected
            or self.everywhere_assisted
        )

    @property
    def is_inspector(self) -> bool:
        """Whether the user is an inspector (not only an assistant) of anything."""
        return bool(self.inspected or self.everywhere_inspected)

    def inspects(self, province_ids: frozenset[int]) -> bool:
        """Whether the user is inspector of one of the provinces."""
        return self.everywhere_inspected or bool(self.inspected & province_ids)

    def works_in(self, province_ids: frozenset[int]) -> bool:
        """Inspector or assistant of one of the provinces."""
        return (
            self.everywhere_inspected
            or self.everywhere_assisted
            or bool(self.field_provinces & province_ids)
        )

    def may_edit_place(self, province_ids: frozenset[int]) -> bool:
        """Sites, networks, meetings: inspectors, assistants, offices of the place."""
        return (
            self.everything
            or self.works_in(province_ids)
            or bool(self.office_provinces & province_ids)
        )


def scope_of(user: "User", today: date) -> Scope:
    """Read the user's scope in one query."""
    if not user.is_active:
        return Scope(user_id=user.pk, today=today)
    held = _Held()
    for row in _assignment_rows(user, today):
        held.take(*row)
    return Scope(
        user_id=user.pk,
        today=today,
        everything=user.is_superuser or "manager" in held.everywhere,
        everywhere_inspected="inspector" in held.everywhere,
        everywhere_assisted="assistant" in held.everywhere,
        **{name: frozenset(keys) for name, keys in held.keys.items()},
    )


class _Held:
    """What the rows of a user's assignments add up to."""

    def __init__(self) -> None:
        self.everywhere: set[str] = set()
        self.keys: defaultdict[str, set[int]] = defaultdict(set)

    def take(
        self,
        role: str,
        zone: int | None,
        province: int | None,
        office: int | None,
        office_province: int | None,
    ) -> None:
        """Add one row; without zone and office it is over the whole ministry."""
        if office:
            self._add("offices", office)
            self._add("headed", office if role == "head" else None)
            self._add("office_provinces", office_province)
        elif zone:
            self._add("zones", zone)
            self._add("inspected" if role == "inspector" else "assisted", province)
        else:
            self.everywhere.add(role)

    def _add(self, name: str, key: int | None) -> None:
        if key:
            self.keys[name].add(key)


def _assignment_rows(user: "User", today: date) -> Iterable[tuple]:
    from accounts.models import Assignment  # the model needs Scope first

    member = FilteredRelation(
        "zone__memberships",
        condition=Q(zone__memberships__starts_on__lte=today)
        & (
            Q(zone__memberships__ends_on=None)
            | Q(zone__memberships__ends_on__gte=today)
        ),
    )
    return (
        Assignment.objects.current(today)
        .filter(user=user)
        .annotate(member=member)
        .values_list(
            "role", "zone_id", "member__province_id", "office_id", "office__province_id"
        )
    )
