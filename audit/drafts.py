"""What is typed into a long form, kept until it is saved.

A draft belongs to one person and one form and is read by nobody else. It is no
change of any record: nothing is checked, and no history is written.

Several pages of one form may be open at once. Each gives itself a name and counts
what it sends: `PAGE` is both, a stamp; `SEEN` is the stamp of the draft that the
page was made from. So the last state wins, but only over what its writer has seen.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.http import QueryDict
from django.utils import timezone

from audit.models import Attachment, Draft
from audit.operations import FIELD, as_key, new_key

PAGE, SEEN = "draft_page", "draft_seen"
#: What asks for keeping and for giving up, instead of saving.
KEEP, DISCARD = "keep_draft", "discard_draft"
_NOT_CONTENT = frozenset({"csrfmiddlewaretoken", PAGE, SEEN, KEEP, DISCARD})

MAX_BYTES = 1_000_000
DAYS_KEPT = 30
#: Whose draft is older than this is hardly still writing.
RECENT = timedelta(hours=12)
LONGEST_PAGE, LONGEST_NUMBER = 60, 9


class DraftTooLong(Exception):
    """More than MAX_BYTES were typed."""


class DraftElsewhere(Exception):
    """Another page of the same form has kept something that this one never saw."""


@dataclass(frozen=True)
class KeptDraft:
    """A draft as its form takes it."""

    data: QueryDict
    saved_at: datetime
    stamp: str


@dataclass(frozen=True)
class Sender:
    """The page that sent a form: its name, its message's number, what it had seen."""

    page: str
    number: int
    seen: str

    @classmethod
    def of(cls, posted: QueryDict) -> "Sender":
        """Read from what was posted; without script a page has no name."""
        page, _colon, number = posted.get(PAGE, "").partition(":")
        is_number = number.isascii() and number.isdecimal()
        return cls(
            page.replace("\0", "")[:LONGEST_PAGE],
            int(number[:LONGEST_NUMBER]) if is_number else 0,
            posted.get(SEEN, ""),
        )

    def wrote(self, draft: Draft) -> bool:
        """Whether the draft came from this very page."""
        return draft.page == self.page

    def knows(self, draft: Draft) -> bool:
        """Whether nothing in the draft is new to this page."""
        return self.wrote(draft) or draft.stamp == self.seen


def keep_draft(user: Any, address: str, posted: QueryDict) -> Draft:
    """Keep what was posted as the user's draft of the form at `address`.

    What arrives late, after a newer state of the same page or after its saving,
    changes nothing. Raises DraftTooLong and DraftElsewhere; nothing is kept then.
    """
    sender = Sender.of(posted)
    data = _packed(posted)
    if len(data.encode()) > MAX_BYTES:
        raise DraftTooLong
    now = timezone.now()
    content = {
        "data": data,
        "key": as_key(posted.get(FIELD, "")),
        "page": sender.page or new_key(),
        "number": sender.number,
        "saved_at": now,
    }
    with transaction.atomic():
        draft, is_new = Draft.objects.select_for_update().get_or_create(
            user=user, address=address, defaults={**content, "begun_at": now}
        )
        if is_new or (sender.wrote(draft) and sender.number <= draft.number):
            return draft
        if draft.data and not sender.knows(draft):
            raise DraftElsewhere
        begun_at = draft.begun_at if draft.data else now
        for name, value in {**content, "begun_at": begun_at}.items():
            setattr(draft, name, value)
        draft.save()
    return draft


def draft_of(user: Any, address: str) -> KeptDraft | None:
    """What the user typed into the form at `address` and has not saved."""
    return drafts_of(user, [address]).get(address)


def drafts_of(user: Any, addresses: Iterable[str]) -> dict[str, KeptDraft]:
    """The same for several forms, by address; those without a draft are left out."""
    drafts = Draft.objects.filter(user=user, address__in=addresses).exclude(data="")
    return {
        draft.address: KeptDraft(_unpacked(draft.data), draft.saved_at, draft.stamp)
        for draft in drafts
    }


def drop_draft(user: Any, address: str, *, at: datetime | None = None) -> None:
    """Forget the user's draft of the form at `address`, whichever page wrote it.

    With `at`, only if nothing newer than that moment's has been kept.
    """
    drafts = Draft.objects.filter(user=user, address=address)
    (drafts.filter(saved_at=at) if at else drafts).delete()


def give_up_draft(user: Any, address: str, posted: QueryDict) -> None:
    """Forget the user's draft of the form at `address`, whichever page wrote it.

    What the page that gives it up sent before and arrives later is not kept.
    """
    with transaction.atomic():
        _empty(user, address, Sender.of(posted))


def close_draft(user: Any, address: str, posted: QueryDict) -> None:
    """Forget the draft that the posted, now saved, page wrote or has seen.

    What another page of the same form kept meanwhile stays. That the page was
    saved is noted, so that what it sent before and arrives later is not kept.
    """
    sender = Sender.of(posted)
    with transaction.atomic():
        drafts = Draft.objects.select_for_update()
        draft = drafts.filter(user=user, address=address).first()
        if draft is not None and draft.data and not sender.knows(draft):
            return
        _empty(user, address, sender)


def _empty(user: Any, address: str, sender: Sender) -> None:
    """Forget a draft; of a page with a name, note the number of its last message."""
    if not sender.page:
        drop_draft(user, address)
        return
    now = timezone.now()
    Draft.objects.update_or_create(
        user=user,
        address=address,
        defaults={
            "data": "",
            "key": None,
            "page": sender.page,
            "number": sender.number,
            "begun_at": now,
            "saved_at": now,
        },
    )


def others_writing(address: str, user: Any) -> list[tuple[str, datetime]]:
    """Who else has typed something there lately, and since when; never what."""
    drafts = Draft.objects.filter(address=address, saved_at__gt=timezone.now() - RECENT)
    others = drafts.exclude(data="").exclude(user=user).select_related("user")
    return [(str(one.user), one.begun_at) for one in others.order_by("begun_at")]


def remove_old_drafts(before: datetime) -> int:
    """Remove what was kept before that moment and not touched since; how many."""
    drafts = Draft.objects.filter(saved_at__lt=before)
    number = drafts.exclude(data="").count()
    drafts.delete()
    return number


def abandoned_uploads(before: datetime) -> list[Attachment]:
    """Staged files from before that moment that no living draft needs."""
    living = {
        (user, key)
        for user, key in Draft.objects.exclude(data="").values_list("user", "key")
    }
    staged = Attachment.objects.filter(staged_key__isnull=False, uploaded_at__lt=before)
    return [one for one in staged if (one.by_id, one.staged_key) not in living]


def _packed(posted: QueryDict) -> str:
    lists = {name: all_ for name, all_ in posted.lists() if name not in _NOT_CONTENT}
    return json.dumps(lists, ensure_ascii=False)


def _unpacked(data: str) -> QueryDict:
    typed = QueryDict(mutable=True)
    for name, values in json.loads(data).items():
        typed.setlist(name, values)
    return typed
