"""Addresses of province reports and their sections."""

from django.urls import path

from inspections.urls import converters  # noqa: F401 - registers round_key
from inspections.views.report import report_detail, report_history, report_step
from inspections.views.report_list import report_list, section_list
from inspections.views.section import section_file, section_history, section_step
from inspections.views.section_edit import section_edit

REPORT = "reports/<round_key:key>/<slug:office>/"
SECTION = f"{REPORT}<row_id:topic>/"

urlpatterns = [
    path("reports/", report_list, name="report_list"),
    path("reports/topics/", section_list, name="section_list"),
    path(REPORT, report_detail, name="report_detail"),
    path(f"{REPORT}step/<slug:step>/", report_step, name="report_step"),
    path(f"{REPORT}history/", report_history, name="report_history"),
    path(f"{SECTION}edit/", section_edit, name="section_edit"),
    path(f"{SECTION}step/<slug:step>/", section_step, name="section_step"),
    path(f"{SECTION}history/", section_history, name="section_history"),
    path(f"{SECTION}files/<int:pk>/", section_file, name="section_file"),
]
