"""A round's summary: the numbers of the ministry, a zone or a province."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import UserRequest
from inspections.figures import Asked
from inspections.lifecycle import RoundState
from inspections.models import Round
from inspections.summary import blocks
from inspections.summary_places import places_of
from inspections.tables.round import ROUND_TONES
from inspections.urls.converters import RoundKey


@require_safe
def round_summary(request: UserRequest, key: RoundKey) -> HttpResponse:
    """Every number of the round, each opening what it counts; made to be printed."""
    held_round = get_object_or_404(Round, **key._asdict())
    places = places_of(request.user)
    place = places.chosen(request.GET.dict())
    if place is None:
        raise Http404
    context = {
        "round": held_round,
        "pickers": [] if places.is_fixed else places.pickers(place),
        "has_whole": places.is_whole and bool(place.query),
        "tone": ROUND_TONES[RoundState(held_round.state)],
        "place": place,
        "now": timezone.now(),
        "blocks": blocks(Asked(request, held_round, place, timezone.localdate())),
    }
    return render(request, "inspections/round_summary.html", context)
