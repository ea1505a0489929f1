"""A user's inbox of reminders, and what comes of it by e-mail."""

from collections.abc import Callable
from uuid import UUID, uuid5

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts.requests import UserRequest
from audit.operations import OperationReused, digest, new_key, once, posted_key
from inspections.actions.reminder import choose_reminders, mark_read, unread_count
from inspections.forms.reminder import ReminderChoiceForm
from inspections.models import Reminder, ReminderChoice
from inspections.tables.reminder import ReminderListing
from ui.listing import render_list


@require_safe
def reminder_list(request: UserRequest) -> HttpResponseBase:
    """What the reader was reminded of, the newest first."""
    return render_list(
        request,
        Reminder.objects.visible_to(request.user),
        ReminderListing,
        template="inspections/reminder_list.html",
        context={"operation": new_key(), "unread": unread_count(request.user)},
    )


@require_POST
def reminder_read(request: UserRequest, pk: int) -> HttpResponse:
    """Mark one reminder as read."""
    own = Reminder.objects.visible_to(request.user)
    reminder = get_object_or_404(own, pk=pk)
    # All buttons of the inbox share one form; each press is an act of its own.
    key = str(uuid5(UUID(posted_key(request)), str(reminder.pk)))
    return _once(request, key, lambda: mark_read(own.filter(pk=reminder.pk)))


@require_POST
def reminder_read_all(request: UserRequest) -> HttpResponse:
    """Mark all reminders of the reader as read."""
    own = Reminder.objects.visible_to(request.user)
    return _once(request, posted_key(request), lambda: mark_read(own))


def _once(request: UserRequest, key: str, act: Callable[[], None]) -> HttpResponse:
    inbox = reverse("inspections:reminder_list")

    def acted() -> str:
        act()
        return inbox

    try:
        once(request.user, key, digest(request), acted)
    except OperationReused:
        messages.warning(request, _("That page was sent before. Look how it stands."))
    return redirect(inbox)


@require_http_methods(["GET", "HEAD", "POST"])
def reminder_settings(request: UserRequest) -> HttpResponse:
    """Choose the days and kinds of the e-mail digest."""
    choice = ReminderChoice.of(request.user)
    own = reverse("inspections:reminder_settings")
    if request.method != "POST":
        return _settings(request, ReminderChoiceForm.of(choice), new_key())
    form = ReminderChoiceForm.of(choice, request.POST)
    if not form.is_valid():
        return _settings(request, form, posted_key(request), status=422)

    def act() -> str:
        choose_reminders(request.user, form.cleaned_data)
        messages.success(request, _("Your choice is saved."))
        return own

    try:
        once(request.user, posted_key(request), digest(request), act)
    except OperationReused:
        messages.warning(
            request,
            _("That page was sent before. What you chose now is below; save again."),
        )
        return _settings(request, form, new_key(), status=409)
    return redirect(own)


def _settings(
    request: UserRequest, form: ReminderChoiceForm, key: str, status: int = 200
) -> HttpResponse:
    context = {"form": form, "operation": key}
    return render(request, "inspections/reminder_settings.html", context, status=status)
