"""How many days offices have to respond: data that managers change."""

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import UserRequest
from audit.operations import new_key
from inspections.forms.times import ResponseTimesPage
from inspections.models import ResponseTimes
from inspections.rights import may_adopt
from inspections.times import history_of, store_times
from inspections.views.saving import Editor, answer_save


@require_http_methods(["GET", "HEAD", "POST"])
def response_times_edit(request: UserRequest) -> HttpResponse:
    """Change the days to respond, and see who changed them before; for managers."""
    if not may_adopt(request.user):
        raise Http404

    def make(data: QueryDict | None, _key: str) -> ResponseTimesPage:
        return ResponseTimesPage(ResponseTimes.current(), data)

    def write(page: ResponseTimesPage) -> str:
        store_times(page.form, by=request.user, version=page.stored_version)
        messages.success(request, _("The response times are saved."))
        return request.path

    def show(page: ResponseTimesPage, key: str, status: int = 200) -> HttpResponse:
        entries = history_of(page.times)
        context = {"page": page, "operation": key, "entries": entries}
        return render(
            request, "inspections/response_times_edit.html", context, status=status
        )

    if request.method != "POST":
        return show(make(None, ""), new_key())
    editor = Editor(make=make, is_open=lambda page: True, write=write, show=show)
    return answer_save(request, editor)
