"""Addresses of reminders and of handing over."""

from django.urls import path

from inspections.views import reminder
from inspections.views.handover import handover_new

urlpatterns = [
    path("reminders/", reminder.reminder_list, name="reminder_list"),
    path("reminders/read/", reminder.reminder_read_all, name="reminder_read_all"),
    path("reminders/settings/", reminder.reminder_settings, name="reminder_settings"),
    path("reminders/<int:pk>/read/", reminder.reminder_read, name="reminder_read"),
    path("handover/", handover_new, name="handover_new"),
]
