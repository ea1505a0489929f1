"""An entry of the register of sites: what a place is, where, under which numbers."""

from decimal import Decimal
from functools import cached_property
from typing import Any

from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from inspections.forms.checks import NearAndFarChecks
from inspections.forms.site_checks import ask_about
from inspections.forms.site_context import SiteContext
from regions.districts import known_name
from regions.models import Province, Site
from regions.models.site import EAST, MOST_WA, NORTH, SOUTH, WEST
from regions.site_numbers import tidy_new, tidy_number
from thai.areas import format_area
from ui.fields import AreaField, NumberField, TidiedField
from ui.questions import AskingBeside
from ui.rows import RowForm
from ui.widgets import TextInput, reader_language

LONGEST_NUMBER = 40
MICRODEGREE = Decimal("0.000001")
WHERE = ("kind", "name", "provinces", "district", "subdistrict")
NUMBERS = (
    *("number_new", "number_old", "factory_class", "factory_type"),
    *("concession_no", "area_wa", "latitude", "longitude", "note"),
)


class DegreeField(NumberField):
    """A degree of latitude or longitude, to a tenth of a metre.

    What a telephone gives more exactly is rounded.
    """

    def to_python(self, value: Any) -> Decimal | None:
        """Read what was typed; an empty field is None."""
        number = super().to_python(value)
        return None if number is None else round(number, 6).normalize() + 0


class LandField(AreaField):
    """The area of a site: kept in square wa, its bounds told in rai."""

    def bounds(self) -> dict[str, str]:
        """The bounds `low` and `high` as land is told."""
        ends = {"low": self.low, "high": self.high}
        return {
            name: format_area(Decimal(end or 0), reader_language())
            for name, end in ends.items()
        }


def _degree(low: int, high: int, label: Any) -> DegreeField:
    outside = gettext_lazy(
        "This lies outside Thailand: enter a number from %(low)s to %(high)s"
    )
    return DegreeField(
        required=False,
        min_value=low,
        max_value=high,
        unit=gettext_lazy("degrees"),
        label=label,
        error_messages={"between": outside},
    )


class SiteForm(AskingBeside, RowForm):
    """What a site is; what cannot be is said beside its field, what is odd asked."""

    mark_optional = True
    answer = pgettext_lazy("of what was typed", "Yes, it is right")

    number_new = TidiedField(
        tidied=tidy_new,
        required=False,
        label=gettext_lazy("Registration number (14 digits)"),
        help_text=gettext_lazy("With or without dashes and spaces."),
        validators=[
            RegexValidator(
                r"\A[0-9]{14}\Z", gettext_lazy("A registration number has 14 digits.")
            )
        ],
        widget=TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )
    number_old = TidiedField(
        tidied=tidy_number,
        required=False,
        max_length=LONGEST_NUMBER,
        label=gettext_lazy("Old registration number"),
        help_text=gettext_lazy("Such as 3-64(6)-45/17."),
    )
    concession_no = TidiedField(
        tidied=tidy_number,
        required=False,
        max_length=LONGEST_NUMBER,
        label=gettext_lazy("Concession number"),
        help_text=gettext_lazy("Such as 28608/15360; of an application 2/2558."),
    )
    area_wa = LandField(
        wa_a_unit=1,
        required=False,
        min_value=0,
        max_value=MOST_WA,
        decimal_places=2,
        label=pgettext_lazy("of land", "Area"),
    )
    latitude = _degree(SOUTH, NORTH, gettext_lazy("Latitude"))
    longitude = _degree(WEST, EAST, gettext_lazy("Longitude"))

    class Meta:
        model = Site
        fields = [*WHERE, *NUMBERS]
        widgets = {"provinces": NearAndFarChecks}
        help_texts = {
            "factory_type": gettext_lazy("The number in the list, such as 3(1)."),
            "provinces": gettext_lazy("More than one if it lies on a border."),
        }
        error_messages = {
            "kind": {"required": gettext_lazy("Choose what kind of place it is.")},
            "name": {"required": gettext_lazy("Write the name of the site.")},
            "provinces": {
                "required": gettext_lazy("Choose the province in which it lies.")
            },
        }

    def prepare(self) -> None:
        context: SiteContext = self.context
        provinces: Any = self.fields["provinces"]
        provinces.queryset = Province.objects.order_by("sort_key")
        provinces.widget.near = context.near
        provinces.widget.groups = context.far
        if self.instance.pk is None and context.sole_place:
            self.initial["provinces"] = [context.sole_place]
        for name in ("district", "subdistrict"):
            self.fields[name].widget.attrs |= {
                "list": f"{self.prefix}-{name}-names",
                "autocomplete": "off",
            }

    def derived_initial(self, instance: Site) -> dict[str, Any]:
        return {"provinces": [province.pk for province in instance.provinces.all()]}

    def validate_constraints(self) -> None:
        """Nothing: `clean` says each of them beside its field."""

    @cached_property
    def codes(self) -> list[str]:
        """The codes of the provinces that were chosen."""
        chosen = self.cleaned_data.get("provinces") or []
        return [province.code for province in chosen]

    @property
    def where(self) -> Any:
        """The fields that say what and where it is, with what is asked of them."""
        return self.with_questions(*WHERE)

    @property
    def facts(self) -> Any:
        """The other fields, with what is asked of them."""
        return self.with_questions(*NUMBERS)

    def clean(self) -> dict[str, Any]:
        """One's own places, a whole point, no number of another; then the questions."""
        cleaned = super().clean() or {}
        self.__dict__.pop("codes", None)
        chosen = {province.pk for province in cleaned.get("provinces") or []}
        if chosen and not self.context.may_edit(chosen):
            words = _("Choose at least one province of your own.")
            self.add_error("provinces", words)
        self._refuse_half_a_point(cleaned)
        self._refuse_number_of_another(cleaned.get("number_new"))
        self._use_known_names(cleaned)
        ask_about(self)
        return cleaned

    def _refuse_half_a_point(self, cleaned: dict[str, Any]) -> None:
        ends = ("latitude", "longitude")
        empty = [name for name in ends if cleaned.get(name) is None]
        if len(empty) == 1 and not self.errors.keys() & set(ends):
            words = _("A point has both latitude and longitude.")
            self.add_error(empty[0], words)

    def _refuse_number_of_another(self, number: str | None) -> None:
        others = Site.objects.current().exclude(pk=self.instance.pk)
        known = others.filter(number_new=number).first() if number else None
        if known:
            words = _("This number is that of another entry: %(site)s.")
            self.add_error("number_new", words % {"site": known})

    def _use_known_names(self, cleaned: dict[str, Any]) -> None:
        """Keep the names of districts as the list has them, however they are typed."""
        towns = [f"เมือง{p.name_th}" for p in cleaned.get("provinces") or []]
        for name, town in (("district", next(iter(towns), "")), ("subdistrict", "")):
            typed = cleaned.get(name)
            if typed:
                names = self.context.names(name, self.codes, cleaned["district"])
                cleaned[name] = known_name(typed, names, town) or typed
