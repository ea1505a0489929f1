"""The digest: one e-mail a user and day with all that waits, never one an item."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.scope import scope_of
from inspections.due import is_waited_for
from inspections.ladder import NEWS, PRESSING_FIRST, REPORT_RUNGS, STEP_OF
from inspections.models import (
    FollowUp,
    Issue,
    Reminder,
    ReminderChoice,
    ReminderKind,
    Rung,
)
from thai.dates import format_date
from ui.widgets import reader_language

MOST_LISTED = 50
"""Follow-ups that one rung of a digest lists; the inbox has them all."""
EXCERPT = 160
"""Characters of a follow-up's text that a digest shows."""


class NotSent(Exception):
    """The mail server took no mail for this user; it is tried at the next run."""


def readers() -> Iterable[User]:
    """Whoever can get a digest and has something unmailed."""
    unmailed = Reminder.objects.filter(mailed_at=None)
    return User.objects.filter(
        ~Q(email=""), is_active=True, pk__in=unmailed.values("user")
    ).order_by("pk")


def send_digest(user: User, today: date) -> bool:
    """Send the user's digest of this day; tells whether there was one to send.

    Of two runs at once the one that moves `digest_on` on sends it; no lock is held
    while the mail server answers. Raises NotSent if it doesn't take the mail.
    """
    choice, _is_new = ReminderChoice.objects.get_or_create(user=user)
    if not choice.is_wanted_on(today):
        return False
    listed, settled = to_mail(user, choice, today)
    if not listed or not _claim(choice, today):
        return False
    try:
        _message(user, listed, today).send()
    except (OSError, ValueError) as fault:
        _give_back(choice, today)
        raise NotSent(str(fault)) from fault
    Reminder.objects.filter(pk__in=settled).update(mailed_at=timezone.now())
    return True


def _claim(choice: ReminderChoice, today: date) -> bool:
    """Compare and set: whether this run, and no other, sends the day's digest."""
    behind = ReminderChoice.objects.filter(pk=choice.pk)
    behind = behind.filter(Q(digest_on=None) | Q(digest_on__lt=today))
    return bool(behind.update(digest_on=today))


def _give_back(choice: ReminderChoice, today: date) -> None:
    claimed = ReminderChoice.objects.filter(pk=choice.pk, digest_on=today)
    claimed.update(digest_on=choice.digest_on)


def to_mail(
    user: User, choice: ReminderChoice, today: date
) -> tuple[list[Reminder], list[int]]:
    """What a digest lists, and the keys of all that it settles.

    Of a follow-up the highest rung that the user was told of is listed, if it was
    not mailed and its kind is wanted; lower ones are settled with it. What was
    answered, re-dated or is out of the user's sight waits for no mail.
    """
    user.scope = scope_of(user, today)
    listed = news_to_mail(user, choice)
    settled = [row.pk for row in listed]
    seen = FollowUp.objects.visible_to(user).filter(is_waited_for())
    is_report = Q(rung__in=REPORT_RUNGS)
    rows = Reminder.objects.filter(
        Q(is_report, due_on=F("follow_up__report_due_on"))
        | Q(~is_report, due_on=F("follow_up__due_on")),
        user=user,
        follow_up__in=seen.values("pk"),
    ).select_related("follow_up__office", "follow_up__network")
    by_ladder: defaultdict[tuple[int | None, bool], list[Reminder]] = defaultdict(list)
    for row in rows:
        by_ladder[row.follow_up_id, row.rung in REPORT_RUNGS].append(row)
    for told in by_ladder.values():
        highest = max(told, key=lambda row: STEP_OF[row.rung].days)
        if highest.mailed_at is None and STEP_OF[highest.rung].kind in choice.kinds:
            listed.append(highest)
            settled += [row.pk for row in told if row.mailed_at is None]
    return listed, settled


def news_to_mail(user: User, choice: ReminderChoice) -> list[Reminder]:
    """News of issues that the user reported and may still see, if it is wanted."""
    if ReminderKind.NEWS not in choice.kinds:
        return []
    known = Issue.objects.visible_to(user).values("pk")
    rows = Reminder.objects.filter(user=user, issue__in=known, mailed_at=None)
    return list(rows.select_related("issue__office"))


# --- The mail itself ------------------------------------------------------------------


def _message(user: User, listed: list[Reminder], today: date) -> EmailMessage:
    with translation.override(user.language or settings.LANGUAGE_CODE):
        return EmailMessage(
            subject=_subject(listed, today),
            body="\n".join(_lines(user, listed, today)),
            to=[user.email],
            # No machine answers with "out of office".
            headers={"Auto-Submitted": "auto-generated"},
        )


def _subject(listed: list[Reminder], today: date) -> str:
    """How many follow-ups wait; if none does, how much news there is."""
    waiting = len({row.follow_up_id for row in listed if row.follow_up_id})
    if waiting:
        words = ngettext(
            "%(number)s follow-up waits – %(day)s",
            "%(number)s follow-ups wait – %(day)s",
            waiting,
        )
    else:
        words = ngettext(
            "News of %(number)s issue – %(day)s",
            "News of %(number)s issues – %(day)s",
            len(listed),
        )
    day = format_date(today, "short", reader_language())
    return words % {"number": waiting or len(listed), "day": day}


def _lines(user: User, listed: list[Reminder], today: date) -> Iterator[str]:
    yield _("Dear %(name)s,") % {"name": user}
    yield ""
    day = format_date(today, "full", reader_language())
    yield _("This waits for you or your places on %(day)s:") % {"day": day}
    by_rung: defaultdict[str, list[Reminder]] = defaultdict(list)
    for row in sorted(listed, key=_pressing_first):
        by_rung[row.rung].append(row)
    for rung in [*PRESSING_FIRST, *NEWS]:
        if by_rung[rung]:
            yield from _group(rung, by_rung[rung])
    yield ""
    yield _("All your reminders: %(url)s") % {"url": _inbox()}
    settings_url = site_address(reverse("inspections:reminder_settings"))
    yield _("Choose the days and kinds of these e-mails: %(url)s") % {
        "url": settings_url
    }


def _pressing_first(row: Reminder) -> tuple[date, int]:
    """What is due first; news, which is never due, as it came."""
    return row.due_on or date.max, row.follow_up_id or row.pk


def _group(rung: Rung, rows: list[Reminder]) -> Iterator[str]:
    yield ""
    yield f"■ {rung.label} ({len(rows)})"
    for row in rows[:MOST_LISTED]:
        yield ""
        yield from _item(row)
    if len(rows) > MOST_LISTED:
        more = {"number": len(rows) - MOST_LISTED, "url": _inbox()}
        yield ""
        yield _("and %(number)s more: %(url)s") % more


def _item(row: Reminder) -> Iterator[str]:
    given, issue = row.follow_up, row.issue
    if given and row.due_on:
        day = format_date(row.due_on, "short", reader_language())
        due = _("due %(day)s") % {"day": day}
        yield f"{given.ref} – {given.addressee} – {due}"
        yield Truncator(" ".join(given.text.split())).chars(EXCERPT)
        yield site_address(given.get_absolute_url())
    elif issue:
        yield f"{issue.ref} – {issue.office}"
        yield Truncator(issue.title).chars(EXCERPT)
        yield site_address(issue.get_absolute_url())


def _inbox() -> str:
    return site_address(reverse("inspections:reminder_list"))


def site_address(path: str) -> str:
    """A page's whole address, as an e-mail needs it."""
    return urljoin(settings.SITE_URL, path)
