"""Loads a visits file (data/real_visits-format.md)."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from inspections.loading.loader import load
from inspections.loading.reading import FileRefused, read_list


class Command(BaseCommand):
    """Loads what is sound, lists every fault of the rest, and fails if any is.

    Faults go to standard output, above the line of counts; warnings to
    standard error.
    """

    help = "Load inspection visits from a JSON file; see data/real_visits-format.md."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a JSON list of visits")

    def handle(self, *, file: Path, **_options: Any) -> None:
        for stream in (self.stdout, self.stderr):
            # A terminal that knows no Thai gets escapes, not a crash.
            if reconfigure := getattr(stream, "reconfigure", None):
                reconfigure(errors="backslashreplace")
        loaded = refused = 0
        is_read = True
        try:
            for outcome in load(read_list(self._content(file))):
                loaded += outcome.is_loaded
                refused += not outcome.is_loaded
                for fault in outcome.faults:
                    self.stdout.write(outcome.told(fault))
                for warning in outcome.warnings:
                    line = {"about": outcome.told(warning)}
                    self.stderr.write(_("warning: %(about)s") % line)
        except FileRefused as fault:
            is_read = False
            self.stdout.write(str(fault))
        self.stderr.flush()
        # Fixed words: scripts read this line.
        self.stdout.write(f"visits: {loaded} loaded, {refused} refused")
        if refused or not is_read:
            sys.exit(1)

    def _content(self, file: Path) -> bytes:
        try:
            return file.read_bytes()
        except OSError as fault:
            raise CommandError(
                _("%(file)s cannot be read: %(fault)s")
                % {"file": file, "fault": fault.strerror}
            ) from fault
