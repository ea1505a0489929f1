"""All addresses of networks and meetings: the lists of `networks`, and the pages.

The pages show visits and follow-ups, which `networks` doesn't know; so their
views live in `inspections`, and this module puts both into one namespace.
"""

from django.urls import path

from inspections.views import partners
from networks import urls as lists

app_name = "networks"
urlpatterns = [
    *lists.urlpatterns,
    path("networks/<int:pk>/", partners.network_detail, name="network_detail"),
    path("meetings/<int:pk>/", partners.meeting_detail, name="meeting_detail"),
]
