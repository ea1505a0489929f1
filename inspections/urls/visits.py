"""Addresses of visits."""

from django.urls import path

from inspections.views.brief import visit_brief
from inspections.views.file import staged_file, visit_file
from inspections.views.visit import visit_detail, visit_history, visit_step
from inspections.views.visit_left import visit_look
from inspections.views.visit_list import visit_list
from inspections.views.visit_plan import visit_edit, visit_new
from inspections.views.visit_record import visit_record
from inspections.views.visit_seen import visit_sight, visit_unsight

urlpatterns = [
    path("visits/", visit_list, name="visit_list"),
    path("visits/new/", visit_new, name="visit_new"),
    path("visits/<str:ref>/", visit_detail, name="visit_detail"),
    path("visits/<str:ref>/edit/", visit_edit, name="visit_edit"),
    path("visits/<str:ref>/record/", visit_record, name="visit_record"),
    path("visits/<str:ref>/left/<row_id:pk>/", visit_look, name="visit_look"),
    path("visits/<str:ref>/seen/<str:issue>/", visit_sight, name="visit_sight"),
    path(
        "visits/<str:ref>/seen/<str:issue>/undo/", visit_unsight, name="visit_unsight"
    ),
    path("visits/<str:ref>/brief/", visit_brief, name="visit_brief"),
    path("visits/<str:ref>/step/<slug:step>/", visit_step, name="visit_step"),
    path("visits/<str:ref>/history/", visit_history, name="visit_history"),
    path("visits/<str:ref>/files/<int:pk>/", visit_file, name="visit_file"),
    path("uploads/<int:pk>/", staged_file, name="staged_file"),
]
