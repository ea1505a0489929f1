"""What the lists of places show."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regions.filters import OfficeFilter, ProvinceFilter, SiteFilter
from regions.membership import zone_words, zones_by_province
from regions.models import Office, Site, ZoneMembership
from regions.models.naming import localized
from regions.models.office import OfficeKind
from regions.models.site import SiteKind
from ui.listing import Listing
from ui.tables import ChoiceColumn, LinkColumn, ListTable, NowrapColumn, TextColumn

PROVINCE_URL = "regions:province_detail"

Link = tuple[str, str]
"""What a link says and what it leads to."""


class NameColumn(LinkColumn):
    """A link whose text may be long and so is broken into lines."""

    css = "long"


def joined(pairs: Iterable[tuple[Any, str]], *, between: str = ", ") -> dict[Any, str]:
    """The texts of each key in one line, in the order given."""
    found: dict[Any, list[str]] = defaultdict(list)
    for key, text in pairs:
        found[key].append(text)
    return {key: between.join(texts) for key, texts in found.items()}


class ZoneTable(ListTable):
    """The zones by number."""

    number = LinkColumn(_("Zone"), url="regions:zone_detail", order_by="number")
    name = TextColumn(_("Name"))
    provinces = TextColumn(_("Provinces today"))

    class Meta:
        order_by = "number"


class ZoneListing(Listing):
    """The zones with their provinces of today."""

    table = ZoneTable
    caption = _("Zones")
    fields = ["number", "name_th", "name_en"]
    file_name = "zones"

    def related(self, keys: Sequence[int]) -> dict[int, str]:
        """The provinces of each zone in one line."""
        members = ZoneMembership.objects.current(timezone.localdate())
        rows = members.filter(zone__in=keys).order_by("province__sort_key")
        names = rows.values_list("zone", "province__name_th", "province__name_en")
        return joined((zone, localized(thai, english)) for zone, thai, english in names)

    def cells(self, row: tuple[Any, ...], related: dict[int, str]) -> Sequence[Any]:
        key, number, thai, english = row
        link = (zone_words(number), number)
        return link, localized(thai, english), related.get(key, "")


class ProvinceTable(ListTable):
    """The provinces in dictionary order."""

    name = LinkColumn(_("Province"), url=PROVINCE_URL, sample="00", order_by="sort_key")
    code = NowrapColumn(_("Code"), order_by="code")
    abbreviation = NowrapColumn(_("Abbreviation"))
    zone = LinkColumn(_("Zone today"), url="regions:zone_detail")
    office = NameColumn(
        _("Provincial industry office"),
        url="regions:office_detail",
        sample="an-office",
    )

    class Meta:
        order_by = "name"


class ProvinceListing(Listing):
    """The provinces with zone and industry office."""

    table = ProvinceTable
    filterset = ProvinceFilter
    caption = _("Provinces")
    fields = ["code", "name_th", "name_en", "abbr_th", "abbr_en"]
    file_name = "provinces"

    def related(self, keys: Sequence[int]) -> tuple[dict[int, int], dict[int, Link]]:
        """The zone's number of each province, its industry office's name and code."""
        offices = Office.objects.filter(kind=OfficeKind.PROVINCIAL, province__in=keys)
        rows = offices.values_list("province", "name_th", "name_en", "code")
        return (
            zones_by_province(timezone.localdate()),
            {
                key: (localized(thai, english), code)
                for key, thai, english, code in rows
            },
        )

    def cells(self, row: tuple[Any, ...], related: Any) -> Sequence[Any]:
        key, code, thai, english, abbr_th, abbr_en = row
        zones, offices = related
        number, office = zones.get(key), offices.get(key)
        return (
            (localized(thai, english), code),
            code,
            localized(abbr_th, abbr_en),
            None if number is None else (zone_words(number), number),
            office,
        )


class OfficeTable(ListTable):
    """The offices in dictionary order."""

    name = NameColumn(
        _("Office"),
        url="regions:office_detail",
        sample="an-office",
        order_by="sort_key",
    )
    kind = ChoiceColumn(_("Kind"), labels=OfficeKind.choices)
    code = NowrapColumn(_("Code"), order_by="code")
    province = LinkColumn(_("Province"), url=PROVINCE_URL, sample="00")
    zone = LinkColumn(_("Zone today"), url="regions:zone_detail")

    class Meta:
        order_by = "name"


class OfficeListing(Listing):
    """The offices with province and zone."""

    table = OfficeTable
    filterset = OfficeFilter
    caption = _("Offices")
    fields = [
        "code",
        "name_th",
        "name_en",
        "kind",
        "province",
        "province__code",
        "province__name_th",
        "province__name_en",
    ]
    file_name = "offices"

    def related(self, keys: Sequence[int]) -> dict[int, int]:
        """The zone's number of each province."""
        return zones_by_province(timezone.localdate())

    def cells(self, row: tuple[Any, ...], related: dict[int, int]) -> Sequence[Any]:
        _key, code, thai, english, kind, province, province_code, *names = row
        number = related.get(province)
        return (
            (localized(thai, english), code),
            kind,
            code,
            (localized(*names), province_code) if province else None,
            None if number is None else (zone_words(number), number),
        )


class SiteTable(ListTable):
    """The sites in dictionary order."""

    name = NameColumn(_("Site"), url="regions:site_detail", order_by="sort_key")
    kind = ChoiceColumn(_("Kind"), labels=SiteKind.choices)
    number = NowrapColumn(_("Registration or concession"))
    provinces = TextColumn(_("Provinces"))
    district = TextColumn(_("District"))

    class Meta:
        order_by = "name"
        empty_text = _("No site is in the register yet.")


class SiteListing(Listing):
    """The register of sites."""

    table = SiteTable
    filterset = SiteFilter
    caption = _("Sites")
    fields = [
        "name",
        "kind",
        "number_new",
        "number_old",
        "concession_no",
        "district",
    ]
    file_name = "sites"

    def related(self, keys: Sequence[int]) -> dict[int, str]:
        """The provinces of each site in one line."""
        rows = Site.provinces.through.objects.filter(site__in=keys)
        names = rows.order_by("province__sort_key").values_list(
            "site", "province__name_th", "province__name_en"
        )
        return joined((site, localized(thai, english)) for site, thai, english in names)

    def cells(self, row: tuple[Any, ...], related: dict[int, str]) -> Sequence[Any]:
        key, name, kind, new, old, concession, district = row
        return (
            (name, key),
            kind,
            new or old or concession,
            related.get(key, ""),
            district,
        )
