"""Cane burning: tons at the mill, area and cases in the fields."""

from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections.forms.registers.detail import DetailForm, is_before
from inspections.forms.registers.fields import CropYearField
from inspections.models import CaneDetail
from inspections.models.registers.cane import KILOGRAM, MOST_TONS
from regions.models.site import SiteKind
from thai.crop_years import crop_year_of, starts_on
from ui.forms import limit_choices

TONS = ("crushed_ton", "fresh_ton", "burnt_ton")


class CaneForm(DetailForm):
    """Tons of one mill in a crop year; of three, two are enough."""

    shown = ("crop_year", "as_of", "mill", "field_province", *TONS)

    crop_year = CropYearField(
        required=False,
        label=gettext_lazy("Crop year"),
        help_text=CaneDetail._meta.get_field("crop_year").help_text,
    )

    class Meta:
        model = CaneDetail
        fields = [
            "crop_year",
            "as_of",
            "mill",
            "mill_province",
            "field_province",
            *TONS,
            "target_pct",
            "burnt_rai",
            "warnings",
            "prosecutions",
        ]
        help_texts = {
            "fresh_ton": gettext_lazy("Two of the three are enough."),
            "mill": gettext_lazy("Left empty, it is the site of the issue, if a mill."),
            "mill_province": gettext_lazy("Of a mill that is not in the register."),
        }

    def prepare(self) -> None:
        limit_choices(self, "mill", self.context.mills)
        limit_choices(self, "mill_province", self.context.provinces)
        limit_choices(self, "field_province", self.context.provinces)
        if self.instance._state.adding:
            day = self.context.issue.seen_on or timezone.localdate()
            self.initial["crop_year"] = crop_year_of(day)

    def check(self, cleaned: dict[str, Any]) -> None:
        self.refuse_days_to_come(cleaned, "as_of")
        self.refuse_without_day(cleaned, *TONS)
        if year := cleaned.get("crop_year"):
            self._refuse_early_day(cleaned, year)
        self._borrow_from_mill(cleaned)
        self._complete_tons(cleaned)
        self._weigh(cleaned)

    def _refuse_early_day(self, cleaned: dict[str, Any], year: str) -> None:
        if is_before(cleaned.get("as_of"), starts_on(year)):
            words = _("The crop year had not begun that day.")
            self.add_error("as_of", words)

    def _borrow_from_mill(self, cleaned: dict[str, Any]) -> None:
        """The issue's site may be the mill; a known mill lends its province."""
        site = self.context.chosen_site
        if site and site.kind == SiteKind.SUGAR_MILL and "mill" not in self.errors:
            cleaned["mill"] = cleaned.get("mill") or site
        mill, told = cleaned.get("mill"), cleaned.get("mill_province")
        if mill is None:
            return
        provinces = list(mill.provinces.all())
        if told is None and len(provinces) == 1:
            cleaned["mill_province"] = provinces[0]
        elif told is not None and provinces and told not in provinces:
            self.add_error("mill_province", _("The mill lies in another province."))

    def _complete_tons(self, cleaned: dict[str, Any]) -> None:
        """Compute the third of crushed, fresh and burnt where two are known."""
        crushed, fresh, burnt = _tons(cleaned)
        if set(TONS) & set(self.errors):
            return
        if crushed is None and None not in (fresh, burnt):
            cleaned["crushed_ton"] = fresh + burnt
            if fresh + burnt > MOST_TONS:
                words = _("Fresh and burnt cane together are more than %(most)s tons.")
                self.add_error("crushed_ton", words % {"most": f"{MOST_TONS:,}"})
        elif fresh is None and None not in (crushed, burnt) and burnt <= crushed:
            cleaned["fresh_ton"] = crushed - burnt
        elif burnt is None and None not in (crushed, fresh) and fresh <= crushed:
            cleaned["burnt_ton"] = crushed - fresh

    def _weigh(self, cleaned: dict[str, Any]) -> None:
        crushed, fresh, burnt = _tons(cleaned)
        if None not in (crushed, burnt) and burnt > crushed:
            self.add_error("burnt_ton", _("More cane is burnt than was crushed."))
        elif None not in (crushed, fresh) and fresh > crushed:
            self.add_error("fresh_ton", _("More cane is fresh than was crushed."))
        elif None not in (crushed, fresh, burnt):
            self._compare(crushed, fresh + burnt)

    def _compare(self, crushed: Decimal, total: Decimal) -> None:
        if abs(crushed - total) > KILOGRAM:
            words = _(
                "Fresh and burnt cane together are %(total)s tons, not %(crushed)s: "
                "correct one of the three, or leave one empty to have it computed."
            )
            told = {"total": f"{total:,f}", "crushed": f"{crushed:,f}"}
            self.add_error("crushed_ton", words % told)


def _tons(cleaned: dict[str, Any]) -> tuple[Any, Any, Any]:
    """Crushed, fresh and burnt; null for what is unknown or wrong."""
    return cleaned.get(TONS[0]), cleaned.get(TONS[1]), cleaned.get(TONS[2])
