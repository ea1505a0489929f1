"""Form fields: what is typed becomes a value, or a message says why not."""

import datetime as dt
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone, translation
from django.utils.datastructures import MultiValueDict
from hypothesis import given
from hypothesis import strategies as st

from regions.models import Province
from ui.fields import (
    BuddhistDateField,
    BuddhistTimeField,
    FileListField,
    MeasuredField,
    NumberField,
    RecordField,
    RecordsField,
    ThaiCharField,
    ThaiTextField,
    WholeNumberField,
)
from ui.widgets import NumberInput


def refusal(field, typed):
    """The code with which the field refuses."""
    with pytest.raises(ValidationError) as refused:
        field.clean(typed)
    return refused.value.error_list[0].code


def message(field, typed):
    """The field's English message."""
    with translation.override("en"):
        with pytest.raises(ValidationError) as refused:
            field.clean(typed)
        return refused.value.messages[0]


def test_a_line_of_text_is_cleaned_and_has_no_breaks():
    assert ThaiCharField().clean(" นํ้า\u200b  ตาล\r\nทราย ") == "น้ำ ตาล ทราย"


def test_longer_text_keeps_its_lines():
    assert ThaiTextField().clean("เเก้ไข \r\n\r\n  แล้ว ") == "แก้ไข\n\nแล้ว"


def test_cleaning_comes_before_the_length_is_counted():
    assert ThaiCharField(max_length=3).clean("น\u200b\u200b\u200bํ้า") == "น้ำ"


def test_nothing_typed_is_empty_text_or_not_stated():
    assert ThaiCharField(required=False).clean(" \u200b ") == ""
    assert ThaiTextField(required=False, null_when_empty=True).clean(" ") is None


def test_nul_is_refused():
    assert refusal(ThaiTextField(), "ก\x00ข") == "null_characters_not_allowed"


def test_text_of_blanks_is_not_an_answer():
    assert refusal(ThaiCharField(), " \u200b ") == "required"


def test_a_day_is_read_in_any_form():
    assert BuddhistDateField().clean(" ๑ มี.ค. ๖๖ ") == dt.date(2023, 3, 1)


def test_no_day_is_none_where_it_may_be():
    assert BuddhistDateField(required=False).clean("  ") is None
    assert refusal(BuddhistDateField(), "  ") == "required"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("วันหน้า", "unreadable"),
        ("1/13/2566", "month"),
        ("1/3/3109", "year"),
        ("29/2/2566", "no_such_day"),
        ("1/3/2520", "out_of_range"),
    ],
)
def test_a_wrong_day_says_why(typed, code):
    assert refusal(BuddhistDateField(), typed) == code


def test_the_years_that_a_day_may_have_are_told():
    field = BuddhistDateField(first_year=2560, last_year=2570)

    assert message(field, "1/3/2559") == "The year must be between 2560 and 2570 B.E."


@pytest.mark.parametrize(
    ("today", "language", "example"),
    [
        ("2025-09-30", "th", "1 มี.ค. 2568"),
        ("2025-10-01", "th", "1 มี.ค. 2569"),
        ("2026-03-02", "en", "1 Mar 2026"),
    ],
)
def test_the_example_of_a_day_is_of_this_fiscal_year(
    monkeypatch, today, language, example
):
    monkeypatch.setattr(timezone, "localdate", lambda: dt.date.fromisoformat(today))
    field = BuddhistDateField()

    with translation.override(language):
        assert str(field.help_text).endswith(f" {example}")
        with pytest.raises(ValidationError) as refused:
            field.clean("วันหน้า")
        assert example in refused.value.messages[0]


def test_a_day_typed_otherwise_is_no_change():
    field = BuddhistDateField()

    assert not field.has_changed(dt.date(2023, 3, 1), "1 มีนาคม พ.ศ. 2566")
    assert field.has_changed(dt.date(2023, 3, 1), "2/3/2566")


def test_a_time_is_read_with_the_thai_dot():
    assert BuddhistTimeField().clean("๑๔.๓๐ น.") == dt.time(14, 30)
    assert BuddhistTimeField(required=False).clean("") is None
    assert refusal(BuddhistTimeField(), "9.5") == "invalid"


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1,234.50", "1234.50"),
        ("๑,๒๓๔", "1234"),
        (" 12 ", "12"),
        ("-5", "-5"),
        ("−5", "-5"),
        ("+0.1", "0.1"),
        ("1234567", "1234567"),
    ],
)
def test_a_number_is_read_exactly(typed, value):
    assert NumberField().clean(typed) == Decimal(value)


@pytest.mark.parametrize(
    "typed",
    ["ก", "1.2.3", "1,2", "12,34.5", "1e400", "NaN", "Infinity", ".5", "5.", "9" * 50],
)
def test_what_is_no_number_is_refused(typed):
    assert refusal(NumberField(), typed) == "invalid"


def test_nought_is_a_number_and_nothing_is_not():
    assert NumberField(required=False).clean("0") == 0
    assert NumberField(required=False).clean(" ") is None
    assert refusal(NumberField(), "") == "required"


@pytest.mark.parametrize(
    ("bounds", "typed", "told"),
    [
        (
            {"min_value": 0, "max_value": 14_000, "unit": "m³"},
            "14001",
            "Enter a number from 0 to 14,000 m³",
        ),
        ({"min_value": 0}, "-1", "Enter a number of at least 0"),
        (
            {"max_value": 100, "unit": "%"},
            "101",
            "Enter a number of at most 100 %",
        ),
        (
            {"min_value": 0, "max_value": 100, "unit": "ร้อยละ"},
            "101",
            "Enter a number from 0 to 100 per cent",
        ),
        (
            {"max_digits": 6, "decimal_places": 2},
            "1.234",
            "Enter no more than 2 digits after the point.",
        ),
        (
            {"max_digits": 6, "decimal_places": 2},
            "12345",
            "The number is too long: at most 4 digits.",
        ),
    ],
)
def test_bounds_are_told_with_their_unit(bounds, typed, told):
    assert message(NumberField(**bounds), typed) == told


@pytest.mark.parametrize("typed", ["abc", "1.2345", "1,23"])
@pytest.mark.parametrize(
    ("bounds", "told"),
    [
        ({"min_value": 0, "max_value": 9}, "from 0 to 9 m³"),
        ({"min_value": 0}, "of at least 0 m³"),
        ({"max_value": 9}, "of at most 9 m³"),
        ({}, "(unit: m³)"),
    ],
)
def test_a_measured_number_of_the_wrong_type_tells_type_range_and_unit(
    bounds, told, typed
):
    whole = MeasuredField(unit="m³", decimal_places=0, **bounds)
    exact = MeasuredField(unit="m³", decimal_places=2, **bounds)

    assert message(whole, typed) == f"Enter a whole number {told}"
    assert message(exact, typed) == f"Enter a number with at most 2 decimals {told}"


def test_a_whole_number_is_an_int():
    assert WholeNumberField().clean("๑,๒๓๔.0") == 1234
    assert isinstance(WholeNumberField().clean("5"), int)
    assert WholeNumberField(required=False).clean("") is None
    assert refusal(WholeNumberField(), "1.5") == "invalid"
    assert refusal(WholeNumberField(), "9" * 19) == "digits"
    assert refusal(WholeNumberField(min_value=1), "0") == "too_small"


@pytest.mark.parametrize("typed", ["5.5", "9" * 19, "9" * 41, "half", "1,23"])
def test_a_whole_number_with_a_range_tells_it_whatever_is_wrong(typed):
    """A thousand is no example of what goes from 0 to 100."""
    field = WholeNumberField(min_value=0, max_value=100)

    assert message(field, typed) == "Enter a whole number from 0 to 100"
    field.error_messages["whole"] = "Of the Buddhist era"
    assert message(field, typed) == "Of the Buddhist era"


@given(st.decimals(-(10**9), 10**9, places=4))
def test_a_number_shown_in_its_control_is_read_back(value):
    field = NumberField(max_digits=14, decimal_places=4)

    assert field.clean(NumberInput().format_value(value)) == value


def upload(name="a.jpg", size=10):
    return SimpleUploadedFile(name, b"x" * size)


def test_several_files_come_as_a_list():
    one, other = upload("a.jpg"), upload("b.pdf")

    assert FileListField().clean([one, other]) == [one, other]
    assert FileListField(required=False).clean([]) == []


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ([], "required"),
        ([upload(), upload(), upload()], "too_many"),
        ([upload(size=11)], "too_big"),
        ([upload(size=0)], "empty"),
    ],
)
def test_files_that_cannot_be_taken_are_refused(files, code):
    assert refusal(FileListField(max_files=2, max_bytes=10), files) == code


def test_a_form_takes_every_file_under_the_name():
    class Form(forms.Form):
        photos = FileListField()

    one, other = upload("a.jpg"), upload("b.jpg")
    form = Form({}, MultiValueDict({"photos": [one, other]}))

    assert form.is_valid()
    assert form.cleaned_data["photos"] == [one, other]
    assert not Form({}, MultiValueDict()).is_valid()


@pytest.mark.django_db
@pytest.mark.parametrize("key", [2**63, "9" * 30, "-1", "x", "1.5", "", None])
def test_a_key_that_no_database_holds_is_refused(key):
    field = RecordsField(Province.objects.all())

    assert refusal(field, [key]) in {"invalid_pk_value", "invalid_choice"}
    if key:
        one = RecordField(Province.objects.all())
        assert refusal(one, key) == "invalid_choice"
        assert one.prepare_value(key) in {None, "-1"}


@pytest.mark.django_db
def test_records_are_found_by_their_keys(khon_kaen, kalasin):
    field = RecordsField(Province.objects.order_by("code"))

    found = field.clean([str(kalasin.pk), str(khon_kaen.pk)])

    assert [*found] == [khon_kaen, kalasin]
