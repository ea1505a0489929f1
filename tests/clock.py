"""The one day of a run: it begins at nine in Bangkok, so no midnight passes in it.

Much is worked out from today before a test and compared in it. Whatever belongs to
one run – workers, servers, commands – is moved by the same time. `TESTS_DAY=2027-09-30`
lets a run have another day; `python -m tests.clock MODULE …` runs a module on it.
"""

import os
import runpy
import sys
import time
from datetime import date, datetime
from datetime import time as time_of_day

import time_machine

from thai.dates import BANGKOK

DAY, MOVED_BY = "TESTS_DAY", "TESTS_CLOCK_MOVED_BY"
BEGINNING = time_of_day(9, tzinfo=BANGKOK)


def begin_the_day() -> None:
    """Let this process live on the run's day from now on."""
    real = time.time()
    if MOVED_BY not in os.environ:
        today = datetime.now(BANGKOK).date()
        day = date.fromisoformat(os.environ.get(DAY, today.isoformat()))
        morning = datetime.combine(day, BEGINNING)
        os.environ[MOVED_BY] = str(morning.timestamp() - real)
    time_machine.travel(real + float(os.environ[MOVED_BY])).start()


if __name__ == "__main__":
    begin_the_day()
    sys.argv = sys.argv[1:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
