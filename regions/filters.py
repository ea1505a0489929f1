"""How the lists of places are filtered."""

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regions import choices
from regions.models import ZoneMembership
from regions.models.office import OfficeKind
from regions.models.site import SiteKind
from regions.site_numbers import bare_number
from thai.text import search_fold
from ui.directories import DirectoryFilter
from ui.filters import ListFilterSet, OptionFilter, TextFilter


class ZoneFilter(DirectoryFilter):
    """Rows whose province (`field_name` leads to its key) lies in a zone today."""

    def __init__(self, field_name: str) -> None:
        super().__init__(
            field_name=f"{field_name}__in",
            label=_("Zone"),
            directory=choices.zones,
        )

    def filter(self, rows: QuerySet, value: str) -> QuerySet:
        if not value:
            return rows
        members = ZoneMembership.objects.current(timezone.localdate()).filter(
            zone=self.directory.pk(value)
        )
        return rows.filter(**{self.field_name: members.values("province")})


class ProvinceFilter(ListFilterSet):
    """Filters of the provinces."""

    q = TextFilter(field_name="search_text", label=_("Search"))
    zone = ZoneFilter("pk")


class OfficeFilter(ListFilterSet):
    """Filters of the offices."""

    q = TextFilter(field_name="search_text", label=_("Search"))
    kind = OptionFilter(field_name="kind", label=_("Kind"), options=OfficeKind.choices)
    zone = ZoneFilter("province")
    province = DirectoryFilter(
        field_name="province", label=_("Province"), directory=choices.provinces
    )


class SiteTextFilter(TextFilter):
    """Sites by the words of their names and by their numbers, however written.

    All words must be there, each as it is typed or without what stands between its
    letters and figures; or else the whole without that. The letter of who issued an
    old number may be missing, here or there.
    """

    def filter(self, rows: QuerySet, value: str) -> QuerySet:
        words = search_fold(value).split()
        if not words:
            return rows
        every, whole = Q(), bare_number(value)
        for word in words:
            # Of a dash between two spaces nothing is left to look for.
            if plain := bare_number(word):
                every &= self._holds(word) | self._holds(plain)
        as_one = self._holds(whole) if whole else Q(pk__in=[])
        return rows.filter((every or as_one) | as_one)

    def _holds(self, text: str) -> Q:
        return Q(**{f"{self.field_name}__contains": text})


class SiteFilter(ListFilterSet):
    """Filters of the sites."""

    q = SiteTextFilter(field_name="search_text", label=_("Search"))
    kind = OptionFilter(field_name="kind", label=_("Kind"), options=SiteKind.choices)
    province = DirectoryFilter(
        label=_("Province"), directory=choices.provinces, field_name="provinces"
    )
