"""Choosing imported follow-ups for adoption."""

from datetime import date

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from inspections.actions.follow_up import adopted_since, due_from
from inspections.lifecycle import FOLLOW_UP_STEPS
from inspections.models import FollowUp
from regions.models import Office
from ui.fields import RecordsField
from ui.forms import NO_CHOICE, Form
from ui.widgets import HiddenInput, ListSelect


class AdoptForm(Form):
    """Which are to be adopted, who acts where nobody is known, and that it is meant."""

    chosen = RecordsField(
        FollowUp.objects.none(),
        label=_("Follow-ups to adopt"),
        error_messages={
            "required": _("Choose at least one follow-up."),
            "invalid_choice": _("One of those chosen is not there any more."),
        },
    )
    office = forms.ModelChoiceField(
        Office.objects.order_by("sort_key", "pk"),
        required=False,
        label=_("Office that is to act where none is known"),
        help_text=_("For all chosen follow-ups that name nobody."),
        empty_label=NO_CHOICE,
        widget=ListSelect,
    )
    sure = forms.BooleanField(required=False, widget=HiddenInput)

    def __init__(self, data: QueryDict | None, *, rows: QuerySet[FollowUp]) -> None:
        super().__init__(data)
        self.sent = data
        # Also those adopted meanwhile: they are named and left, not refused.
        self.fields["chosen"].queryset = rows.select_related(  # type: ignore[attr-defined]
            "office", "network"
        ).order_by("given_on", "pk")

    def sent_keys(self) -> set[int]:
        """What was chosen, right or wrong, so that it stays chosen."""
        sent = self.sent.getlist("chosen") if self.sent else []
        return {int(key) for key in sent if key.isdecimal()}

    def unplaced(self) -> list[FollowUp]:
        """Those chosen for which nobody is known to act, and none was said."""
        if self.cleaned_data["office"]:
            return []
        chosen = self.cleaned_data["chosen"]
        return [row for row in chosen if is_adoptable(row) and not row.addressee]

    def ready(self) -> list[FollowUp]:
        """Those chosen that can be adopted as things stand."""
        left = {row.pk for row in self.unplaced()}
        chosen = self.cleaned_data["chosen"]
        return [row for row in chosen if is_adoptable(row) and row.pk not in left]


def due_days(rows: list[FollowUp]) -> list[tuple[FollowUp, date | None]]:
    """Each with the day on which it is due once adopted; null if never."""
    return [(row, due_from(row, adopted_since(row))) for row in rows]


def is_adoptable(follow_up: FollowUp) -> bool:
    """Whether it still is only imported."""
    sources = FOLLOW_UP_STEPS["adopt"].sources
    return follow_up.is_imported and follow_up.state in sources
