"""Answering a page that edits one record: opened, kept, given a row, saved."""

from collections.abc import Callable

from django.http import HttpResponse

from accounts.requests import UserRequest
from inspections.views.keeping import answer_draft, opened_page
from inspections.views.saving import Editor, Page, answer_add_row, answer_save


def answer_page(
    request: UserRequest, editor: Editor[Page], fresh: Callable[[], Page]
) -> HttpResponse:
    """The page that `fresh` makes, or what becomes of the one that was sent."""
    if request.method != "POST":
        page, key = opened_page(request, editor, lambda _key: fresh())
        return editor.show(page, key, 200)
    if answer := answer_draft(request, is_open=True):
        return answer
    if added := request.POST.get("add"):
        return answer_add_row(request, editor, added)
    return answer_save(request, editor)
