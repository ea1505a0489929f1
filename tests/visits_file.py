"""Makes records of the visits file, loads them and dumps them, as text."""

import json
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from django.core.management import call_command

from inspections.models import Visit


class Loaded(NamedTuple):
    """How `load_visits` ended: exit code, lines of output and of warnings."""

    code: int
    lines: list[str]
    warnings: list[str]

    @property
    def counts(self) -> str:
        """The closing line."""
        return self.lines[-1]

    @property
    def faults(self) -> str:
        """Everything above the closing line."""
        return "\n".join(self.lines[:-1])


def make_record(**fields: Any) -> dict[str, Any]:
    """A plain record of the form: Khon Kaen on one day; override what matters."""
    record = {
        "source": "TEST-1",
        "fiscal_year": 2566,
        "round": 1,
        "kind": "normal",
        "mode": "on_site",
        "starts_on": "2023-03-01",
        "starts_at": "14:00",
        "ends_on": "2023-03-01",
        "zone": 12,
        "province_codes": ["40"],
        "meeting_province_code": "40",
        "place_th": None,
        "inspector_capacity": "acting",
        "inspected_unit_th": "สำนักงานอุตสาหกรรมจังหวัดขอนแก่น",
        "topics": [],
        "figures": [],
        "sites": [],
        "networks": [],
        "recommendations": [],
        "mind_dimensions": [],
        "flags": [],
        "note_th": None,
        "itinerary": [],
    }
    return {**record, **fields}


def make_figure(value: Any, **fields: Any) -> dict[str, Any]:
    """A figure of a record."""
    figure = {
        "topic_kind": "other",
        "name_th": "จำนวน",
        "unit_th": "ราย",
        "as_of": None,
    }
    return {**figure, "value": value, **fields}


def load_text(content: str | bytes) -> Loaded:
    """Run `load_visits` on a file of that content."""
    output, errors, code = StringIO(), StringIO(), 0
    with TemporaryDirectory() as folder:
        file = Path(folder) / "visits.json"
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        try:
            call_command("load_visits", file, stdout=output, stderr=errors)
        except SystemExit as ended:
            code = int(ended.code or 0)
    return Loaded(code, output.getvalue().splitlines(), errors.getvalue().splitlines())


def load(*records: Any) -> Loaded:
    """Run `load_visits` on a file of these records."""
    return load_text(json.dumps(records))


def loaded(**fields: Any) -> Visit:
    """The visit that a file with this one record makes."""
    outcome = load(make_record(**fields))
    assert outcome.code == 0, outcome.faults
    return Visit.objects.get(source=fields.get("source", "TEST-1"))


def dump_text(prefix: str = "") -> str:
    """What `dump_visits` prints."""
    output = StringIO()
    call_command("dump_visits", source_prefix=prefix, stdout=output)
    return output.getvalue()


def dump(prefix: str = "") -> list[dict[str, Any]]:
    """The records that `dump_visits` prints."""
    records: list[dict[str, Any]] = json.loads(dump_text(prefix))
    return records


def unordered(value: Any) -> Any:
    """The value with its lists sorted: their order does not count.

    1 and 1.0 stay apart, as do an empty text and null.
    """
    if isinstance(value, list):
        return sorted((unordered(entry) for entry in value), key=repr)
    if isinstance(value, dict):
        return sorted((key, unordered(entry)) for key, entry in value.items())
    return repr(value)
