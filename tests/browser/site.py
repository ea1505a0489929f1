"""The whole product, served for one browser test from a database of its own."""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, StorageState

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "demo-2566"
STARTING_SECONDS = 240  # a server that ends instead is noticed at once
ENDING_SECONDS = 10
SHOWN_LINES = 40
#: What the person who runs the tests has set must not reach the served product.
OWN_VARIABLES = ("ALLOWED_HOSTS", "BEHIND_PROXY", "DEBUG", "EMAIL_URL", "HTTPS")
#: Runs a module on the day that the tests live on.
ON_OUR_DAY = (sys.executable, "-m", "tests.clock")
SERVER = [
    *("gunicorn", "config.wsgi", "--preload", "--workers", "2"),
    *("--worker-class", "gthread", "--threads", "4"),
    *("--graceful-timeout", "0", "--no-control-socket", "--log-level", "warning"),
]
NEWEST_VISIT = """
    SELECT visit.ref
    FROM inspections_visit AS visit
    JOIN accounts_user AS lead ON lead.id = visit.lead_id
    WHERE lead.username = 'inspector12' AND visit.state = ?
    ORDER BY visit.id DESC
"""


class CommandFailedError(Exception):
    """A management command that ended with an error; the text is what it printed."""


class Installation:
    """A database, uploads and collected static files in folders of their own."""

    def __init__(self, folder: Path, static: Path) -> None:
        self.folder = folder
        self.static = static
        self.database = folder / "db.sqlite3"
        self.environment = {
            **{k: v for k, v in os.environ.items() if k not in OWN_VARIABLES},
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "SECRET_KEY": "only-for-browser-tests",
            "DATABASE_URL": f"sqlite:///{self.database}",
            "MEDIA_ROOT": str(folder / "media"),
            "STATIC_ROOT": str(static),
        }

    def manage(self, *arguments: str) -> str:
        """Run a management command here; what it printed.

        Raises CommandFailedError, with its error output, if it fails.
        """
        done = subprocess.run(
            [*ON_OUR_DAY, "manage", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise CommandFailedError(f"{arguments}\n{done.stdout}{done.stderr}")
        return done.stdout


def prepare(folder: Path) -> Installation:
    """A new installation with reference and demonstration data, for copying."""
    made = Installation(folder, folder / "static")
    made.manage("migrate", "--verbosity", "0")
    made.manage("createcachetable", "--verbosity", "0")
    made.manage("load_reference")
    made.manage("load_demo")
    made.manage("collectstatic", "--noinput", "--verbosity", "0")
    return made


class Site(Installation):
    """A running copy of a prepared installation; `url` has no final slash."""

    def __init__(self, prepared: Installation, folder: Path) -> None:
        super().__init__(folder, prepared.static)
        shutil.copy(prepared.database, self.database)
        with suppress(FileNotFoundError):
            shutil.copytree(prepared.folder / "media", folder / "media")
        self.log = folder / "server.log"
        self.cookies: dict[str, StorageState] = {}
        self._start()

    def _start(self) -> None:
        """Serve on a port of the kernel's choice and wait for the first answer."""
        listening = socket.create_server(("127.0.0.1", 0))
        place = f"127.0.0.1:{listening.getsockname()[1]}"
        self.url = f"http://{place}"
        number = listening.fileno()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*ON_OUR_DAY, *SERVER, "--bind", f"fd://{number}"],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                pass_fds=[number],
                start_new_session=True,  # one group, so that no worker is left over
            )
        listening.close()
        try:
            with closing(HTTPConnection(place, timeout=STARTING_SECONDS)) as first:
                first.request("GET", "/healthz/live")
                first.getresponse().close()
        except (OSError, HTTPException) as error:
            self.stop()
            raise RuntimeError(f"The server did not start:\n{self.tail()}") from error

    def stop(self) -> None:
        """End the server and all its workers."""
        self.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(ENDING_SECONDS)
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def tail(self) -> str:
        """The last lines of the server's log."""
        return "\n".join(self.log.read_text().splitlines()[-SHOWN_LINES:])

    def sign_in(self, page: Page, username: str, password: str = PASSWORD) -> None:
        """Sign in as a person would; the page is then where sign-in leads."""
        page.goto(f"{self.url}/accounts/login/")
        page.locator("input[name=login]").fill(username)
        page.locator("input[name=password]").fill(password)
        page.locator("input[name=password]").press("Enter")
        page.wait_for_url(lambda address: "/accounts/login/" not in address)

    def signed_in(
        self, username: str, new_context: Callable[[], BrowserContext]
    ) -> StorageState:
        """The cookies of somebody who signed in; a person signs in here only once."""
        if username not in self.cookies:
            context = new_context()
            self.sign_in(context.new_page(), username)
            self.cookies[username] = context.storage_state()
        return self.cookies[username]

    def visit_in(self, state: str) -> str:
        """The address of a demonstration visit of inspector12's in that state."""
        with closing(sqlite3.connect(self.database)) as database:
            (ref,) = database.execute(NEWEST_VISIT, [state]).fetchone()
        return f"/visits/{ref}/"
