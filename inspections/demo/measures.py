"""Made-up official figures: within range, fitting each other and the province."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from inspections.demo.stock import chance_of
from inspections.models import Indicator, Round
from regions.models import Province
from thai.dates import ERA

Values = dict[str, Decimal]

CRUSHING_OPENS = 12
"""The month in which mills begin to crush; see DOMAIN §5.b."""
CRUSHING_DAYS = 130
TONNES_A_HOTSPOT = 11_000
CUBIC_METRES_A_HOUSEHOLD = 160


@dataclass(frozen=True)
class Measuring:
    """One province at one round, as of a day; `stock` is data/demo_reports.json."""

    stock: Mapping[str, Any]
    province: Province
    held_round: Round
    as_of: date

    @property
    def own(self) -> Random:
        """What stays the same in every round."""
        return chance_of(self.province.code, "measures")

    @property
    def chance(self) -> Random:
        """What is different in each round."""
        return chance_of(self.province.code, self.held_round.key, "measures")

    def size(self, name: str, usual: float) -> float:
        """How much of something the province has."""
        return float(self.stock["scales"][name].get(self.province.code, usual))

    def values(self) -> Values:
        """Every number that topics ask for, by the code of its indicator."""
        return {
            **self._oversight(),
            **self._cane(),
            **self._water(),
            **self._livelihood(),
            **self._shares(),
        }

    def _oversight(self) -> Values:
        chance, own = self.chance, self.own
        factories = self.size("factories", own.randrange(180, 900))
        planned = round(factories * own.uniform(0.24, 0.3) * chance.uniform(0.95, 1.05))
        inspected = int(planned * chance.uniform(0.64, 1.04))
        mines = round(self.size("mines", own.randrange(2, 14)))
        ordered = int(inspected * chance.uniform(0.005, 0.03)) + 1
        received = int(factories * chance.uniform(0.012, 0.03)) + 2
        return whole(
            factories_planned=planned,
            factories_inspected=inspected,
            mines_planned=mines,
            mines_inspected=int(mines * chance.uniform(0.6, 1)),
            orders_s37=ordered,
            orders_s39=ordered // 5,
            complaints_received=received,
            complaints_closed=int(received * chance.uniform(0.5, 0.95)),
        )

    def _cane(self) -> Values:
        opened = self._season()
        stated = self.stock["seasons"]
        season = next((s for s in stated if s["opened"] == opened), stated[-1])
        # A season's outcome is the same whichever round reports it.
        chance = chance_of(self.province.code, opened, "cane")
        shares = self.stock["scales"]["cane"]
        share = self.size("cane", 0.4) / sum(shares.values())
        grown = float(season["million_tonnes"]) * 1_000_000 * share
        grown *= chance.uniform(0.93, 1.07) * self._crushed(opened)
        burnt = float(season["burnt_pct"]) / 100 * self.own.uniform(0.7, 1.3)
        hotspots = int(grown * burnt / TONNES_A_HOTSPOT)
        return {
            "cane_fresh_ton": rounded(grown * (1 - burnt), 3),
            "cane_burnt_ton": rounded(grown * burnt, 3),
            **whole(hotspots_cane=hotspots, burning_cases=hotspots // 7),
        }

    def _season(self) -> int:
        """The year (B.E.) in which the crushing season of the day began."""
        began = self.as_of.year - (self.as_of.month < CRUSHING_OPENS)
        return began + ERA

    def _crushed(self, opened: int) -> float:
        """How far the season has come on that day, up to 1."""
        days = (self.as_of - date(opened - ERA, CRUSHING_OPENS, 1)).days + 1
        return min(days / CRUSHING_DAYS, 1)

    def _water(self) -> Values:
        pits = round(self.size("pits", 1))
        each = self.own.uniform(150_000, 420_000) * self.chance.uniform(0.8, 1.1)
        available = rounded(pits * each, 0)
        used = rounded(float(available) * self.chance.uniform(0.15, 0.6), 0)
        served = int(used) // CUBIC_METRES_A_HOUSEHOLD
        return {
            "water_available_m3": available,
            "water_used_m3": used,
            **whole(pits_usable=pits, water_households=served),
        }

    def _livelihood(self) -> Values:
        trained = int(self.own.randrange(60, 260) * self.chance.uniform(0.8, 1.25))
        income = trained * 12 * self.chance.randrange(450, 1900)
        jobs = int(trained * self.chance.uniform(0.08, 0.35))
        return whole(
            people_trained=trained, jobs_created=jobs, community_income_baht=income
        )

    def _shares(self) -> Values:
        """Percentages: what is certified and reported grows from year to year."""
        years = self.held_round.fiscal_year - 2566 + self.held_round.number / 2
        green = self.own.uniform(54, 78) + 3.5 * years
        form = self.own.uniform(80, 93) + 1.6 * years + self.chance.uniform(-1, 1)
        first_half = self.held_round.number == 1
        spent = self.chance.uniform(*((28, 52) if first_half else (61, 94)))
        return {
            "green_certified_pct": rounded(min(green, 99.5), 2),
            "single_form_pct": rounded(min(form, 100), 2),
            "disbursed_pct": rounded(spent, 2),
        }


def whole(**numbers: int) -> Values:
    """Counts as decimals."""
    return {name: Decimal(number) for name, number in numbers.items()}


def rounded(number: float, places: int) -> Decimal:
    """A number with so many digits after the point."""
    return Decimal(f"{number:.{places}f}")


def within(indicator: Indicator, value: Decimal | None, chance: Random) -> Decimal:
    """The value as the indicator allows it; one of its range for an unknown code."""
    low = Decimal(indicator.minimum or 0)
    high = indicator.maximum if indicator.maximum is not None else low + 1000
    if value is None:
        value = rounded(chance.uniform(float(low), float(min(high, low + 100))), 2)
    return rounded(float(min(max(value, low), Decimal(high))), indicator.places)


def derived(values: Mapping[str, Decimal], chance: Random) -> Values:
    """What texts tell beyond the figures themselves; only what can be computed."""
    told = whole(
        few=chance.randrange(2, 9),
        some=chance.randrange(12, 48),
        many=chance.randrange(60, 320),
    )
    told["percent"] = rounded(chance.uniform(58, 97), 2)
    for name, part, base in (
        ("inspected_pct", "factories_inspected", "factories_planned"),
        ("burnt_pct", "cane_burnt_ton", "cane_total"),
    ):
        known = dict(values)
        if {"cane_fresh_ton", "cane_burnt_ton"} <= values.keys():
            total = values["cane_fresh_ton"] + values["cane_burnt_ton"]
            told["cane_total"] = known["cane_total"] = total
        if known.get(base) and part in known:
            told[name] = rounded(float(100 * known[part] / known[base]), 2)
    if {"complaints_received", "complaints_closed"} <= values.keys():
        left = values["complaints_received"] - values["complaints_closed"]
        told["complaints_left"] = left
    return told


def season_name(as_of: date) -> str:
    """The crushing season of a day in the usual way of writing: 2567/68."""
    began = as_of.year - (as_of.month < CRUSHING_OPENS) + ERA
    return f"{began}/{(began + 1) % 100:02d}"
