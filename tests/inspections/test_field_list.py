"""The data dictionary: all of the registers, from the models, in both languages."""

import re

import pytest
from django.utils import translation

from inspections.dictionary import REGISTERS, registers
from inspections.models import DETAILS
from inspections.models.registers import PARAMETERS
from regions.models.measure import MeasureField
from tests.reading import client_of, page_of


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def lines():
    return {(r.key, line.name): line for r in registers() for line in r.lines}


def measures():
    return [
        field
        for model in REGISTERS
        for field in model._meta.fields
        if isinstance(field, MeasureField)
    ]


@pytest.mark.parametrize("field", measures(), ids=str)
def test_every_measure_has_unit_range_and_a_source_in_words(field):
    line = lines()[field.model._meta.model_name, field.name]

    assert line.unit
    assert f"{field.low:,} – {field.high:,}" in line.range
    assert len(line.source) > 15
    assert "DOMAIN" not in line.source


def test_every_register_and_parameter_is_in_it_and_nothing_of_the_system():
    found = lines()

    keys = {register for register, _name in found}
    assert {model._meta.model_name for model in DETAILS.values()} <= keys
    assert {name for key, name in found if key == "parameters"} == set(PARAMETERS)
    assert found["parameters", "ec"].range == "0 – 50,000"
    assert not {"version", "search_text", "sort_key", "id"} & {n for _k, n in found}
    assert "sealed: read" in found["complainant", "sealed"].meaning
    assert found["canedetail", "crushed_ton"].range == "0 – 15,000,000, to 0.001"
    assert found["site", "latitude"].range.startswith("5")


def test_says_how_many_digits_a_number_has_and_sets_a_hint_apart_without_a_stop():
    found = lines()

    assert found["site", "number_new"].range == "exactly 14 digits"
    assert found["livelihooddetail", "programme"].meaning.startswith(
        "Programme – such as OPOAI-C"
    )


def test_reads_no_table_and_speaks_the_readers_language(
    nobody, django_assert_num_queries
):
    client = client_of(nobody)
    with django_assert_num_queries(2):
        english = client.get("/dictionary/").content.decode()
    client.cookies["django_language"] = "th"
    thai = client.get("/dictionary/").content.decode()

    assert "Cane crushed" in english
    assert "Cane crushed" not in thai
    assert re.findall(r"<code>\w+</code>", english) == re.findall(
        r"<code>\w+</code>", thai
    )
    assert page_of(nobody, "/series/").count("/dictionary/") == 2
