"""Writes visits as a visits file (data/real_visits-format.md)."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import Q

from inspections.loading.dump import dump, source_of
from inspections.loading.writing import as_list
from inspections.models import Visit


class Command(BaseCommand):
    """Prints a JSON list that load_visits reads."""

    help = "Print visits as a JSON list, in the form that load_visits reads."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--source-prefix",
            default="",
            metavar="PREFIX",
            help="only visits whose source, or reference if made here, starts so",
        )

    def handle(self, *, source_prefix: str, **_options: Any) -> None:
        # Whatever the terminal's own encoding, the file's is UTF-8.
        if reconfigure := getattr(self.stdout, "reconfigure", None):
            reconfigure(encoding="utf-8")
        visits = Visit.objects.filter(
            Q(source__startswith=source_prefix)
            | Q(source=None, ref__startswith=source_prefix)
        )
        chosen = (
            record
            for visit, record in dump(visits)
            # SQLite's own comparison takes a for A.
            if source_of(visit).startswith(source_prefix)
        )
        for line in as_list(chosen):
            self.stdout.write(line)
