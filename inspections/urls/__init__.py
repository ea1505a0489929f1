"""Addresses of visits and follow-ups."""

from inspections.urls import (
    follow_ups,
    issues,
    reminders,
    reports,
    rounds,
    series,
    visits,
)

app_name = "inspections"
urlpatterns = [
    *rounds.urlpatterns,
    *reports.urlpatterns,
    *visits.urlpatterns,
    *follow_ups.urlpatterns,
    *issues.urlpatterns,
    *reminders.urlpatterns,
    *series.urlpatterns,
]
