"""How addresses name a round, `2569-1`, and a record by its number."""

from typing import NamedTuple

from django.urls import register_converter


class RoundKey(NamedTuple):
    """A round by its fiscal year (B.E.) and number; written as in addresses."""

    fiscal_year: int
    number: int

    def __str__(self) -> str:
        return f"{self.fiscal_year}-{self.number}"


class RoundKeyConverter:
    """Reads `2569-1`; a year or number with leading zeros is no address."""

    regex = r"[1-9][0-9]{3}-[1-9][0-9]{0,4}"

    def to_python(self, value: str) -> RoundKey:
        """The round's year and number."""
        year, _dash, number = value.partition("-")
        return RoundKey(int(year), int(number))

    def to_url(self, value: object) -> str:
        """A key, or the text of one, as it stands in the address."""
        return str(value)


class RowIdConverter:
    """Reads a record's number in the one way it is written; none is longer."""

    regex = r"[1-9][0-9]{0,8}"

    def to_python(self, value: str) -> int:
        """The number."""
        return int(value)

    def to_url(self, value: object) -> str:
        """The number as it stands in the address."""
        return str(value)


register_converter(RowIdConverter, "row_id")
register_converter(RoundKeyConverter, "round_key")
