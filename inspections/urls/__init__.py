"""Addresses of visits and follow-ups."""

from inspections.urls import (
    follow_ups,
    reports,
    visits,
)

app_name = "inspections"
urlpatterns = [
    *reports.urlpatterns,
    *visits.urlpatterns,
    *follow_ups.urlpatterns,
]
