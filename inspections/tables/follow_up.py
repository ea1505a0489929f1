"""The list of follow-ups: the ledger."""

from collections.abc import Callable, Sequence
from datetime import date
from html import escape
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from inspections.due import counts_as_overdue
from inspections.filters import FollowUpFilter
from inspections.lifecycle import FollowUpState
from inspections.models import (
    Dimension,
    FollowUpKind,
    Level,
    Priority,
    Rhythm,
    TopicKind,
)
from inspections.models.follow_up import age_in_rounds
from inspections.tables.columns import FOLLOW_UP_TONES, OVERDUE, ExcerptColumn
from inspections.tables.visit import round_words
from regions.models.naming import localized
from ui.listing import Listing
from ui.tables import (
    ChoiceColumn,
    DateColumn,
    Draw,
    LinkColumn,
    ListTable,
    NowrapColumn,
    NumberColumn,
    StatusColumn,
    TextColumn,
)

A_NUMBER = "F-2500-99999"


class What(NamedTuple):
    """What was given: its text, its kind, how pressing, whether only imported."""

    text: str
    kind: str
    priority: str
    is_imported: bool = False


class GivenColumn(ExcerptColumn):
    """The beginning of what was given, with its kind below; in a file all of it."""

    def drawer(self, language: str) -> Draw:
        excerpt = super().drawer(language)
        kinds = {value: escape(str(label)) for value, label in FollowUpKind.choices}
        high = f" · <b>{escape(_now('High priority'))}</b>"
        imported = f" · {escape(_now('Imported'))}"

        def draw(what: What) -> str:
            more = high if what.priority == Priority.HIGH else ""
            more += imported if what.is_imported else ""
            below = f'<span class="soft">{kinds[what.kind]}{more}</span>'
            return f"<span>{excerpt(what.text)}<br>{below}</span>"

        return draw

    def exporter(self, language: str) -> Callable[[What], Sequence[object]]:
        return lambda what: (what.text,)


class FollowUpTable(ListTable):
    """The follow-ups, last issued first; a file also holds the columns not shown.

    A number is given at the issue, so its order is that of issue, of each day, too.
    """

    ref = LinkColumn(
        _("Number"),
        url="inspections:follow_up_detail",
        sample=A_NUMBER,
        order_by="ref",
        initial_sort_descending=True,
    )
    text = GivenColumn(_("What was given"))
    kind = ChoiceColumn(_("Kind"), labels=FollowUpKind.choices, visible=False)
    topic = ChoiceColumn(_("Topic"), labels=TopicKind.choices, visible=False)
    level = ChoiceColumn(_("Level"), labels=Level.choices, visible=False)
    dimension = ChoiceColumn(_("Dimension"), labels=Dimension.choices, visible=False)
    priority = ChoiceColumn(_("Priority"), labels=Priority.choices, visible=False)
    addressee = TextColumn(_("Addressed to"))
    answering = TextColumn(_("Answered by"), visible=False)
    province = NowrapColumn(_("Province"), visible=False)
    round = NowrapColumn(_("Given in round"), visible=False)
    given_on = DateColumn(
        _("Given on"), order_by="given_on", initial_sort_descending=True
    )
    due_on = DateColumn(_("Due on"), order_by="due_on")
    age = NumberColumn(_("Age in rounds"))
    state = StatusColumn(
        _("State"),
        labels=[*FollowUpState.choices, (OVERDUE, _("Overdue"))],
        tones=FOLLOW_UP_TONES,
        order_by=("state", "given_on"),
    )
    rhythm = ChoiceColumn(_("Reports asked for"), labels=Rhythm.choices, visible=False)
    report_due_on = DateColumn(_("Next report due on"), visible=False)
    imported = NowrapColumn(_("Imported"), visible=False)

    class Meta:
        order_by = "-ref"
        empty_text = _("No recommendation or order that you can see was issued yet.")


class FollowUpListing(Listing):
    """The follow-ups a reader may see."""

    table: type[ListTable] = FollowUpTable
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
        "answering_office__name_th",
        "answering_office__name_en",
        "province__name_th",
        "province__name_en",
        "round__fiscal_year",
        "round__number",
        "given_on",
        "due_on",
        "age",
        "state",
        "rhythm",
        "report_due_on",
        "is_imported",
    ]
    #: Only a draft has no number, and none is listed.
    filled = ["ref"]
    file_name = "follow-ups"

    def annotated(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        found: QuerySet[Any] = rows.annotate(age=age_in_rounds())
        return found

    def related(self, keys: Sequence[int]) -> Any:
        """The day against which due days are held."""
        return timezone.localdate()

    def cells(self, row: tuple[Any, ...], related: Any) -> Sequence[Any]:
        _key, ref, text, kind, topic, level, dimension, priority, *rest = row
        thai, english, network, company, *rest = rest
        answering_th, answering_en, province_th, province_en, *rest = rest
        year, number, *rest = rest
        given_on, due_on, age, state, rhythm, report_due_on, is_imported = rest
        return (
            ref,
            What(text, kind, priority, is_imported),
            kind,
            topic,
            level,
            dimension,
            priority,
            _name(thai, english) or network or company,
            _name(answering_th, answering_en),
            _name(province_th, province_en),
            round_words(year, number),
            given_on,
            due_on,
            age,
            shown_state(kind, state, due_on, related, is_imported=is_imported),
            rhythm,
            report_due_on,
            _("Yes") if is_imported else _("No"),
        )


def _name(thai: str | None, english: str | None) -> str:
    return localized(thai or "", english or "")


def shown_state(
    kind: str, state: str, due_on: date | None, today: date, *, is_imported: bool
) -> str:
    """The state that a list shows: what is late says so instead."""
    is_late = counts_as_overdue(kind, state, due_on, today, is_imported=is_imported)
    return OVERDUE if is_late else state
