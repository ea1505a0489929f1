"""What the form of an issue chooses from; each list is loaded once."""

from collections.abc import Iterable
from datetime import timedelta
from functools import cached_property

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.models import Attachment
from inspections.forms.context import ABOUT_PLACES, offices_of
from inspections.forms.registers.context import RegisterContext
from inspections.issue_reading import visits_to_report_of
from inspections.lifecycle import RoundState
from inspections.models import Issue, IssueSighting, Visit, VisitUnit
from regions.models import Office, Province, Site
from thai.dates import format_range
from ui.choices import SharedRecords
from ui.forms import NO_CHOICE
from ui.sent import sent_number
from ui.widgets import reader_language

ABOUT_VISITS = 60
"""How many of the latest visits are offered; any other comes from its own page."""
OF_LATE = timedelta(days=365)
"""How long after it is over a visit of a closed round, or of none, is offered."""


class IssueContext(RegisterContext):
    """The lists of one page for one user.

    `visit` is the one the page was opened from; `sent_visit` and `sent_site`
    are the keys that were sent, so that what was offered once is known again.
    """

    def __init__(
        self,
        user: User,
        issue: Issue,
        visit: Visit | None,
        *,
        sent_visit: str = "",
        sent_site: str = "",
    ) -> None:
        self.user = user
        self.issue = issue
        self.visit = visit
        self.sent_visit = sent_number(sent_visit)
        self.sent_site = sent_number(sent_site)

    def file_address(self, file: Attachment) -> str:
        """Where a photo of the issue is read."""
        return reverse("inspections:issue_file", args=[self.issue.ref, file.pk])

    @property
    def names_visits(self) -> bool:
        """Whether the form asks for the visit: of those who go out, of a new issue."""
        scope = self.user.scope
        return self.issue.pk is None and (scope.everything or scope.is_field)

    @cached_property
    def origin(self) -> IssueSighting | None:
        """How a stored issue was first reported."""
        if self.issue.pk is None:
            return None
        return self.issue.sightings.select_related("visit").first()

    @cached_property
    def visits(self) -> SharedRecords:
        """Visits of late and of rounds still going on, and the one it is opened from.

        A visit that was sent is one that was offered once, however it was.
        """
        offered = visits_to_report_of(self.user)
        wanted = [self.visit.pk if self.visit else None, self.sent_visit]

        def load() -> Iterable[Visit]:
            since = timezone.localdate() - OF_LATE
            going_on = Q(round__isnull=False) & ~Q(round__state=RoundState.CLOSED)
            late = offered.filter(going_on | Q(ends_on__gte=since))
            latest = list(late.order_by("-starts_on", "-pk")[:ABOUT_VISITS])
            missing = set(filter(None, wanted)) - {visit.pk for visit in latest}
            return [*offered.filter(pk__in=missing), *latest]

        return SharedRecords(load, label=_visit_label, blank=NO_CHOICE)

    @cached_property
    def unit_offices(self) -> list[int]:
        """The keys of the offices that the visit of the page inspects."""
        if self.visit is None:
            return []
        units = self.visit.units.exclude(office=None)
        return list(units.values_list("office", flat=True))

    @cached_property
    def offices(self) -> SharedRecords:
        """Who may be made responsible; see `_offices`."""
        return SharedRecords(self._offices, blank=NO_CHOICE)

    def _offices(self) -> QuerySet[Office]:
        """The own offices; for who goes out, those of their places and visits, too."""
        scope = self.user.scope
        own = Q(pk__in=scope.offices) | Q(pk=self.issue.office_id)
        if scope.everything or scope.is_field:
            places = offices_of(self.user).order_by().values("pk")
            own |= Q(pk__in=places) | self._met()
        found = Office.objects.select_related("province")
        return found.filter(own).order_by("sort_key", "pk")

    def _met(self) -> Q:
        """The condition that a visit inspected an office, or its province."""
        seen = [self.visit.pk if self.visit else None, self.sent_visit]
        visits = visits_to_report_of(self.user).filter(pk__in=filter(None, seen))
        units = VisitUnit.objects.filter(visit__in=visits)
        return Q(pk__in=units.exclude(office=None).values("office")) | Q(
            province__in=Province.objects.filter(visit_units__in=units)
        )

    @cached_property
    def sites(self) -> SharedRecords:
        """Sites of the register in the reader's places, under their provinces."""
        return SharedRecords(self._sites, group=_place_of, blank=NO_CHOICE)

    def _sites(self) -> Iterable[Site]:
        found = Site.objects.current().order_by("sort_key", "pk")
        places = self._places()
        if places is not None:
            found = found.filter(provinces__in=places).distinct()
        near = list(found.prefetch_related("provinces")[:ABOUT_PLACES])
        kept = {self.issue.site_id, self.sent_site} - {site.pk for site in near}
        others = Site.objects.current().filter(pk__in=filter(None, kept))
        return sorted([*others.prefetch_related("provinces"), *near], key=_by_place)

    def _places(self) -> frozenset[int] | None:
        """The provinces whose sites are offered; null for all."""
        scope = self.user.scope
        if self.issue.pk and self.issue.province_id:
            return frozenset({self.issue.province_id})
        if self.visit:
            return self.visit.province_ids()
        own = scope.field_provinces | scope.office_provinces
        return None if scope.sees_all_places or not own else own


def _visit_label(visit: Visit) -> str:
    days = format_range(visit.starts_on, visit.ends_on, "short", reader_language())
    return f"{visit.ref} · {days} · {visit.units_text}"


def _place_of(site: Site) -> str:
    return ", ".join(province.name for province in site.provinces.all()) or str(
        _("Province not stated")
    )


def _by_place(site: Site) -> tuple[str, str, int]:
    first = min((p.sort_key for p in site.provinces.all()), default="")
    return first, site.sort_key, site.pk
