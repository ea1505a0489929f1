"""The planning page as one thing: general facts and the units to inspect."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.models import User
from inspections.forms.context import PageContext
from inspections.forms.plan import (
    GeneralForm,
    UnitRows,
    default_round,
    has_no_twins,
)
from inspections.models import Visit
from ui.pages import EditedPage
from ui.rows import RowForm, RowSet


class PlanPage(EditedPage):
    """The forms of one plan; of a new one when `visit` is not stored yet.

    `template` is a visit whose plan is taken over, as when a postponed one is
    planned again.
    """

    def __init__(
        self,
        visit: Visit,
        user: User,
        data: QueryDict | None,
        *,
        template: Visit | None = None,
    ) -> None:
        super().__init__(data, record=visit)
        self.visit = visit
        self.user = user
        self.template = template
        self.context = PageContext(user, visit if visit.pk else None)

    @cached_property
    def general(self) -> GeneralForm:
        return GeneralForm(
            self.data,
            instance=self.visit,
            prefix="general",
            context=self.context,
            initial=self._first_values() if self.is_new else None,
        )

    def _first_values(self) -> dict[str, Any]:
        """What is known beforehand of a new plan."""
        if self.template is None:
            leads = {"lead": self.user.pk} if self.user.scope.is_inspector else {}
            held_round = default_round()
            return {**leads, "round": held_round.pk if held_round else None}
        taken = self.template
        names = (
            "round",
            "kind",
            "mode",
            "starts_at",
            "place",
            "meeting_province",
            "zone",
            "lead",
        )
        return {name: getattr(taken, name) for name in names} | {
            "lead_capacity": taken.lead_capacity,
            "lead_wording": taken.lead_wording,
            "team": [member.user_id for member in taken.members.all()],
        }

    @cached_property
    def units(self) -> RowSet:
        return UnitRows(
            self.data,
            rows=self.context.unit_rows,
            prefix="units",
            context=self.context,
            suggested=self._first_units(),
            row_name=_("Unit"),
        )

    def _first_units(self) -> list[dict[str, Any]]:
        if self.template is None:
            return [{}]
        return [
            {
                "office": unit.office_id,
                "printed_name": unit.printed_name,
                "province": next((p.pk for p in unit.provinces.all()), None),
            }
            for unit in self.template.units.prefetch_related("provinces")
        ]

    def single_forms(self) -> Iterator[RowForm]:
        yield self.general

    def row_sets(self) -> dict[str, RowSet]:
        return {"units": self.units}

    def again(self, data: QueryDict) -> "PlanPage":
        return PlanPage(self.visit, self.user, data, template=self.template)

    def agrees(self) -> bool:
        """At least one unit is inspected, and none twice."""
        return all([has_a_unit(self.general, self.units), has_no_twins(self.units)])


def has_a_unit(general: RowForm, units: RowSet) -> bool:
    """Whether a unit is left to inspect; if not, the first row says so."""
    if not units.kept_forms:
        first = units.forms[0] if units.forms else general
        first.add_error(None, _("Say which office or place is inspected."))
    return bool(units.kept_forms)
