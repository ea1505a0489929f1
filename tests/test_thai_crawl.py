"""Every page of the demonstration, read in both languages, its forms sent wrong.

A reader of Thai meets no English, a reader of English no Thai of ours; whatever
is sent, nothing breaks.
"""

import json
import re
from collections import Counter, deque
from collections.abc import Callable, Iterator
from functools import cache
from io import StringIO
from itertools import chain
from typing import Any
from urllib.parse import urlsplit

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import resolve

from accounts.models import User
from inspections.actions import REPORT_STEPS
from inspections.lifecycle import (
    FOLLOW_UP_STEPS,
    ISSUE_STEPS,
    ROUND_STEPS,
    SECTION_STEPS,
    VISIT_STEPS,
    FollowUpState,
    IssueState,
)
from inspections.models import FollowUp, Issue
from tests.access import ASKS_FEWER, TABLE
from tests.seen import Form, Seen

pytestmark = pytest.mark.django_db

#: Together they meet every kind of page; the others stand where one of them does.
DIFFERENT = ("", "inspector12", "khonkaen", "manager", "admin")
READERS = (
    DIFFERENT
    if ASKS_FEWER
    else (*DIFFERENT, "inspector5", "assistant12", "khonkaen.head", "kalasin")
)
STARTS = ("/", "/nowhere/", "/accounts/login/", "/accounts/password/reset/")
#: How many pages of one kind are read, by who sees all of them and by the others.
MOST = {
    "inspections:visit_detail": (20, 6),
    "inspections:report_detail": (6, 3),
    "inspections:issue_detail": (6, 6),
    "inspections:follow_up_detail": (6, 6),
}
SEES_ALL = "manager"
SOME = (2, 2)
#: Ends the session, or is not a page of ours.
LEFT_OUT = (
    *("/static/", "/i18n/", "/accounts/logout/", "/admin/logout/", "/admin/jsi18n/"),
)
LATIN = re.compile(r"[A-Za-z][A-Za-z'’-]*(?:[\s.,;:/()]+[A-Za-z][A-Za-z'’-]*){2,}")
#: What a page in Thai may say in Latin letters, and why.
ALLOWED = (
    "JPEG, PNG, WebP",  # kinds of files
    "GeoThai (CC BY",  # who names the districts, and the licence
)
#: An upper mark, perhaps a tone, and SARA AA, which together are one letter.
SPLIT_AM = re.compile("\u0e4d[\u0e48-\u0e4b]?\u0e32")
THAI = re.compile("[\u0e01-\u0e5b]")
#: What no page of the demonstration leads to.
UNLINKED = {"healthz_live", "healthz_ready", "inspections:staged_file"}
#: What no page of it sends: left out above, of promises that wait at a meeting, by
#: script, or from a page that only a post shows.
UNSENT = {
    *("set_language", "networks:meeting_promises"),
    *("inspections:issue_likely", "inspections:complainant_edit"),
}
#: Of a demonstration in which each document stands in every state.
STEPS = {
    "visit_step": VISIT_STEPS,
    # No round of it is only planned, or being summarised.
    "round_step": ROUND_STEPS.keys() - {"open", "close"},
    "report_step": REPORT_STEPS,
    "section_step": SECTION_STEPS,
    "issue_step": ISSUE_STEPS,
    # A draft has no page, and one answers on a page of its own.
    "follow_up_step": FOLLOW_UP_STEPS.keys() - {"issue", "answer"},
}
GARBAGE = "ขยะ 99/99/9999"
#: The forms sent wrong so far, by language.
SENT: dict[str, set[tuple[str, str]]] = {}
NO_PICTURE = b"GIF89a, or so it says"


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The demonstration, loaded once for this module and rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_demo", stdout=StringIO())
        yield
        transaction.set_rollback(True)


@cache
def stored(*, in_english: bool = False) -> str:
    """Everything that the demonstration's data say, in English names too or not."""
    texts: list[str] = []

    def collect(value: Any, name: str = "") -> None:
        if isinstance(value, dict):
            for key, inner in value.items():
                collect(inner, key)
        elif isinstance(value, list):
            for inner in value:
                collect(inner, name)
        elif isinstance(value, str) and (in_english or not name.endswith("_en")):
            texts.append(" ".join(value.split()))

    for file in sorted((settings.BASE_DIR / "data").glob("*.json")):
        collect(json.loads(file.read_text()))
    return "\n".join(texts)


@pytest.fixture(scope="module")
def ours() -> set[str]:
    """Every Thai text of the catalogue."""
    with (settings.BASE_DIR / "locale/th/LC_MESSAGES/django.po").open("rb") as file:
        found = [message.string for message in read_po(file)]
    texts = {text for one in found for text in ([one] if type(one) is str else one)}
    return {text for text in texts if THAI.search(text)}


def one_of_each() -> Iterator[str]:
    """An issue and follow-up in each state: lists' first pages don't lead to all."""
    for state in IssueState.values:
        yield Issue.objects.filter(state=state).order_by("pk")[0].get_absolute_url()
    numbered = FollowUp.objects.filter(ref__isnull=False, is_imported=False)
    for state in FollowUpState.values:
        for found in numbered.filter(state=state).order_by("pk")[:1]:
            yield found.get_absolute_url()
    for imported in FollowUp.objects.filter(is_imported=True).order_by("pk")[:1]:
        yield imported.get_absolute_url()
    for answered in FollowUp.objects.exclude(answers=None).order_by("pk")[: SOME[0]]:
        yield answered.get_absolute_url()


class Crawl:
    """One reader's way through all pages, by links and by forms."""

    def __init__(self, username: str, language: str) -> None:
        self.client = Client()
        self.client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        if username:
            self.client.force_login(User.objects.get(username=username))
        self.sees_all = username == SEES_ALL
        self.met: Counter[str] = Counter()
        #: What was sent wrong by an earlier reader in this language, too: whoever
        #: sends it, the answer says the same.
        self.sent = SENT.setdefault(language, set())
        starts = [*STARTS, *one_of_each(), *["/admin/"][: username == "admin"]]
        self.waiting = deque(starts)
        self.known = set(self.waiting)
        #: Each page that was met, those that answer a wrong form among them.
        self.pages: list[Seen] = []
        # What one reads first is new to the next reader, too.
        with transaction.atomic():
            while self.waiting:
                self.visit(self.waiting.popleft())
            transaction.set_rollback(True)

    def visit(self, address: str) -> None:
        """Read a page, go on to where it leads and send its forms."""
        page = self.read(address, self.client.get(address))
        if page:
            self.note_links(page)
            for form in page.forms:
                self.send_wrong(form)

    def read(self, address: str, response: Any) -> Seen | None:
        """The page of an answer; None for a file or the way to another page."""
        assert response.status_code < 500, (address, response.status_code)
        if not response.headers.get("Content-Type", "").startswith("text/html"):
            b"".join(response)
            return None
        if response.has_header("Location"):
            return None
        page = Seen(address, response.text)
        self.pages.append(page)
        return page

    def note_links(self, page: Seen) -> None:
        """Go to some pages of each kind, in the order in which they are met."""
        for link in page.links:
            place = urlsplit(link)
            address = f"{place.path}?{place.query}".rstrip("?")
            if place.netloc or address in self.known or address.startswith(LEFT_OUT):
                continue
            self.known.add(address)
            kind = resolve(place.path).view_name
            kind += f"?{place.query.partition('=')[0]}" if place.query else ""
            self.met[kind] += 1
            most, fewer = MOST.get(kind, SOME)
            if self.met[kind] <= (most if self.sees_all else fewer):
                self.waiting.append(address)

    def send_wrong(self, form: Form) -> None:
        """Send each kind of form empty, full of garbage, and with garbage typed in."""
        place = resolve(urlsplit(form.action).path)
        kind = (place.view_name, place.kwargs.get("step", form.method))
        if kind in self.sent or form.action.startswith(LEFT_OUT):
            return
        row = TABLE.get(place.view_name)
        if form.method == "post" and row and "POST" not in row.methods:
            return  # a form of buttons only, each of which names its own address
        self.sent.add(kind)
        send = self.client.post if form.method == "post" else self.client.get
        for data in wrong(form):
            with transaction.atomic():
                self.read(f"{form.action} {data}", send(form.action, data))
                transaction.set_rollback(True)


def wrong(form: Form) -> Iterator[dict[str, Any]]:
    """What to send: nothing, garbage in all fields, garbage in those one types in."""
    yield {}
    # A choice forged by a superuser is more than Django's own widget can stand.
    if not form.action.startswith("/admin/"):
        yield dict.fromkeys(form.controls, GARBAGE)
    yield {name: typed(kind, value) for name, (kind, value) in form.controls.items()}


def typed(kind: str, value: str) -> Any:
    if kind == "file":
        return SimpleUploadedFile("photo.jpg", NO_PICTURE, "image/jpeg")
    return value if kind in {"hidden", "checkbox", "select"} else GARBAGE


def english_in(text: str, data: str) -> list[str]:
    """Runs of three Latin words that are neither data nor allowed."""
    runs = LATIN.findall(text)
    return [run for run in runs if run not in data and run not in ALLOWED]


@pytest.fixture(scope="module")
def crawled(demo) -> Callable[[str, str], Crawl]:
    """One reader's way through all pages in one language, gone only once."""
    return cache(Crawl)


@pytest.mark.parametrize("username", READERS)
def test_whoever_reads_thai_meets_no_english(crawled, username):
    faults = {}
    for page in crawled(username, "th").pages:
        assert page.language == "th", page.address
        # Both names of a place are edited there.
        data = stored(in_english=page.address.startswith("/admin/"))
        for text in page.texts:
            if english_in(text, data) or SPLIT_AM.search(text):
                faults.setdefault(text, page.address)
    assert faults == {}


@pytest.mark.parametrize(
    "username",
    ["manager"] if ASKS_FEWER else ["", "inspector12", "khonkaen", "manager"],
)
def test_whoever_reads_english_meets_no_thai_of_ours(crawled, ours, username):
    faults = {}
    for page in crawled(username, "en").pages:
        assert page.language == "en", page.address
        for text in page.texts:
            if text in ours and text not in stored():
                faults.setdefault(text, page.address)
    assert faults == {}


def test_nearly_every_page_is_met_and_every_form_sent(crawled):
    crawls = [crawled(username, "th") for username in READERS]
    met = {"home", *chain.from_iterable(crawl.met for crawl in crawls)}
    sent = set(chain.from_iterable(crawl.sent for crawl in crawls))

    addresses = {name for name, row in TABLE.items() if "GET" in row.methods}
    forms = {name for name, row in TABLE.items() if "POST" in row.methods}
    steps = {
        name: {step for found, step in sent if found == f"inspections:{name}"}
        for name in STEPS
    }
    assert addresses - met == UNLINKED
    assert forms - {name for name, _kind in sent} == UNSENT
    assert steps == {name: {*expected} for name, expected in STEPS.items()}
