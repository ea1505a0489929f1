"""Questions about what is merely odd: asked on the page, answered by a tick."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy

from ui.faults import CONFIRM

CONFIRMED = "confirmed"
"""The name of the boxes; the value of each tells what it is for."""


@dataclass(frozen=True)
class Question:
    """What is asked before something odd is stored, and the box that answers it.

    `said` is what it is asked about: the answer counts for just that. `target` is
    the id of the box, `answer` what stands beside it; `field` the name of the field
    below which it is asked, if it is about one alone.
    """

    texts: tuple[str, ...]
    said: str
    field: str
    name: str
    target: str
    answer: Any
    is_confirmed: bool


class Asked(ValidationError):
    """That something is still to be confirmed; `target` is the box's id."""

    def __init__(self, text: str, target: str) -> None:
        super().__init__(text, CONFIRM)
        self.target = target


class Asking:
    """A form that may ask one question; mix it in before the form's class."""

    #: What stands beside the box.
    answer: ClassVar[Any] = gettext_lazy("Yes, it is right")

    def about(
        self: Any, said: str, *texts: str, field: str = "", box: str = ""
    ) -> Question:
        """What is asked about `said`; `box` tells several boxes of a form apart."""
        name = self.add_prefix(CONFIRMED)
        return Question(
            texts=texts,
            said=said,
            field=field,
            name=name,
            target="-".join(filter(None, ["id_" + name, box])),
            answer=self.answer,
            is_confirmed=said in ticked(self.data, name),
        )

    def put(self: Any, question: Question) -> None:
        """Let nothing be stored before this is confirmed."""
        for text in () if question.is_confirmed else question.texts:
            self.add_error(None, Asked(text, question.target))


def ticked(data: Mapping[str, Any], name: str) -> list[str]:
    """The values of the boxes of this name that came back ticked."""
    if isinstance(data, MultiValueDict):
        return data.getlist(name)
    return [data[name]] if name in data else []


class AskingBeside(Asking):
    """A form that may ask about each of its fields, below it."""

    def full_clean(self: Any) -> None:
        """Check it anew, and ask anew."""
        self.asked.clear()
        super().full_clean()  # type: ignore[misc]

    def ask(self: Any, field: str, text: str, *about: object) -> None:
        """Ask beside the field, once in a form; `about` is what the answer is for."""
        if field in self.asked:
            return
        said = "|".join([field, *map(str, about)])
        self.asked[field] = self.about(said, text, field=field, box=field)
        self.put(self.asked[field])

    @property
    def asked(self) -> dict[str, Question]:
        """The questions by field; none before the form is checked."""
        found: dict[str, Question] = self.__dict__.setdefault("_asked", {})
        return found

    def with_questions(
        self: Any, *names: str
    ) -> Iterator[tuple[BoundField, Question | None]]:
        """These fields, each with what is asked about it."""
        for name in names:
            yield self[name], self.asked.get(name)
