"""Making a round and changing one: year, number, window, due day, policy note."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from inspections.forms.asking import AskingForm, Oddity
from inspections.models import Round
from inspections.models.round import FIRST_YEAR, LAST_YEAR
from inspections.models.wording import ROUND_NAME, ROUND_REST
from thai.dates import fiscal_year, fiscal_year_bounds, format_range
from ui.fields import WholeNumberField
from ui.pages import EditedPage
from ui.rows import RowForm
from ui.widgets import ListSelect, reader_language

A_YEAR = 2
"""Rounds that the ministry usually holds in a fiscal year."""
MOST_NUMBER = 99
_YEAR, _NUMBER, _WINDOW = "fiscal_year", "number", ("opens_on", "closes_on")


class RoundForm(AskingForm):
    """The facts of a round; once it was opened without its year and number.

    A window outside the fiscal year or over another round's, and a number that
    leaves one out, are asked about: the ministry may want them so.
    """

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
        words = _("Write the fiscal year in the Buddhist era, such as 2569.")
        year.error_messages |= {"between": words, "whole": words}
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

    def check(self, cleaned: dict[str, Any]) -> None:
        """Refuse a window that ends before it begins, a due day outside, a twin."""
        first, last = cleaned.get("opens_on"), cleaned.get("closes_on")
        if first and last and last < first:
            self.add_error("closes_on", _("The last day is before the first day."))
            return
        due = cleaned.get("reports_due_on")
        if due and ((first and due < first) or (last and due > last)):
            self.add_error(
                "reports_due_on", _("The due day must lie within the round's window.")
            )
        self._refuse_twin(cleaned)

    def _refuse_twin(self, cleaned: dict[str, Any]) -> None:
        year, number = cleaned.get("fiscal_year"), cleaned.get("number")
        others = Round.objects.exclude(pk=self.instance.pk)
        if year and number and others.filter(fiscal_year=year, number=number).exists():
            words = _("%(round)s is there already.")
            twin = Round(fiscal_year=year, number=number)
            self.add_error("number", words % {"round": twin})

    def oddities(self, cleaned: dict[str, Any]) -> Iterator[Oddity]:
        """What is unlikely of the window and of the number."""
        window = [cleaned[name] for name in _WINDOW if cleaned.get(name)]
        year = cleaned.get(_YEAR) or self.instance.fiscal_year
        if len(window) == len(_WINDOW):
            if year and {*map(fiscal_year, window)} != {year}:
                words = gettext("The window leaves fiscal year %(year)s, %(days)s.")
                days = _days(*fiscal_year_bounds(year))
                yield Oddity((_YEAR, *_WINDOW), words % {"year": year, "days": days})
            yield from self._overlaps(*window)
        number = cleaned.get(_NUMBER)
        if self.instance.is_frozen or not year or not number:
            return
        if self._is_alone(year, number):
            words = gettext("There is no %(round)s yet, which would come before it.")
            missing = Round(fiscal_year=year, number=number - 1)
            yield Oddity((_YEAR, _NUMBER), words % {"round": missing})

    def _overlaps(self, first: date, last: date) -> Iterable[Oddity]:
        others = Round.objects.exclude(pk=self.instance.pk).filter(
            opens_on__lte=last, closes_on__gte=first
        )
        words = gettext("The window overlaps that of %(round)s, %(days)s.")
        for other in others:
            days = _days(other.opens_on, other.closes_on)
            yield Oddity(_WINDOW, words % {"round": other, "days": days})

    def _is_alone(self, year: int, number: int) -> bool:
        """Whether the round that would come before it in the year is missing."""
        others = Round.objects.exclude(pk=self.instance.pk)
        before = others.filter(fiscal_year=year, number=number - 1)
        return number > 1 and not before.exists()


def _days(first: date, last: date) -> str:
    return format_range(first, last, language=reader_language())


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
