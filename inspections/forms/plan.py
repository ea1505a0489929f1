"""Planning a visit: when, where, whom, by whom."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, User
from inspections.forms.context import PageContext, colleagues_of
from inspections.lifecycle import RoundState
from inspections.models import Round, Visit, VisitUnit
from regions.models import ZoneMembership
from thai.dates import fiscal_year
from ui.fields import RecordsField
from ui.forms import limit_choices
from ui.rows import RowForm, RowSet, row_set


class UnitForm(RowForm):
    """An inspected unit: an office of the list, or whatever else by its name."""

    province = forms.Field(required=False, label=_("Province"))

    class Meta:
        model = VisitUnit
        fields = ["office", "printed_name", "head_capacity", "head_wording"]
        labels = {
            "printed_name": _("Name, if it is not in the list"),
            "head_wording": _("Who received the visit"),
        }
        widgets = {"printed_name": forms.TextInput}

    def prepare(self) -> None:
        limit_choices(self, "office", self.context.offices)
        limit_choices(self, "province", self.context.provinces)
        self.order_fields(
            ["office", "printed_name", "province", "head_capacity", "head_wording"]
        )

    def derived_initial(self, instance: VisitUnit) -> dict[str, Any]:
        first = next(iter(instance.provinces.all()), None)
        office = instance.office
        is_same = office is not None and instance.printed_name == office.name_th
        initial: dict[str, Any] = {"province": first.pk if first else None}
        return initial | ({"printed_name": ""} if is_same else {})

    def clean(self) -> dict[str, Any]:
        """Refuse a unit that isn't named."""
        cleaned = super().clean() or {}
        if not cleaned.get("office") and not cleaned.get("printed_name"):
            self.add_error("office", _("Choose an office, or write the unit's name."))
        return cleaned

    def save(self, commit: bool = True) -> VisitUnit:
        """Store the unit; an office brings its name and province along."""
        office = self.cleaned_data["office"]
        if office and not self.instance.printed_name:
            self.instance.printed_name = office.name_th
        unit: VisitUnit = super().save(commit)
        province = self.cleaned_data["province"]
        if (
            office
            and office.province
            and (not province or "office" in self.changed_data)
        ):
            province = office.province
        kept = list(unit.provinces.all())
        if province is None:
            unit.provinces.clear()
        elif province not in kept[:1]:
            unit.provinces.set([province])
        return unit


UnitRows = row_set(UnitForm)


class GeneralForm(RowForm):
    """What a visit is: kind, days, place, lead, team."""

    team = RecordsField(
        queryset=User.objects.none(),
        required=False,
        label=_("Team"),
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Visit
        fields = [
            "round",
            "kind",
            "starts_on",
            "ends_on",
            "starts_at",
            "mode",
            "place",
            "meeting_province",
            "zone",
            "lead",
            "lead_capacity",
            "lead_wording",
        ]
        labels = {"ends_on": _("Last day (if more than one)")}
        help_texts = {
            "zone": _("Left empty, it follows from the units' provinces."),
            "meeting_province": _("Only if the meeting is held in another province."),
            "lead_wording": _("As the order words it, for example when acting."),
        }
        widgets = {"place": forms.TextInput}

    def prepare(self) -> None:
        self.fields["ends_on"].required = False
        context: PageContext = self.context
        limit_choices(self, "meeting_province", context.provinces)
        limit_choices(self, "zone", context.zones)
        rounds = Round.objects.exclude(state=RoundState.PLANNED)
        held = self.instance.round_id
        limit_choices(self, "round", rounds | Round.objects.filter(pk=held))
        leads = colleagues_of(context.user, Role.INSPECTOR)
        limit_choices(
            self, "lead", leads | User.objects.filter(pk=self.instance.lead_id)
        )
        self.fields["lead"].required = True
        team = colleagues_of(context.user, Role.INSPECTOR, Role.ASSISTANT)
        if self.instance.pk:
            held = self.instance.members.values("user")
            team = team | User.objects.filter(pk__in=held)
        limit_choices(self, "team", team)

    def derived_initial(self, instance: Visit) -> dict[str, Any]:
        return {"team": [member.user_id for member in instance.members.all()]}

    def clean(self) -> dict[str, Any]:
        """Fill in the last day; refuse an end before the start."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and not last and "ends_on" not in self.errors:
            cleaned["ends_on"] = first
        elif first and last and last < first:
            self.add_error(
                "ends_on", ValidationError(_("The last day is before the first day."))
            )
        return cleaned

    def save(self, commit: bool = True) -> Visit:
        """Store the visit with the round and fiscal year it counts in."""
        visit = self.instance
        held_round = self.cleaned_data["round"]
        if visit.pk is None or "round" in self.changed_data:
            visit.round_number = held_round.number if held_round else None
        if held_round:
            visit.fiscal_year = held_round.fiscal_year
        elif visit.pk is None or {"round", "starts_on"} & set(self.changed_data):
            visit.fiscal_year = fiscal_year(visit.starts_on)
        saved: Visit = super().save(commit)
        return saved


def has_no_twins(units: RowSet) -> bool:
    """Whether no office stands in two rows; says so at the second one."""
    seen: set[int] = set()
    sound = True
    for form in units.forms:
        office = getattr(form, "cleaned_data", {}).get("office") or form.instance.office
        if office is None or units._should_delete_form(form):
            continue
        if office.pk in seen:
            form.full_clean()
            form.add_error("office", _("This office is in the list above already."))
            sound = False
        seen.add(office.pk)
    return sound


def default_round() -> Round | None:
    """The open round: what a new visit usually belongs to."""
    return Round.objects.filter(state=RoundState.OPEN).first()


def zone_of(province_ids: frozenset[int], today: date) -> int | None:
    """The one zone that holds all the provinces, if there is one."""
    found = ZoneMembership.objects.current(today).filter(province__in=province_ids)
    zones = set(found.values_list("zone_id", flat=True))
    return zones.pop() if len(zones) == 1 else None
