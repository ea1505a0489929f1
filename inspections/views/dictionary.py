"""The data dictionary: what each field of the registers means."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.requests import UserRequest
from inspections.dictionary import registers


@require_safe
def field_list(request: UserRequest) -> HttpResponse:
    """Every field of the registers with unit, range and source; reads no table."""
    return render(request, "inspections/field_list.html", {"registers": registers()})
