"""What the forms of all registers share: a few fields stand open, others folded."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections.forms.asking import AskingForm, Oddity
from inspections.forms.registers.fields import CONCESSION
from thai.dates import format_date
from ui.widgets import reader_language


class RegisterForm(AskingForm):
    """A form of which `shown` fields stand open and the others are folded away."""

    shown: ClassVar[tuple[str, ...]] = ()
    #: The heading of what is folded.
    fold_title: ClassVar[Any] = gettext_lazy("More, if it is known")

    def told_fields(self) -> list[forms.BoundField]:
        """The main fields."""
        return [self[name] for name in self.shown if name in self.fields]

    def folded_fields(self) -> list[forms.BoundField]:
        """All others, which most reports leave empty."""
        names = [name for name in self.fields_shown() if name not in self.shown]
        return [self[name] for name in names]

    @property
    def needs_fold_open(self) -> bool:
        """Whether something that is folded says something or asks for a look."""
        wrong = set(self.errors) - set(self.shown) if self.is_bound else set()
        told = any(conflict.field not in self.shown for conflict in self.conflicts)
        filled = any(
            bound.value() is not False and bound.value() not in (None, "", [])
            for bound in self.folded_fields()
        )
        return bool(wrong) or told or filled

    def refuse_days_to_come(self, cleaned: dict[str, Any], *names: str) -> None:
        """Refuse days on which what is told can't have happened yet."""
        for name in names:
            if (day := cleaned.get(name)) and day > timezone.localdate():
                self.add_error(name, _("This day is still to come."))

    def refuse_end_before_start(
        self, cleaned: dict[str, Any], first: str, last: str
    ) -> None:
        """Refuse an end that comes before its start, which is told with its label."""
        starts, ends = cleaned.get(first), cleaned.get(last)
        if starts and ends and ends < starts:
            words = _("This day is before %(day)s, given as “%(label)s”.")
            day = format_date(starts, "long", reader_language())
            label = self.fields[first].label
            self.add_error(last, words % {"day": day, "label": label})

    def refuse_without_day(self, cleaned: dict[str, Any], *numbers: str) -> None:
        """Ask for the day as of which these numbers hold."""
        told = any(cleaned.get(name) is not None for name in numbers)
        if told and not cleaned.get("as_of") and "as_of" not in self.errors:
            words = _("Enter the day as of which the number holds.")
            self.add_error("as_of", words)

    def odd_concession(self, cleaned: dict[str, Any]) -> Iterable[Oddity]:
        """Ask about a concession number that isn't written like one."""
        number = cleaned.get("concession_no")
        if number and not CONCESSION.fullmatch(number):
            words = _("“%(number)s” is not written like a concession: 28608/15360.")
            yield Oddity(("concession_no",), words % {"number": number})

    def lend(self, name: str, lent: Any) -> None:
        """Ask nothing that the register of sites knows: drop the field, unless used."""
        is_stored = bool(getattr(self.instance, name, ""))
        if lent and not is_stored and not self.data.get(self.add_prefix(name)):
            del self.fields[name]


class DetailForm(RegisterForm):
    """What is known of the issue itself; all of it may be left empty."""

    def is_blank(self) -> bool:
        """Whether nothing was typed but what stood there from the beginning."""
        return not self.changed_data


def is_before(day: date | None, other: date | None) -> bool:
    """Whether both days are known and the first lies before the other."""
    return bool(day and other and day < other)
