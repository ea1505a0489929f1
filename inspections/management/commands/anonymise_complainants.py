"""Forgets who complained, once the day until which that is kept is over."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from audit.sealing import NoFieldKey, SealBroken
from inspections.actions.complainant import forget_expired
from inspections.actions.complainant import seal_anew as renew
from inspections.models import Complainant


class Command(BaseCommand):
    """Made for cron: what was forgotten is not forgotten again."""

    help = "Make complainants anonymous whose time is over."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="count, and change nothing"
        )
        parser.add_argument(
            "--seal-anew",
            action="store_true",
            help="seal the others with the first of FIELD_KEYS, to retire a key",
        )

    def handle(self, *, dry_run: bool, seal_anew: bool, **_options: Any) -> None:
        today = timezone.localdate()
        kept = Complainant.objects.filter(anonymised_at=None)
        if dry_run:
            due = Complainant.objects.to_forget(today).count()
            # Fixed words: scripts read these lines.
            self.stdout.write(
                f"complainants: {due} to be made anonymous, {kept.count() - due} kept"
            )
            return
        forgotten = forget_expired(today)
        self.stdout.write(
            f"complainants: {forgotten} made anonymous, {kept.count()} kept"
        )
        if seal_anew:
            self.stdout.write(f"complainants: {self._renewed()} sealed anew")

    def _renewed(self) -> int:
        try:
            return renew()
        except (NoFieldKey, SealBroken):
            raise CommandError(
                "one of the complainants was sealed with a key that FIELD_KEYS lacks"
            ) from None
