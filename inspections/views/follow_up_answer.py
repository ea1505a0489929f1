"""Answering a follow-up: how far it is, or that it is done."""

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.requests import UserRequest
from inspections.follow_up_saving import send_answer
from inspections.forms.follow_up_pages import AnswerPage
from inspections.forms.given import UploadForm
from inspections.lifecycle import ANSWER
from inspections.models import FollowUp
from inspections.rights import is_answerer, may_answer
from inspections.views.follow_up_detail import (
    context_of_form,
    find_follow_up,
    turn_away,
)
from inspections.views.keeping import answer_draft, opened_page
from inspections.views.saving import Editor, answer_save
from inspections.views.staging import stage_uploads, with_staged_rows

SHUT = gettext_lazy(
    "This cannot be sent now: the follow-up waits for no answer any more. What you "
    "typed is kept below; copy it before you leave."
)


@require_http_methods(["GET", "HEAD", "POST"])
def follow_up_answer(request: UserRequest, ref: str) -> HttpResponse:
    """Say how far a follow-up is, or that it is done, with evidence."""
    follow_up = find_follow_up(request, ref)
    if not is_answerer(follow_up, request.user):
        return _refuse(request, follow_up)
    is_open = may_answer(follow_up, request.user)
    if request.method == "POST":
        if answer := answer_draft(request, is_open=is_open):
            return answer
        return answer_save(request, _editor(request, ref, stage_uploads(request)))
    if not is_open:
        messages.error(request, _("This follow-up waits for no answer any more."))
        return redirect(follow_up)
    page, key = opened_page(
        request,
        _editor(request, ref, UploadForm()),
        lambda fresh: AnswerPage(follow_up, request.user, None, key=fresh),
    )
    return _show(request, page, key)


def _refuse(request: UserRequest, follow_up: FollowUp) -> HttpResponse:
    """Tell who answers it, and what is to be done if that is wrong."""
    office = follow_up.answering_office
    if office is None:
        reason = _("No office is named that must act: a manager adopts it first.")
    else:
        reason = _(
            "Only %(office)s answers this. If another office is to act, an inspector "
            "or manager supersedes it and gives a new one to that office."
        ) % {"office": office}
    return turn_away(request, follow_up, reason, ANSWER)


def _editor(request: UserRequest, ref: str, uploads: UploadForm) -> Editor[AnswerPage]:
    def make(data: QueryDict, key: str) -> AnswerPage:
        stored = find_follow_up(request, ref)
        listed = with_staged_rows(data, request, key)
        return AnswerPage(stored, request.user, listed, key=key, uploads=uploads)

    def write(page: AnswerPage) -> str:
        send_answer(page, by=request.user)
        if page.is_done:
            news = _("Answered as done. The inspector or a manager verifies it.")
        else:
            news = _("Your report is kept. Answer once more when it is done.")
        messages.success(request, news)
        return page.follow_up.get_absolute_url()

    def show(page: AnswerPage, key: str, status: int) -> HttpResponse:
        return _show(request, page, key, status)

    def is_open(page: AnswerPage) -> bool:
        return may_answer(page.follow_up, request.user)

    return Editor(make=make, is_open=is_open, write=write, show=show, shut=SHUT)


def _show(
    request: UserRequest, page: AnswerPage, key: str, status: int = 200
) -> HttpResponse:
    is_open = may_answer(page.follow_up, request.user)
    context = context_of_form(request, page, key, is_open=is_open)
    page.uploads.mark_optional = not page.waits_for_evidence
    context["act"] = _("Answer or report progress")
    return render(request, "inspections/follow_up_answer.html", context, status=status)
