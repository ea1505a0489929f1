"""Addresses of the lists of places; `inspections.urls.places` adds the pages."""

from django.urls import path

from regions import views

urlpatterns = [
    path("zones/", views.zone_list, name="zone_list"),
    path("provinces/", views.province_list, name="province_list"),
    path("offices/", views.office_list, name="office_list"),
]
