"""What was counted and seen: figures, sites, dimensions of success."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from inspections.forms.measures import MeasureForm
from inspections.models import Figure, Indicator, VisitDimension, VisitSite
from ui.forms import limit_choices
from ui.rows import RowForm, row_set
from ui.widgets import Textarea, TextInput


class FigureForm(MeasureForm):
    """A number that was observed at the visit."""

    class Meta:
        model = Figure
        fields = [
            "indicator",
            "topic_kind",
            "name",
            "qualifier",
            "unit",
            "as_of",
            "unit_inspected",
        ]
        labels = {"name": _("What was counted")}
        widgets = {"name": TextInput, "unit": TextInput}

    def prepare(self) -> None:
        limit_choices(self, "indicator", self.context.indicators)
        limit_choices(self, "unit_inspected", self.context.units)
        self.fields["name"].required = self.fields["unit"].required = False
        self.order_fields(
            [
                "indicator",
                "name",
                "qualifier",
                "number",
                "up_to",
                "unit",
                "as_of",
                "topic_kind",
                "unit_inspected",
            ]
        )

    def is_blank(self) -> bool:
        return not {"indicator", "name", "number", "unit", "as_of"} & set(
            self.changed_data
        )

    def indicator_of(self, cleaned: dict[str, Any]) -> Indicator | None:
        return cleaned.get("indicator")

    def kind_of(self, cleaned: dict[str, Any]) -> str:
        indicator = cleaned.get("indicator")
        return str(indicator.topic.kind if indicator else cleaned.get("topic_kind"))

    def clean(self) -> dict[str, Any]:
        """An indicator lends name, unit and topic."""
        cleaned = super().clean()
        indicator = cleaned.get("indicator")
        if indicator:
            cleaned["name"] = cleaned.get("name") or indicator.name_th
            cleaned["unit"] = cleaned.get("unit") or indicator.unit_th
            cleaned["topic_kind"] = indicator.topic.kind
        for name, message in (
            ("name", _("Write what was counted.")),
            ("unit", _("Write the unit, for example baht or factories.")),
        ):
            if not cleaned.get(name):
                self.add_error(name, message)
        return cleaned


class SiteForm(RowForm):
    """A site that was seen or reported on."""

    class Meta:
        model = VisitSite
        fields = ["site", "printed_name", "kind", "province", "was_visited", "note"]
        labels = {"printed_name": _("Name"), "was_visited": _("Seen on this visit")}
        widgets = {"printed_name": TextInput, "note": Textarea({"rows": 2})}

    def prepare(self) -> None:
        limit_choices(self, "site", self.context.sites)
        limit_choices(self, "province", self.context.provinces)
        self.fields["printed_name"].required = False

    def is_blank(self) -> bool:
        return not {"site", "printed_name", "note"} & set(self.changed_data)

    def clean(self) -> dict[str, Any]:
        """A site of the register lends its name and kind."""
        cleaned = super().clean() or {}
        site = cleaned.get("site")
        if site and not cleaned.get("printed_name"):
            cleaned["printed_name"], cleaned["kind"] = site.name, site.kind
        if not cleaned.get("printed_name"):
            self.add_error("printed_name", _("Choose a site, or write its name."))
        return cleaned


class DimensionForm(RowForm):
    """One of the four dimensions of success: touched or not, score, evidence."""

    mentioned = forms.BooleanField(required=False, label=_("Came up at the visit"))

    class Meta:
        model = VisitDimension
        fields = ["score", "evidence"]
        widgets = {
            "score": forms.Select(
                choices=[
                    ("", _("No score")),
                    (0, _("0 – not assessed")),
                    (1, _("1 – none")),
                    (2, _("2 – in part")),
                    (3, _("3 – meets it")),
                    (4, _("4 – exemplary")),
                ]
            ),
            "evidence": Textarea({"rows": 2}),
        }

    def prepare(self) -> None:
        self.order_fields(["mentioned", "score", "evidence"])

    @property
    def dimension_label(self) -> str:
        """The dimension in the reader's language."""
        return str(self.instance.get_dimension_display())

    def derived_initial(self, instance: VisitDimension) -> dict[str, Any]:
        return {"mentioned": bool(instance.pk)}

    def clean(self) -> dict[str, Any]:
        """A score or evidence says that the dimension came up."""
        cleaned = super().clean() or {}
        if cleaned.get("score") is not None or cleaned.get("evidence"):
            cleaned["mentioned"] = True
        return cleaned


FigureRows = row_set(FigureForm)
SiteRows = row_set(SiteForm)
