"""Recording a meeting held outside any visit, changing it, issuing its promises."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import UserRequest
from audit.models import StaleVersion
from audit.operations import OperationReused, digest, once, posted_key
from inspections.forms.meeting_page import MeetingPage
from inspections.history import last_entry
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
from inspections.views.editing import answer_page
from inspections.views.meeting import show_meeting
from inspections.views.saving import Editor
from networks.models import Meeting, Network
from ui.sent import sent_number


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_new(request: UserRequest) -> HttpResponse:
    """Record or plan a meeting; `?network=<key>` says with whom."""
    if not may_enter_partners(request.user):
        raise Http404
    named = sent_number(request.GET.get("network", "").replace("\0", ""))
    network = Network.objects.filter(pk=named).first() if named else None
    return answer_page(
        request,
        _editor(request, None, network),
        lambda: MeetingPage(Meeting(), request.user, None, network=network),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Change a meeting; one held at a visit is changed in that visit's record."""
    meetings = Meeting.objects.visible_to(request.user).select_related("at_visit")
    meeting = get_object_or_404(meetings, pk=pk)
    if not may_edit_meeting(meeting, request.user):
        return _to_the_visit(request, meeting)
    return answer_page(
        request,
        _editor(request, meeting, None),
        lambda: MeetingPage(meeting, request.user, None),
    )


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


def _stored(meeting: Meeting | None) -> Meeting:
    return get_object_or_404(Meeting, pk=meeting.pk) if meeting else Meeting()


def _editor(
    request: UserRequest, meeting: Meeting | None, network: Network | None
) -> Editor[MeetingPage]:
    user = request.user

    def make(data: QueryDict, key: str) -> MeetingPage:
        return MeetingPage(_stored(meeting), user, data, network=network)

    def write(page: MeetingPage) -> str:
        stored = store_meeting(page, by=user)
        messages.success(request, _("The meeting is saved."))
        if "stay" in request.POST:
            return reverse("networks:meeting_edit", args=[stored.pk])
        return stored.get_absolute_url()

    def show(page: MeetingPage, key: str, status: int) -> HttpResponse:
        context = _context(page, key)
        return render(request, "networks/meeting_edit.html", context, status=status)

    def is_open(page: MeetingPage) -> bool:
        return page.is_new or may_edit_meeting(page.meeting, user)

    return Editor(make=make, is_open=is_open, write=write, show=show)


def _context(page: MeetingPage, key: str) -> dict[str, Any]:
    scope = page.user.scope
    return {
        "page": page,
        "meeting": None if page.is_new else _stored(page.meeting),
        "operation": key,
        "last_entry": last_entry(page.meeting) if page.conflict_count else None,
        "is_issuer": scope.is_inspector or scope.everything,
        "promised": promised_before(
            page.meeting, page.expected, page.user, timezone.localdate()
        ),
    }
