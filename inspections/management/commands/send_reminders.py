"""Reminds of what is due: fills the inboxes and sends each user's digest."""

import sys
from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from inspections.digest import NotSent, readers, send_digest
from inspections.reminding import make_reminders


def a_day(text: str) -> date:
    """A day in ISO form, as a script writes it."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"not a day like 2026-11-29: {text}") from None


class Command(BaseCommand):
    """Made for cron: a second run on the same day sends nothing twice.

    What the mail server refuses is told on standard error, tried again at the
    next run, and makes the exit code 1.
    """

    help = "Make the day's reminders and send each user one digest by e-mail."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--day", type=a_day, help="YYYY-MM-DD; today in Bangkok if not given"
        )

    def handle(self, *, day: date | None, **_options: Any) -> None:
        today = day or timezone.localdate()
        made = make_reminders(today)
        sent = failed = 0
        for user in readers():
            try:
                sent += send_digest(user, today)
            except NotSent as fault:
                failed += 1
                self.stderr.write(f"no mail to {user.username}: {fault}")
        self.stderr.flush()
        # Fixed words: scripts read this line.
        self.stdout.write(
            f"reminders: {made} made, digests: {sent} sent, {failed} failed"
        )
        if failed:
            sys.exit(1)
