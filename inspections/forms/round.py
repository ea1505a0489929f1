"""Making a round and changing one: year, number, window, due day, policy note."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inspections.models import Round
from inspections.models.round import FIRST_YEAR, LAST_YEAR
from inspections.models.wording import ROUND_NAME, ROUND_REST
from thai.dates import fiscal_year
from ui.fields import WholeNumberField
from ui.pages import EditedPage
from ui.rows import RowForm
from ui.widgets import ListSelect

A_YEAR = 2
"""Rounds that the ministry usually holds in a fiscal year."""
MOST_NUMBER = 99


class RoundForm(RowForm):
    """The facts of a round; once it was opened without its year and number."""

    mark_optional = True

    fiscal_year = WholeNumberField(
        label=_("Fiscal year (B.E.)"), min_value=FIRST_YEAR, max_value=LAST_YEAR
    )
    number = WholeNumberField(
        label=_("Round of the year"), min_value=1, max_value=MOST_NUMBER
    )

    class Meta:
        model = Round
        fields = [*ROUND_NAME, *ROUND_REST]
        labels = {
            "opens_on": _("First day of the window"),
            "closes_on": _("Last day of the window"),
            "reports_due_on": _("Reports due on"),
        }

    def prepare(self) -> None:
        year: Any = self.fields["fiscal_year"]
        year.error_messages["between"] = _(
            "Write the fiscal year in the Buddhist era, such as 2569."
        )
        self.fields["reports_due_on"].help_text = _(
            "In time until the end of that day; it lies within the window."
        )
        if self.instance.is_frozen:
            self._leave_out_unless_sent(ROUND_NAME)

    def _leave_out_unless_sent(self, names: tuple[str, ...]) -> None:
        """Ask no more for what is fixed; sent all the same, it is judged, not lost."""
        for name in names:
            if self.add_prefix(name) not in self.data:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Refuse a window that ends before it begins, a due day outside, a twin."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("opens_on"), cleaned.get("closes_on")
        if first and last and last < first:
            self.add_error("closes_on", _("The last day is before the first day."))
            return cleaned
        due = cleaned.get("reports_due_on")
        if due and ((first and due < first) or (last and due > last)):
            self.add_error(
                "reports_due_on", _("The due day must lie within the round's window.")
            )
        self._refuse_twin(cleaned)
        return cleaned

    def _refuse_twin(self, cleaned: dict[str, Any]) -> None:
        year, number = cleaned.get("fiscal_year"), cleaned.get("number")
        others = Round.objects.exclude(pk=self.instance.pk)
        if year and number and others.filter(fiscal_year=year, number=number).exists():
            words = _("%(round)s is there already.")
            twin = Round(fiscal_year=year, number=number)
            self.add_error("number", words % {"round": twin})


class NewRoundForm(RoundForm):
    """A new round, which may begin with the topics of an earlier one."""

    copy_from = forms.ModelChoiceField(
        queryset=Round.objects.all(),
        required=False,
        label=_("Copy topics and indicators from"),
        help_text=_("They can be changed until the round is opened."),
        empty_label=_("None: begin without topics"),
        widget=ListSelect,
    )


class RoundPage(EditedPage):
    """The form of one round; of a new one when it is not stored yet."""

    def __init__(self, held_round: Round, data: QueryDict | None) -> None:
        super().__init__(data, record=held_round)
        self.round = held_round

    @cached_property
    def general(self) -> RoundForm:
        made = NewRoundForm if self.is_new else RoundForm
        return made(
            self.data,
            instance=self.round,
            prefix="general",
            initial=proposal() if self.is_new else None,
        )

    def single_forms(self) -> Iterator[RowForm]:
        yield self.general

    def again(self, data: QueryDict) -> "RoundPage":
        return RoundPage(self.round, data)


def proposal() -> dict[str, Any]:
    """The round that comes next, with the topics of the one before it."""
    latest = Round.objects.order_by("fiscal_year", "number").last()
    if latest is None:
        return {"fiscal_year": fiscal_year(timezone.localdate()), "number": 1}
    is_last = latest.number >= A_YEAR
    return {
        "fiscal_year": latest.fiscal_year + is_last,
        "number": 1 if is_last else latest.number + 1,
        "copy_from": latest.pk,
    }
