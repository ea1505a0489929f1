"""What the rows of one record page choose from; each list is loaded once."""

from functools import cached_property

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Assignment, Role, User
from audit.models import Attachment
from inspections.models import Indicator, Issue, Topic, Visit, VisitUnit
from networks.models import Network
from regions.models import Office, Province, Site, Zone
from ui.choices import Choice, SharedChoices, SharedRecords
from ui.forms import NO_CHOICE

EVERY_OFFICE = "every"
"""Stands for all inspected offices of the visit: each gets a row of its own."""
ABOUT_PLACES = 400
"""A site or network list longer than this is cut: the rest is typed by name."""


def offices_of(user: User) -> QuerySet[Office]:
    """The offices a user may plan a visit to: of the own places, and agencies."""
    offices = Office.objects.select_related("province")
    if user.scope.sees_all_places:
        return offices.order_by("sort_key")
    own = Q(province__in=user.scope.field_provinces) | Q(province=None)
    return offices.filter(own).order_by("sort_key")


def colleagues_of(user: User, *roles: Role) -> QuerySet[User]:
    """Who holds one of the roles today in the places of `user`."""
    held = Assignment.objects.current(user.scope.today).filter(role__in=roles)
    if not user.scope.sees_all_places:
        held = held.filter(Q(zone__in=user.scope.zones) | Q(zone=None))
    people = User.objects.filter(is_active=True, pk__in=held.values("user"))
    return people.order_by("first_name", "last_name", "pk")


class PageContext:
    """The lists of one page for one user; `visit` is null while none is saved."""

    def __init__(self, user: User, visit: Visit | None = None) -> None:
        self.user = user
        self.visit = visit

    def file_address(self, file: Attachment) -> str:
        """Where a file of the visit is read."""
        assert self.visit is not None  # noqa: S101 - only a stored visit has files
        return reverse("inspections:visit_file", args=[self.visit.ref, file.pk])

    @cached_property
    def offices(self) -> SharedRecords:
        """Offices to inspect: of the user's places and agencies."""
        held = VisitUnit.objects.filter(visit=self.visit).values("office")
        found = offices_of(self.user) | Office.objects.select_related(
            "province"
        ).filter(pk__in=held)
        return SharedRecords(lambda: found.order_by("sort_key"), blank="—")

    @cached_property
    def provinces(self) -> SharedRecords:
        """All provinces, in dictionary order."""
        return SharedRecords(lambda: Province.objects.order_by("sort_key"), blank="—")

    @cached_property
    def zones(self) -> SharedRecords:
        """All zones, by number."""
        return SharedRecords(
            lambda: Zone.objects.order_by("number"),
            label=lambda zone: f"{zone.number} – {zone.name}",
            blank="—",
        )

    @cached_property
    def units(self) -> SharedRecords:
        """The units this visit inspects."""
        return SharedRecords(
            lambda: (
                self.visit.units.select_related("office", "site") if self.visit else []
            ),
            blank=_("The whole visit"),
        )

    @cached_property
    def unit_rows(self) -> list[VisitUnit]:
        """The stored units with their provinces."""
        if self.visit is None:
            return []
        units = self.visit.units.select_related("office__province", "site")
        return list(units.prefetch_related("provinces"))

    @cached_property
    def province_ids(self) -> frozenset[int]:
        """The provinces of the visit."""
        return frozenset(
            province.pk for unit in self.unit_rows for province in unit.provinces.all()
        )

    @cached_property
    def visited(self) -> list[Office]:
        """The inspected offices, each once, in the order of the visit."""
        return list(
            {u.office.pk: u.office for u in self.unit_rows if u.office}.values()
        )

    @cached_property
    def usual_addressee(self) -> str:
        """The visited office, where there is just one."""
        return f"office:{self.visited[0].pk}" if len(self.visited) == 1 else ""

    @cached_property
    def sole_province(self) -> Province | None:
        """The province of a visit that has just one."""
        found = {p for unit in self.unit_rows for p in unit.provinces.all()}
        return found.pop() if len(found) == 1 else None

    @cached_property
    def topic_rows(self) -> list[Topic]:
        """The round's topics that apply to a province of the visit."""
        if self.visit is None or self.visit.round_id is None:
            return []
        topics = Topic.objects.filter(round=self.visit.round_id).filter(
            Q(applies_everywhere=True) | Q(provinces__in=self.province_ids)
        )
        return list(topics.distinct().order_by("order", "pk"))

    @cached_property
    def topics(self) -> SharedRecords:
        """The round's topics, to choose from."""
        return SharedRecords(
            lambda: self.topic_rows, blank=_("Not a topic of the round")
        )

    @cached_property
    def indicators(self) -> SharedRecords:
        """What the round's topics ask to be measured."""
        keys = [topic.pk for topic in self.topic_rows]
        return SharedRecords(
            lambda: (
                Indicator.objects.filter(topic__in=keys)
                .select_related("topic")
                .order_by("topic__order", "order", "pk")
            ),
            label=lambda row: f"{row} ({row.unit})",
            group=lambda row: str(row.topic),
            blank=_("Another figure"),
        )

    @cached_property
    def sites(self) -> SharedRecords:
        """Sites of the register in the visit's provinces."""
        return SharedRecords(
            lambda: (
                Site.objects.filter(provinces__in=self.province_ids)
                .distinct()
                .order_by("sort_key", "pk")[:ABOUT_PLACES]
            ),
            blank=_("Not in the register yet"),
        )

    @cached_property
    def networks(self) -> SharedRecords:
        """Networks of the directory in the visit's provinces."""
        return SharedRecords(
            lambda: Network.objects.filter(
                Q(province__in=self.province_ids) | Q(province=None)
            ).order_by("sort_key", "pk")[:ABOUT_PLACES],
            blank=_("Find or add by its name"),
        )

    @cached_property
    def issues(self) -> SharedRecords:
        """What the visit saw, and what its recommendations were raised from."""
        seen = Q(sightings__visit=self.visit) | Q(follow_ups__visit=self.visit)
        found = Issue.objects.filter(seen).distinct().order_by("ref")
        return SharedRecords(
            lambda: found if self.visit else [],
            label=lambda issue: f"{issue.ref} {issue.title}",
            blank=NO_CHOICE,
        )

    @cached_property
    def addressees(self) -> SharedChoices:
        """Whom a recommendation may be addressed to; the visited office first."""
        return SharedChoices(self._addressees)

    def _addressees(self) -> list[Choice]:
        visited = [(f"office:{office.pk}", str(office)) for office in self.visited]
        if len(visited) > 1:
            visited.append(
                (EVERY_OFFICE, str(_("All inspected offices of this visit")))
            )
        keys = {office.pk for office in self.visited}
        others = [o for o in self.offices.by_key.values() if o.pk not in keys]
        networks = self.networks.by_key.values()
        return [
            ("", _("Choose who must act")),
            (_("Visited"), visited),
            (_("Companies"), [("company", _("A company, named beside"))]),
            (_("Networks"), [(f"network:{n.pk}", str(n)) for n in networks]),
            (_("Other offices"), [(f"office:{o.pk}", str(o)) for o in others]),
        ]
