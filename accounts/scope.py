"""The scope rule: whose places these are. It stands here and nowhere else."""

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
        return (
            self.everything or self.everywhere_inspected or self.everywhere_assisted
        )

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
    from accounts.models import Assignment, Role  # the model needs Scope first

    if not user.is_active:
        return Scope(user_id=user.pk, today=today)
    member = FilteredRelation(
        "zone__memberships",
        condition=Q(zone__memberships__starts_on__lte=today)
        & (
            Q(zone__memberships__ends_on=None)
            | Q(zone__memberships__ends_on__gte=today)
        ),
    )
    rows = (
        Assignment.objects.current(today)
        .filter(user=user)
        .annotate(member=member)
        .values_list(
            "role", "zone_id", "member__province_id", "office_id", "office__province_id"
        )
    )
    collected: dict[str, set[int]] = {
        name: set()
        for name in (
            "inspected",
            "assisted",
            "offices",
            "headed",
            "office_provinces",
            "zones",
        )
    }
    everything = user.is_superuser
    everywhere = set()
    for role, zone, province, office, office_province in rows:
        if role == Role.MANAGER:
            everything = True
        elif office:
            collected["offices"].add(office)
            if role == Role.HEAD:
                collected["headed"].add(office)
            if office_province:
                collected["office_provinces"].add(office_province)
        elif zone is None:
            everywhere.add(role)
        else:
            collected["zones"].add(zone)
            if province:
                own = "inspected" if role == Role.INSPECTOR else "assisted"
                collected[own].add(province)
    return Scope(
        user_id=user.pk,
        today=today,
        everything=everything,
        everywhere_inspected=Role.INSPECTOR in everywhere,
        everywhere_assisted=Role.ASSISTANT in everywhere,
        **{name: frozenset(keys) for name, keys in collected.items()},
    )
