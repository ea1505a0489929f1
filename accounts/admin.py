"""People and their assignments in the admin, which signs in as every page does."""

from typing import Any

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress, EmailConfirmation
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import (
    AdminPasswordChangeForm,
    SetUnusablePasswordMixin,
)
from django.contrib.auth.models import Group
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Assignment, User
from audit.admin import AuditedAdmin, noted
from thai.dates import format_datetime
from ui.admin import FIELDS, BuddhistAdmin, day
from ui.widgets import reader_language

STARTS, ENDS = day("starts_on", _("from")), day("ends_on", _("to"))

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
admin.site.site_title = admin.site.site_header = _(
    "Ministry of Industry inspection system"
)
# Roles are assignments; addresses are the users' own field.
for unused in (Group, EmailAddress, EmailConfirmation):
    if admin.site.is_registered(unused):
        admin.site.unregister(unused)


class AssignmentInline(admin.StackedInline):
    """A user's roles, by place and date."""

    model = Assignment
    formfield_overrides = FIELDS
    extra = 0
    fields = (
        ("role", "capacity"),
        ("zone", "office"),
        ("starts_on", "ends_on"),
        "wording",
    )
    autocomplete_fields = ("office",)
    can_delete = False


class PasswordForm(AdminPasswordChangeForm):
    """Sets somebody's password; Django's own warning speaks English only."""

    usable_password_help_text = format_lazy(  # type: ignore[assignment]
        '{}<ul id="id_unusable_warning" class="messagelist">'
        '<li class="warning">{}</li></ul>',
        SetUnusablePasswordMixin.usable_password_help_text,
        _("If disabled, the current password for this user will be lost."),
    )


@admin.register(User)
class UserAdmin(AuditedAdmin, DjangoUserAdmin):
    """People who sign in. Who leaves is made inactive, never deleted."""

    list_display = ("username", "title", "first_name", "last_name", "is_active")
    list_display_links = ("username", "first_name", "last_name")
    list_filter = ("is_active", "is_superuser", "assignments__role")
    search_fields = ("username", "first_name", "last_name")
    filter_horizontal = ()
    readonly_fields = ("last_seen",)
    inlines = (AssignmentInline,)
    change_password_form = PasswordForm
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (
            _("Person"),
            {"fields": ("title", "first_name", "last_name", "email", "language")},
        ),
        (_("Access"), {"fields": ("is_active", "is_superuser", "last_seen")}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "usable_password", "password1", "password2")}),
        (_("Person"), {"fields": ("title", "first_name", "last_name", "language")}),
    )

    @admin.display(description=_("last signed in"), empty_value="–")
    def last_seen(self, user: User) -> str:
        """When the user last signed in, in the reader's era."""
        if user.last_login is None:
            return ""
        return format_datetime(user.last_login, "short", reader_language())

    def save_model(
        self, request: HttpRequest, obj: User, form: Any, change: bool
    ) -> None:
        """Save; whoever is superuser, and nobody else, may open the admin."""
        obj.is_staff = obj.is_superuser
        super().save_model(request, obj, form, change)

    @method_decorator(transaction.atomic)
    def user_change_password(
        self,
        request: HttpRequest,
        id: str,
        form_url: str = "",
    ) -> HttpResponse:
        """Set somebody's password; the history says that, not what."""
        noted(request).append(("password", None, None))
        response: HttpResponse = super().user_change_password(request, id, form_url)
        return response


@admin.register(Assignment)
class AssignmentAdmin(BuddhistAdmin, AuditedAdmin):
    """Who has which role where, by date. Who hands over gets a last day."""

    list_display = ("user", "role", "zone", "office", "capacity", STARTS, ENDS)
    list_filter = ("role", "zone")
    list_select_related = ("user", "zone", "office")
    search_fields = (
        "user__username",
        "user__first_name",
        "user__last_name",
        "office__search_text",
    )
    autocomplete_fields = ("user", "office")
    ordering = ("-starts_on", "pk")
