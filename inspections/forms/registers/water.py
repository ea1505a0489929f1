"""Samples of a pit's water: a row each, with a small field for every parameter."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections.forms.asking import Oddity
from inspections.forms.registers.detail import RegisterForm
from inspections.forms.registers.fields import ReadingField
from inspections.models import WaterResult, WaterSample
from inspections.models.registers import PARAMETERS, WaterParameter
from ui.rows import row_set
from ui.widgets import Textarea

RESULT = "result_"
"""What the name of a parameter's field begins with."""
OLD = timedelta(days=365)
"""A sample older than this says little of the water today (DOMAIN 5.c)."""
MAIN = (WaterParameter.PH, WaterParameter.DO, WaterParameter.BOD)
"""What every laboratory measures; the other parameters are folded away."""


class SampleForm(RegisterForm):
    """A sample and its results; an empty parameter was not measured."""

    shown = ("taken_on", "laboratory", *(f"{RESULT}{name}" for name in MAIN))

    fold_title = gettext_lazy("Other parameters, class and note")

    class Meta:
        model = WaterSample
        fields = ["taken_on", "laboratory", "water_class", "note"]
        widgets = {"note": Textarea({"rows": 2})}

    def prepare(self) -> None:
        for parameter in WaterParameter:
            label = _labelled(parameter)
            field = ReadingField(parameter, label=label)
            self.fields[f"{RESULT}{parameter}"] = field
        self.fields[f"{RESULT}{MAIN[0]}"].help_text = _(
            "Below what the laboratory detects: <0.001"
        )

    def derived_initial(self, instance: WaterSample) -> dict[str, Any]:
        return {
            f"{RESULT}{result.parameter}": result.reading
            for result in instance.results.all()
        }

    def is_blank(self) -> bool:
        return not self.changed_data

    def check(self, cleaned: dict[str, Any]) -> None:
        self.refuse_days_to_come(cleaned, "taken_on")

    def oddities(self, cleaned: dict[str, Any]) -> Iterable[Oddity]:
        taken_on = cleaned.get("taken_on")
        if taken_on and timezone.localdate() - taken_on > OLD:
            yield Oddity(("taken_on",), _("The sample is older than 12 months."))

    def store_results(self) -> None:
        """Make the stored results of the sample those of the form."""
        told = {name: self.cleaned_data[f"{RESULT}{name}"] for name in PARAMETERS}
        WaterResult.objects.filter(sample=self.instance).delete()
        WaterResult.objects.bulk_create(
            WaterResult(sample=self.instance, parameter=name, **reading._asdict())
            for name, reading in told.items()
            if reading is not None
        )


def _labelled(parameter: WaterParameter) -> str:
    """The name of a parameter with its unit."""
    unit = str(PARAMETERS[parameter].unit)
    return f"{parameter.label} ({unit})" if unit else str(parameter.label)


SampleRows = row_set(SampleForm)
