"""Setting another due day for a follow-up."""

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.requests import UserRequest
from audit.operations import new_key
from inspections.follow_up_saving import send_redating
from inspections.forms.follow_up_pages import RedatingPage
from inspections.models import FollowUp
from inspections.rights import is_judge, may_redate
from inspections.views.follow_up_detail import (
    context_of_form,
    find_follow_up,
    turn_away,
)
from inspections.views.saving import Editor, answer_save

SHUT = gettext_lazy(
    "This cannot be saved now: the follow-up is answered, closed, or imported and not "
    "adopted, so that it has no due day to change. What you typed is kept below."
)


@require_http_methods(["GET", "HEAD", "POST"])
def follow_up_redate(request: UserRequest, ref: str) -> HttpResponse:
    """Set another due day; the old one is kept with the reason."""
    follow_up = find_follow_up(request, ref)
    if not is_judge(follow_up, request.user):
        return _refuse(request, follow_up)
    if request.method == "POST":
        return answer_save(request, _editor(request, ref))
    if not may_redate(follow_up, request.user):
        messages.error(request, _("Its due day cannot be changed any more."))
        return redirect(follow_up)
    key = new_key()
    page = RedatingPage(follow_up, request.user, None, key=key)
    return _show(request, page, key)


def _refuse(request: UserRequest, follow_up: FollowUp) -> HttpResponse:
    reason = _(
        "Only an inspector of the place or a manager sets another due day. Ask them, "
        "and say why more time is needed."
    )
    return turn_away(request, follow_up, reason, "re-date")


def _editor(request: UserRequest, ref: str) -> Editor[RedatingPage]:
    def make(data: QueryDict, key: str) -> RedatingPage:
        return RedatingPage(find_follow_up(request, ref), request.user, data, key=key)

    def write(page: RedatingPage) -> str:
        send_redating(page, by=request.user)
        messages.success(request, _("The due day is changed; the old one is kept."))
        return page.follow_up.get_absolute_url()

    def show(page: RedatingPage, key: str, status: int) -> HttpResponse:
        return _show(request, page, key, status)

    def is_open(page: RedatingPage) -> bool:
        return may_redate(page.follow_up, request.user)

    return Editor(make=make, is_open=is_open, write=write, show=show, shut=SHUT)


def _show(
    request: UserRequest, page: RedatingPage, key: str, status: int = 200
) -> HttpResponse:
    is_open = may_redate(page.follow_up, request.user)
    context = context_of_form(request, page, key, is_open=is_open)
    context["act"] = _("Set another due day")
    return render(request, "inspections/follow_up_redate.html", context, status=status)
