"""CPU of each list page beside an empty page for the same reader.

    python -m bench.lists [--visits 2000] [--samples 40] [--query sort=ref]

bench/README.md says how to read it.
"""

import argparse
import statistics
import time
from typing import TYPE_CHECKING

from bench.installation import installation

if TYPE_CHECKING:
    from django.test import Client

BUSY_ROUND = "2569-2"
"""A round that always has visits and, with enough of them, reports."""
#: The list pages of the product, by URL name, each with what its address asks for.
LISTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("inspections:visit_list", ()),
    ("inspections:follow_up_list", ()),
    ("inspections:follow_up_print", ()),
    ("inspections:follow_up_adopt", ()),
    ("inspections:report_list", ()),
    ("inspections:section_list", ()),
    ("inspections:issue_list", ()),
    ("inspections:reminder_list", ()),
    ("inspections:round_list", ()),
    ("inspections:round_detail", (BUSY_ROUND,)),
    ("inspections:round_summary", (BUSY_ROUND,)),
    ("inspections:series_list", ()),
    ("networks:meeting_list", ()),
    ("networks:network_list", ()),
    ("regions:office_list", ()),
    ("regions:province_list", ()),
    ("regions:site_list", ()),
    ("regions:zone_list", ()),
)
EMPTY = "empty"
WARM_UP = 3


def main() -> None:
    """Make the rows, measure, print a line for each list."""
    wanted = arguments()
    with installation(wanted.visits) as client:
        from django.urls import reverse

        print(
            f"{'page':<18}{'CPU ms':>8}{'empty ms':>10}{'ratio':>7}{'SQL':>5}{'kB':>7}"
        )
        for name, asked in LISTS:
            address = f"{reverse(name, args=asked)}?{wanted.query}"
            listed, empty = in_turn(client, address, reverse(EMPTY), wanted.samples)
            statements, size = counted(client, address)
            print(
                f"{name.partition(':')[2]:<18}{listed:8.2f}{empty:10.2f}"
                f"{listed / empty:7.2f}{statements:5}{size / 1000:7.1f}"
            )


def arguments() -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--visits", type=int, default=2000, help="rows to make")
    parser.add_argument("--samples", type=int, default=40, help="requests a page")
    parser.add_argument("--query", default="", help="such as 'sort=ref&zone=12'")
    return parser.parse_args()


def in_turn(
    client: "Client", first: str, second: str, samples: int
) -> tuple[float, float]:
    """Median CPU of two pages in ms, asked for as A B B A A B …

    In turn, so that whatever else the machine does weighs on both alike.
    """
    for _ in range(WARM_UP):
        cpu(client, first)
        cpu(client, second)
    times: dict[str, list[float]] = {first: [], second: []}
    for number in range(samples):
        pair = (first, second) if number % 2 else (second, first)
        for address in pair:
            times[address].append(cpu(client, address))
    return statistics.median(times[first]), statistics.median(times[second])


def cpu(client: "Client", address: str) -> float:
    """CPU of this process for one answer, in ms."""
    began = time.process_time()
    response = client.get(address)
    spent = time.process_time() - began
    if response.status_code != 200:
        raise SystemExit(f"{address} answered {response.status_code}")
    return spent * 1000


def counted(client: "Client", address: str) -> tuple[int, int]:
    """SQL statements and bytes of one answer."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        size = len(client.get(address).content)
    return len(queries), size


if __name__ == "__main__":
    main()
