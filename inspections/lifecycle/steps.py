"""What a step is: who takes it, what it asks for, what can stand against it."""

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Actor(Enum):
    """Who takes a step, seen from one document.

    INSPECTOR is the lead, an inspector of the team, or an inspector assigned
    to a place of the document today; an assistant prepares but takes no step
    that decides. OFFICE is an officer or the head of the document's office.
    """

    OFFICE = "office"
    INSPECTOR = "inspector"
    MANAGER = "manager"


class Bar(Enum):
    """What can stand against a step beyond the document's state."""

    #: A reviewer has opened what was submitted.
    OPENED = "until a reviewer has opened it"
    #: Nobody judges their own work.
    OWN_WORK = "not by who did it"
    #: What a visit gives is issued when the visit is signed off.
    AT_SIGN_OFF = "a visit's own at its sign-off"
    #: Only what was imported can be adopted.
    IMPORTED = "while it is only imported"


@dataclass(frozen=True)
class Step:
    """One permitted move of a document.

    `asks` is what the taker must give: nothing, a reason in words, at least
    one comment on a section, the issue of which this one is a duplicate, an
    ANSWER on its own page, a reason with the follow-up that takes this one's
    place if there is one, or the office that is to act where none is known; a
    NOTE may be given. `bar` can stand against it where state and role don't.
    A target of "" leaves the document in the state that it is in.
    """

    label: "_StrPromise"
    sources: frozenset[str]
    target: str
    who: frozenset[Actor]
    asks: str = ""
    hint: "_StrPromise | str" = ""
    bar: Bar | None = None


#: The target of a step that moves its document to no other state.
STAYS = ""

REASON = "reason"
COMMENTS = "comments"
NOTE = "note"
ORIGINAL = "original"
ANSWER = "answer"
SUCCESSOR = "successor"
ADDRESSEE = "addressee"

#: Who may take a step.
OFFICE = frozenset({Actor.OFFICE})
INSPECTOR = frozenset({Actor.INSPECTOR})
MANAGER = frozenset({Actor.MANAGER})
EITHER = INSPECTOR | MANAGER
