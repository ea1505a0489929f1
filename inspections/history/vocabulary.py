"""What the history of one kind of document speaks of, as data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: Points raised at a meeting, in words, by who can settle them.
RAISED: Mapping[str, "str | Promise"] = {
    "points": _("Points raised"),
    "points_province": _("Points that the province can solve"),
    "points_ministry": _("Points for the ministry"),
    "points_other": _("Points for another ministry"),
}


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """Words for the history of `model`.

    `acts` are steps of the life-cycle and what else is done with it, by the
    slug of the history row; `states` the choices of its state; `parts` what it
    consists of, which changes and comments name; `fields_of` the models whose
    fields a change in a part can name, "" for the document itself; `labels`
    name what is a field of none of them, or not well enough. `quiet` acts change
    nothing by their nature, so that it isn't said.
    """

    model: type[models.Model]
    acts: Mapping[str, "str | Promise"]
    states: Sequence[tuple[str, Any]] = ()
    parts: Mapping[str, "str | Promise"] = field(default_factory=dict)
    fields_of: Mapping[str, tuple[type[models.Model], ...]] = field(
        default_factory=dict
    )
    labels: Mapping[str, "str | Promise"] = field(default_factory=dict)
    quiet: frozenset[str] = frozenset()

    def act(self, slug: str) -> str:
        """What was done, in words; an act of another age by its slug."""
        return str(self.acts.get(slug, slug))

    def part(self, slug: str) -> str:
        """A part's title; empty for the document itself."""
        return str(self.parts.get(slug, slug))

    def state(self, value: Any) -> str:
        """A state in words."""
        return str(dict(self.states).get(value, value))

    def label(self, part: str, name: str) -> str:
        """What the page calls a field; one of another age by its name."""
        if name in self.labels:
            return str(self.labels[name])
        found = self.column(part, name)
        return str(found.verbose_name) if found is not None else name

    @lru_cache(maxsize=512)  # noqa: B019 - vocabularies live as long as the process
    def column(self, part: str, name: str) -> models.Field | None:
        """The model's field that a change names, if there is one."""
        for model in self.fields_of.get(part, ()):
            try:
                found = model._meta.get_field(name)
            except FieldDoesNotExist:
                continue
            return found if isinstance(found, models.Field) else None
        return None
