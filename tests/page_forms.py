"""What a browser would send for the form of an answered page, without script."""

from html.parser import HTMLParser
from typing import Any

VOID = {"input", "img", "br", "meta", "link", "use", "hr"}


class _Reader(HTMLParser):
    """Collects the successful controls of every form, in page order."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, Any]] = []
        self.current: dict[str, Any] | None = None
        self.select: tuple[str, list[str], list[str]] | None = None
        self.area: tuple[str, list[str]] | None = None
        self.templates = 0

    def handle_starttag(self, tag, attributes):
        told = dict(attributes)
        if tag == "template":
            self.templates += 1
        elif tag == "form":
            self.current = {"action": told.get("action", ""), "data": {}}
            self.forms.append(self.current)
        elif self.current is not None and not self.templates:
            self._control(tag, told)

    def _control(self, tag, told):
        if tag == "input" and told.get("name"):
            self._input(told)
        elif tag == "select":
            self.select = (told["name"], [], [])
        elif tag == "option" and self.select:
            value = told.get("value", "")
            self.select[1].append(value)
            if "selected" in told:
                self.select[2].append(value)
        elif tag == "textarea":
            self.area = (told["name"], [])

    def _input(self, told):
        kind = told.get("type", "text")
        if kind in {"submit", "button", "file"}:
            return
        if kind in {"checkbox", "radio"}:
            if "checked" in told:
                self._add(told["name"], told.get("value", "on"))
            return
        self._add(told["name"], told.get("value", ""))

    def handle_data(self, data):
        if self.area:
            self.area[1].append(data)

    def handle_endtag(self, tag):
        if tag == "template":
            self.templates -= 1
        elif tag == "form":
            self.current = None
        elif tag == "select" and self.select:
            name, offered, chosen = self.select
            self._add(name, *(chosen or offered[:1]))
            self.select = None
        elif tag == "textarea" and self.area:
            name, pieces = self.area
            text = "".join(pieces)
            self._add(name, text.removeprefix("\n"))
            self.area = None

    def _add(self, name, *values):
        self.current["data"].setdefault(name, []).extend(values)


def page_form(response: Any, *, having: str = "") -> dict[str, list[str]]:
    """The values of the page's form that has a control named `having`."""
    reader = _Reader()
    reader.feed(response.content.decode())
    for form in reader.forms:
        if "language" in form["data"] or "next" in form["data"]:
            continue
        if not having or having in form["data"]:
            return dict(form["data"])
    raise AssertionError(f"the page has no form with {having!r}")


def row_of(data: dict[str, list[str]], prefix: str, **fields: str) -> int:
    """Fill a new row of a set, as the page's script would; gives its number."""
    number = int(data[f"{prefix}-TOTAL_FORMS"][0])
    data[f"{prefix}-TOTAL_FORMS"] = [str(number + 1)]
    for name, value in fields.items():
        data[f"{prefix}-{number}-{name}"] = [value]
    return number
