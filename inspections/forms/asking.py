"""Forms that ask again about what is merely odd, before it is stored."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

from audit.records import plain
from ui.faults import CONFIRM
from ui.rows import RowForm

CONFIRMED = "confirmed"
"""The box that is ticked for what is odd; its value is what it was asked about."""


@dataclass(frozen=True)
class Oddity:
    """Something unlikely: the fields that together say it, and the question."""

    names: tuple[str, ...]
    text: str


class AskingForm(RowForm):
    """A row whose oddities have to be confirmed; one box answers for all of them.

    What was stored once is asked about again only when it is written in again, and
    the answer counts for just the values that it was given to.
    """

    #: What was asked of what was sent.
    questions: tuple[str, ...] = ()
    #: The values that were asked about, as the box sends them.
    asked_values = ""

    def check(self, cleaned: dict[str, Any]) -> None:
        """Refuse what can't be, beside its field; for subclasses."""

    def oddities(self, cleaned: dict[str, Any]) -> Iterable[Oddity]:
        """What is unlikely but possible; for subclasses."""
        return ()

    def clean(self) -> dict[str, Any]:
        """Refuse what can't be; ask about what is unlikely."""
        cleaned = super().clean() or {}
        self.check(cleaned)
        self._ask(cleaned)
        return cleaned

    def _ask(self, cleaned: dict[str, Any]) -> None:
        changed, wrong = set(self.changed_data), set(self.errors)
        asked = [
            odd
            for odd in self.oddities(cleaned)
            if changed.intersection(odd.names) and not wrong.intersection(odd.names)
        ]
        names = dict.fromkeys(name for odd in asked for name in odd.names)
        values = (f"{name}={plain(cleaned.get(name))}" for name in names)
        self.asked_values = ";".join(values)
        self.questions = tuple(odd.text for odd in asked)
        for text in () if self.is_confirmed else self.questions:
            self.add_error(None, ValidationError(text, CONFIRM))

    @property
    def is_confirmed(self) -> bool:
        """Whether the box came back ticked for just these values."""
        sent = self.data.get(self.add_prefix(CONFIRMED), "")
        return bool(self.asked_values) and sent == self.asked_values

    @property
    def confirm_id(self) -> str:
        """The id of the box that answers its questions."""
        return f"id_{self.add_prefix(CONFIRMED)}"
