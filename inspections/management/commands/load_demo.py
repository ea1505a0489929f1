"""Loads the demonstration: accounts, real visits, the ledger, an open round."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from inspections.demo.cast import MANAGER, Cast
from inspections.demo.complainants import load_complainants
from inspections.demo.ledger import load_ledger
from inspections.demo.looks import look_at_left_of
from inspections.demo.people import load_accounts, load_contacts
from inspections.demo.reporting import load_reported
from inspections.demo.rounds import demo_round, first_day
from inspections.demo.visits import load_demo_visits
from inspections.loading.loader import load
from inspections.loading.reading import read_list
from inspections.management.commands.load_reference import shipped
from inspections.models import Visit
from inspections.reminding import make_reminders
from regions.models import Zone


class Command(BaseCommand):
    """Makes what is missing of the demonstration; never in production."""

    help = "Load demonstration accounts and visits (idempotent; not in production)."

    def handle(self, **_options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError(
                _("This is a production system: demonstration data is refused.")
            )
        if not Zone.objects.exists():
            call_command("load_reference", stdout=self.stdout)
        # Stored wording is Thai, whatever language this terminal speaks.
        with translation.override("th"):
            real = _load_real_visits()
            made = _load_demonstration()
        self.stdout.write(f"demo: {real} real visits and {made} made-up ones added")


def _load_real_visits() -> int:
    """Load those of the real visits that are not there yet, changed ones left."""
    content = (settings.BASE_DIR / "data" / "real_visits.json").read_bytes()
    known = set(Visit.objects.values_list("source", flat=True))
    new = [record for record in read_list(content) if record["source"] not in known]
    refused = [outcome for outcome in load(new) if not outcome.is_loaded]
    if refused:
        raise CommandError(_("data/real_visits.json is not as it was shipped."))
    return len(new)


@transaction.atomic
def _load_demonstration() -> int:
    demo, today = shipped("demo"), timezone.localdate()
    users = load_accounts(demo["accounts"], today)
    held_round, cast = demo_round(today, users[MANAGER]), Cast(users, today)
    if load_ledger(held_round, cast, first_day(held_round, today)):
        look_at_left_of(held_round)
    made = load_demo_visits(demo["visits"], held_round, users, today)
    load_contacts(demo["contacts"])
    load_reported(held_round, cast, today)
    load_complainants(demo["complainants"], users)
    make_reminders(today)
    return made
