"""Removes what was typed or uploaded into a form and never saved with it."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from audit.drafts import DAYS_KEPT, abandoned_uploads, remove_old_drafts
from audit.uploads import discard


class Command(BaseCommand):
    """Made for cron; a file that belongs to a record is never touched.

    Nor is one that a draft still kept would bring back.
    """

    help = "Remove drafts and uploads older than --days, never saved with their form."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--days", type=int, default=DAYS_KEPT)

    def handle(self, *args: Any, days: int, **options: Any) -> None:
        before = timezone.now() - timedelta(days=days)
        drafts = remove_old_drafts(before)
        left = abandoned_uploads(before)
        for attachment in left:
            discard(attachment)
        self.stdout.write(f"drafts: {drafts} removed, uploads: {len(left)} removed")
