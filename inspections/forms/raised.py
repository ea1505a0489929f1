"""What was raised at a meeting, typed by who can settle it, a point a line."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from networks.models import Point, PointLevel
from ui.fields import ThaiTextField
from ui.rows import RowForm
from ui.widgets import Textarea

#: The fields of a form by the level of the points that they hold.
LEVEL_FIELDS: Mapping[str, str] = {
    "": "points",
    PointLevel.PROVINCE: "points_province",
    PointLevel.MINISTRY: "points_ministry",
    PointLevel.OTHER_MINISTRY: "points_other",
}


def _lines(label: Any) -> ThaiTextField:
    return ThaiTextField(required=False, label=label, widget=Textarea({"rows": 2}))


class RaisedForm(RowForm):
    """A row that also says what was raised; the level of a point may be left open."""

    points = _lines(_("Points raised (one a line)"))
    points_province = _lines(_("The province can solve it (one a line)"))
    points_ministry = _lines(_("For the ministry (one a line)"))
    points_other = _lines(_("For another ministry (one a line)"))

    def raised_initial(self, points: Iterable[Point]) -> dict[str, Any]:
        """These points, as the fields show them."""
        held = list(points)
        return {
            name: "\n".join(point.text for point in held if point.level == level)
            for level, name in LEVEL_FIELDS.items()
        }

    def raised(self) -> dict[str, str]:
        """What was typed, by level."""
        return {
            level: self.cleaned_data.get(name) or ""
            for level, name in LEVEL_FIELDS.items()
        }

    @property
    def leveled_names(self) -> list[str]:
        """The fields of points of which it is known who can settle them."""
        return [name for level, name in LEVEL_FIELDS.items() if level]

    def told_fields(self) -> list[forms.BoundField]:
        """What is always in sight."""
        hidden = {*self.leveled_names, *(f.name for f in self.hidden_fields())}
        return [self[name] for name in self.fields_shown() if name not in hidden]

    def leveled_fields(self) -> list[forms.BoundField]:
        """The points by who can settle them."""
        return [self[name] for name in self.leveled_names]

    @property
    def needs_levels_open(self) -> bool:
        """Whether something stands there, is wrong there, or is to be decided there."""
        names = set(self.leveled_names)
        wrong = set(self.errors if self.is_bound else ())
        disputed = {conflict.field for conflict in self.conflicts}
        filled = {name for name in names if self[name].value()}
        return bool(names & (wrong | disputed | filled))
