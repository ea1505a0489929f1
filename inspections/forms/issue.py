"""What is told of an issue: by a visit, by an office, mended later."""

from datetime import date
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inspections.forms.issue_context import IssueContext
from inspections.models import Issue, Severity, Visit
from inspections.models.visit_choices import DateCertainty
from regions.models import Office, Site
from ui.fields import RecordChoiceField
from ui.forms import NO_CHOICE, limit_choices
from ui.rows import RowForm
from ui.widgets import Textarea


class IssueForm(RowForm):
    """An issue; a new one also says at which visit it was found, if at any."""

    # Few of its fields may be left empty, so these are marked.
    mark_optional = True

    visit = forms.Field(
        required=False,
        label=_("Found at visit"),
        help_text=_("Left empty, it counts as reported by you, outside any visit."),
    )

    class Meta:
        model = Issue
        fields = [
            "kind",
            "title",
            "what",
            "severity",
            "office",
            "place",
            "site",
            "seen_on",
            "is_repeated",
        ]
        labels = {
            "title": _("What the issue is, in one line"),
            "site": _("Site of the register"),
        }
        help_texts = {
            "place": _("Village, sub-district, or a site that is not in the register."),
        }
        widgets = {"title": Textarea({"rows": 1}), "what": Textarea({"rows": 5})}
        error_messages = {
            "kind": {"required": _("Choose what kind of issue it is.")},
            "title": {"required": _("Say in one line what the issue is.")},
            "what": {"required": _("Write what was found.")},
            "severity": {"required": _("Choose how severe it is.")},
        }

    def prepare(self) -> None:
        context: IssueContext = self.context
        limit_choices(self, "office", context.offices)
        cast(RecordChoiceField, self.fields["office"]).show_sole_as_text()
        limit_choices(self, "site", context.sites)
        # The model's own is for loading; people are to judge.
        severity = cast(forms.ChoiceField, self.fields["severity"])
        severity.choices = [("", NO_CHOICE), *Severity.choices]
        if context.names_visits:
            limit_choices(self, "visit", context.visits)
        else:
            del self.fields["visit"]
        self.order_fields(["visit", *(self._meta.fields or ())])

    def ask_less(self) -> None:
        """One more sighting of a known issue need not say again how it is there."""
        for name in ("what", "severity"):
            self.fields[name].required = False

    def is_blank(self) -> bool:
        """What was only prefilled says nothing; but the page asks for all of it."""
        return False

    def has_changed(self) -> bool:
        """A new issue is stored whatever was typed."""
        return self.instance.pk is None or super().has_changed()

    @property
    def reporting_visit(self) -> Visit | None:
        """The visit that reports it, or reported it first."""
        if self.instance.pk is None:
            return self.cleaned_data.get("visit")
        origin = self.context.origin
        return origin.visit if origin else None

    def clean_seen_on(self) -> date:
        """Refuse a day that is still to come."""
        day: date = self.cleaned_data["seen_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come."))
        return day

    def clean(self) -> dict[str, Any]:
        """What the fields say of one another must agree."""
        cleaned = super().clean() or {}
        day, office = cleaned.get("seen_on"), cleaned.get("office")
        is_told_now = self.instance.pk is None or "seen_on" in self.changed_data
        if day and is_told_now and not _is_of(self.reporting_visit, day):
            self.add_error("seen_on", _("The visit that found it was on other days."))
        if office and not _lies_in(cleaned.get("site"), office):
            self.add_error("site", _("This site lies in another province."))
        if office and not self._stays_in_sight(office):
            self._refuse_office()
        return cleaned

    def _stays_in_sight(self, office: Office) -> bool:
        """Whether the reader will still see the issue: not only its office will."""
        scope = self.context.user.scope
        return (
            scope.sees_all_places
            or office.pk in scope.offices
            or office.province_id in scope.field_provinces
            or self._is_of_own_visit()
        )

    def _is_of_own_visit(self) -> bool:
        if self.instance.pk is None:
            return self.reporting_visit is not None
        visits = Visit.objects.seen_whole_by(self.context.user)
        return visits.filter(sightings__issue=self.instance).exists()

    def _refuse_office(self) -> None:
        if "visit" in self.fields:
            self.add_error(
                "visit",
                _("This office lies outside your places: say which visit found it."),
            )
        else:
            self.add_error(
                "office",
                _("This office lies outside your places: no visit of yours found it."),
            )


def _is_of(visit: Visit | None, day: date) -> bool:
    """Whether the visit can have seen something that day."""
    if visit is None or visit.date_certainty == DateCertainty.UNCERTAIN:
        return True
    return visit.starts_on <= day <= visit.ends_on


def _lies_in(site: Site | None, office: Office) -> bool:
    """Whether the site is of the office's province; an agency has all of them."""
    if site is None or office.province_id is None:
        return True
    provinces = {province.pk for province in site.provinces.all()}
    return not provinces or office.province_id in provinces
