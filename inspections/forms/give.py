"""The page on which something is given without a visit, to one or to several."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from inspections.forms.checks import GroupedChecks
from inspections.forms.give_context import GiveContext, begun_by
from inspections.forms.plan import default_round
from inspections.forms.terms import judge_due_day, judge_kind
from inspections.giving import Addressee
from inspections.lifecycle import ROUND_REPORTING
from inspections.models import FollowUp, FollowUpKind, Issue, Round
from networks.models import Meeting, Network
from regions.models import Office
from ui.fields import RecordsField, ThaiCharField
from ui.forms import limit_choices
from ui.pages import EditedPage
from ui.rows import RowForm

#: Who must act: these columns differ from row to row.
TO_OFFICES = ("offices", "network", "company", "province")
TERMS = (
    "text",
    "kind",
    "given_on",
    "due_on",
    "rhythm",
    "round",
    "topic_kind",
    "level",
    "dimension",
    "priority",
)
LATEST = timedelta(days=366)
"""How long ago something may have been given that is entered now."""


class GiveForm(RowForm):
    """What is given, and to whom; at a meeting a promise of networks that came."""

    mark_optional = True

    offices = RecordsField(
        Office.objects.none(), required=False, label=_("Offices"), widget=GroupedChecks
    )
    networks = RecordsField(
        Network.objects.none(),
        required=False,
        label=_("Networks that came"),
        widget=forms.CheckboxSelectMultiple,
    )
    issues = ThaiCharField(
        required=False,
        max_length=500,
        label=_("Raised from the issues"),
        help_text=_("Their numbers, such as I-2566-00042; with commas between them."),
    )

    class Meta:
        model = FollowUp
        fields = [*TERMS, "network", "company", "province"]
        labels = {
            "text": _("What is asked"),
            "rhythm": _("Reports asked for"),
            "company": _("Company"),
            "province": _("Province of the company"),
        }
        error_messages = {"text": {"required": _("Write what is asked.")}}

    def prepare(self) -> None:
        context: GiveContext = self.context
        # What a closed round has counted stays as it was.
        rounds = Round.objects.filter(state__in=ROUND_REPORTING)
        limit_choices(self, "round", rounds)
        self.fields["due_on"].help_text = _(
            "Left empty, it is due %(days)d days after it is given."
        ) % {"days": context.response_days}
        if context.meeting:
            for name in (*TO_OFFICES, "kind"):
                del self.fields[name]
            limit_choices(self, "networks", context.met)
            self.fields["text"].label = _("What is promised")
            return
        del self.fields["networks"]
        limit_choices(self, "offices", context.offices)
        self.fields["offices"].widget.groups = context.office_groups
        limit_choices(self, "network", context.networks)
        limit_choices(self, "province", context.provinces)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            choice
            for choice in FollowUpKind.choices
            if choice[0] != FollowUpKind.COMMITMENT
        ]

    @property
    def to_fields(self) -> list[forms.BoundField]:
        """Who must act, without the boxes of offices, which take much room."""
        shown = ("networks", "network", "company", "province")
        return [self[name] for name in shown if name in self.fields]

    @property
    def term_fields(self) -> list[forms.BoundField]:
        """What is given."""
        return [self[name] for name in (*TERMS, "issues") if name in self.fields]

    @property
    def needs_offices_open(self) -> bool:
        """Whether the boxes are in sight: few, ticked, or something is wrong there."""
        chosen = self["offices"].value() or self.errors.get("offices")
        return self.context.has_few_offices or bool(chosen)

    def clean_text(self) -> str:
        """Refuse what only says which issue it is about, as the page began it."""
        text: str = self.cleaned_data["text"]
        issue = self.context.issue
        if issue and text.strip() == begun_by(issue)["text"].strip():
            raise forms.ValidationError(_("Write what is asked."))
        return text

    def clean_given_on(self) -> date:
        """Refuse a day that is still to come, or more than a year ago."""
        day: date = self.cleaned_data["given_on"]
        today = timezone.localdate()
        if day > today:
            raise forms.ValidationError(_("This day is still to come."))
        if day < today - LATEST:
            raise forms.ValidationError(_("This day is more than a year ago."))
        return day

    def clean_issues(self) -> list[Issue]:
        """The issues, by their numbers; refused is what the giver cannot raise from."""
        found: list[Issue]
        found, unknown = self.context.issues_named(self.cleaned_data["issues"])
        if unknown:
            raise forms.ValidationError(
                _("No issue from which you can raise this: %(numbers)s."),
                params={"numbers": ", ".join(unknown)},
            )
        return found

    def clean(self) -> dict[str, Any]:
        """Somebody must act, by a day that is no earlier than it is given."""
        cleaned = super().clean() or {}
        judge_due_day(self, cleaned.get("due_on"), cleaned.get("given_on"))
        judge_kind(self, cleaned)
        if self.context.meeting:
            self._judge_networks(cleaned)
        else:
            self._judge_addressees(cleaned)
        return cleaned

    def _judge_networks(self, cleaned: dict[str, Any]) -> None:
        if not cleaned.get("networks") and "networks" not in self.errors:
            self.add_error("networks", _("Choose who promises it."))

    def _judge_addressees(self, cleaned: dict[str, Any]) -> None:
        company, province = cleaned.get("company"), cleaned.get("province")
        if company and not province and "province" not in self.errors:
            self.add_error("province", _("Choose the company's province."))
        if province and not company and "company" not in self.errors:
            self.add_error("company", _("Write the company's name."))
        is_known = company or cleaned.get("offices") or cleaned.get("network")
        if not is_known and not {*TO_OFFICES} & {*self.errors}:
            self.add_error("offices", _("Choose at least one who must act."))

    def _get_validation_exclusions(self) -> set[str]:
        """Each addressee gets a row: the rule of exactly one holds of these."""
        return {*super()._get_validation_exclusions(), "company", "state", "ref"}  # type: ignore[misc]

    def terms(self) -> dict[str, Any]:
        """What is given, as columns; the same for all addressees."""
        told = {n: self.cleaned_data[n] for n in TERMS if n in self.cleaned_data}
        if self.context.meeting:
            told |= {"kind": FollowUpKind.COMMITMENT, "meeting": self.context.meeting}
        return told

    def addressees(self) -> list[Addressee]:
        """Who must act: a row for each."""
        told = self.cleaned_data
        found: list[Addressee] = [{"office": one} for one in told.get("offices", ())]
        found += [{"network": one} for one in told.get("networks", ())]
        if network := told.get("network"):
            found.append({"network": network})
        if company := told.get("company"):
            found.append({"company": company, "province": told["province"]})
        return found


class GivePage(EditedPage):
    """The form of something new; nothing stored could have moved on."""

    def __init__(
        self,
        user: User,
        data: QueryDict | None,
        *,
        meeting: Meeting | None = None,
        issue: Issue | None = None,
    ) -> None:
        super().__init__(data, record=FollowUp())
        self.context = GiveContext(user, meeting, issue)

    @cached_property
    def form(self) -> GiveForm:
        """What is given and to whom; given today, in the open round.

        Raised from an issue it is of its kind, for its office, and names it.
        """
        first = {"given_on": timezone.localdate(), "round": default_round()}
        if issue := self.context.issue:
            first |= begun_by(issue)
        return GiveForm(
            self.data,
            instance=self.record,
            prefix="given",
            context=self.context,
            initial=first,
        )

    def single_forms(self) -> Iterator[RowForm]:
        yield self.form

    def again(self, data: QueryDict) -> "GivePage":
        context = self.context
        return GivePage(
            context.user, data, meeting=context.meeting, issue=context.issue
        )
