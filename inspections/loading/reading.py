"""Reads JSON so that no oddity of the text is lost, guessed at or fatal."""

import codecs
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

WHOLE = re.compile(r"-?[0-9]+")
FINITE = re.compile(r"-?[0-9.]+(?:[eE][-+]?[0-9]{1,4})?")
BYTE_ORDER_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class FileRefused(ValueError):
    """The file as a whole is not what it should be; the text says why."""


@dataclass(frozen=True)
class Number:
    """A number just as it is written: 16.0 is not 16, and 1e999999 is only text."""

    text: str

    @property
    def is_whole(self) -> bool:
        """Whether it is written as an integer."""
        return WHOLE.fullmatch(self.text) is not None

    @property
    def decimal(self) -> Decimal | None:
        """Its value; null for NaN, Infinity and exponents of five digits or more."""
        return Decimal(self.text) if FINITE.fullmatch(self.text) else None


class Keyed(dict[str, Any]):
    """A JSON object that knows which keys it gave more than once."""

    def __init__(self, pairs: Iterable[tuple[str, Any]]) -> None:
        pairs = list(pairs)
        super().__init__(pairs)
        names = [name for name, _value in pairs]
        self.repeated = sorted({name for name in names if names.count(name) > 1})


def read_list(content: bytes) -> list[Any]:
    """The values of a JSON list; its objects are Keyed, its numbers Number.

    Raises FileRefused for anything that is not UTF-8, JSON and a list.
    """
    if content.startswith(BYTE_ORDER_MARKS):
        raise FileRefused(
            _("The file starts with a byte order mark. Save it as UTF-8 without one.")
        )
    try:
        values = json.loads(
            content.decode("utf-8"),
            object_pairs_hook=Keyed,
            parse_int=Number,
            parse_float=Number,
            parse_constant=Number,
        )
    except UnicodeDecodeError as fault:
        raise FileRefused(
            _("The file is not UTF-8: see byte %(place)d.") % {"place": fault.start}
        ) from fault
    except json.JSONDecodeError as fault:
        raise FileRefused(
            _("The file is not JSON: line %(line)d, column %(column)d: %(fault)s.")
            % {"line": fault.lineno, "column": fault.colno, "fault": fault.msg}
        ) from fault
    except RecursionError as fault:
        raise FileRefused(_("The file is nested too deeply.")) from fault
    if not isinstance(values, list):
        raise FileRefused(_("The file is not a JSON list."))
    return values
