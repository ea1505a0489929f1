"""Writes records as JSON, each number just as it was printed, and compares them."""

import json
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from inspections.loading.reading import Number

#: No stored text holds NUL, so a string that starts with it is one of our numbers.
MARK = "\x00"
MARKED = re.compile(r'"\\u0000([^"]*)"')


def written(record: Any) -> str:
    """A record as JSON text; numbers keep the digits they were printed with."""
    text = json.dumps(record, ensure_ascii=False, indent=1, default=_marked)
    return MARKED.sub(r"\1", text)


def _marked(number: Number) -> str:
    return f"{MARK}{number.text}"


def as_list(records: Iterable[Any]) -> Iterator[str]:
    """The lines of a JSON list of records."""
    separator = "["
    for record in records:
        yield f"{separator}{written(record)}"
        separator = ","
    yield "[]" if separator == "[" else "]"


def canonical(value: Any) -> Any:
    """The value for comparing: the order of lists and the spelling of numbers aside."""
    if isinstance(value, list):
        return sorted((canonical(entry) for entry in value), key=repr)
    if isinstance(value, dict):
        return [(key, canonical(value[key])) for key in sorted(value)]
    if isinstance(value, Number):
        return ("number", _plain(value.decimal or Decimal()))
    if isinstance(value, int):
        return ("number", _plain(Decimal(value)))
    return value


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text
