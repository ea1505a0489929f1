"""Reading one follow-up, moving it along, its history and its evidence."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import UserRequest
from inspections.actions import Given, StepRefused, Why, take_follow_up_step
from inspections.follow_up_reading import FollowUpReading
from inspections.forms.follow_up_pages import FollowUpPage
from inspections.history import last_entry
from inspections.ladder import rungs_ahead
from inspections.lifecycle import ANSWER, FOLLOW_UP_STEPS, NOTE
from inspections.lists import FOLLOW_UPS
from inspections.models import FollowUp, FollowUpKind
from inspections.rights import may_answer, may_redate
from inspections.views.file import answer_file
from inspections.views.stepping import Refusal, answer_step, moves_of
from regions.models import Office

SHOWN_WITH = ("office", "network", "province", "answering_office", "round", "visit")
_WORDING = {ANSWER: _("Answer or report progress"), NOTE: _("Note (optional)")}
_OF_PROMISE = {**_WORDING, NOTE: _("How the promise was kept")}


@require_safe
def follow_up_detail(request: UserRequest, ref: str) -> HttpResponse:
    """The follow-up, its whole life, and what can happen next with it."""
    return show_follow_up(request, find_follow_up(request, ref))


def find_follow_up(request: UserRequest, ref: str) -> FollowUp:
    """The follow-up with this number, if the reader may see it."""
    rows = FOLLOW_UPS.rows(request.user).select_related(*SHOWN_WITH)
    found: FollowUp = get_object_or_404(rows, ref=ref)
    return found


def reading_of(request: UserRequest, follow_up: FollowUp) -> FollowUpReading:
    """What the reader sees around it."""
    return FollowUpReading(follow_up, request.user, timezone.localdate())


def show_follow_up(
    request: UserRequest, follow_up: FollowUp, refusal: Refusal | None = None
) -> HttpResponse:
    """Its page; with what was refused, if something was."""
    is_promise = follow_up.kind == FollowUpKind.COMMITMENT
    moves = moves_of(
        follow_up,
        request.user,
        lambda slug: _address_of(follow_up, slug),
        refusal=refusal,
    )
    context = {
        "follow_up": follow_up,
        # Also of a refused step, whose own address can only be posted to.
        "own_address": follow_up.get_absolute_url(),
        "reading": reading_of(request, follow_up),
        "ladder": rungs_ahead(follow_up, timezone.localdate()),
        "may_answer": may_answer(follow_up, request.user),
        "may_redate": may_redate(follow_up, request.user),
        "moves": replace(
            moves,
            wording=_OF_PROMISE if is_promise else _WORDING,
            offices=Office.objects.order_by("sort_key"),
        ),
        "refusal": refusal,
    }
    status = refusal.status if refusal else 200
    return render(request, "inspections/follow_up_detail.html", context, status=status)


def context_of_form(
    request: UserRequest, page: FollowUpPage, key: str, *, is_open: bool
) -> dict[str, Any]:
    """What the form of an act shows; of one that moved on, who was there last."""
    follow_up = page.follow_up
    is_moved_on = page.conflict_count or not is_open
    return {
        "page": page,
        "follow_up": follow_up,
        "reading": reading_of(request, follow_up),
        "operation": key,
        "last_entry": last_entry(follow_up) if is_moved_on else None,
    }


def turn_away(
    request: UserRequest, follow_up: FollowUp, reason: str, slug: str
) -> HttpResponse:
    """The follow-up's page, which says why this is not the reader's to do."""
    if request.method == "POST":
        refused = StepRefused(reason, Why.NOT_YOURS)
        return show_follow_up(request, follow_up, Refusal(refused, slug, Given()))
    messages.error(request, reason)
    return redirect(follow_up)


def _address_of(follow_up: FollowUp, slug: str) -> str:
    if FOLLOW_UP_STEPS[slug].asks == ANSWER:
        return reverse("inspections:follow_up_answer", args=[follow_up.ref])
    return reverse("inspections:follow_up_step", args=[follow_up.ref, slug])


@require_POST
def follow_up_step(request: UserRequest, ref: str, step: str) -> HttpResponse:
    """Take a step of the life-cycle; refused, the page says why and keeps the text."""
    follow_up = find_follow_up(request, ref)

    def act(given: Given) -> str:
        take_follow_up_step(follow_up, step, by=request.user, given=given)
        return _way_back(request) or follow_up.get_absolute_url()

    def show(refusal: Refusal) -> HttpResponse:
        return show_follow_up(request, find_follow_up(request, ref), refusal)

    return answer_step(
        request, step, steps=FOLLOW_UP_STEPS, parts={}, act=act, show=show
    )


def _way_back(request: UserRequest) -> str:
    """The ledger under the filters from which a step was taken; no other page."""
    wanted = request.POST.get("next", "")
    is_ledger = wanted.partition("?")[0] == reverse("inspections:follow_up_list")
    return wanted if is_ledger and wanted.isprintable() else ""


@require_safe
def follow_up_history(request: UserRequest, ref: str) -> HttpResponse:
    """Who did what with the follow-up, when and why."""
    follow_up = find_follow_up(request, ref)
    entries = reading_of(request, follow_up).entries()
    context = {"follow_up": follow_up, "entries": entries}
    return render(request, "inspections/follow_up_history.html", context)


@require_safe
def follow_up_file(request: UserRequest, ref: str, pk: int) -> FileResponse:
    """Evidence of an answer; `?preview` gives the small picture."""
    files = reading_of(request, find_follow_up(request, ref)).files
    found = next((file for file in files if file.pk == pk), None)
    if found is None:
        raise Http404
    return answer_file(found, is_preview="preview" in request.GET)
