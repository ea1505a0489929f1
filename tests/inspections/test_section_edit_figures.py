"""The figures of a report's section: what is refused, and what is asked about."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from inspections.models import Figure, ReportSection
from tests.factories import make_indicator, make_official_figure, make_section
from tests.inspections.writing import (
    address,
    figure_in,
    form_of,
    in_form,
    make_draft,
)
from tests.page_forms import row_of
from tests.reading import client_of

A_DAY = "1/3/2566"


@pytest.fixture
def client(officer):
    """The officer's browser, in English."""
    return client_of(officer)


@pytest.fixture
def send(client, section):
    """Posts the section's page with an indicator's figure filled in."""

    def post(indicator, **values):
        form = form_of(client, section) | figure_in(indicator, **values)
        return client.post(address(section), form)

    return post


def fault_at(response, indicator, name: str) -> str:
    """What stands as a fault at a control of an indicator's figure."""
    assert response.status_code == 422
    start = f'id="id_indicator-{indicator.pk}-{name}_error"'
    page = response.content.decode()
    assert start in page, page
    return page.partition(start)[2].partition("</p>")[0]


def question_at(response, indicator, name: str) -> str:
    """What is asked right below a control of an indicator's figure."""
    assert response.status_code == 422
    page = response.content.decode()
    below = page.partition(f'name="indicator-{indicator.pk}-{name}"')[2]
    start = f'id="id_indicator-{indicator.pk}-confirmed_question"'
    between, found, after = below.partition(start)
    assert found, page
    assert "<input" not in between
    return after.partition("</p>")[0]


# --- Refused ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("20001", "Enter a number from 0 to 20,000 โรง"),
        ("-1", "Enter a number from 0 to 20,000 โรง"),
        ("๒๐,๐๐๑", "Enter a number from 0 to 20,000 โรง"),
        ("12.5", "Enter a whole number from 0 to 20,000 โรง"),
        ("๑๒.๕", "Enter a whole number from 0 to 20,000 โรง"),
        ("many", "Enter a whole number from 0 to 20,000 โรง"),
        ("12 โรง", "Enter a whole number from 0 to 20,000 โรง"),
        ("1,23", "Enter a whole number from 0 to 20,000 โรง"),
        ("1e3", "Enter a whole number from 0 to 20,000 โรง"),
        ("NaN", "Enter a whole number from 0 to 20,000 โรง"),
        ("9" * 41, "Enter a whole number from 0 to 20,000 โรง"),
        ("9" * 30, "Enter a whole number from 0 to 20,000 โรง"),
    ],
)
def test_a_number_of_the_wrong_type_or_out_of_range_is_refused_beside_it(
    send, section, indicator, typed, words
):
    response = send(indicator, number=typed, as_of=A_DAY)

    assert words in fault_at(response, indicator, "number")
    assert in_form(response)[f"indicator-{indicator.pk}-number"] == [typed]
    assert f"{indicator}: Value: {words}" in response.content.decode()
    assert not section.figures.exists()


@pytest.mark.parametrize(
    ("asks", "typed", "words"),
    [
        (
            {"type": "decimal2", "minimum": 0, "maximum": 100, "unit_th": "ร้อยละ"},
            "87.555555",
            "Enter a number with at most 2 decimals from 0 to 100 per cent",
        ),
        (
            {"type": "decimal3", "minimum": "0.5"},
            "much",
            "Enter a number with at most 3 decimals of at least 0.5 โรง",
        ),
        (
            {"type": "decimal3"},
            "1.2345",
            "Enter a number with at most 3 decimals (unit: โรง)",
        ),
        ({"type": "decimal2"}, "9" * 16, "The number is too long: at most 15 digits."),
        ({}, "34.5", "Enter a whole number (unit: โรง)"),
        ({"maximum": 9}, "abc", "Enter a whole number of at most 9 โรง"),
        ({"minimum": 5}, "4", "Enter a number of at least 5 โรง"),
        ({"maximum": "7.5", "type": "decimal2"}, "8", "at most 7.5 โรง"),
    ],
)
def test_each_type_and_range_has_its_words(client, section, asks, typed, words):
    indicator = make_indicator(section.topic, **asks)
    form = form_of(client, section) | figure_in(indicator, number=typed, as_of=A_DAY)

    response = client.post(address(section), form)

    assert words in fault_at(response, indicator, "number")


@pytest.mark.parametrize(
    ("asks", "typed", "words"),
    [
        ({}, "x", "กรอกจำนวนเต็ม (หน่วย: ร้อยละ)"),
        ({"maximum": 100}, "101", "กรอกตัวเลขไม่เกินร้อยละ 100"),
        ({"minimum": 5}, "4", "กรอกตัวเลขไม่น้อยกว่าร้อยละ 5"),
        ({"minimum": 0, "maximum": 100}, "101", "กรอกตัวเลขตั้งแต่ร้อยละ 0 ถึง 100"),
        (
            {"minimum": 0, "maximum": 100},
            "7.5",
            "กรอกจำนวนเต็ม ตั้งแต่ร้อยละ 0 ถึง 100",
        ),
    ],
)
def test_in_thai_per_cent_stands_before_the_number(
    officer, section, asks, typed, words
):
    indicator = make_indicator(section.topic, unit_th="ร้อยละ", **asks)
    client = client_of(officer)
    client.cookies["django_language"] = "th"
    form = form_of(client, section) | figure_in(indicator, number=typed, as_of=A_DAY)

    response = client.post(address(section), form)

    assert words in fault_at(response, indicator, "number")


@pytest.mark.parametrize(
    ("typed", "value", "printed"),
    [
        ("0", "0", "0"),
        ("20000", "20000", "20000"),
        ("๑,๒๓๔", "1234", "1234"),
        ("12.0", "12", "12.0"),
        (" 7 ", "7", "7"),
        ("0007", "7", "7"),
    ],
)
def test_a_number_in_range_is_stored_as_it_was_stated(
    send, section, indicator, typed, value, printed
):
    response = send(indicator, number=typed, as_of=A_DAY, confirmed="20000")

    assert response.status_code == 302
    figure = section.figures.get()
    assert (figure.value, figure.printed) == (Decimal(value), printed)
    assert figure.indicator == indicator


def test_decimals_of_the_indicator_are_taken(client, section):
    indicator = make_indicator(section.topic, type="decimal3")
    form = form_of(client, section) | figure_in(indicator, number="1.234", as_of=A_DAY)

    assert client.post(address(section), form).status_code == 302

    assert section.figures.get().value == Decimal("1.234")


@pytest.mark.parametrize(
    "values", [{"as_of": A_DAY}, {"up_to": "5"}, {"qualifier": "about"}]
)
def test_what_belongs_to_a_number_is_not_dropped_without_one(send, indicator, values):
    response = send(indicator, **values)

    assert "Enter the number; 0 if it was zero." in fault_at(
        response, indicator, "number"
    )


@pytest.mark.parametrize("kind", ["cane_burning", "mine_pit_water"])
def test_cane_and_water_say_as_of_when(client, section, indicator, kind):
    section.topic.__class__.objects.filter(pk=section.topic_id).update(kind=kind)
    form = form_of(client, section) | figure_in(indicator, number="5")
    row = row_of(form, "figures", name="ก", number="1", unit="ข")

    response = client.post(address(section), form)

    words = "Enter the day as of which the number holds."
    assert words in fault_at(response, indicator, "as_of")
    assert f'id="id_figures-{row}-as_of_error"' in response.content.decode()


@pytest.mark.parametrize("kind", ["factory_mine", "livelihood", "other"])
def test_other_topics_need_no_day(kalasin_office, neighbour, kind):
    section, indicator = make_draft(kalasin_office, kind=kind)
    client = client_of(neighbour)
    form = form_of(client, section) | figure_in(indicator, number="5")
    row_of(form, "figures", name="ก", number="1", unit="ข")

    assert client.post(address(section), form).status_code == 302

    assert [f.as_of for f in section.figures.all()] == [None, None]


def test_a_day_still_to_come_is_refused(send, section, indicator):
    tomorrow = timezone.localdate() + timedelta(days=1)

    response = send(indicator, number="5", as_of=tomorrow.isoformat())
    assert "This day is still to come." in fault_at(response, indicator, "as_of")

    today = timezone.localdate()
    assert send(indicator, number="5", as_of=today.isoformat()).status_code == 302
    assert section.figures.get().as_of == today


def test_a_day_nobody_can_read_is_told_once(send, indicator):
    fault = fault_at(send(indicator, number="5", as_of="32/13/66"), indicator, "as_of")

    assert "Enter the day as of which" not in fault


def test_a_range_and_its_exactness_are_stored(send, section, indicator):
    send(indicator, number="8", up_to="๑๒", qualifier="about", as_of=A_DAY)

    figure = section.figures.get()
    assert (figure.value, figure.minimum, figure.maximum) == (None, 8, 12)
    assert figure.qualifier == "about"


def test_a_range_that_ends_before_it_starts_or_out_of_range_is_refused(send, indicator):
    upside_down = send(indicator, number="8", up_to="7", as_of=A_DAY)
    too_far = send(indicator, number="8", up_to="20001", as_of=A_DAY)

    assert "below its start" in fault_at(upside_down, indicator, "up_to")
    assert "from 0 to 20,000 โรง" in fault_at(too_far, indicator, "up_to")


def test_an_own_figure_needs_name_and_unit(client, section):
    form = form_of(client, section)
    row_of(form, "figures", name="", number="5", unit="", as_of=A_DAY)

    page = client.post(address(section), form).content.decode()

    assert 'id="id_figures-0-name_error"' in page
    assert 'id="id_figures-0-unit_error"' in page


# --- Empty is not zero --------------------------------------------------------------


def test_taking_the_number_out_removes_the_figure(client, send, section, indicator):
    send(indicator, number="5", as_of=A_DAY)
    form = form_of(client, section) | figure_in(indicator, number="")

    assert client.post(address(section), form).status_code == 302

    assert not section.figures.exists()


def test_zero_is_a_figure_and_stays_one(client, send, section, indicator):
    send(indicator, number="0", as_of=A_DAY)
    version = section.__class__.objects.get(pk=section.pk).version

    form = form_of(client, section)
    assert form[f"indicator-{indicator.pk}-number"] == ["0"]
    client.post(address(section), form)

    assert section.figures.get().value == 0
    assert ReportSection.objects.get(pk=section.pk).version == version + 1


def test_a_stored_figure_that_nobody_wrote_in_is_not_judged_anew(
    client, section, indicator
):
    make_official_figure(section, indicator=indicator, value=99_999, as_of="2023-03-01")
    form = form_of(client, section) | {"section-narrative": ["ก"]}

    assert client.post(address(section), form).status_code == 302

    assert section.figures.get().value == 99_999


# --- Asked about --------------------------------------------------------------------

ASKED = "Last round it was 1,234 โรง (Round 1/2566). Is 12,340 โรง right?"


def test_ten_times_as_much_is_asked_about_and_stored_when_confirmed(
    client, send, section, indicator
):
    response = send(indicator, number="12340", as_of=A_DAY)

    assert ASKED in question_at(response, indicator, "number")
    assert not section.figures.exists()
    again = in_form(response)
    name = f"indicator-{indicator.pk}-confirmed"
    assert name not in again
    page = response.content.decode()
    assert f'name="{name}" value="12340"' in page
    assert "Yes, it is right" in page

    form = again | {name: ["12340"]}
    assert client.post(address(section), form).status_code == 302
    assert section.figures.get().value == 12340


def test_a_question_alone_is_no_fault(send, indicator):
    page = send(indicator, number="12340", as_of=A_DAY).content.decode()

    assert "<title>Please confirm: " in page
    assert "<h2>Please confirm</h2>" in page
    assert "Please put this right" not in page
    assert "field--bad" not in page
    link = f'<a href="#id_indicator-{indicator.pk}-confirmed">{indicator}: {ASKED}</a>'
    assert link in page


def test_beside_a_fault_a_question_says_that_it_is_one(send, indicator):
    page = send(indicator, number="12340").content.decode()

    assert "<h2>Please put this right</h2>" in page
    link = f'<a href="#id_indicator-{indicator.pk}-confirmed">'
    assert f"<li>Please confirm: {link}" in page


def test_per_cent_is_said_as_its_language_says_it(officer, khon_kaen_office):
    asks = {"unit_th": "ร้อยละ", "type": "decimal2", "maximum": 100, "target": 90}
    section, indicator = make_draft(khon_kaen_office, kind="livelihood", **asks)
    Figure.objects.filter(section__state="accepted").update(value="9.5")
    client = client_of(officer)
    client.cookies["django_language"] = "th"
    form = form_of(client, section) | figure_in(indicator, number="95.26")

    response = client.post(address(section), form)

    assert "รอบก่อนรายงานไว้ร้อยละ 9.5" in question_at(response, indicator, "number")
    page = response.content.decode()
    for words in ("ร้อยละ 95.26", "<br>ร้อยละ 9.5", "ตั้งแต่ร้อยละ 0 ถึง 100", "ร้อยละ 90"):
        assert words in page, words


def test_another_such_number_is_asked_about_again(client, send, section, indicator):
    form = in_form(send(indicator, number="12340", as_of=A_DAY))
    form |= figure_in(indicator, number="15,000", confirmed="12340")

    response = client.post(address(section), form)

    assert "Is 15,000 โรง right?" in question_at(response, indicator, "number")
    assert f"indicator-{indicator.pk}-confirmed" not in in_form(response)


@pytest.mark.parametrize("number", ["12339", "1234", "0", "1"])
def test_less_than_that_is_not_asked_about(send, indicator, number):
    assert send(indicator, number=number, as_of=A_DAY).status_code == 302


def test_the_end_of_a_range_is_asked_about_at_its_field(send, indicator):
    response = send(indicator, number="5", up_to="12340", as_of=A_DAY)

    assert ASKED in question_at(response, indicator, "up_to")


def test_confirmed_once_it_is_not_asked_about_while_it_stays(
    client, send, section, indicator
):
    send(indicator, number="12340", as_of=A_DAY, confirmed="12340")
    form = form_of(client, section)
    form |= figure_in(indicator, qualifier="about")

    assert client.post(address(section), form).status_code == 302

    assert section.figures.get().qualifier == "about"


@pytest.mark.parametrize("before", [0, None])
def test_nothing_is_asked_where_it_was_nought_or_not_told(send, indicator, before):
    told = Figure.objects.filter(section__state="accepted")
    if before is None:
        told.delete()
    else:
        told.update(value=before)

    assert send(indicator, number="20000", as_of=A_DAY).status_code == 302


def test_a_number_out_of_range_is_not_asked_about_too(send, indicator):
    response = send(indicator, number="99999", as_of=A_DAY)

    assert "20,000" in fault_at(response, indicator, "number")
    assert "Yes, it is right" not in response.content.decode()


def test_the_answer_survives_another_fault_of_the_page(
    client, send, section, indicator
):
    response = send(indicator, number="12340", confirmed="12340")

    fault_at(response, indicator, "as_of")
    form = in_form(response)
    assert form[f"indicator-{indicator.pk}-confirmed"] == ["12340"]
    form |= figure_in(indicator, as_of=A_DAY)
    assert client.post(address(section), form).status_code == 302


# --- Forged -------------------------------------------------------------------------


def test_an_indicator_of_another_topic_stores_nothing(client, section, indicator):
    other = make_section(section.report)
    foreign = make_indicator(other.topic)
    form = form_of(client, section) | figure_in(foreign, number="5", as_of=A_DAY)
    form |= {"figures-TOTAL_FORMS": ["0"], "indicator-0-number": ["5"]}

    assert client.post(address(section), form).status_code == 302

    assert not Figure.objects.filter(section__in=[section, other]).exists()


def test_a_figure_of_another_section_is_not_changed(client, section):
    other = make_section(section.report)
    theirs = make_official_figure(other, name="ของอื่น", value=1, unit="โรง")
    form = form_of(client, section)
    row = row_of(form, "figures", name="ก", number="5", unit="ข", as_of=A_DAY)
    form[f"figures-{row}-id"] = [str(theirs.pk)]

    client.post(address(section), form)

    theirs.refresh_from_db()
    assert (theirs.section, theirs.name, theirs.value) == (other, "ของอื่น", 1)


def test_a_row_cannot_name_indicator_section_or_kind(client, section, indicator):
    other = make_section(section.report)
    form = form_of(client, section)
    row_of(
        form,
        "figures",
        name="ก",
        number="5",
        unit="ข",
        as_of=A_DAY,
        indicator=str(indicator.pk),
        section=str(other.pk),
        topic_kind="other",
    )

    client.post(address(section), form)

    figure = section.figures.get()
    assert (figure.indicator, figure.topic_kind) == (None, "cane_burning")
