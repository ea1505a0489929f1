"""Figures of one's places as charts with their tables; numbers: `own_series`."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from inspections.models import Qualifier
from inspections.models.figure import grouped
from inspections.models.registers.cane import burnt_share
from inspections.own_cane_plots import burnt_reported, burnt_told
from inspections.own_series import (
    Held,
    Total,
    Years,
    cane_targets,
    latest_day,
    orders_of,
    pits_of,
    reported,
    trained_of,
)
from inspections.plots import Cell, Plot, day_words
from regions.models import Province
from ui.charts import Bar, Chart, Row


def own_plots(user: User, province: Province | None = None) -> list[Plot]:
    """What is known of a province, or of all that the user sees: six queries at most.

    A chart without any number is left out. Cane of single mills is told of a
    province only.
    """
    rounds, targets = reported(user, province), cane_targets()
    plots = [
        _inspected(rounds),
        _orders(orders_of(user, province)),
        burnt_reported(rounds, targets, _reports()),
        *(burnt_told(user, province, targets, _issues()) if province else ()),
        _water(
            (rounds, _held, _("Round")),
            "pit-reported",
            _("Mine-pit water available and used, as reported (m³)"),
            _reports(),
        ),
        _water(
            (pits_of(user, province), str, _year()),
            "pit-issues",
            _("Mine-pit water available and used, as issues tell (m³)"),
            _issues(),
        ),
        _trained(
            (rounds, _held, _("Round")),
            "trained-reported",
            _("People trained, as reported (people)"),
            _reports(),
        ),
        _trained(
            (trained_of(user, province), str, _year()),
            "trained",
            _("People trained, as issues tell (people)"),
            _issues(),
        ),
    ]
    return [plot for plot in plots if plot.chart.has_values]


def _reports() -> str:
    return _("Reports of the offices, as sent; what grows in a round isn't added up.")


def _issues() -> str:
    return _("Issues that you can see, except duplicates and those not valid.")


def _year() -> str:
    return _("Fiscal year")


def _held(held: Held) -> str:
    return held.words


def _text(total: Total | None) -> str:
    if total is None or total.value is None:
        return ""
    number = grouped(total.value)
    return f"{Qualifier.ABOUT.label} {number}" if total.is_vague else number


def _bar(total: Total | None) -> Bar:
    if total is None or total.value is None:
        return Bar(None)
    sign = "≈ " if total.is_vague else ""
    return Bar(total.value, f"{sign}{grouped(total.value)}")


def _plain(
    chart: tuple[str, str],
    found: Years,
    names: Mapping[str, str],
    words: Callable[[Any], str],
    corner: str,
) -> tuple[Chart, list[str], list[list[Cell]]]:
    """A chart of one bar for each name, and a table of the same with the day."""
    key, title = chart
    rows = [
        Row(words(at), [_bar(one.get(n)) for n in names]) for at, one in found.items()
    ]
    table = [
        [
            Cell(words(at)),
            *(Cell(_text(one.get(name))) for name in names),
            Cell(day_words(latest_day(one.get(n, Total()) for n in names))),
        ]
        for at, one in found.items()
    ]
    heads = [corner, *names.values(), _("As of")]
    return Chart(key, title, [*names.values()], rows), heads, table


def _inspected(rounds: Years) -> Plot:
    names = {"inspected": _("Factories inspected"), "planned": _("Factories planned")}
    chart, heads, table = _plain(
        ("factories", _("Factories inspected of those planned (factories)")),
        {at: one for at, one in rounds.items() if "planned" in one},
        names,
        _held,
        _("Round"),
    )
    for row, one in zip(
        table, (o for o in rounds.values() if "planned" in o), strict=True
    ):
        share = burnt_share(one["inspected"].value, one["planned"].value)
        row[-1] = Cell("" if share is None else str(share))
    return Plot(chart, [*heads[:-1], _("Per cent")], table, _reports())


def _orders(years: Years) -> Plot:
    names = {"open": _("Orders still running"), "closed": _("Orders that are over")}
    title = _("Orders to operators, by the year they were given (orders)")
    chart, heads, table = _plain(("orders", title), years, names, str, _year())
    return Plot(chart, heads[:-1], [row[:-1] for row in table], _issues())


#: Numbers by time, how a time is told, and what the times are.
Counted = tuple[Years, Callable[[Any], str], str]


def _water(counted: Counted, key: str, title: str, source: str) -> Plot:
    found, words, corner = counted
    names = {"available": _("Water available"), "used": _("Water used")}
    given = {at: one for at, one in found.items() if names.keys() & one.keys()}
    return Plot(*_plain((key, title), given, names, words, corner), source)


def _trained(counted: Counted, key: str, title: str, source: str) -> Plot:
    found, words, corner = counted
    given = {at: one for at, one in found.items() if "trained" in one}
    names = {"trained": _("People trained")}
    chart, heads, table = _plain((key, title), given, names, words, corner)
    return Plot(chart, heads[:-1], [row[:-1] for row in table], source)
