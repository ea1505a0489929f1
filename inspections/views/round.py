"""The rounds: the list, one round with its progress, its steps and its history."""

from typing import cast

from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import UserRequest
from audit.models import Entry
from inspections.actions import Given, take_round_step
from inspections.carried import CarriedOver, carried_over
from inspections.figures import Asked
from inspections.history import told
from inspections.lifecycle import ROUND_STEPS, RoundState
from inspections.lists import REPORTS, ROUNDS
from inspections.models import Round
from inspections.rights import may_manage_rounds
from inspections.summary_places import Place, may_sum_up
from inspections.tables.round import ROUND_TONES, progress_listing
from inspections.totals import in_the_way, round_tally
from inspections.urls.converters import RoundKey
from inspections.views.stepping import Refusal, answer_step, moves_of
from inspections.warnings import round_cautions
from ui.listing import render_list


@require_safe
def round_list(request: UserRequest) -> HttpResponseBase:
    """All rounds; the numbers are of what the reader may see. A new one starts here."""
    return render_list(
        request,
        ROUNDS.rows(request.user),
        ROUNDS.listing(request.user),
        template="inspections/round_list.html",
        context={"may_manage": may_manage_rounds(request.user)},
    )


@require_safe
def round_detail(request: UserRequest, key: RoundKey) -> HttpResponseBase:
    """A round: window, topics, numbers, progress by province, what happens next."""
    return _show(request, get_object_or_404(Round, **key._asdict()))


def _show(
    request: UserRequest, held_round: Round, refusal: Refusal | None = None
) -> HttpResponseBase:
    user = request.user
    may_manage = may_manage_rounds(user)
    is_closing = may_manage and held_round.state == RoundState.SUMMARISING
    context = {
        "round": held_round,
        "tone": ROUND_TONES[RoundState(held_round.state)],
        # Also of a refused step, whose own address can only be posted to.
        "own_address": held_round.get_absolute_url(),
        "topics": held_round.topics.prefetch_related("provinces", "indicators"),
        "tally": round_tally(request, held_round),
        "over": _carried(request, held_round),
        "in_the_way": in_the_way(request, held_round) if is_closing else None,
        "moves": moves_of(
            held_round,
            user,
            lambda slug: reverse("inspections:round_step", args=[held_round.key, slug]),
            refusal=refusal,
        ).cautioned(round_cautions(held_round, timezone.localdate())),
        "refusal": refusal,
        "may_sum_up": may_sum_up(user),
        "may_edit": may_manage and held_round.state != RoundState.CLOSED,
    }
    response = render_list(
        request,
        REPORTS.rows(user).filter(round=held_round),
        progress_listing(user, held_round),
        template="inspections/round_detail.html",
        context=context,
    )
    if refusal:
        response.status_code = refusal.status
    return response


def _carried(request: UserRequest, held_round: Round) -> CarriedOver | None:
    """Nothing is carried into a round that is still planned, nor given in it."""
    if held_round.state == RoundState.PLANNED:
        return None
    return carried_over(Asked(request, held_round, Place(""), timezone.localdate()))


@require_POST
def round_step(request: UserRequest, key: RoundKey, step: str) -> HttpResponseBase:
    """Take a step of the life-cycle; refused, the page says what is in the way."""
    held_round = get_object_or_404(Round, **key._asdict())

    def act(given: Given) -> str:
        take_round_step(held_round, step, by=request.user, given=given)
        return held_round.get_absolute_url()

    def show(refusal: Refusal) -> HttpResponse:
        held_round.refresh_from_db()
        # The list on the page is that of the round's own address.
        request.path, request.GET = held_round.get_absolute_url(), QueryDict()
        return cast(HttpResponse, _show(request, held_round, refusal))

    return answer_step(request, step, steps=ROUND_STEPS, parts={}, act=act, show=show)


@require_safe
def round_history(request: UserRequest, key: RoundKey) -> HttpResponse:
    """Who changed what of the round and its topics, when and why."""
    held_round = get_object_or_404(Round, **key._asdict())
    entries = told(Entry.objects.about(held_round).order_by("-pk"))
    context = {"round": held_round, "entries": entries}
    return render(request, "inspections/round_history.html", context)
