"""Reads everything that one reader can get at, and what stands in it."""

import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.test import Client
from django.urls import reverse

from tests.access import TABLE
from tests.world import World

TOKEN = re.compile(r"cnry[a-j]{4}z")
LINK = re.compile(r'\b(?:href|src)="([^"]+)"')
SELECT = re.compile(r'<select name="(\w+)".*?</select>', re.DOTALL)
OPTION = re.compile(r'<option value="([^"]+)"')
TICK = re.compile(r'<input type="checkbox" name="(\w+)"')
#: Not pages of ours, or pages that end the visit.
LEFT_OUT = ("/static/", "/accounts/", "/admin/", "/i18n/")
LISTS = tuple(name for name in TABLE if name.endswith("_list"))
VALUES = 4
"""How many values of a filter a crawl asks for."""
#: Lists that hold the same rows for everybody signed in, whatever filters them.
REFERENCE = ("regions:zone_list", "regions:province_list", "regions:office_list")


def text_of(response: Any) -> str:
    """Everything that an answer says: headers, page or file."""
    body = b"".join(response) if response.streaming else response.content
    head = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    return f"{head}\n{body.decode('utf-8', errors='replace')}"


def plain(text: str) -> str:
    """The text without what differs each time it is asked for."""
    text = re.sub(r'(name="(?:csrfmiddlewaretoken|operation)" value=)"[^"]*"', "", text)
    return re.sub(r"\nContent-(Length|Security-Policy): .*", "", text)


def addresses(world: World) -> Iterator[str]:
    """Every address of the access table that answers a GET, of every object."""
    for name, row in TABLE.items():
        if "GET" not in row.methods or name.startswith("healthz"):
            continue
        objects = world.objects[row.on].values() if row.on else [()]
        for args in objects:
            yield reverse(name, args=args)


class Crawl:
    """All answers to one reader: the addresses of the table, then each link found."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.pages: dict[str, str] = {}
        self.statuses: dict[str, int] = {}
        #: Where each canary was seen first.
        self.seen: dict[str, str] = {}
        #: What pages link to, each with a page in which it stands.
        self.links: dict[str, str] = {}
        #: The lists asked for, each with the names of its filters.
        self.kinds: set[tuple[str, frozenset[str]]] = set()

    @property
    def broken(self) -> dict[str, str]:
        """Links that lead nowhere, each with the page it stands in."""
        return {
            url: page for url, page in self.links.items() if self.statuses[url] == 404
        }

    def visit(self, start: Iterable[str]) -> "Crawl":
        """Ask for these addresses and for all that they link to."""
        waiting = deque(start)
        while waiting:
            url = waiting.popleft()
            if url in self.pages:
                continue
            text = self.ask(url)
            for link in followed(url, LINK.findall(text)):
                if self._is_like_another(link):
                    continue
                self.links.setdefault(link, url)
                waiting.append(link)
        return self

    def _is_like_another(self, link: str) -> bool:
        """Whether a list was asked for by the same filters, with other values.

        Every number on a page opens one; that each is right is tested elsewhere.
        """
        place = urlsplit(link)
        names = frozenset(parse_qs(place.query, keep_blank_values=True))
        if not names or link in self.links:
            return False
        kind = (place.path, names)
        is_known = kind in self.kinds
        self.kinds.add(kind)
        return is_known

    def ask(self, url: str) -> str:
        """One answer, noted with the canaries in it."""
        response: Any = self.client.get(url)
        text = text_of(response)
        self.pages[url], self.statuses[url] = plain(text), response.status_code
        for token in TOKEN.findall(text):
            self.seen.setdefault(token, url)
        return text

    def filtered_lists(self) -> "Crawl":
        """Ask for each list that depends on its reader under each of its filters.

        Of a filter's values some are asked for; each of a list's values is, where
        rows are counted in plain Python.
        """
        for name in LISTS:
            if name in REFERENCE:
                continue
            url = reverse(name)
            asked: Counter[str] = Counter()
            for query in offered(self.pages[url]):
                asked[query.partition("=")[0]] += 1
                if asked[query.partition("=")[0]] <= VALUES:
                    self.ask(f"{url}?{query}&format=csv")
        return self


def followed(page: str, links: Iterable[str]) -> Iterator[str]:
    """The links to go on to: of a page under filters only those to other pages.

    Else every order of every filter of every list would be asked for.
    """
    for found in links:
        link = unescape(found)
        place = urlsplit(link)
        if place.scheme or place.netloc or link.startswith(LEFT_OUT):
            continue
        if link.startswith("/") and not (place.query and urlsplit(page).query):
            yield link.partition("#")[0]


def offered(page: str) -> Iterator[str]:
    """`name=value` of everything that the filters of a list offer."""
    for found in SELECT.finditer(page):
        for value in OPTION.findall(found[0]):
            yield f"{found[1]}={value}"
    for name in TICK.findall(page):
        yield f"{name}=on"
