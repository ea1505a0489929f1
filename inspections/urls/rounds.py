"""Addresses of rounds and their topics."""

from django.urls import path

from inspections.urls import converters  # noqa: F401 - registers round_key
from inspections.views.round import (
    round_detail,
    round_history,
    round_list,
    round_step,
)
from inspections.views.round_edit import round_edit, round_new
from inspections.views.summary import round_summary
from inspections.views.topic import (
    round_topics,
    topic_edit,
    topic_new,
    topic_remove,
)

ROUND = "rounds/<round_key:key>/"

urlpatterns = [
    path("rounds/", round_list, name="round_list"),
    path("rounds/new/", round_new, name="round_new"),
    path(ROUND, round_detail, name="round_detail"),
    path(f"{ROUND}edit/", round_edit, name="round_edit"),
    path(f"{ROUND}step/<slug:step>/", round_step, name="round_step"),
    path(f"{ROUND}history/", round_history, name="round_history"),
    path(f"{ROUND}summary/", round_summary, name="round_summary"),
    path(f"{ROUND}topics/", round_topics, name="round_topics"),
    path(f"{ROUND}topics/new/", topic_new, name="topic_new"),
    path(f"{ROUND}topics/<int:pk>/", topic_edit, name="topic_edit"),
    path(f"{ROUND}topics/<int:pk>/remove/", topic_remove, name="topic_remove"),
]
