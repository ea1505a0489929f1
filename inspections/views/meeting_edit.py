"""Recording a meeting held outside any visit, changing it, issuing its promises."""

from dataclasses import replace
from functools import partial
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import UserRequest
from audit.models import StaleVersion
from audit.operations import OperationReused, digest, once, posted_key
from inspections.forms.meeting_page import MeetingPage
from inspections.meetings import (
    issue_promises,
    may_issue_promises,
    store_meeting,
)
from inspections.models import Visit
from inspections.partner_rights import may_edit_meeting, may_enter_partners
from inspections.promised import promised_before
from inspections.promises import drafts_of
from inspections.rights import may_record
from inspections.views.editing import Entry
from inspections.views.meeting import show_meeting
from networks.models import Meeting, Network
from ui.sent import sent_number


def _told(page: MeetingPage) -> dict[str, Any]:
    """Whether the reader issues promises, and what was promised the last time."""
    scope = page.user.scope
    today = timezone.localdate()
    return {
        "is_issuer": scope.is_inspector or scope.everything,
        "promised": promised_before(page.meeting, page.expected, page.user, today),
    }


MEETING = Entry(
    page=MeetingPage,
    may_edit=may_edit_meeting,
    store=store_meeting,
    saved=gettext_lazy("The meeting is saved."),
    template="networks/meeting_edit.html",
    listed="networks:meeting_list",
    told=_told,
    stay="networks:meeting_edit",
)


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_new(request: UserRequest) -> HttpResponse:
    """Record or plan a meeting; `?network=<key>` says with whom."""
    if not may_enter_partners(request.user):
        raise Http404
    named = sent_number(request.GET.get("network", "").replace("\0", ""))
    network = Network.objects.filter(pk=named).first() if named else None
    expected = replace(MEETING, page=partial(MeetingPage, network=network))
    return expected.answer(request, Meeting())


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Change a meeting; one held at a visit is changed in that visit's record."""
    meetings = Meeting.objects.visible_to(request.user).select_related("at_visit")
    meeting = get_object_or_404(meetings, pk=pk)
    if not may_edit_meeting(meeting, request.user):
        return _to_the_visit(request, meeting)
    return MEETING.answer(request, meeting)


def _to_the_visit(request: UserRequest, meeting: Meeting) -> HttpResponse:
    """Where a meeting held at a visit can be changed, if it can be."""
    visits = Visit.objects.visible_to(request.user)
    visit = visits.filter(meetings__meeting=meeting).first()
    if visit is not None and may_record(visit, request.user):
        record = reverse("inspections:visit_record", args=[visit.ref])
        return redirect(f"{record}#networks")
    if not hasattr(meeting, "at_visit"):
        raise Http404
    messages.error(
        request,
        _("This meeting is part of a visit's record, which cannot be changed now."),
    )
    return redirect(meeting)


@require_POST
def meeting_promises(request: UserRequest, pk: int) -> HttpResponse:
    """Issue what was promised at the meeting; of those promises that one may."""
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user), pk=pk)
    user = request.user
    if not may_issue_promises(meeting, user):
        is_late = not drafts_of(meeting)
        words = _("Nothing is left to issue here: somebody was quicker.")
        messages.error(request, words if is_late else _("This is for others to do."))
        status = HTTPStatus.CONFLICT if is_late else HTTPStatus.FORBIDDEN
        return show_meeting(request, meeting, status)

    def act() -> str:
        meeting.claim(sent_number(request.POST.get("version", "")) or meeting.version)
        issued = issue_promises(meeting, by=user)
        told = ngettext(
            "%(number)s promise is issued.",
            "%(number)s promises are issued.",
            len(issued),
        )
        messages.success(request, told % {"number": len(issued)})
        return f"{meeting.get_absolute_url()}#promised"

    try:
        return redirect(once(user, posted_key(request), digest(request), act))
    except OperationReused as reused:
        return redirect(reused.result)
    except StaleVersion:
        words = _("Somebody has changed the meeting since you read it. Look again.")
        messages.error(request, words)
        return show_meeting(request, meeting, HTTPStatus.CONFLICT)
