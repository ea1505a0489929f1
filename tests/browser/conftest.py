"""A real Chromium, a served copy of the demonstration, and a watch on the console."""

import os
import shutil

import pytest
from playwright.sync_api import expect

from tests.browser.probes import Console
from tests.browser.site import Site, prepare

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ABSENT = (
    f"There is none of {', '.join(BROWSERS)} here, so no browser test ran. "
    "On Debian: apt-get install chromium"
)

# As long as Playwright waits for all else: its 5 s are too few on a busy machine, and
# who is right waits for none of them.
expect.set_options(timeout=30_000)


def chromium():
    """Where the machine's browser is, or None."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def pytest_itemcollected(item):
    item.add_marker("browser")


def pytest_terminal_summary(terminalreporter):
    reports = [*terminalreporter.getreports("skipped")]
    if any(ABSENT in str(report.longrepr) for report in reports):
        terminalreporter.section("BROWSER TESTS DID NOT RUN", red=True, bold=True)
        terminalreporter.line(ABSENT)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    path = chromium()
    if path is None:
        fail_in_ci = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        fail_in_ci(ABSENT)
    return {
        **browser_type_launch_args,
        "executable_path": path,
        "args": [
            *("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync"),
            *("--disable-background-networking", "--disable-component-update"),
        ],
    }


@pytest.fixture(scope="session")
def base_url():
    """Each test's own, given in new_context; the plugin's fixture warns on pytest 9."""


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    """A machine in Thailand with a Thai browser."""
    return {
        **browser_context_args,
        "locale": "th-TH",
        "timezone_id": "Asia/Bangkok",
    }


@pytest.fixture(scope="session")
def prepared(browser_type_launch_args, tmp_path_factory):
    """Reference and demonstration data and static files, made once for all tests.

    It asks for the browser first: without one there is nothing to prepare for.
    """
    return prepare(tmp_path_factory.mktemp("prepared"))


@pytest.fixture(scope="session")
def shared_site(prepared, tmp_path_factory):
    """The product, running for all tests that only read."""
    served = Site(prepared, tmp_path_factory.mktemp("shared"))
    yield served
    served.stop()


@pytest.fixture
def own_site(prepared, tmp_path):
    """The product, running on a copy that this test may change as it likes."""
    served = Site(prepared, tmp_path)
    yield served
    served.stop()


@pytest.fixture
def site(request):
    """The product, running: a copy of the test's own unless it is marked reads_only."""
    reads_only = request.node.get_closest_marker("reads_only")
    return request.getfixturevalue("shared_site" if reads_only else "own_site")


@pytest.fixture
def console(request, site):
    """All errors of the test's pages; one that was not declared fails the test.

    Declare with @pytest.mark.console_errors("pattern", …) or console.allowed.
    """
    marker = request.node.get_closest_marker("console_errors")
    watched = Console(allowed=list(marker.args) if marker else [])
    yield watched
    if faults := watched.faults():
        log = f"\n\nThe server said:\n{site.tail()}" if watched.broken else ""
        pytest.fail("\n".join(faults) + log, pytrace=False)


@pytest.fixture
def new_context(console, site, new_context):
    """Makes browser profiles whose addresses may be relative and errors are seen."""

    def made(**options):
        context = new_context(**{"base_url": site.url, **options})
        console.watch(context)
        return context

    return made
