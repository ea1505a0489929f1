"""Mine-pit water: whose pit, how much there is, who gets it."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections.forms.asking import Oddity
from inspections.forms.registers.detail import DetailForm
from inspections.forms.registers.fields import CodeField
from inspections.models import PitDetail

VOLUMES = ("capacity_m3", "available_m3", "used_m3")


class PitForm(DetailForm):
    """A closed mine names its landowner; volumes say as of when."""

    shown = (
        "is_closed",
        "operator",
        "landowner",
        "available_m3",
        "used_m3",
        "as_of",
        "purposes",
    )

    concession_no = CodeField(
        required=False,
        max_length=40,
        label=gettext_lazy("Concession number"),
        help_text=PitDetail._meta.get_field("concession_no").help_text,
    )

    class Meta:
        model = PitDetail
        fields = [
            "is_closed",
            "operator",
            "landowner",
            "available_m3",
            "used_m3",
            "as_of",
            "purposes",
            "concession_no",
            "surface_rai",
            "depth_m",
            "capacity_m3",
            "method",
            "drawn_by",
            "receiver",
            "agreed_on",
            "agreement_ends_on",
            "households",
            "people",
            "served_rai",
            "permit",
            "permit_note",
        ]
        help_texts = {
            "landowner": gettext_lazy("Of a closed mine, whose owner must consent."),
        }

    def prepare(self) -> None:
        site = self.context.chosen_site
        self.lend("concession_no", site and site.concession_no)

    def check(self, cleaned: dict[str, Any]) -> None:
        self.refuse_days_to_come(cleaned, "as_of", "agreed_on")
        self.refuse_without_day(cleaned, *VOLUMES)
        self.refuse_end_before_start(cleaned, "agreed_on", "agreement_ends_on")
        if cleaned.get("is_closed") and not cleaned.get("landowner"):
            words = _("The mine is closed: write whose land it is.")
            self.add_error("landowner", words)
        if _is_above(cleaned, "available_m3", "capacity_m3"):
            words = _("More water is available than the pit can hold.")
            self.add_error("available_m3", words)

    def oddities(self, cleaned: dict[str, Any]) -> Iterable[Oddity]:
        yield from self.odd_concession(cleaned)
        if _is_above(cleaned, "used_m3", "available_m3"):
            words = _("More water is used (%(used)s m³) than is available.")
            text = words % {"used": f"{cleaned['used_m3']:,f}"}
            yield Oddity(("used_m3", "available_m3"), text)


def _is_above(cleaned: dict[str, Any], name: str, other: str) -> bool:
    """Whether both numbers are known and the first is larger."""
    numbers: list[Any] = [cleaned.get(name), cleaned.get(other)]
    return None not in numbers and numbers[0] > numbers[1]
