"""Answering a page that was sent: once, merged, checked, saved; or shown again."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts.requests import UserRequest
from audit.models import Attachment, Operation, StaleVersion
from audit.operations import OperationReused, digest, new_key, once, posted_key
from ui.pages import EditedPage
from ui.rows import with_added_row

Page = TypeVar("Page", bound=EditedPage)
TRIES = 5


@dataclass(frozen=True)
class Editor(Generic[Page]):
    """How one page is made, stored and shown.

    `make` reads the record anew each time; `is_open` says of such a page whether
    it may be stored now; `write` stores a valid page and gives the address where
    it can be seen; `show` answers with the page, its operation key and a status.
    """

    make: Callable[[QueryDict, str], Page]
    is_open: Callable[[Page], bool]
    write: Callable[[Page], str]
    show: Callable[[Page, str, int], HttpResponse]


def answer_save(request: UserRequest, editor: Editor[Page]) -> HttpResponse:
    """Store what was sent, or show it again: 422 to mend, 409 to decide."""
    key, content = posted_key(request), digest(request)
    done = Operation.objects.filter(user=request.user, key=key).first()
    if done is not None and done.digest == content:
        return redirect(done.result)
    if done is not None:
        return _answer_reused(request, editor, done.result, key)
    for _attempt in range(TRIES):
        page = _current(request, editor, key)
        if refusal := _refusal(request, editor, page, key):
            return refusal
        try:
            return redirect(once(request.user, key, content, _writing(editor, page)))
        except StaleVersion:
            continue  # somebody saved in between: merge with what they stored
        except OperationReused as reuse:
            return _answer_reused(request, editor, reuse.result, key)
    messages.error(
        request, _("Others are saving at this moment. Nothing is lost; save again.")
    )
    return editor.show(_current(request, editor, key), key, 409)


def _current(request: UserRequest, editor: Editor[Page], key: str) -> Page:
    """The sent page, brought up to what is stored now."""
    page = editor.make(request.POST, key)
    return page.rebased() if page.is_stale else page


def _refusal(
    request: UserRequest, editor: Editor[Page], page: Page, key: str
) -> HttpResponse | None:
    """The page again with what stands against storing it; null if nothing does."""
    if not editor.is_open(page):
        messages.error(
            request,
            _(
                "This cannot be saved now: somebody has moved the visit on meanwhile. "
                "What you typed is kept below; copy it, or save again when the visit "
                "is open for writing."
            ),
        )
        page.show_unjudged()
        return editor.show(page, key, 409)
    if page.conflict_count:
        return editor.show(page, key, 409)
    return None if page.is_valid() else editor.show(page, key, 422)


def _writing(editor: Editor[Page], page: Page) -> Callable[[], str]:
    return lambda: editor.write(page)


def _answer_reused(
    request: UserRequest, editor: Editor[Page], result: str, key: str
) -> HttpResponse:
    """An older copy of a page that was saved already came back, written in further."""
    messages.warning(
        request,
        format_html(
            '{} <a href="{}">{}</a>',
            _(
                "This page was saved before and you came back to an older copy. "
                "What you typed is kept below; save again to store it."
            ),
            result,
            _("See what was saved"),
        ),
    )
    # What came with the old key is kept for the new one, files too.
    fresh = new_key()
    Attachment.objects.staged_for(request.user, key).update(staged_key=fresh)
    return editor.show(_current(request, editor, fresh), fresh, 409)


def answer_add_row(
    request: UserRequest, editor: Editor[Page], prefix: str
) -> HttpResponse:
    """The page as typed with one more row; nothing is stored or judged yet."""
    key = posted_key(request)
    page = editor.make(with_added_row(request.POST, prefix), key)
    page.show_unjudged()
    return editor.show(page, key, 200)
