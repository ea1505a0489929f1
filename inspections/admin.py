"""The limits for water in the admin: whoever read one in the Gazette says so here."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from inspections.models import WaterLimit
from regions.admin import PlaceAdmin
from ui.admin import day


@admin.register(WaterLimit)
class WaterLimitAdmin(PlaceAdmin):
    """How much water of a class may hold; once checked, loading leaves it alone.

    Another notification is another limit: what it is about and since when stays.
    """

    fixed = ("parameter", "water_class", "condition", "starts_on")
    list_display = (
        *("parameter", "water_class", "low", "high", "condition"),
        *(day("starts_on", _("from")), "is_checked"),
    )
    list_filter = ("is_checked", "water_class", "parameter")
    ordering = ("parameter", "water_class", "starts_on")
