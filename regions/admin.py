"""Places in the admin: reference data, read more than changed."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from audit.admin import AuditedAdmin, VersionedForm
from regions.models import (
    GroupZone,
    InspectorGroup,
    Office,
    Province,
    Site,
    Zone,
    ZoneMembership,
)
from ui.admin import BuddhistAdmin, BuddhistInline, day

STARTS, ENDS = day("starts_on", _("from")), day("ends_on", _("to"))


class PlaceAdmin(BuddhistAdmin, AuditedAdmin):
    """A place whose `fixed` fields, once given, are part of addresses."""

    fixed: tuple[str, ...] = ()

    def get_readonly_fields(
        self, request: HttpRequest, obj: object = None
    ) -> tuple[str, ...]:
        """What may not be changed any more."""
        return self.fixed if obj else ()


@admin.register(Zone)
class ZoneAdmin(PlaceAdmin):
    """Inspection zones."""

    fixed = ("number",)
    list_display = ("number", "name_th", "name_en")
    list_display_links = ("number", "name_th")
    search_fields = ("=number", "name_th", "name_en")


@admin.register(Province)
class ProvinceAdmin(PlaceAdmin):
    """Provinces; they change by law only."""

    fixed = ("code",)
    list_display = ("code", "name_th", "name_en", "abbr_th", "abbr_en")
    list_display_links = ("code", "name_th")
    search_fields = ("search_text",)
    ordering = ("sort_key",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A new province comes with the reference data and a map."""
        return False


@admin.register(ZoneMembership)
class ZoneMembershipAdmin(PlaceAdmin):
    """Which province lies in which zone, by date.

    To move a province: give the old membership its last day, then add a new one.
    """

    list_display = ("province", "zone", STARTS, ENDS)
    list_filter = ("zone",)
    list_select_related = ("province", "zone")
    search_fields = ("province__search_text",)
    ordering = ("province__sort_key", "-starts_on")


class GroupZoneInline(BuddhistInline):
    """The zones of a group, by date."""

    model = GroupZone


@admin.register(InspectorGroup)
class InspectorGroupAdmin(PlaceAdmin):
    """Groups of zones under one inspector-general."""

    list_display = ("__str__",)
    inlines = (GroupZoneInline,)


@admin.register(Office)
class OfficeAdmin(PlaceAdmin):
    """Inspected units."""

    fixed = ("code",)
    list_display = ("code", "name_th", "kind", "province")
    list_display_links = ("code", "name_th")
    list_filter = ("kind",)
    list_select_related = ("province",)
    search_fields = ("search_text",)
    ordering = ("sort_key",)


@admin.register(Site)
class SiteAdmin(PlaceAdmin):
    """The register of sites."""

    form = VersionedForm
    list_display = ("name", "kind", "number_new", "number_old", "district")
    list_filter = ("kind",)
    search_fields = ("search_text",)
    filter_horizontal = ("provinces",)
