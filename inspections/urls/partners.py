"""All addresses of networks and meetings.

Their lists and pages know of rounds, visits and follow-ups, which `networks`
doesn't; so they live in `inspections` and only borrow the name for addresses.
"""

from django.urls import path

from inspections.views import meeting_edit, partners
from inspections.views.meeting import meeting_detail
from inspections.views.network_edit import network_edit, network_new

app_name = "networks"
urlpatterns = [
    path("networks/", partners.network_list, name="network_list"),
    path("networks/new/", network_new, name="network_new"),
    path("networks/<int:pk>/", partners.network_detail, name="network_detail"),
    path("networks/<int:pk>/edit/", network_edit, name="network_edit"),
    path("meetings/", partners.meeting_list, name="meeting_list"),
    path("meetings/new/", meeting_edit.meeting_new, name="meeting_new"),
    path("meetings/<int:pk>/", meeting_detail, name="meeting_detail"),
    path("meetings/<int:pk>/edit/", meeting_edit.meeting_edit, name="meeting_edit"),
    path(
        "meetings/<int:pk>/promises/",
        meeting_edit.meeting_promises,
        name="meeting_promises",
    ),
]
