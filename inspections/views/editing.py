"""Pages that make and change one record each: opened, kept, given a row, saved."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.contrib import messages
from django.db.models import Model
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise

from accounts.models import User
from accounts.requests import UserRequest
from inspections.history import last_entry
from inspections.views.keeping import answer_draft, opened_page
from inspections.views.saving import SHUT, Editor, Page, answer_sent

Record = TypeVar("Record", bound=Model)


@dataclass(frozen=True)
class Entry(Generic[Record, Page]):
    """How the entries of one kind are made and changed, each on a page of its own.

    `page` makes the page of a record for what was sent; `may_edit` says whether a
    stored one may be changed now, `shut` that it may not; `store` stores a valid
    page, and `saved` says so. `template` draws the page, with what `told` adds;
    `listed` is the address of all entries. A page that one may save and keep
    writing on names its own: `stay`.
    """

    page: Callable[[Record, User, QueryDict | None], Page]
    may_edit: Callable[[Record, User], bool]
    store: Callable[..., Record]
    saved: "str | Promise"
    template: str
    listed: str
    shut: "str | Promise" = SHUT
    told: Callable[[Page], dict[str, Any]] = lambda _page: {}
    stay: str = ""

    def answer(self, request: UserRequest, record: Record) -> HttpResponse:
        """The page of a record, perhaps a new one; or what becomes of what was sent."""
        editor = self.editor(request, record)
        if request.method != "POST":
            page, key = opened_page(
                request, editor, lambda _key: self.page(record, request.user, None)
            )
            return editor.show(page, key, 200)
        if answer := answer_draft(request, is_open=True):
            return answer
        return answer_sent(request, editor)

    def editor(self, request: UserRequest, record: Record) -> Editor[Page]:
        """The editor of a record; of a new one that is not stored yet."""
        user = request.user

        def make(data: QueryDict, _key: str) -> Page:
            return self.page(_stored(record), user, data)

        def write(page: Page) -> str:
            stored: Any = self.store(page, by=user)
            messages.success(request, str(self.saved))
            if self.stay and "stay" in request.POST:
                return reverse(self.stay, args=[stored.pk])
            return str(stored.get_absolute_url())

        def show(page: Page, key: str, status: int) -> HttpResponse:
            context = {**self._context(page, key), **self.told(page)}
            return render(request, self.template, context, status=status)

        def is_open(page: Page) -> bool:
            return page.is_new or self.may_edit(page.record, user)

        return Editor(
            make=make, is_open=is_open, write=write, show=show, shut=self.shut
        )

    def _context(self, page: Page, key: str) -> dict[str, Any]:
        return {
            "page": page,
            # As it is stored: the page's own may hold what was typed.
            "entry": None if page.is_new else _stored(page.record),
            "whole_list": reverse(self.listed),
            "operation": key,
            "last_entry": last_entry(page.record) if page.conflict_count else None,
        }


def _stored(record: Record) -> Record:
    """The record as it is stored now; a new one is made anew."""
    made = type(record)
    if record.pk is None:
        return made()
    found: Record = get_object_or_404(made, pk=record.pk)
    return found
