"""Addresses of published series and of the data dictionary."""

from django.urls import path

from inspections.views import dictionary, series

urlpatterns = [
    path("series/", series.series_list, name="series_list"),
    path("series/<slug:key>/", series.series_detail, name="series_detail"),
    path("dictionary/", dictionary.field_list, name="field_list"),
]
