"""The lists of places: reference for everyone signed in.

The pages of one place show its visits too; they live in `inspections.views`.
"""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from regions.models import Office, Province, Zone
from regions.tables import OfficeListing, ProvinceListing, ZoneListing
from ui.listing import render_list


@require_safe
def zone_list(request: HttpRequest) -> HttpResponseBase:
    """The zones and their provinces of today."""
    return render_list(request, Zone.objects.all(), ZoneListing)


@require_safe
def province_list(request: HttpRequest) -> HttpResponseBase:
    """The provinces in dictionary order."""
    return render_list(request, Province.objects.all(), ProvinceListing)


@require_safe
def office_list(request: HttpRequest) -> HttpResponseBase:
    """The provincial offices and agencies."""
    return render_list(request, Office.objects.all(), OfficeListing)
