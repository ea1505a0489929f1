"""Forms that ask again about what is merely odd, before it is stored."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from audit.records import plain
from ui.questions import Asking, Question
from ui.rows import RowForm


@dataclass(frozen=True)
class Oddity:
    """Something unlikely: the fields that together say it, and the question."""

    names: tuple[str, ...]
    text: str


class AskingForm(Asking, RowForm):
    """A row whose oddities have to be confirmed; one box answers for all of them.

    What was stored once is asked about again only when it is written in again, and
    the answer counts for just the values that it was given to.
    """

    #: What was asked of what was sent.
    question: Question | None = None

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
        said = ";".join(f"{name}={plain(cleaned.get(name))}" for name in names)
        self.question = None
        if asked:
            self.question = self.about(said, *(odd.text for odd in asked))
            self.put(self.question)
