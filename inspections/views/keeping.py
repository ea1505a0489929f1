"""What is typed between two savings: kept, brought back, given up."""

from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.requests import UserRequest
from audit.drafts import (
    DISCARD,
    KEEP,
    DraftElsewhere,
    DraftTooLong,
    draft_of,
    drop_draft,
    give_up_draft,
    keep_draft,
    others_writing,
)
from audit.models import Operation
from audit.operations import FIELD, as_key, new_key
from inspections.views.saving import Editor, Page, brought_up
from ui.templatetags.ui import be_time


def answer_draft(request: UserRequest, *, is_open: bool) -> HttpResponse | None:
    """Keep what is typed, or give it up, if that was asked for; null if not.

    `is_open` says whether the form may be written in now. Nothing is checked or
    stored but the draft; the answer to a page's script is JSON: `saved`, the time,
    and `message`, both in the reader's language; 409 and 413 say what is wrong.
    """
    if DISCARD in request.POST:
        give_up_draft(request.user, request.path, request.POST)
        messages.success(request, _("What you had typed and not saved is discarded."))
        return redirect(request.path)
    if KEEP not in request.POST:
        return None
    if not is_open:
        return _not_kept(
            HTTPStatus.CONFLICT, _("Not kept: this can no longer be changed.")
        )
    try:
        draft = keep_draft(request.user, request.path, request.POST)
    except DraftTooLong:
        return _not_kept(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            _("Not kept: this is too long. Save it, please."),
        )
    except DraftElsewhere:
        words = _(
            "You have this page open elsewhere; save here to keep what you typed."
        )
        return _not_kept(HTTPStatus.CONFLICT, words)
    words = _("Kept, but not saved yet:")
    return JsonResponse({"saved": be_time(draft.saved_at), "message": words})


def _not_kept(status: int, words: str) -> JsonResponse:
    return JsonResponse({"message": words}, status=status)


def opened_page(
    request: UserRequest, editor: Editor[Page], fresh: Callable[[str], Page]
) -> tuple[Page, str]:
    """The page to show first, and its operation key.

    It holds what its reader typed and did not save, or what is stored; `fresh`
    makes the latter for a key. It says who else has typed there.
    """
    key = new_key()
    page, key = _restored(request, editor) or (fresh(key), key)
    page.others = others_writing(request.path, request.user)
    return page, key


def _restored(request: UserRequest, editor: Editor[Page]) -> tuple[Page, str] | None:
    """The page of the reader's draft, brought up to what is stored now."""
    kept = draft_of(request.user, request.path)
    if kept is None:
        return None
    key = as_key(kept.data.get(FIELD, "")) or new_key()
    if Operation.objects.filter(user=request.user, key=key).exists():
        key = new_key()
    page = brought_up(editor.make(kept.data, key))
    if not page.says_more():
        drop_draft(request.user, request.path, at=kept.saved_at)
        return None
    page.show_unjudged()
    page.kept_at, page.draft_seen = kept.saved_at, kept.stamp
    return page, key
