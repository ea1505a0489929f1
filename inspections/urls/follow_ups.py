"""Addresses of follow-ups."""

from django.urls import path

from inspections.views import follow_up

urlpatterns = [
    path("follow-ups/", follow_up.follow_up_list, name="follow_up_list"),
    path("follow-ups/<str:ref>/", follow_up.follow_up_detail, name="follow_up_detail"),
]
