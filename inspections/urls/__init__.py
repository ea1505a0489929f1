"""Addresses of visits and follow-ups."""

from django.urls import URLPattern

app_name = "inspections"
urlpatterns: list[URLPattern] = []
