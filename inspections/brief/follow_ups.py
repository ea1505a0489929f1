"""The parts of a brief that speak of follow-ups."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inspections.brief.conditions import (
    ENDING,
    FOLLOW_UPS,
    entries,
    files_of_answers,
    follow_ups_there,
    proofs,
)
from inspections.brief.lines import (
    CUT_NOTE,
    Line,
    Part,
    cut,
    first_rows,
    grouped_by,
    list_of,
    more_of,
    number_of,
    short,
    told,
)
from inspections.brief.setting import Setting
from inspections.lifecycle import FollowUpState
from inspections.lists import FOLLOW_UPS as LEDGER
from inspections.models import Carry, FollowUp, FollowUpKind, Redating

#: How the list is sorted where it usually is sorted otherwise.
SORTS = {"overdue": "due_on", "promises": "due_on"}
Noted = Callable[[FollowUp], Sequence[str]]


def closed(setting: Setting) -> Part:
    """What came to its end since: how and when."""
    last = entries(ENDING).order_by("-pk")
    ended_at = Subquery(last.values("at")[:1])
    rows, count = first_rows(
        _rows(setting, "closed").annotate(ended_at=ended_at).order_by("-ended_at", "pk")
    )

    def notes(one: FollowUp) -> Sequence[str]:
        return told(one.get_state_display(), short(_day(one.ended_at)))  # type: ignore[attr-defined]

    return _part(setting, "closed", rows, count, notes)


def opened(setting: Setting) -> Part:
    """What is newly to be done."""
    rows, count = first_rows(_rows(setting, "opened").order_by("-given_on", "-pk"))

    def notes(one: FollowUp) -> Sequence[str]:
        given = _("given %(day)s") % {"day": short(one.given_on)}
        kind = one.kind != FollowUpKind.RECOMMENDATION and one.get_kind_display()
        return told(kind, given, _due(one))

    return _part(setting, "opened", rows, count, notes)


def slipped(setting: Setting) -> Part:
    """Due days that were changed: from which to which, how often, why."""
    latest = Redating.objects.filter(follow_up=OuterRef("pk")).order_by("-pk")
    moved_at = Subquery(latest.values("at")[:1])
    rows, count = first_rows(
        _rows(setting, "slipped").annotate(moved_at=moved_at).order_by("-moved_at")
    )
    since = Redating.objects.filter(
        follow_up__in=[one.pk for one in rows], at__gte=setting.cutoff.begins_at
    )
    moves = grouped_by(since.order_by("pk"), "follow_up_id")

    def notes(one: FollowUp) -> Sequence[str]:
        return _moved(moves[one.pk])

    return _part(setting, "slipped", rows, count, notes)


def _moved(moves: Sequence[Redating]) -> Sequence[str]:
    first, last = moves[0], moves[-1]
    was = short(first.was_due_on) if first.was_due_on else _("no day")
    days = f"{was} → {short(last.due_on)}"
    times = ngettext(
        "moved %(count)s time, on %(day)s",
        "moved %(count)s times, last on %(day)s",
        len(moves),
    ) % {"count": len(moves), "day": short(_day(last.at))}
    return told(days, times, cut(last.reason, CUT_NOTE))


def evidence(setting: Setting) -> Part:
    """Answers with photos or files."""
    newest = proofs(setting).filter(follow_up=OuterRef("pk")).order_by("-pk")
    answered_at = Subquery(newest.values("at")[:1])
    rows, count = first_rows(
        _rows(setting, "evidence")
        .annotate(answered_at=answered_at)
        .order_by("-answered_at", "pk")
    )
    found = proofs(setting).filter(follow_up__in=[one.pk for one in rows])
    found = found.annotate(files=number_of(files_of_answers(), "object_id"))
    answers = grouped_by(found.order_by("pk"), "follow_up_id")

    def notes(one: FollowUp) -> Sequence[str]:
        last = answers[one.pk][-1]
        number = sum(answer.files for answer in answers[one.pk])
        files = ngettext("%(count)s file", "%(count)s files", number)
        return told(
            files % {"count": number},
            short(_day(last.at)),
            f"“{cut(last.text, CUT_NOTE)}”",
        )

    return _part(setting, "evidence", rows, count, notes)


def overdue(setting: Setting) -> Part:
    """What should be done by now, the oldest first; whenever it was given."""
    carried = Carry.objects.filter(follow_up=OuterRef("pk"))
    rows, count = first_rows(
        _rows(setting, "overdue")
        .annotate(rounds=number_of(carried, "follow_up"))
        .order_by("due_on", "pk")
    )

    def notes(one: FollowUp) -> Sequence[str]:
        days = (setting.today - one.due_on).days if one.due_on else 0
        late = ngettext("%(count)s day overdue", "%(count)s days overdue", days)
        times: int = one.rounds or 0  # type: ignore[attr-defined]
        age = ngettext(
            "carried over %(number)s round", "carried over %(number)s rounds", times
        )
        return told(
            _due(one), late % {"count": days}, times and age % {"number": times}
        )

    return _part(setting, "overdue", rows, count, notes)


def promises(setting: Setting) -> Part:
    """What networks of the place have promised for these days."""
    rows, count = first_rows(_rows(setting, "promises").order_by("due_on", "pk"))

    def notes(one: FollowUp) -> Sequence[str]:
        is_answered = one.state == FollowUpState.ANSWERED
        return told(_due(one), is_answered and one.get_state_display())

    return _part(setting, "promises", rows, count, notes)


def _rows(setting: Setting, key: str) -> QuerySet[FollowUp]:
    rows = LEDGER.rows(setting.user).select_related("office", "network")
    return rows.filter(follow_ups_there(setting), FOLLOW_UPS[key](setting))


def _part(
    setting: Setting, key: str, rows: Sequence[Any], count: int, notes: Noted
) -> Part:
    lines = [
        Line(
            one.get_absolute_url(),
            one.ref,
            cut(one.text),
            [*_whose(setting, one), *notes(one)],
        )
        for one in rows
    ]
    url = list_of(setting, LEDGER, key, SORTS.get(key, ""))
    return Part(key, lines, count, more_of(count - len(lines), url))


def _whose(setting: Setting, one: FollowUp) -> Sequence[str]:
    is_plain = setting.places.is_one and one.office_id
    return [] if is_plain else told(one.addressee)


def _due(one: FollowUp) -> str:
    return _("by %(day)s") % {"day": short(one.due_on)} if one.due_on else ""


def _day(moment: Any) -> Any:
    return timezone.localdate(moment)
