"""A page as its reader meets it: what it says, where it leads, what it asks."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

#: Elements within a line: what stands in them belongs to the words around.
INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "code",
        "del",
        "em",
        "i",
        "ins",
        "small",
        "span",
        "strong",
        "time",
    ]
)
SILENT = frozenset({"script", "style"})
#: Attributes that are read out or shown by a script.
SPOKEN = ("alt", "aria-label", "title", "placeholder", "data-label")
MESSAGES = re.compile(r"data-(?!label).*")
#: Words are told from selectors and addresses in data- attributes by a space.
SENTENCE = re.compile(r"\S \S")
VOID = frozenset(
    ["br", "col", "hr", "img", "input", "link", "meta", "source", "use", "wbr"]
)


@dataclass
class Form:
    """A form of a page: the names of its controls, each with its kind and value."""

    method: str
    action: str
    controls: dict[str, tuple[str, str]] = field(default_factory=dict)


class Seen(HTMLParser):
    """Reads one page; `texts` are its lines, each the words of one block.

    Words said to be in another language than the page's are left out.
    """

    def __init__(self, address: str, page: str) -> None:
        super().__init__()
        self.address = address
        self.language = ""
        self.texts: list[str] = []
        self.links: list[str] = []
        self.forms: list[Form] = []
        #: The open elements, each with whether all in it is left out.
        self._open: list[tuple[str, bool]] = [("", False)]
        self._line: list[str] = []
        self.feed(page)
        self._end_line()

    @property
    def _is_silent(self) -> bool:
        return self._open[-1][1]

    def handle_starttag(self, tag: str, attributes: list) -> None:
        told = {name: value or "" for name, value in attributes}
        if tag == "html":
            self.language = told.get("lang", "")
        if tag not in INLINE:
            self._end_line()
        foreign = told.get("lang", self.language) != self.language
        if tag not in VOID:
            silent = self._is_silent or tag in SILENT or foreign
            self._open.append((tag, silent))
        if not (self._is_silent or foreign):
            self._spoken(told)
        self._ways_on(tag, told)

    def _ways_on(self, tag: str, told: dict[str, str]) -> None:
        """Where it leads and what it asks: links, forms and their controls."""
        if tag == "a" and told.get("href"):
            self.links.append(urljoin(self.address, told["href"]))
        elif tag == "form":
            action = urljoin(self.address, told.get("action", ""))
            self.forms.append(Form(told.get("method", "get").lower(), action))
        elif told.get("formaction"):
            # In front: the controls that follow are those of the last form.
            action = urljoin(self.address, told["formaction"])
            self.forms.insert(0, Form("post", action))
        elif self.forms and told.get("name"):
            kind = told.get("type", "") if tag == "input" else tag
            value = told.get("value", "")
            self.forms[-1].controls.setdefault(told["name"], (kind, value))

    def handle_endtag(self, tag: str) -> None:
        if tag not in INLINE:
            self._end_line()
        if any(tag == one for one, _silent in self._open):
            while self._open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not self._is_silent:
            self._line.append(data)

    def _spoken(self, told: dict[str, str]) -> None:
        for name, value in told.items():
            is_message = MESSAGES.fullmatch(name) and SENTENCE.search(value)
            if value and (name in SPOKEN or is_message):
                self.texts.append(value)
        if told.get("type") in {"submit", "button"} and told.get("value"):
            self.texts.append(told["value"])

    def _end_line(self) -> None:
        line = " ".join("".join(self._line).split())
        if line:
            self.texts.append(line)
        self._line = []
