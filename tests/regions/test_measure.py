"""Numbers that know unit and range: in form and database alike."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, models

from regions.models.measure import MeasureField, RaiField
from regions.models.several import SeveralField
from ui.fields import AreaField, MeasuredField, SeveralChoicesField
from ui.forms import thai_formfield

THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")


class Colour(models.TextChoices):
    RED = "red", "Red"
    BLUE = "blue", "Blue"


def made(field: models.Field, name: str = "tons") -> models.Field:
    field.set_attributes_from_name(name)
    return field


def test_the_column_is_as_wide_as_its_range():
    tons = made(MeasureField("cane", high=15_000_000, places=3, unit="tons"))

    assert (tons.max_digits, tons.decimal_places) == (11, 3)
    assert tons.step == Decimal("0.001")
    assert tons.null
    assert tons.blank
    column = connection.ops.quote_name("tons")
    assert tons.db_check(connection) == f"{column} >= 0 AND {column} <= 15000000"


def test_a_migration_keeps_the_range_and_neither_unit_nor_source():
    tons = made(MeasureField("cane", low=-5, high=9, unit="tons", source="here"))

    _name, _path, args, kwargs = tons.deconstruct()

    assert (kwargs["low"], kwargs["high"], kwargs["places"]) == (-5, 9, 0)
    assert {"unit", "source", "max_digits", "decimal_places"} & set(kwargs) == set()
    again = MeasureField(*args, **kwargs)
    assert (again.low, again.high, again.max_digits) == (-5, 9, 1)


@pytest.mark.parametrize("value", ["-0.001", "10.001", "1.0001"])
def test_a_record_is_held_to_it(value):
    tons = made(MeasureField("cane", high=10, places=3))

    with pytest.raises(ValidationError):
        tons.clean(Decimal(value), None)
    assert tons.clean(Decimal("10.000"), None) == 10


def test_its_form_tells_unit_and_range():
    tons = made(MeasureField("cane", high=10, places=3, unit="tons"))

    field = thai_formfield(tons)

    assert isinstance(field, MeasuredField)
    assert str(field.label) == "Cane (tons)"
    assert field.clean("9.999".translate(THAI)) == Decimal("9.999")
    with pytest.raises(ValidationError, match="10"):
        field.clean("10.001")


def test_an_area_in_rai_takes_rai_ngan_and_square_wa():
    field = thai_formfield(made(RaiField("surface", high=5_000)))

    assert isinstance(field, AreaField)
    assert field.clean("3-2-51") == Decimal("3.6275")
    assert not field.has_changed(Decimal("3.6275"), "3 ไร่ 2 งาน 51 ตร.ว.")
    assert field.has_changed(Decimal("3.6275"), "3-2-52")
    assert field.has_changed(None, "0")
    assert not field.has_changed(None, "")
    for text in ("-1", "5,000-0-1", "1-4-0", "0-0-0.1", "9" * 50):
        with pytest.raises(ValidationError):
            field.clean(text)


def test_several_choices_are_kept_in_their_order():
    column = made(SeveralField("colours", several=Colour), "colours")

    field = thai_formfield(column)

    assert isinstance(field, SeveralChoicesField)
    assert field.clean(["blue", "red", "blue"]) == ["red", "blue"]
    with pytest.raises(ValidationError):
        field.clean(["green"])
    assert not field.has_changed(["red", "blue"], ["blue", "red"])
    assert column.in_words(["blue", "red", "old"]) == "Red, Blue, old"
    assert column.deconstruct()[1] == "django.db.models.JSONField"
