"""The parts of a brief that speak of reported issues."""

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inspections.brief.conditions import ISSUES, issues_there
from inspections.brief.lines import (
    Line,
    Part,
    cut,
    first_rows,
    list_of,
    more_of,
    number_of,
    short,
    told,
)
from inspections.brief.setting import Setting
from inspections.lifecycle import IssueState
from inspections.lists import ISSUES as REGISTER
from inspections.models import Issue, IssueSighting
from inspections.models.issue_choices import PRESSING


def new_issues(setting: Setting) -> Part:
    """Problems of which the reader cannot know yet."""
    rows, count = first_rows(_rows(setting, "new").order_by("-seen_on", "-pk"))
    lines = [
        _line(one, _("seen %(day)s") % {"day": short(one.seen_on)}) for one in rows
    ]
    more = more_of(count - len(lines), list_of(setting, REGISTER, "new"))
    return Part("new", lines, count, more)


def repeated_issues(setting: Setting) -> Part:
    """Problems that came back or were seen once more."""
    seen = IssueSighting.objects.filter(issue=OuterRef("pk"))
    last = seen.order_by("-seen_on").values("seen_on")[:1]
    found = _rows(setting, "repeated").annotate(
        times=number_of(seen, "issue"), last_on=Subquery(last)
    )
    rows, count = first_rows(found.order_by("-last_on", "-pk"))
    lines = [_line(one, *_again(one)) for one in rows]
    more = more_of(count - len(lines), list_of(setting, REGISTER, "repeated"))
    return Part("repeated", lines, count, more)


def _rows(setting: Setting, key: str) -> QuerySet[Issue]:
    rows: QuerySet[Issue] = REGISTER.rows(setting.user)
    return rows.filter(issues_there(setting), ISSUES[key](setting))


def _line(one: Issue, *notes: str) -> Line:
    # The usual ones needn't be said.
    severity = one.severity in PRESSING and one.get_severity_display()
    state = one.state != IssueState.REPORTED and one.get_state_display()
    told_of = told(severity, state, *notes)
    return Line(one.get_absolute_url(), one.ref, cut(one.title), told_of)


def _again(one: Issue) -> list[str]:
    times: int = one.times or 0  # type: ignore[attr-defined]
    reported = ngettext("reported %(count)s time", "reported %(count)s times", times)
    reported = reported % {"count": times}
    last_on = one.last_on or one.seen_on  # type: ignore[attr-defined]
    return told(
        one.is_repeated and _("has occurred before"),
        times > 1 and reported,
        _("last seen %(day)s") % {"day": short(last_on)},
    )
