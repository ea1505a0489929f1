"""All processes of a run live on one day, and it is not over before they are."""

import os
import subprocess
import sys
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from tests.clock import DAY, MOVED_BY
from thai.dates import BANGKOK

NOW = "from datetime import datetime, UTC; print(datetime.now(UTC).isoformat())"


def started(environment, tmp_path) -> datetime:
    """The time that another process of a run sees, in Bangkok."""
    (tmp_path / "tell_the_time.py").write_text(NOW)
    printed = subprocess.run(
        [sys.executable, "-m", "tests.clock", "tell_the_time"],
        env={**environment, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return datetime.fromisoformat(printed.strip()).astimezone(BANGKOK)


def test_no_midnight_passes_while_tests_run():
    assert 9 <= timezone.localtime().hour < 21


def test_another_process_has_the_same_time(tmp_path):
    apart = started(os.environ, tmp_path) - timezone.localtime()

    assert abs(apart) < timedelta(minutes=2)


@pytest.mark.parametrize("day", ["2027-09-30", "2028-02-29"])
def test_a_run_may_have_another_day(tmp_path, day):
    environment = {k: v for k, v in os.environ.items() if k != MOVED_BY}

    seen = started({**environment, DAY: day}, tmp_path)

    assert (seen.date().isoformat(), seen.hour) == (day, 9)
