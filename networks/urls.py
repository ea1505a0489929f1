"""Addresses of the lists of networks; `inspections.urls.partners` adds the pages."""

from django.urls import path

from networks import views

urlpatterns = [
    path("networks/", views.network_list, name="network_list"),
    path("meetings/", views.meeting_list, name="meeting_list"),
]
