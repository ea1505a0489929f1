"""Addresses of visits and follow-ups."""

from inspections.urls import follow_ups, visits

app_name = "inspections"
urlpatterns = [*visits.urlpatterns, *follow_ups.urlpatterns]
