"""What is given at a visit: recommendations and orders with their addressees."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from inspections.forms.context import EVERY_OFFICE
from inspections.forms.terms import judge_due_day, judge_kind
from inspections.models import FollowUp, FollowUpKind
from ui.forms import limit_choices
from ui.rows import RowForm, row_set
from ui.widgets import ListSelect


class FollowUpForm(RowForm):
    """A recommendation or order with its addressee and due date."""

    to = forms.ChoiceField(label=_("Who must act"), widget=ListSelect)
    issue = forms.Field(required=False, label=_("Raised from the issue"))

    class Meta:
        model = FollowUp
        fields = [
            "kind",
            "text",
            "company",
            "province",
            "due_on",
            "rhythm",
            "topic_kind",
            "level",
            "dimension",
            "priority",
        ]
        labels = {
            "text": _("What is asked"),
            "rhythm": _("Reports asked for"),
            "company": _("Company (if one must act)"),
            "province": _("Province of the company"),
        }
        error_messages = {"text": {"required": _("Write what is asked.")}}

    def prepare(self) -> None:
        limit_choices(self, "province", self.context.provinces)
        if self.context.issues.by_key:
            limit_choices(self, "issue", self.context.issues)
        else:
            del self.fields["issue"]
        field = self.fields["to"]
        field.choices = field.widget.choices = self.context.addressees  # type: ignore[attr-defined]
        self.order_fields(
            ["kind", "text", "to", "company", "province", "due_on", "rhythm"]
        )
        if not self.instance.pk:
            self.initial.setdefault("to", self.context.usual_addressee)

    def derived_initial(self, instance: FollowUp) -> dict[str, Any]:
        issue = next(iter(instance.issues.all()), None)
        found: dict[str, Any] = {"issue": issue.pk} if issue else {}
        if instance.office_id:
            return {**found, "to": f"office:{instance.office_id}"}
        if instance.network_id:
            return {**found, "to": f"network:{instance.network_id}"}
        return {**found, "to": "company" if instance.company else ""}

    def is_blank(self) -> bool:
        return not {"text", "company", "due_on"} & set(self.changed_data)

    def clean(self) -> dict[str, Any]:
        """Exactly one addressee; due no earlier than given."""
        cleaned = super().clean() or {}
        is_company = cleaned.get("to") == "company"
        self._check_promise(cleaned)
        if cleaned.get("company") and cleaned.get("to") and not is_company:
            self.add_error(
                "company",
                _(
                    "A company is named, but somebody else is chosen to act. Choose "
                    "the company there, or clear this field."
                ),
            )
        if is_company and not cleaned.get("company"):
            self.add_error("company", _("Write the company's name."))
        if is_company and not cleaned.get("province"):
            cleaned["province"] = self.context.sole_province
            if cleaned["province"] is None:
                self.add_error("province", _("Choose the company's province."))
        if cleaned.get("to") == EVERY_OFFICE and self.instance.given_together:
            self.add_error("to", _("All of them have it already, each in its own row."))
        # What was stored before is not judged anew.
        if {"kind", "due_on", "rhythm"} & {*self.changed_data}:
            given_on = self.instance.given_on or self.context.visit.ends_on
            judge_due_day(self, cleaned.get("due_on"), given_on)
            judge_kind(self, cleaned)
        return cleaned

    def _check_promise(self, cleaned: dict[str, Any]) -> None:
        is_promise = cleaned.get("kind") == FollowUpKind.COMMITMENT
        if is_promise and cleaned.get("to", "network:").partition(":")[0] != "network":
            self.add_error(
                "to",
                _("A commitment is a network's own: choose the network that made it."),
            )

    def _get_validation_exclusions(self) -> set[str]:
        """The addressee's columns are set in save(), after the constraints' check."""
        return {*super()._get_validation_exclusions(), "company", "state", "ref"}  # type: ignore[misc]

    def save(self, commit: bool = True) -> FollowUp:
        """Store the row with its addressee; for all offices a row for each."""
        if self.cleaned_data["to"] == EVERY_OFFICE:
            return self._save_for_each(commit)
        follow_up = self.instance
        kind, _colon, key = self.cleaned_data["to"].partition(":")
        follow_up.office_id = int(key) if kind == "office" else None
        follow_up.network_id = int(key) if kind == "network" else None
        if kind != "company":
            follow_up.company = ""
        saved: FollowUp = super().save(commit)
        self._tie(saved)
        return saved

    def _tie(self, saved: FollowUp) -> None:
        """Let it point to the issue that is chosen, and to no other."""
        if "issue" in self.fields:
            issue = self.cleaned_data["issue"]
            saved.issues.set([issue] if issue else [])

    def _save_for_each(self, commit: bool) -> FollowUp:
        """Store this row for the first office and a like one for each other."""
        follow_up = self.instance
        first, *others = self.context.visited
        follow_up.office, follow_up.network, follow_up.company = first, None, ""
        follow_up.given_together = uuid.uuid4()
        saved: FollowUp = super().save(commit)
        columns = {
            column.attname: getattr(saved, column.attname)
            for column in FollowUp._meta.concrete_fields
            if not column.primary_key
        }
        self._tie(saved)
        for office in others:
            other = FollowUp(**{**columns, "office_id": office.pk, "version": 1})
            other.save()
            self._tie(other)
        return saved


FollowUpRows = row_set(FollowUpForm)
