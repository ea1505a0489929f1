"""Choices that many rows of one page offer: made once, drawn once."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, Self

from django.db.models import Model
from django.utils.choices import BaseChoiceIterator
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

Choice = tuple[Any, Any]
"""A value and its label, or a group's label and a sequence of choices."""


def draw_options(choices: Iterable[Choice]) -> SafeString:
    """Write the `<option>` tags of choices and groups, none of them selected."""
    return mark_safe("".join(map(_draw, choices)))  # noqa: S308 - parts are escaped


def _draw(choice: Choice) -> SafeString:
    value, label = choice
    if isinstance(label, list | tuple):
        return format_html(
            '<optgroup label="{}">{}</optgroup>', value, draw_options(label)
        )
    value = "" if value is None else value
    return format_html('<option value="{}">{}</option>', str(value), label)


def mark_selected(options: SafeString, values: Sequence[str]) -> SafeString:
    """Select the options that have one of these values."""
    text = str(options)
    for value in values:
        tag = f'<option value="{conditional_escape(value)}">'
        text = text.replace(tag, f"{tag[:-1]} selected>", 1)
    return mark_safe(text)  # noqa: S308 - built from escaped parts


class SharedChoices(BaseChoiceIterator):
    """Choices asked for when first needed, then kept as long as this object.

    Give one object to every row that offers the same; a copy of a form's field
    shares it. It belongs to one request and language.
    """

    def __init__(self, load: Callable[[], Iterable[Choice]]) -> None:
        self._load = load

    def __iter__(self) -> Iterator[Choice]:
        return iter(self._choices)

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self

    @cached_property
    def _choices(self) -> list[Choice]:
        return list(self._load())

    @cached_property
    def options(self) -> SafeString:
        """The choices as `<option>` tags, none selected."""
        return draw_options(self._choices)


class SharedRecords(SharedChoices):
    """Records that rows choose from, loaded once for all of them.

    `blank` is the label of the choice of none; `group` names the group of a
    record, whose records must follow one another.
    """

    def __init__(
        self,
        records: Callable[[], Iterable[Model]],
        *,
        label: Callable[[Any], Any] = str,
        group: Callable[[Any], Any] | None = None,
        blank: Any = "",
    ) -> None:
        super().__init__(self._grouped)
        self._records = records
        self._label = label
        self._group = group
        self._blank = blank

    @cached_property
    def by_key(self) -> dict[str, Model]:
        """The records by their primary key as a form sends it."""
        return {str(record.pk): record for record in self._records()}

    def _grouped(self) -> Iterator[Choice]:
        yield "", self._blank
        groups: dict[Any, list[Choice]] = {}
        for key, record in self.by_key.items():
            choice = key, self._label(record)
            if self._group is None:
                yield choice
            else:
                groups.setdefault(self._group(record), []).append(choice)
        yield from groups.items()
