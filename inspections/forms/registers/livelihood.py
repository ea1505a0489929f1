"""Livelihoods: the group, the programme, what came of it."""

from typing import Any

from inspections.forms.registers.detail import DetailForm
from inspections.models import LivelihoodDetail
from ui.forms import limit_choices


class LivelihoodForm(DetailForm):
    """A programme for the community near a factory."""

    shown = ("group_name", "factory", "programme", "people_trained", "new_jobs")

    class Meta:
        model = LivelihoodDetail
        fields = [
            "group_name",
            "factory",
            "programme",
            "people_trained",
            "new_jobs",
            "group_kind",
            "starts_on",
            "ends_on",
            "budget",
            "budget_source",
            "income_before",
            "income_after",
            "saved",
            "product",
            "certification",
            "dimension",
        ]

    def prepare(self) -> None:
        limit_choices(self, "factory", self.context.factories)

    def check(self, cleaned: dict[str, Any]) -> None:
        self.refuse_end_before_start(cleaned, "starts_on", "ends_on")
