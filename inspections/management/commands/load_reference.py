"""Loads what every installation has: places, rounds, published figures, limits."""

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from inspections.models import Round
from inspections.published import load_limits, load_series
from inspections.reference import load_rounds
from regions.models import Office, Province, Zone
from regions.reference import load_groups, load_offices, load_zones


class Command(BaseCommand):
    """Makes what is missing and corrects what drifted; rounds are never touched."""

    help = (
        "Load zones, provinces, inspector groups, offices, rounds, published figures"
        " and water limits (idempotent)."
    )

    @transaction.atomic
    def handle(self, **_options: Any) -> None:
        load_zones(shipped("zones"))
        load_groups(shipped("groups"))
        load_offices(shipped("agencies"))
        load_rounds(shipped("rounds")["rounds"], timezone.localdate())
        load_series(shipped("series")["series"])
        load_limits(shipped("water_limits"))
        counts = [
            f"{model._meta.verbose_name_raw}s {model._default_manager.count()}"
            for model in (Zone, Province, Office, Round)
        ]
        self.stdout.write(f"reference: {', '.join(counts)}")


def shipped(name: str) -> Any:
    """The content of a JSON file that the product ships in data/."""
    return json.loads((settings.BASE_DIR / "data" / f"{name}.json").read_text("utf-8"))
