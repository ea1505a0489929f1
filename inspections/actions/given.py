"""What is given with a step, and why it may be refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from audit.models import Entry
from inspections.lifecycle import COMMENTS, ORIGINAL, REASON


class Why(Enum):
    """Why a step was refused; the value is the HTTP status that says so."""

    NOT_YOURS = 403
    MOVED_ON = 409
    INCOMPLETE = 422


class StepRefused(Exception):
    """A step that may not be taken, or not any more; `reason` says why.

    `field` names the input to mend; `last` is the latest history row when
    somebody else was quicker; `standing` are the documents in the way, each
    with its `get_absolute_url`.
    """

    def __init__(
        self,
        reason: "str | Promise",
        why: Why,
        *,
        field: str = "",
        last: Entry | None = None,
        standing: Sequence[object] = (),
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.why = why
        self.field = field
        self.last = last
        self.standing = standing


@dataclass(frozen=True)
class Given:
    """What the taker of a step gives with it.

    `comments` maps parts of the document to what is to be mended there;
    `version` is the one that was read, so that nothing is decided unseen, or
    null when that isn't known; `original` the reference of another document;
    `office` the key of who is to act; `visit` the visit at which it is taken, if
    any; `content` what a page of the step's own gathered.
    """

    reason: str = ""
    comments: Mapping[str, str] = field(default_factory=dict)
    version: int | None = None
    original: str = ""
    office: int | None = None
    visit: Any = None
    content: Any = None

    @property
    def texts(self) -> list[str]:
        """All that was written."""
        return [text for text in (self.reason, *self.comments.values()) if text]

    def readable(self) -> "Given":
        """The same without NUL, which no page can show."""
        return replace(
            self,
            reason=self.reason.replace(NUL, ""),
            original=self.original.replace(NUL, ""),
            comments={
                part: text.replace(NUL, "") for part, text in self.comments.items()
            },
        )


NOTHING = Given()
NUL = "\0"
LONGEST = 20_000
"""Characters that a reason or comment may have, as other texts of several lines."""


def refuse_unfit_texts(given: Given) -> None:
    """Raise StepRefused for a text that cannot be stored as it was written."""
    inputs = {REASON: [given.reason], ORIGINAL: [given.original]}
    inputs[COMMENTS] = [*given.comments.values()]
    for name, texts in inputs.items():
        if any(NUL in text for text in texts):
            message = _("Null characters are not allowed.")
            raise StepRefused(message, Why.INCOMPLETE, field=name)
        if any(len(text) > LONGEST for text in texts):
            message = format_lazy(
                _("Write at most {most} characters."), most=f"{LONGEST:,}"
            )
            raise StepRefused(message, Why.INCOMPLETE, field=name)
