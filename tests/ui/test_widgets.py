"""Controls: what they show of a value, and that nothing typed becomes a tag."""

import datetime as dt
from decimal import Decimal

import pytest
from django import forms
from django.utils import translation
from pytest_django.asserts import assertHTMLEqual

from ui.choices import SharedChoices
from ui.fields import BuddhistDateField, FileListField
from ui.widgets import (
    BuddhistDateInput,
    BuddhistTimeInput,
    HiddenInput,
    ListSelect,
    NumberInput,
    Textarea,
    TextInput,
)

NASTY = "\"'><script>alert(1)</script>&"
FIRST_OF_MARCH = dt.date(2023, 3, 1)


@pytest.mark.parametrize(
    "widget",
    [TextInput(), Textarea(), HiddenInput(), BuddhistDateInput(), NumberInput()],
)
def test_typed_tags_are_text(widget):
    drawn = widget.render(NASTY, NASTY, {"title": NASTY})

    assert "<script" not in drawn


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [(TextInput(), forms.TextInput()), (Textarea(), forms.Textarea({"rows": 3}))],
)
@pytest.mark.parametrize("value", [None, "", "ก ข", "\nก\n", 0, NASTY])
def test_a_control_is_drawn_as_django_would(ours, theirs, value):
    attrs = {"id": "x", "required": True, "disabled": False}

    drawn = ours.render("name", value, attrs)

    assertHTMLEqual(drawn, theirs.render("name", value, attrs))


def test_a_list_marks_what_is_chosen():
    widget = ListSelect(choices=[("", "—"), ("G", [("a", "A"), ("b", NASTY)])])

    drawn = widget.render("name", "b", {"id": "x"})

    assert drawn.count("selected") == 1
    assert '<option value="b" selected>' in drawn
    assert '<optgroup label="G">' in drawn
    assert "<script" not in drawn


def test_a_value_with_quotes_can_be_chosen_in_a_list():
    drawn = ListSelect(choices=[(NASTY, "x")]).render("name", NASTY)

    assert drawn.count(" selected>") == 1


def test_nothing_chosen_is_the_blank_choice():
    assert '<option value="" selected>' in ListSelect(choices=[("", "—")]).render(
        "name", None
    )


def test_shared_choices_are_asked_for_once():
    asked = []
    shared = SharedChoices(lambda: asked.append(1) or [("a", "A"), ("b", "B")])

    class Form(forms.Form):
        kind = forms.ChoiceField(choices=[], widget=ListSelect)

        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            self.fields["kind"].widget.choices = shared

    drawn = [str(Form(initial={"kind": kind})["kind"]) for kind in "ab"]

    assert asked == [1]
    assert '<option value="a" selected>' in drawn[0]
    assert '<option value="b" selected>' in drawn[1]


class DayForm(forms.Form):
    day = BuddhistDateField(required=False)


@pytest.mark.parametrize(
    ("language", "shown", "echo"),
    [
        ("th", "1 มี.ค. 2566", "วันพุธที่ 1 มีนาคม พ.ศ. 2566"),
        ("en", "1 Mar 2023", "Wednesday 1 March 2023"),
    ],
)
def test_a_stored_day_is_shown_and_written_out(language, shown, echo):
    with translation.override(language):
        drawn = str(DayForm(initial={"day": FIRST_OF_MARCH})["day"])

    assert f'value="{shown}"' in drawn
    assert f">{echo}</output>" in drawn


def test_a_typed_day_stays_as_typed_beside_what_was_understood():
    with translation.override("th"):
        drawn = str(DayForm({"day": "๑/๓/๖๖"})["day"])

    assert 'value="๑/๓/๖๖"' in drawn
    assert ">วันพุธที่ 1 มีนาคม พ.ศ. 2566</output>" in drawn


def test_a_wrong_day_stays_as_typed_and_nothing_is_claimed():
    drawn = str(DayForm({"day": "29/2/2566"})["day"])

    assert 'value="29/2/2566"' in drawn
    assert "></output>" in drawn


def test_a_time_is_shown_in_the_readers_way():
    with translation.override("th"):
        assert 'value="14.00 น."' in BuddhistTimeInput().render("t", dt.time(14))
    with translation.override("en"):
        assert 'value="14:00"' in BuddhistTimeInput().render("t", dt.time(14))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Decimal("12.5000"), "12.5"),
        (Decimal("1E+3"), "1000"),
        (Decimal(100), "100"),
        (Decimal("0.0001"), "0.0001"),
        ("๑,๐๐๐", "๑,๐๐๐"),
        (5, "5"),
    ],
)
def test_a_number_is_shown_plainly(value, shown):
    assert f'value="{shown}"' in NumberInput().render("n", value)


def test_the_file_control_is_its_label_and_asks_for_the_kinds_we_take():
    class Form(forms.Form):
        photos = FileListField()

    drawn = str(Form()["photos"])

    assert 'accept="image/jpeg,image/png,image/webp,application/pdf"' in drawn
    assert " multiple" in drawn
    assert 'for="id_photos"' in drawn
