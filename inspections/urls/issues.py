"""Addresses of reported issues."""

from django.urls import path

from inspections.views import complainant, issue
from inspections.views.complainant_new import complainant_new
from inspections.views.issue_edit import issue_edit, issue_new
from inspections.views.issue_likely import issue_likely
from inspections.views.issue_list import issue_list

_ONE = "issues/<str:ref>/complainants/<int:pk>/"
complainants = [
    path(
        "issues/<str:ref>/complainants/new/",
        complainant_new,
        name="complainant_new",
    ),
    path(_ONE, complainant.complainant_detail, name="complainant_detail"),
    path(f"{_ONE}reveal/", complainant.complainant_reveal, name="complainant_reveal"),
    path(f"{_ONE}edit/", complainant.complainant_edit, name="complainant_edit"),
    path(
        f"{_ONE}anonymise/",
        complainant.complainant_anonymise,
        name="complainant_anonymise",
    ),
]

urlpatterns = [
    path("issues/", issue_list, name="issue_list"),
    path("issues/new/", issue_new, name="issue_new"),
    path("issues/likely/", issue_likely, name="issue_likely"),
    path("issues/<str:ref>/", issue.issue_detail, name="issue_detail"),
    path("issues/<str:ref>/edit/", issue_edit, name="issue_edit"),
    path("issues/<str:ref>/step/<slug:step>/", issue.issue_step, name="issue_step"),
    path("issues/<str:ref>/history/", issue.issue_history, name="issue_history"),
    *complainants,
    path("issues/<str:ref>/files/<int:pk>/", issue.issue_file, name="issue_file"),
]
