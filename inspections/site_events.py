"""What a user may know of what happened at a site, from each of its sources.

Each gives the newest lines, at most `most` records of them, the newest first.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.models import Entry
from inspections.history import told
from inspections.issue_reading import Sighting
from inspections.lifecycle import ISSUE_STEPS
from inspections.models import FollowUp, Issue, IssueSighting, Visit
from inspections.models.registers import LegalOrder, WaterSample
from inspections.own_part import readable_sites, readable_units
from regions.models import Site
from thai.dates import format_date
from ui.widgets import reader_language


@dataclass(frozen=True)
class Line:
    """One thing that happened: the day, what it was, where it can be read.

    `text` says more; `state` is that of today, in
    words, `tone` its colour. `rank` orders what happened on one day.
    """

    on: date
    rank: tuple[int, int]
    what: str
    link: str = ""
    address: str = ""
    text: str = ""
    state: str = ""
    tone: str = "neutral"


def _issues(site: Site, user: User) -> QuerySet[Issue]:
    return Issue.objects.visible_to(user).filter(site=site)


def _inspected(site: Site, user: User, most: int) -> Iterator[Line]:
    """The visits that inspected the site itself."""
    units = readable_units(user).filter(site=site)
    visits = Visit.objects.visible_to(user).filter(pk__in=units.values("visit"))
    for visit in visits.order_by("-starts_on", "-pk")[:most]:
        yield _of_visit(visit, (2, visit.pk), _("It was inspected"))


def _seen(site: Site, user: User, most: int) -> Iterator[Line]:
    """The visits that saw the site or heard of it."""
    rows = readable_sites(user).filter(site=site).select_related("visit")
    for row in rows.order_by("-visit__starts_on", "-pk")[:most]:
        what = _("Visited") if row.was_visited else _("Only reported")
        yield _of_visit(row.visit, (3, row.pk), what, row.note)


def _of_visit(visit: Visit, rank: tuple[int, int], what: str, text: str = "") -> Line:
    return Line(
        on=visit.starts_on,
        rank=rank,
        what=what,
        link=visit.ref,
        address=visit.get_absolute_url(),
        text=text,
        state=str(visit.get_state_display()),
        tone=visit.tone,
    )


def _sightings(site: Site, user: User, most: int) -> Iterator[Line]:
    """Issues as they were reported and seen again; who saw them, if it may be told."""
    rows = IssueSighting.objects.filter(issue__in=_issues(site, user).values("pk"))
    kept = rows.select_related("issue", "office", "by").order_by("-seen_on", "-pk")
    newest = list(kept[:most])
    keys = [row.visit_id for row in newest if row.visit_id]
    known = Visit.objects.visible_to(user).in_bulk(keys)
    for row in newest:
        seen = Sighting(row, known.get(row.visit_id or 0))
        is_first = row.seen_on == row.issue.seen_on
        what = _("An issue was seen") if is_first else _("An issue was seen again")
        by = _("a visit") if seen.is_hidden else seen.visit or row.office or seen.person
        text = " · ".join(filter(None, [row.issue.title, str(by or "")]))
        line = _of_issue(row.issue, row.seen_on, (4, row.pk), what, text)
        state = str(row.issue.get_state_display())
        yield replace(line, state=state, tone=row.issue.tone)


def _of_issue(
    issue: Issue, on: date, rank: tuple[int, int], what: str, text: str
) -> Line:
    return Line(
        on=on,
        rank=rank,
        what=what,
        link=issue.ref,
        address=issue.get_absolute_url(),
        text=text,
    )


def _steps(site: Site, user: User, most: int) -> Iterator[Line]:
    """What was done with the issues: resolved, sent back, verified …"""
    mine = _issues(site, user)
    rows = Entry.objects.filter(
        content_type=ContentType.objects.get_for_model(Issue),
        object_id__in=mine.values("pk"),
        step__in=[*ISSUE_STEPS],
    )
    newest = list(rows.order_by("-pk")[:most])
    issues = mine.in_bulk([entry.object_id for entry in newest])
    for entry, words in zip(newest, told(newest), strict=True):
        issue = issues.get(entry.object_id)
        if issue is not None:
            on = timezone.localdate(entry.at)
            text = " · ".join(filter(None, [issue.title, entry.reason]))
            yield _of_issue(issue, on, (8, entry.pk), words.act, text)


def _orders(site: Site, user: User, most: int, *, today: date) -> Iterator[Line]:
    """Orders to the operator, those overdue marked so, and what came of them."""
    rows = LegalOrder.objects.filter(issue__in=_issues(site, user).values("pk"))
    kept = rows.select_related("issue", "follows")
    # By the later of the two days, so that no page misses one of the lines.
    newest = kept.order_by(Coalesce("result_on", "issued_on").desc(), "-pk")
    for order in newest[:most]:
        line = _of_order(order, order.issued_on, (5, order.pk), _order_words(order))
        is_late = order.is_overdue(today)
        yield replace(line, state=_("Overdue"), tone="late") if is_late else line
        if order.result_on:
            result = str(order.get_result_display())
            yield _of_order(order, order.result_on, (6, order.pk), result)


def _of_order(order: LegalOrder, on: date, rank: tuple[int, int], text: str) -> Line:
    section = str(order.get_section_display())
    number = _("no. %(number)s") % {"number": order.number} if order.number else ""
    return Line(
        on=on,
        rank=rank,
        what=" ".join(filter(None, [section, number])),
        link=order.issue.ref,
        address=order.issue.get_absolute_url(),
        text=text,
    )


def _order_words(order: LegalOrder) -> str:
    """What an order says: whether it follows another, until when, what of."""
    due = follows = ""
    if order.follows:
        follows = _("follows the order %(order)s") % {"order": order.follows}
    if order.due_on:
        day = format_date(order.due_on, "short", reader_language())
        due = _("to be obeyed by %(day)s") % {"day": day}
    scope = str(order.get_scope_display()) if order.scope else ""
    return " · ".join(filter(None, [follows, due, scope, order.content]))


def _follow_ups(site: Site, user: User, most: int) -> Iterator[Line]:
    """What was recommended or ordered because of the issues."""
    mine = FollowUp.objects.visible_to(user).filter(ref__isnull=False)
    because = FollowUp.issues.through.objects.filter(
        issue__in=_issues(site, user).values("pk")
    )
    rows = mine.filter(pk__in=because.values("followup"))
    for given in rows.order_by("-given_on", "-pk")[:most]:
        yield Line(
            on=given.given_on,
            rank=(7, given.pk),
            what=str(given.get_kind_display()),
            link=str(given.ref),
            address=given.get_absolute_url(),
            text=given.text,
            state=str(given.get_state_display()),
            tone=given.tone,
        )


def _samples(site: Site, user: User, most: int) -> Iterator[Line]:
    """Samples of the water in its pit."""
    rows = WaterSample.objects.filter(issue__in=_issues(site, user).values("pk"))
    counted = rows.select_related("issue").annotate(measured=Count("results"))
    for sample in counted.order_by("-taken_on", "-pk")[:most]:
        measured: int = sample.measured
        words = _("parameters measured: %(number)s") % {"number": measured}
        yield Line(
            on=sample.taken_on,
            rank=(4, sample.pk),
            what=_("Water was sampled"),
            link=sample.issue.ref,
            address=sample.issue.get_absolute_url(),
            text=" · ".join(filter(None, [sample.laboratory, words])),
        )


def _entries(site: Site, user: User, most: int) -> Iterator[Line]:
    """Changes of the register's entry."""
    newest = list(Entry.objects.about(site).order_by("-pk")[:most])
    for entry, words in zip(newest, told(newest), strict=True):
        fields = ", ".join(dict.fromkeys(change.field for change in words.changes))
        yield Line(
            on=timezone.localdate(entry.at),
            rank=(1, entry.pk),
            what=words.act,
            text=" · ".join(filter(None, [words.who, fields])),
        )


Source = Callable[[Site, User, int], Iterator[Line]]


def sources(today: date) -> tuple[Source, ...]:
    """All that a site's story is told from, as of a day."""
    orders = partial(_orders, today=today)
    return (
        *(_inspected, _seen, _sightings, _steps),
        *(orders, _follow_ups, _samples, _entries),
    )
