"""The directory of networks in the admin."""

from django.contrib import admin

from audit.admin import AuditedAdmin, VersionedForm
from networks.models import Contact, Network, NetworkAlias
from ui.admin import BuddhistAdmin


class AliasInline(admin.TabularInline):
    """Other names of a network."""

    model = NetworkAlias
    extra = 0


class ContactInline(admin.TabularInline):
    """Whom to talk to."""

    model = Contact
    extra = 0


@admin.register(Network)
class NetworkAdmin(BuddhistAdmin, AuditedAdmin):
    """Bodies, chapters and branches."""

    form = VersionedForm
    list_display = ("name", "kind", "reach", "province", "parent")
    list_filter = ("kind", "reach")
    list_select_related = ("province", "parent")
    search_fields = ("search_text", "aliases__name")
    autocomplete_fields = ("parent", "office", "province")
    inlines = (AliasInline, ContactInline)
