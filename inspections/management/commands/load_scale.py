"""Loads volume data for measuring: visits, reports, issues; the same at every run."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from inspections.models import (
    Answer,
    Carry,
    Figure,
    FollowUp,
    IssueSighting,
    ProvinceReport,
    ReportSection,
    Visit,
)
from inspections.scale.reports import make_reports
from inspections.scale.visits import PREFIX, make_visits
from regions.models import Zone


class Command(BaseCommand):
    """Makes visits until there are as many as asked for; never in production.

    Reports, issues and what came of follow-ups are made in proportion.
    """

    help = "Load made-up visits and reports in volume (idempotent; not in production)."

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
            today = timezone.localdate()
            for made in make_visits(visits, today):
                self.stdout.write(f"{made} visits …")
            make_reports(visits, today)
        own = {"visit__source__startswith": PREFIX}
        counts = {
            "visits": Visit.objects.filter(source__startswith=PREFIX).count(),
            "figures": Figure.objects.filter(**own).count(),
            "follow-ups": FollowUp.objects.filter(**own).count(),
            "answers": Answer.objects.count(),
            "carries": Carry.objects.count(),
            "issues": IssueSighting.objects.filter(**own).count(),
            "reports": ProvinceReport.objects.count(),
            "sections": ReportSection.objects.count(),
        }
        told = ", ".join(f"{count} {name}" for name, count in counts.items())
        self.stdout.write(f"scale: {told}")
