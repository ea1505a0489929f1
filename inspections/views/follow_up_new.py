"""Giving a recommendation, order or promise without a visit."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.requests import UserRequest
from audit.operations import new_key
from inspections.forms.give import GivePage
from inspections.giving import give
from inspections.lists import FOLLOW_UPS
from inspections.models import FollowUp, Issue
from inspections.rights import may_give
from inspections.views.saving import Editor, answer_save
from networks.models import Meeting
from ui.sent import sent_number

MOST_NAMED = 10
"""Numbers that a message tells; the list it leads to has all of them."""


@require_http_methods(["GET", "HEAD", "POST"])
def follow_up_new(request: UserRequest) -> HttpResponse:
    """Give something; `?meeting=<key>` says at which meeting networks promise it,
    `?issue=<reference>` from which issue it is raised."""
    if not may_give(request.user):
        raise Http404
    meeting, issue = _meeting(request), _issue(request)

    def make(data: QueryDict | None, _key: str) -> GivePage:
        return GivePage(request.user, data, meeting=meeting, issue=issue)

    def write(page: GivePage) -> str:
        form = page.form
        given = give(
            form.terms(),
            form.addressees(),
            by=request.user,
            issues=form.cleaned_data["issues"],
        )
        together = FOLLOW_UPS.address(together=given[0].given_together)
        messages.success(request, _news(given, together))
        if meeting:
            return meeting.get_absolute_url()
        if issue:
            return f"{issue.get_absolute_url()}#follow-ups"
        return given[0].get_absolute_url() if len(given) == 1 else together

    def show(page: GivePage, key: str, status: int = 200) -> HttpResponse:
        context = {
            "page": page,
            "meeting": meeting,
            "issue": issue,
            "operation": key,
        }
        return render(request, "inspections/follow_up_new.html", context, status=status)

    if request.method != "POST":
        return show(make(None, ""), new_key())
    editor = Editor(make=make, is_open=lambda page: True, write=write, show=show)
    return answer_save(request, editor)


def _meeting(request: UserRequest) -> Meeting | None:
    """The meeting that the address names; 404 for one that the reader may not see."""
    if "meeting" not in request.GET:
        return None
    meetings = Meeting.objects.visible_to(request.user)
    key = sent_number(request.GET["meeting"]) or 0
    found: Meeting = get_object_or_404(meetings, pk=key)
    return found


def _issue(request: UserRequest) -> Issue | None:
    """The issue that the address names; 404 for one from which nothing is raised."""
    if "issue" not in request.GET:
        return None
    issues = Issue.objects.raisable_by(request.user).select_related("office")
    ref = request.GET["issue"].replace("\0", "")
    found: Issue = get_object_or_404(issues, ref=ref)
    return found


def _news(given: Sequence[FollowUp], together: str) -> str:
    """The numbers of what was given, each leading to its page."""
    words = ngettext(
        "Given and issued:", "%(number)s given and issued:", len(given)
    ) % {"number": len(given)}
    named = ((row.get_absolute_url(), row.ref) for row in given[:MOST_NAMED])
    links = format_html_join(", ", '<a href="{}">{}</a>', named)
    if len(given) > MOST_NAMED:
        more = _("and %(number)s more") % {"number": len(given) - MOST_NAMED}
        links = format_html('{} <a href="{}">{}</a>', links, together, more)
    return format_html("{} {}", words, links)
