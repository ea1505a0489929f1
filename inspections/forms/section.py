"""The forms of a report's section: its texts, and the figures it tells."""

from decimal import Decimal
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections.forms.measures import MeasureForm, field_of, without_zeros
from inspections.models import Figure, Indicator, ReportSection
from inspections.models.figure import grouped
from thai.numbers import close_percent, with_unit
from ui.merging import as_dict, readable
from ui.questions import Asking, Question
from ui.rows import Conflict, RowForm, row_set
from ui.widgets import Textarea, TextInput, reader_language


class SectionTextForm(RowForm):
    """What was done, what stood in the way, what is needed."""

    class Meta:
        model = ReportSection
        fields = ["narrative", "obstacles", "needs"]
        labels = {
            "narrative": gettext_lazy("Tell what was done and what came of it"),
            "obstacles": gettext_lazy("Tell what stood in the way"),
            "needs": gettext_lazy("Tell what the ministry should do or give"),
        }
        widgets = {
            "narrative": Textarea({"rows": 5}),
            "obstacles": Textarea({"rows": 3}),
            "needs": Textarea({"rows": 3}),
        }


class IndicatorForm(Asking, MeasureForm):
    """The figure of one indicator; without a number there is none."""

    class Meta:
        model = Figure
        fields = ["as_of", "qualifier"]

    def prepare(self) -> None:
        self.fields["number"].required = False
        self.fields["number"].help_text = self._range_in_words()
        self.order_fields(["number", "as_of", "up_to", "qualifier"])

    @property
    def indicator(self) -> Indicator:
        """What the figure measures."""
        found: Indicator | None = self.instance.indicator
        assert found is not None  # noqa: S101 - the page makes it with one
        return found

    @property
    def place(self) -> str:  # type: ignore[override]
        """Said before its faults."""
        return f"{self.indicator}: "

    @property
    def last(self) -> Figure | None:
        """The last round's figure of the same indicator."""
        found: Figure | None = self.context.last_figures.get(self.indicator.code)
        return found

    @property
    def has_rare_parts(self) -> bool:
        """Whether a range or its exactness is filled in, or asks for a look."""
        rare = ("up_to", "qualifier")
        return any(self[n].value() not in (None, "") or self[n].errors for n in rare)

    @property
    def target_in_words(self) -> str:
        """What the indicator aims at; empty if that isn't said."""
        target = self.indicator.target
        return "" if target is None else self._with_unit(target)

    def _with_unit(self, number: Decimal) -> str:
        return with_unit(grouped(number), self.indicator.unit, reader_language())

    def _range_in_words(self) -> str:
        known = field_of(self.indicator).bounds()
        if known["low"] and known["high"]:
            words = _("From %(low)s to %(high)s")
        elif known["low"]:
            words = _("At least %(low)s")
        else:
            words = _("At most %(high)s") if known["high"] else ""
        return close_percent(words % known)

    def indicator_of(self, cleaned: dict[str, Any]) -> Indicator:
        return self.indicator

    def kind_of(self, cleaned: dict[str, Any]) -> str:
        return str(self.instance.topic_kind)

    def _sent(self, name: str) -> str:
        return str(self.data.get(self.add_prefix(name), "")).strip()

    @property
    def has_number(self) -> bool:
        """Whether a number was typed, right or wrong."""
        return bool(self._sent("number") or self._sent("up_to"))

    @property
    def is_emptied(self) -> bool:
        """Whether the number of a stored figure was taken out: it is to go."""
        if not self.is_bound or not self.instance.pk or self.has_number:
            return False
        return not any(
            self._sent(name) for name in self.changed_data if name in self.Meta.fields
        )

    def is_blank(self) -> bool:
        return not self.changed_data

    def clean(self) -> dict[str, Any]:
        """Ask for a missing number; ask again about an unlikely one."""
        if self.is_emptied:
            return self.cleaned_data
        cleaned = super().clean()
        if cleaned.get("number") is None and "number" not in self.errors:
            message = self.fields["number"].error_messages["required"]
            self.add_error("number", message)
        if self.question and not {"number", "up_to"} & set(self.errors):
            self.put(self.question)
        return cleaned

    @cached_property
    def question(self) -> Question | None:
        """What is asked of a number many times the last round's; null if nothing.

        The answer counts for just the number that it was given to.
        """
        name, number = self._highest_typed()
        if number is None or self.last is None or not self.last.is_leapt_to(number):
            return None
        words = {
            "last": self.last.measured,
            "round": self.context.last.report.round,
            "number": self._with_unit(number),
        }
        asked = _("Last round it was %(last)s (%(round)s). Is %(number)s right?")
        return self.about(format(number, "f"), close_percent(asked % words), field=name)

    def _highest_typed(self) -> tuple[str, Decimal | None]:
        """The field with the higher number that was newly typed, and the number."""
        name = "up_to" if self._sent("up_to") else "number"
        if not self.is_bound or not {"number", "up_to"} & set(self.changed_data):
            return name, None
        try:
            number = without_zeros(self.fields[name].to_python(self._sent(name)))
            # What is refused need not be asked about.
            field_of(self.indicator).validate(number)
        except ValidationError:
            return name, None
        return name, number

    def cleared_unseen(self) -> Conflict | None:
        """That the number was taken out while somebody changed the rest, if so."""
        seen, stored = as_dict(self._sent("base")), self.stored_values()
        if self.has_number or not seen.get("number") or seen == stored:
            return None
        theirs = (readable(self.fields[name], stored[name]) for name in stored)
        return Conflict(
            _("You took the number out, but somebody changed the figure meanwhile."),
            "\n".join(text for text in theirs if text),
            "number",
        )


class OwnFigureForm(MeasureForm):
    """A figure that the office adds of itself."""

    class Meta:
        model = Figure
        fields = ["name", "qualifier", "unit", "as_of"]
        labels = {"name": gettext_lazy("What was counted")}
        widgets = {"name": TextInput, "unit": TextInput}
        error_messages = {
            "name": {"required": gettext_lazy("Write what was counted.")},
        }

    def prepare(self) -> None:
        self.fields["unit"].required = True
        self.fields["unit"].error_messages["required"] = _(
            "Write the unit, for example baht or factories."
        )
        order = ["name", "number", "unit", "as_of", "up_to", "qualifier"]
        self.order_fields(order)

    def indicator_of(self, cleaned: dict[str, Any]) -> None:
        return None

    def kind_of(self, cleaned: dict[str, Any]) -> str:
        return str(self.context.section.topic.kind)

    def is_blank(self) -> bool:
        return not {"name", "number", "unit", "as_of"} & set(self.changed_data)


OwnFigureRows = row_set(OwnFigureForm)
