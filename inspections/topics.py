"""Storing the topics of a round: added, changed, removed, with the round's history."""

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.models import Attachment
from audit.records import Change, difference, record
from audit.uploads import discard
from inspections.actions import add_sections
from inspections.forms.topic import LIMITS, IndicatorForm, TopicForm
from inspections.lifecycle import RoundState
from inspections.models import Figure, Indicator, ProvinceReport, ReportSection, Topic
from inspections.models.figure import grouped
from inspections.models.wording import CLOSED
from inspections.recorded import as_words
from ui.rows import RowSet

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@transaction.atomic
def store_topic(
    form: TopicForm, indicators: RowSet | None, *, by: User, version: int
) -> int:
    """Store a valid topic; tells how many offices got a draft of it.

    `version` is the round's that was read. Raises StaleVersion if the round has
    moved on; nothing is stored then.
    """
    topic: Topic = form.instance
    is_new = topic.pk is None
    with translation.override("th"):
        before = {} if is_new else _words(form, form.initial)
        topic.round.claim(version)
        form.save()
        _put_in_place(topic, form.cleaned_data.get("position"), is_new=is_new)
        facts = difference(before, _words(form, form.cleaned_data))
        title = topic.title_th
        changes: list[Change] = [(["topics", title, n], b, a) for n, b, a in facts]
        if indicators is not None:
            changes += _store_indicators(topic, indicators)
        made = add_sections(topic, by=by)
        if made:
            changes.append((["topics", title, "drafts"], None, made))
        step = "topic-new" if is_new else "topic-edit"
        record(topic.round, step, by=by, changes=changes)
    return made


def _words(form: TopicForm, values: Any) -> dict[str, Any]:
    """The facts as history keeps them, provinces by name in dictionary order."""
    words = as_words(form, values)
    chosen: Iterable[Any] = values.get("provinces") or []
    keys = [getattr(province, "pk", province) for province in chosen]
    provinces = form.fields["provinces"].queryset.filter(pk__in=keys)  # type: ignore[attr-defined]
    words["provinces"] = ", ".join(str(province) for province in provinces)
    return words


def _put_in_place(topic: Topic, place: int | None, *, is_new: bool) -> None:
    """Let the topic stand at `place`, counted from 1; a new one else comes last."""
    if place is None and not is_new:
        return
    others = [*topic.round.topics.exclude(pk=topic.pk)]
    others.insert(len(others) if place is None else place - 1, topic)
    for order, held in enumerate(others):
        if held.order != order:
            held.order = order
            held.save(update_fields=["order"])
            held.sections.update(topic_order=order)


def _store_indicators(topic: Topic, rows: RowSet) -> list[Change]:
    changes: list[Change] = []
    for form in rows.removed_forms:
        path = ["indicators", _name(topic, form.instance), "name_th"]
        changes.append((path, form.instance.name_th, None))
        form.instance.delete()
    written: list[IndicatorForm] = rows.written_forms
    # Two codes that change places must not meet on the way.
    for form in written:
        if form.instance.pk and "code" in form.changed_data:
            held = Indicator.objects.filter(pk=form.instance.pk)
            held.update(code=f"moving-{form.instance.pk}")
    last = max(topic.indicators.values_list("order", flat=True), default=-1)
    for form in written:
        is_new = form.instance.pk is None
        before = {} if is_new else _asked(form, form.initial)
        if is_new:
            last += 1
            form.instance.topic, form.instance.order = topic, last
        form.save()
        place = _name(topic, form.instance)
        facts = difference(before, _asked(form, form.cleaned_data))
        changes += [(["indicators", place, name], b, a) for name, b, a in facts]
    return changes


def _asked(form: IndicatorForm, values: Any) -> dict[str, Any]:
    """What an indicator asks, its limits without the zeros that a column pads."""
    words = as_words(form, values)
    limits = {n: values[n] for n in LIMITS if isinstance(values.get(n), Decimal)}
    return words | {name: grouped(number) for name, number in limits.items()}


def _name(topic: Topic, indicator: Indicator) -> str:
    return f"{topic.title_th} – {indicator.name_th}"


class Drafts(NamedTuple):
    """Sections of a topic that were never submitted, and those that say anything."""

    all: int
    written: int


class TopicStays(Exception):
    """A topic that may not be removed; `reason` says why."""

    def __init__(self, reason: "_StrPromise | str") -> None:
        super().__init__(reason)
        self.reason = reason


class DraftsWouldGo(Exception):
    """Drafts hang on the topic, and nobody has agreed that just these go."""

    def __init__(self, drafts: Drafts) -> None:
        super().__init__(drafts)
        self.drafts = drafts


@transaction.atomic
def remove_topic(topic: Topic, *, by: User, agreed: int | None = None) -> None:
    """Remove a topic with the drafts of its sections.

    `agreed` is how many written drafts the remover knows of. Raises TopicStays,
    DraftsWouldGo, or StaleVersion if the round moved on; nothing is removed then.
    """
    held_round = topic.round
    held_round.claim(held_round.version)
    sections = list(topic.sections.select_for_update(of=("self",)))
    if reason := _what_keeps(topic, sections):
        raise TopicStays(reason)
    drafts = Drafts(len(sections), _written(topic))
    if sections and agreed != drafts.written:
        raise DraftsWouldGo(drafts)
    with translation.override("th"):
        title, kind = topic.title_th, topic.kind
        changes: list[Change] = [
            (["topics", title, "title_th"], title, None),
            (["topics", title, "kind"], kind, None),
        ]
        for indicator in topic.indicators.all():
            path = ["indicators", _name(topic, indicator), "name_th"]
            changes.append((path, indicator.name_th, None))
        if sections:
            changes.append((["topics", title, "drafts"], len(sections), None))
        _drop(sections)
        topic.delete()
        record(held_round, "topic-remove", by=by, changes=changes)


def _what_keeps(topic: Topic, sections: list[ReportSection]) -> "_StrPromise | str":
    if topic.round.state == RoundState.CLOSED:
        return CLOSED
    if any(section.first_submitted_at for section in sections):
        return _("An office has submitted its report on this topic, so it stays.")
    observed = Figure.objects.filter(indicator__topic=topic, section=None)
    if topic.notes.exists() or observed.exists():
        return _("A visit has recorded something on this topic, so it stays.")
    return ""


def _written(topic: Topic) -> int:
    """How many sections hold a text, a figure or a file."""
    keys = topic.sections.values_list("pk", flat=True)
    files = Attachment.objects.filter(
        content_type__app_label="inspections",
        content_type__model="reportsection",
        object_id__in=list(keys),
    )
    silent = Q(narrative="", obstacles="", needs="", figures=None)
    held = {*files.values_list("object_id", flat=True)}
    return topic.sections.exclude(silent, ~Q(pk__in=held)).distinct().count()


def _drop(sections: list[ReportSection]) -> None:
    """Remove drafts with their figures and files; a report left empty goes, too."""
    reports = {section.report_id for section in sections}
    for section in sections:
        for file in Attachment.objects.about(section):
            discard(file)
        section.delete()
    for report in ProvinceReport.objects.filter(pk__in=reports):
        if report.sections.exists():
            report.settle()
        else:
            report.delete()
