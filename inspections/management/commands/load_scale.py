"""Loads volume data for measuring: visits by the thousand, the same at every run."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from inspections.models import Figure, FollowUp, Visit
from inspections.scale.visits import PREFIX, make_visits
from regions.models import Zone


class Command(BaseCommand):
    """Makes visits until there are as many as asked for; never in production."""

    help = "Load made-up visits in volume (idempotent; not in production)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--visits", type=int, required=True, metavar="N")

    def handle(self, *, visits: int, **_options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError(
                _("This is a production system: volume data is refused.")
            )
        if not Zone.objects.exists():
            call_command("load_reference", stdout=self.stdout)
        with translation.override("th"):
            for made in make_visits(visits, timezone.localdate()):
                self.stdout.write(f"{made} visits …")
        own = {"visit__source__startswith": PREFIX}
        counts = {
            "visits": Visit.objects.filter(source__startswith=PREFIX).count(),
            "figures": Figure.objects.filter(**own).count(),
            "follow-ups": FollowUp.objects.filter(**own).count(),
        }
        told = ", ".join(f"{count} {name}" for name, count in counts.items())
        self.stdout.write(f"scale: {told}")
