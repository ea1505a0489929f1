"""Questions about what is merely odd: asked beside the field, answered by a tick."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BoundField

from ui.faults import CONFIRM

CONFIRMED = "confirmed"
"""The name of the boxes; the value of each tells what it is for."""


@dataclass(frozen=True)
class Question:
    """What is asked about one field before it is stored.

    `said` is what it is asked about: the answer counts for just that.
    """

    text: str
    said: str
    name: str
    target: str
    is_confirmed: bool


class Asked(ValidationError):
    """That something is still to be confirmed; `target` is the box's id."""

    def __init__(self, text: str, target: str) -> None:
        super().__init__(text, CONFIRM)
        self.target = target


class Asking:
    """A form that may ask about its fields; mix it in before the form's class."""

    def full_clean(self: Any) -> None:
        """Check it anew, and ask anew."""
        self.asked.clear()
        super().full_clean()  # type: ignore[misc]

    def ask(self: Any, field: str, text: str, *about: object) -> None:
        """Ask beside the field, once in a form; `about` is what the answer is for."""
        if field in self.asked:
            return
        said = "|".join([field, *map(str, about)])
        name = self.add_prefix(CONFIRMED)
        target = f"id_{name}-{field}"
        is_confirmed = said in self.data.getlist(name)
        self.asked[field] = Question(text, said, name, target, is_confirmed)
        if not is_confirmed:
            self.add_error(None, Asked(text, target))

    @property
    def asked(self) -> dict[str, Question]:
        """The questions by field; none before the form is checked."""
        found: dict[str, Question] = self.__dict__.setdefault("_asked", {})
        return found

    @property
    def faults_of_all(self: Any) -> list[str]:
        """What is wrong with the whole of it; a question is nothing wrong."""
        errors = self.non_field_errors().as_data()
        return [error.messages[0] for error in errors if error.code != CONFIRM]

    def with_questions(
        self: Any, *names: str
    ) -> Iterator[tuple[BoundField, Question | None]]:
        """These fields, each with what is asked about it."""
        for name in names:
            yield self[name], self.asked.get(name)
