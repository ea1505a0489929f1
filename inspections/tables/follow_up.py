"""The list of follow-ups: the ledger."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inspections.due import counts_as_overdue
from inspections.filters import FollowUpFilter
from inspections.lifecycle import FollowUpState
from inspections.models import Dimension, FollowUpKind, Level, Priority, TopicKind
from inspections.tables.columns import FOLLOW_UP_TONES, OVERDUE, ExcerptColumn
from regions.models.naming import localized
from ui.listing import Listing
from ui.tables import (
    ChoiceColumn,
    DateColumn,
    LinkColumn,
    ListTable,
    NowrapColumn,
    StatusColumn,
    TextColumn,
)


class FollowUpTable(ListTable):
    """The follow-ups, last issued first; a file also holds the columns not shown.

    A number is given at the issue, so its order is that of issue, of each day, too.
    """

    ref = LinkColumn(
        _("Number"),
        url="inspections:follow_up_detail",
        sample="F-2500-99999",
        order_by="ref",
        initial_sort_descending=True,
    )
    text = ExcerptColumn(_("What was given"))
    kind = ChoiceColumn(_("Kind"), labels=FollowUpKind.choices)
    topic = ChoiceColumn(_("Topic"), labels=TopicKind.choices, visible=False)
    level = ChoiceColumn(_("Level"), labels=Level.choices, visible=False)
    dimension = ChoiceColumn(_("Dimension"), labels=Dimension.choices, visible=False)
    priority = ChoiceColumn(_("Priority"), labels=Priority.choices, visible=False)
    addressee = TextColumn(_("Addressed to"))
    province = NowrapColumn(_("Province"), visible=False)
    given_on = DateColumn(
        _("Given on"), order_by="given_on", initial_sort_descending=True
    )
    due_on = DateColumn(_("Due on"), order_by="due_on")
    state = StatusColumn(
        _("State"),
        labels=[*FollowUpState.choices, (OVERDUE, _("Overdue"))],
        tones=FOLLOW_UP_TONES,
    )
    imported = NowrapColumn(_("Imported"), visible=False)

    class Meta:
        order_by = "-ref"
        empty_text = _("No recommendation or order that you can see was issued yet.")


class FollowUpListing(Listing):
    """The follow-ups a reader may see."""

    table = FollowUpTable
    filterset = FollowUpFilter
    caption = _("Follow-ups")
    fields = [
        "ref",
        "text",
        "kind",
        "topic_kind",
        "level",
        "dimension",
        "priority",
        "office__name_th",
        "office__name_en",
        "network__name",
        "company",
        "province__name_th",
        "province__name_en",
        "given_on",
        "due_on",
        "state",
        "is_imported",
    ]
    #: Only a draft has no number, and none is listed.
    filled = ["ref"]
    file_name = "follow-ups"

    def related(self, keys: Sequence[int]) -> Any:
        """The day against which due days are held."""
        return timezone.localdate()

    def cells(self, row: tuple[Any, ...], related: Any) -> Sequence[Any]:
        _key, ref, text, kind, topic, level, dimension, priority, *rest = row
        thai, english, network, company, *rest = rest
        province_th, province_en, given_on, due_on, state, is_imported = rest
        overdue = counts_as_overdue(
            kind, state, due_on, related, is_imported=is_imported
        )
        return (
            ref,
            text,
            kind,
            topic,
            level,
            dimension,
            priority,
            localized(thai or "", english or "") or network or company,
            localized(province_th or "", province_en or ""),
            given_on,
            due_on,
            OVERDUE if overdue else state,
            _("Yes") if is_imported else _("No"),
        )
