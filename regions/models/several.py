"""Several of a list of choices, kept in one column."""

from typing import Any

from django.db import models


class SeveralField(models.JSONField):
    """A list of the values of `several`, a class of choices; empty for none of them.

    The choices are no part of the column.
    """

    def __init__(
        self,
        verbose_name: Any = None,
        *,
        several: type[models.TextChoices] | None = None,
        **kwargs: Any,
    ) -> None:
        self.several = several
        kwargs = {"default": list, "blank": True, **kwargs}
        super().__init__(verbose_name, **kwargs)

    def deconstruct(self) -> Any:
        """What a migration keeps: a list in JSON."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs

    def in_words(self, values: list[str]) -> str:
        """The labels of the values, in the order of the choices."""
        labels = dict(self.several.choices) if self.several else {}
        known = [str(label) for value, label in labels.items() if value in values]
        return ", ".join([*known, *(value for value in values if value not in labels)])
