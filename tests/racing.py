"""Several requests at the same time, each on a database connection of its own."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from threading import Barrier, BrokenBarrierError, local
from typing import Any, TypeVar

import pytest
from django.db import connections
from django.test import Client

Answer = TypeVar("Answer")
PATIENCE = 30
"""Seconds until a thread that never comes counts as stuck."""


def race(acts: Sequence[Callable[[], Answer]]) -> list[Answer]:
    """Do everything at once; the answers in the order of the acts."""
    start = Barrier(len(acts))

    def run(act: Callable[[], Answer]) -> Answer:
        try:
            start.wait(PATIENCE)
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        running = [pool.submit(run, act) for act in acts]
        return [answer.result(4 * PATIENCE) for answer in running]


def race_posts(
    clients: Sequence[Client], address: str, forms: Sequence[Mapping[str, Any]]
) -> list[Any]:
    """Let each client post its form at once; the answers in their order."""
    return race(
        [
            lambda one=one, form=form: one.post(address, form)
            for one, form in zip(clients, forms, strict=True)
        ]
    )


@contextmanager
def meeting_before(module: Any, name: str, number: int) -> Iterator[None]:
    """Let `number` threads wait for each other before each first calls a function.

    So all have read the same state before one of them writes.
    """
    real, gate, mine = getattr(module, name), Barrier(number), local()

    def gated(*args: Any, **kwargs: Any) -> Any:
        if not getattr(mine, "has_met", False):
            mine.has_met = True
            # Who never comes has been answered already; then there is no race.
            with suppress(BrokenBarrierError):
                gate.wait(PATIENCE / 10)
        return real(*args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, name, gated)
        yield
