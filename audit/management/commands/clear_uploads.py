"""Removes files that were uploaded into a form and never saved with it."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from audit.models import Attachment
from audit.uploads import discard

DAYS_KEPT = 30


class Command(BaseCommand):
    """Made for cron; a file that belongs to a record is never touched."""

    help = "Remove uploads older than --days that were never saved with their form."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--days", type=int, default=DAYS_KEPT)

    def handle(self, *args: Any, days: int, **options: Any) -> None:
        before = timezone.now() - timedelta(days=days)
        left = Attachment.objects.filter(
            staged_key__isnull=False, uploaded_at__lt=before
        )
        for attachment in left:
            discard(attachment)
        self.stdout.write(f"uploads: {len(left)} removed")
