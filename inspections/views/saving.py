"""Answering a page that was sent: once, merged, checked, saved; or shown again."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from accounts.requests import UserRequest
from audit.drafts import SEEN, DraftElsewhere, DraftTooLong, close_draft, keep_draft
from audit.models import Attachment, Operation, StaleVersion
from audit.operations import (
    FIELD,
    OperationReused,
    digest,
    new_key,
    once,
    posted_key,
)
from ui.pages import EditedPage
from ui.rows import with_added_row

Page = TypeVar("Page", bound=EditedPage)
TRIES = 5
SHUT = _lazy(
    "This cannot be saved now: somebody has moved the visit on meanwhile. "
    "What you typed is kept below; copy it, or save again when the visit "
    "is open for writing."
)


@dataclass(frozen=True)
class Editor(Generic[Page]):
    """How one page is made, stored and shown.

    `make` reads the record anew each time; `is_open` says of such a page whether
    it may be stored now; `write` stores a valid page and gives the address where
    it can be seen; `show` answers with the page, its operation key and a status;
    `shut` says that the record may not be written any more.
    """

    make: Callable[[QueryDict, str], Page]
    is_open: Callable[[Page], bool]
    write: Callable[[Page], str]
    show: Callable[[Page, str, int], HttpResponse]
    shut: "str | Promise" = SHUT


@dataclass(frozen=True)
class Fault:
    """Why a page can't be stored now: the status, and what is said if not the page."""

    status: int
    said: "str | Promise" = ""


def answer_sent(request: UserRequest, editor: Editor[Page]) -> HttpResponse:
    """The page with one more row, if that was asked for; else stored."""
    if added := request.POST.get("add"):
        return answer_add_row(request, editor, added)
    return answer_save(request, editor)


def answer_save(request: UserRequest, editor: Editor[Page]) -> HttpResponse:
    """Store what was sent, or show it again: 422 to mend, 409 to decide."""
    key, content = posted_key(request), digest(request)
    if answer := _answer_done(request, editor, key, content):
        return answer
    for _attempt in range(TRIES):
        page = _current(request, editor, key)
        if fault := _fault(editor, page):
            # What stands against it may be what the same press has stored meanwhile.
            done = _answer_done(request, editor, key, content)
            return done or _refuse(request, editor, page, key, fault)
        try:
            act = _writing(request, editor, page)
            return redirect(once(request.user, key, content, act))
        except StaleVersion:
            continue  # somebody saved in between: merge with what they stored
        except OperationReused as reuse:
            return _answer_reused(request, editor, reuse.result, key)
    messages.error(
        request, _("Others are saving at this moment. Nothing is lost; save again.")
    )
    return _show_again(request, editor, _current(request, editor, key), key, 409)


def _answer_done(
    request: UserRequest, editor: Editor[Page], key: str, content: str
) -> HttpResponse | None:
    """The answer to a press that took effect already; null if it didn't yet."""
    done = Operation.objects.filter(user=request.user, key=key).first()
    if done is None:
        return None
    if done.digest == content:
        return redirect(done.result)
    return _answer_reused(request, editor, done.result, key)


def _current(request: UserRequest, editor: Editor[Page], key: str) -> Page:
    """The sent page, brought up to what is stored now."""
    return brought_up(editor.make(request.POST, key))


def brought_up(page: Page) -> Page:
    """The page, merged with what others have stored since it was opened."""
    return page.rebased() if page.is_stale else page


def _fault(editor: Editor[Page], page: Page) -> Fault | None:
    """What stands against storing the page; null if nothing does."""
    if not editor.is_open(page):
        return Fault(409, editor.shut)
    if page.conflict_count:
        return Fault(409)
    return None if page.is_valid() else Fault(422)


def _refuse(
    request: UserRequest, editor: Editor[Page], page: Page, key: str, fault: Fault
) -> HttpResponse:
    """The page again with what stands against storing it."""
    if fault.said:
        messages.error(request, str(fault.said))
        page.show_unjudged()
    return _show_again(request, editor, page, key, fault.status)


def _show_again(
    request: UserRequest, editor: Editor[Page], page: Page, key: str, status: int
) -> HttpResponse:
    """The page with what was typed, which is kept even if it is left like that.

    Of a page that says just what is stored there is nothing to keep.
    """
    if SEEN in request.POST and not page.says_more():
        close_draft(request.user, request.path, request.POST)
    elif SEEN in request.POST:
        typed = request.POST.copy()
        typed[FIELD] = key
        with suppress(DraftTooLong, DraftElsewhere):
            page.draft_seen = keep_draft(request.user, request.path, typed).stamp
    return editor.show(page, key, status)


def _writing(
    request: UserRequest, editor: Editor[Page], page: Page
) -> Callable[[], str]:
    def write() -> str:
        result = editor.write(page)
        if SEEN in request.POST:
            close_draft(request.user, request.path, request.POST)
        return result

    return write


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
    page = _current(request, editor, fresh)
    return _show_again(request, editor, page, fresh, 409)


def answer_add_row(
    request: UserRequest, editor: Editor[Page], prefix: str
) -> HttpResponse:
    """The page as typed with one more row; nothing is stored or judged yet."""
    return answer_unjudged(request, editor, with_added_row(request.POST, prefix))


def answer_unjudged(
    request: UserRequest, editor: Editor[Page], data: QueryDict
) -> HttpResponse:
    """The page with what `data` says; nothing is stored or judged yet."""
    key = posted_key(request)
    page = editor.make(data, key)
    page.show_unjudged()
    return editor.show(page, key, 200)
