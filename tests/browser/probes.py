"""What a browser test measures on a page: accessibility, weight, console errors."""

import json
import re
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import urljoin

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Response, WebError

RULES = {
    "runOnly": {
        "type": "tag",
        "values": [
            *("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"),
        ],
    },
    "resultTypes": ["violations"],
}
FAILED_TO_LOAD = "Failed to load resource"


def settle(page: Page) -> None:
    """Wait until the page is whole and in its own typeface, so as it stays."""
    page.wait_for_load_state()
    page.evaluate("document.fonts.ready.then(() => true)")


def rows_listed(page: Page, address: str) -> int:
    """How many rows the list at an address says it has, for who is signed in here."""
    # A server may close a connection that was not used for a while just as it is.
    answer = page.request.get(address, max_retries=3)
    told = re.search(r'<p class="count">[^<]*?(\d[\d,]*)[^\d<]*</p>', answer.text())
    return int(told[1].replace(",", "")) if told else 0


def axe(page: Page) -> list[str]:
    """What axe finds wrong with the page, one line for each element; best is []."""
    # The page's policy forbids what axe needs and Playwright's own evaluate does;
    # a world of the debugger's own is not under it.
    client = page.context.new_cdp_session(page)
    frame = client.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
    world = client.send("Page.createIsolatedWorld", {"frameId": frame})
    place = {"contextId": world["executionContextId"], "returnByValue": True}
    client.send("Runtime.evaluate", {"expression": f"{AXE_SCRIPT};0", **place})
    call = f"axe.run(document, {json.dumps(RULES)}).then((r) => r.violations)"
    answer = client.send(
        "Runtime.evaluate", {"expression": call, "awaitPromise": True, **place}
    )
    client.detach()
    if "exceptionDetails" in answer:
        raise RuntimeError(f"axe did not run: {answer['exceptionDetails']}")
    return [
        f"{violation['id']}: {node['target']}: {node['failureSummary']}"
        for violation in answer["result"]["value"]
        for node in violation["nodes"]
    ]


def over_the_wire(page: Page, path: str) -> dict[str, int]:
    """Bytes sent for each address of a first visit, headers included.

    Who is signed in on the page visits, in a new browser profile without any cache.
    """
    here = page.context
    assert here.browser is not None
    context = here.browser.new_context(storage_state=here.storage_state())
    visitor = context.new_page()
    client = context.new_cdp_session(visitor)
    addresses: dict[str, str] = {}
    sizes: dict[str, int] = {}

    def sent(event: dict) -> None:
        addresses[event["requestId"]] = event["request"]["url"]

    def loaded(event: dict) -> None:
        address = addresses[event["requestId"]]
        sizes[address] = sizes.get(address, 0) + round(event["encodedDataLength"])

    client.on("Network.requestWillBeSent", sent)
    client.on("Network.loadingFinished", loaded)
    client.send("Network.enable")
    visitor.goto(urljoin(page.url, path))
    # A busy page asks for its typeface late, after a pause that looks like the end.
    settle(visitor)
    visitor.wait_for_load_state("networkidle")
    context.close()
    return sizes


@dataclass
class Console:
    """What went wrong on the pages of one test, and what the test said may."""

    allowed: list[str] = field(default_factory=list)
    said: list[tuple[str, str]] = field(default_factory=list)  # text, address
    refused: set[str] = field(default_factory=set)
    broken: list[str] = field(default_factory=list)

    def watch(self, context: BrowserContext) -> None:
        """Take note of all errors on the pages of a browser profile."""
        context.on("console", self._message)
        context.on("weberror", self._error)
        context.on("response", self._response)

    def _message(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.said.append((message.text, message.location.get("url", "")))

    def _error(self, error: WebError) -> None:
        self.said.append((f"uncaught: {error.error}", ""))

    def _response(self, response: Response) -> None:
        if response.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            self.broken.append(f"{response.status} {response.url}")
        elif (
            response.status >= HTTPStatus.BAD_REQUEST
            and response.request.is_navigation_request()
        ):
            self.refused.add(response.url)

    def faults(self) -> list[str]:
        """Every error that the test did not allow.

        A page answered with 4xx is the page's business; Chromium calls it an error.
        """
        return self.broken + [
            f"{text} ({address})"
            for text, address in self.said
            if not (text.startswith(FAILED_TO_LOAD) and address in self.refused)
            and not any(re.search(pattern, text) for pattern in self.allowed)
        ]
