"""Making a round and changing its dates, due day and policy note."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.requests import UserRequest
from audit.operations import new_key
from inspections.forms.round import RoundPage
from inspections.lifecycle import RoundState
from inspections.models import Round
from inspections.rights import may_manage_rounds
from inspections.rounds import store_round
from inspections.urls.converters import RoundKey
from inspections.views.saving import Editor, answer_save

SHUT = gettext_lazy(
    "This cannot be saved now: the round is closed. What you typed is kept below; "
    "copy it, or save again when the round is reopened."
)


@require_http_methods(["GET", "HEAD", "POST"])
def round_new(request: UserRequest) -> HttpResponse:
    """Make a round; the next one is proposed, with the topics of the one before."""
    if not may_manage_rounds(request.user):
        raise Http404
    return _answer(request, lambda data: RoundPage(Round(), data), held_round=None)


@require_http_methods(["GET", "HEAD", "POST"])
def round_edit(request: UserRequest, key: RoundKey) -> HttpResponse:
    """Change a round that is not closed."""
    held_round = get_object_or_404(Round, **key._asdict())
    if not may_manage_rounds(request.user):
        raise Http404
    if request.method != "POST" and held_round.state == RoundState.CLOSED:
        messages.error(request, _("The round is closed: nothing of it can be changed."))
        return redirect(held_round)

    def make(data: QueryDict | None) -> RoundPage:
        return RoundPage(get_object_or_404(Round, pk=held_round.pk), data)

    return _answer(request, make, held_round)


def _answer(
    request: UserRequest,
    make: Callable[[QueryDict | None], RoundPage],
    held_round: Round | None,
) -> HttpResponse:
    def write(page: RoundPage) -> str:
        version = None if page.is_new else page.stored_version
        stored = store_round(page.general, by=request.user, version=version)
        messages.success(request, _("The round is saved."))
        return stored.get_absolute_url()

    def show(page: RoundPage, key: str, status: int = 200) -> HttpResponse:
        context = {"page": page, "round": held_round, "operation": key}
        return render(request, "inspections/round_edit.html", context, status=status)

    editor = Editor(
        make=lambda data, _key: make(data),
        is_open=lambda page: page.round.state != RoundState.CLOSED,
        write=write,
        show=show,
        shut=SHUT,
    )
    if request.method != "POST":
        return show(make(None), new_key())
    return answer_save(request, editor)
