"""Addresses of follow-ups; the fixed ones come before those of one of them."""

from django.urls import path

from inspections.views import follow_up_adopt, follow_up_list, follow_up_new
from inspections.views import follow_up_detail as one
from inspections.views.follow_up_answer import follow_up_answer
from inspections.views.follow_up_redate import follow_up_redate
from inspections.views.response_times import response_times_edit

urlpatterns = [
    path("follow-ups/", follow_up_list.follow_up_list, name="follow_up_list"),
    path("follow-ups/print/", follow_up_list.follow_up_print, name="follow_up_print"),
    path("follow-ups/new/", follow_up_new.follow_up_new, name="follow_up_new"),
    path("follow-ups/adopt/", follow_up_adopt.follow_up_adopt, name="follow_up_adopt"),
    path("follow-ups/times/", response_times_edit, name="response_times_edit"),
    path("follow-ups/<str:ref>/", one.follow_up_detail, name="follow_up_detail"),
    path("follow-ups/<str:ref>/answer/", follow_up_answer, name="follow_up_answer"),
    path("follow-ups/<str:ref>/re-date/", follow_up_redate, name="follow_up_redate"),
    path(
        "follow-ups/<str:ref>/step/<slug:step>/",
        one.follow_up_step,
        name="follow_up_step",
    ),
    path(
        "follow-ups/<str:ref>/history/",
        one.follow_up_history,
        name="follow_up_history",
    ),
    path(
        "follow-ups/<str:ref>/files/<int:pk>/",
        one.follow_up_file,
        name="follow_up_file",
    ),
]
