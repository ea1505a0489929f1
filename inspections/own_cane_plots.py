"""The burnt share against its target: as offices report it, and as issues tell it.

Cane is weighed at the mill and burnt in the field: a province's mills and its fields
are two charts, and no number of one is ever added to the other.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

from accounts.models import User
from inspections.brief.lines import cut
from inspections.models import CaneDetail
from inspections.models.figure import grouped
from inspections.models.registers.cane import burnt_share
from inspections.own_series import Years, cane_of
from inspections.plots import Cell, Plot, day_words
from regions.models import Province
from ui.charts import Bar, Chart, Row

LONGEST_LABEL = 38
"""Characters of a row's label in a chart; its table has all of it."""
CENTURY = 100


def burnt_reported(rounds: Years, targets: Mapping[str, Decimal], source: str) -> Plot:
    """Of what offices report: the share of burnt cane in a round, and the target."""
    lines = []
    for held, one in rounds.items():
        if "burnt" in one and one["burnt"].value is not None:
            crushed = one["burnt"].value + (one["fresh"].value or 0)
            year = f"{held.year - 1}/{held.year % CENTURY:02}"
            lines.append(
                _Line(
                    held.words,
                    "",
                    one["burnt"].as_of,
                    crushed,
                    one["burnt"].value,
                    targets.get(year),
                )
            )
    title = _("Burnt share of the cane crushed, as reported (per cent)")
    return _shares("burnt-reported", title, [_("Round")], lines, source)


def burnt_told(
    user: User, province: Province, targets: Mapping[str, Decimal], source: str
) -> Iterator[Plot]:
    """Of issues: mills of the province and cane of its fields, each for itself."""
    rows = cane_of(user, province)
    sides = (
        ("mill", _("Burnt share at the mills of this province (per cent)")),
        ("field", _("Burnt share of the cane from its fields (per cent)")),
    )
    heads = [_("Crop year"), _("Sugar mill")]
    for side, title in sides:
        own = (r for r in rows if getattr(r, f"{side}_province_id") == province.pk)
        lines = [_cane_line(row, targets) for row in own]
        yield _shares(f"burnt-{side}s", title, heads, lines, source)


class _Line(NamedTuple):
    """Burnt of crushed, in tons, as of a day, and at most how much is aimed at."""

    label: str
    name: str
    as_of: date | None
    crushed: Decimal
    burnt: Decimal
    target: Decimal | None
    url: str = ""


def _cane_line(row: CaneDetail, targets: Mapping[str, Decimal]) -> _Line:
    assert row.crushed_ton is not None  # noqa: S101 - `cane_of` leaves out the others
    assert row.burnt_ton is not None  # noqa: S101 - the same
    target = row.target_pct
    return _Line(
        row.crop_year,
        str(row.mill or _("Mill not stated")),
        row.as_of,
        row.crushed_ton,
        row.burnt_ton,
        targets.get(row.crop_year) if target is None else target,
        row.issue.get_absolute_url(),
    )


def _shares(
    key: str, title: str, heads: list[str], lines: Iterable[_Line], source: str
) -> Plot:
    rows, table = [], []
    for line in lines:
        share = burnt_share(line.burnt, line.crushed)
        words = "" if share is None else str(share)
        aim = (
            None
            if line.target is None
            else Bar(line.target, f"≤ {grouped(line.target)}")
        )
        label = cut(" · ".join(filter(None, (line.label, line.name))), LONGEST_LABEL)
        rows.append(Row(label, [Bar(share, words)], aim))
        numbers = [
            day_words(line.as_of),
            grouped(line.crushed),
            grouped(line.burnt),
            words,
        ]
        named = [Cell(line.label), Cell(line.name, line.url)][: len(heads)]
        cells = [*named, *map(Cell, numbers), Cell(aim.text if aim else "")]
        table.append(cells)
    told = [_("As of"), _("Crushed (tons)"), _("Burnt (tons)"), _("Per cent")]
    target = _("Aimed at, at most")
    chart = Chart(key, title, [_("Burnt share")], rows, target)
    return Plot(chart, [*heads, *told, target], table, source)
