"""What the selects of a list's filters offer: told by a function, drawn once."""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import get_language

from ui.choices import Choice, SharedChoices, draw_options
from ui.tables import Text

Options = Callable[[], Iterable[Any]]
"""Gives choices in the reader's language."""


class Offer(SharedChoices):
    """What a filter offers: choices, or a function that gives them.

    It outlives requests; copies of the filter share it. A function is asked
    each time, the rest once a language; the same choices are drawn only once.
    """

    def __init__(self, every: Text, options: Options | Iterable[Any]) -> None:
        self._is_fixed = not callable(options)
        kept = tuple(options) if not callable(options) else ()
        super().__init__(options if callable(options) else lambda: kept)
        self._every = every
        self._told: dict[str | None, tuple[Choice, ...]] = {}

    def __iter__(self) -> Iterator[Choice]:
        return iter(self._choices_now())

    def _choices_now(self) -> tuple[Choice, ...]:
        """The choices in the language of now."""
        language = get_language()
        if told := self._told.get(language):
            return told
        choices = (("", str(self._every)), *_plain(self._load()))
        if self._is_fixed:
            self._told[language] = choices
        return choices

    @property
    def options(self) -> SafeString:
        """The choices as `<option>` tags, none selected."""
        return _drawn(self._choices_now())

    def labels(self) -> dict[str, str]:
        """The label of each choice, of those in groups too."""
        return dict(_single(self))


def _plain(choices: Iterable[Any]) -> Iterator[Choice]:
    """The choices as texts in the language of now."""
    for value, label in choices:
        grouped = isinstance(label, list | tuple)
        yield str(value), tuple(_plain(label)) if grouped else str(label)


def _single(choices: Iterable[Choice]) -> Iterator[tuple[str, str]]:
    for value, label in choices:
        if isinstance(label, tuple):
            yield from _single(label)
        else:
            yield value, label


@lru_cache(maxsize=256)
def _drawn(choices: tuple[Choice, ...]) -> SafeString:
    return draw_options(choices)
