"""Official figures on a visit's page, beside what the inspector observed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inspections.models import Visit
from tests.factories import (
    make_indicator,
    make_official_figure,
    make_report,
    make_round,
    make_section,
    make_topic,
    make_unit,
    make_visit,
)
from tests.reading import client_of, page_of

OFFICIAL, OBSERVED = "Official, from the report", "Observed at the visit"


@pytest.fixture
def held_round(db):
    return make_round(fiscal_year=2566, number=1, state="open")


@pytest.fixture
def section(held_round, khon_kaen_office):
    """Submitted by the Khon Kaen office; its indicator's figure is 1,200."""
    report = make_report(round=held_round, office=khon_kaen_office)
    topic = make_topic(held_round, title_th="โรงงาน")
    section = make_section(report, topic=topic, state="submitted")
    make_official_figure(
        section,
        indicator=make_indicator(topic, name_en="Factories seen"),
        value=1200,
        as_of="2023-03-14",
    )
    return section


@pytest.fixture
def indicator(section):
    return section.figures.get().indicator


@pytest.fixture
def visit(held_round, section, khon_kaen_office, zone_12) -> Visit:
    return make_visit(offices=[khon_kaen_office], round=held_round, zone=zone_12)


def observe(visit, indicator, **fields):
    given = {"indicator": indicator, "name": "ที่นับได้", "unit": "โรง", "value": 1150}
    return visit.figures.create(**given | fields)


def row_of(page: str, name: str) -> str:
    """The table's row that begins with `name`."""
    start = page.index(f'<th scope="row" class="long">{name}')
    return page[start : page.index("</tr>", start)]


def test_both_stand_in_one_row_and_no_sum_anywhere(
    inspector, visit, section, indicator
):
    observe(visit, indicator)

    page = page_of(inspector, visit.get_absolute_url())

    row = row_of(page, "Factories seen")
    official, observed = row.split(f'data-label="{OBSERVED}"')
    assert "1,200 โรง" in official
    assert "as of 14 Mar 2023" in official
    assert "Submitted" in official
    assert section.get_absolute_url() in official
    assert "1,150 โรง" in observed
    assert "2,350" not in page


def test_in_english_an_indicators_name_unit_and_topic_are_english(
    inspector, visit, section, indicator
):
    type(indicator).objects.update(unit_th="โรงงาน", unit_en="factories")
    type(section.topic).objects.update(title_en="The factories")
    section.figures.update(unit="โรงงาน")
    observe(visit, indicator, name=indicator.name_th, unit="โรงงาน")
    visit.notes.create(topic=section.topic, title="โรงงาน", kind="factory_mine")

    page = page_of(inspector, visit.get_absolute_url())

    row = row_of(page, "Factories seen")
    assert "1,200 factories" in row
    assert "1,150 factories" in row
    assert "โรงงาน" not in row
    assert "<h3>The factories <" in page

    section.figures.all().delete()
    alone = page_of(inspector, visit.get_absolute_url())
    assert '<th scope="row">Factories seen</th>' in alone
    assert ">factories</td>" in alone


def test_per_cent_stands_where_the_language_puts_it(
    inspector, visit, section, indicator
):
    fields = {"name": "ความชื้น", "unit": "ร้อยละ", "value": "95.26"}
    observe(visit, None, **fields, qualifier="more_than")
    client = client_of(inspector)

    english = client.get(visit.get_absolute_url()).content.decode()
    client.cookies["django_language"] = "th"
    thai = client.get(visit.get_absolute_url()).content.decode()

    assert "more than 95.26 per cent" in row_of(english, "ความชื้น")
    assert "มากกว่าร้อยละ 95.26" in row_of(thai, "ความชื้น")


def test_several_observations_stay_several(inspector, visit, indicator):
    observe(visit, indicator)
    observe(visit, indicator, value=7)

    row = row_of(page_of(inspector, visit.get_absolute_url()), "Factories seen")

    assert "1,150 โรง" in row
    assert "7 โรง" in row
    assert "1,157" not in row


def test_what_the_report_does_not_tell_follows(inspector, visit, section, indicator):
    observe(visit, None, name="เครื่องจักรที่นับได้")
    make_official_figure(section, name="คนงานตามรายงาน", unit="คน", value=40)

    page = page_of(inspector, visit.get_absolute_url())

    assert "1,150" in row_of(page, "เครื่องจักรที่นับได้")
    assert "40 คน" in row_of(page, "คนงานตามรายงาน")
    assert page.index("คนงานตามรายงาน") < page.index("เครื่องจักรที่นับได้")


def test_only_topics_that_the_record_is_about_or_all_before(
    inspector, visit, section, held_round
):
    topic = make_topic(held_round)
    other = make_section(section.report, topic=topic, state="accepted")
    make_official_figure(other, name="เรื่องอื่น", unit="ไร่")
    address = visit.get_absolute_url()
    assert "เรื่องอื่น" in page_of(inspector, address)

    visit.notes.create(topic=section.topic, title="โรงงาน", kind="factory_mine")

    page = page_of(inspector, address)
    assert "เรื่องอื่น" not in page
    assert "Factories seen" in page


def test_another_round_or_office_is_not_meant(
    inspector, visit, section, kalasin_office, held_round
):
    for report in (
        make_report(office=section.report.office, round=make_round(state="closed")),
        make_report(office=kalasin_office, round=held_round),
    ):
        topic = make_topic(report.round)
        told = make_section(report, topic=topic, state="accepted")
        make_official_figure(told, name="ไม่เกี่ยว", unit="ก")

    assert "ไม่เกี่ยว" not in page_of(inspector, visit.get_absolute_url())


def test_without_an_official_figure_the_table_stays_as_it_was(
    inspector, visit, section, indicator
):
    observe(visit, indicator)
    section.figures.all().delete()

    page = page_of(inspector, visit.get_absolute_url())

    assert OFFICIAL not in page
    assert "1,150" in page


def test_of_two_offices_each_has_its_own_row(
    inspector, visit, section, indicator, kalasin_office, held_round
):
    unit = make_unit(visit, office=kalasin_office, order=2)
    report = make_report(round=held_round, office=kalasin_office)
    theirs = make_section(report, topic=section.topic, state="accepted")
    make_official_figure(theirs, indicator=indicator, value=900)
    observe(visit, indicator, unit_inspected=unit, value=850)
    observe(visit, indicator, value=777, name="ของทั้งคณะ")

    page = page_of(inspector, visit.get_absolute_url())

    ours, others = sorted(
        page[start : page.index("</tr>", start)]
        for start in range(len(page))
        if page.startswith('<th scope="row" class="long">Factories seen', start)
    )
    if "900" in ours:
        ours, others = others, ours
    assert "850" in others
    assert "850" not in ours
    assert "777" in row_of(page, "ของทั้งคณะ")


def test_an_office_sees_its_own_only_and_only_from_sign_off(
    officer, visit, section, indicator, kalasin_office, held_round
):
    make_unit(visit, office=kalasin_office, order=2)
    report = make_report(round=held_round, office=kalasin_office)
    theirs = make_section(report, topic=section.topic, state="accepted")
    make_official_figure(theirs, indicator=indicator, value=999)
    address = visit.get_absolute_url()
    before = page_of(officer, address)
    Visit.objects.filter(pk=visit.pk).update(state="signed_off")

    after = page_of(officer, address)

    assert OFFICIAL not in before
    assert "1,200 โรง" in after
    assert "999" not in after


def test_who_sees_the_visit_but_not_the_report_sees_no_figure_of_it(stranger, visit):
    Visit.objects.filter(pk=visit.pk).update(lead=stranger)

    page = page_of(stranger, visit.get_absolute_url())

    assert visit.ref in page
    assert "1,200" not in page


@pytest.mark.parametrize("state", ["draft", "returned", "submitted", "accepted"])
@pytest.mark.parametrize("who", ["inspector", "manager"])
def test_others_read_no_number_that_is_being_written(
    request, visit, section, who, state
):
    type(section).objects.filter(pk=section.pk).update(state=state)

    page = page_of(request.getfixturevalue(who), visit.get_absolute_url())

    assert ("1,200 โรง" in page) == (state in {"submitted", "accepted"})


@pytest.mark.parametrize("number", [1, 15])
def test_costs_two_queries_more_however_many_there_are(
    manager, visit, section, held_round, django_assert_num_queries, number
):
    for _ in range(number):
        indicator = make_indicator(section.topic)
        make_official_figure(section, indicator=indicator)
        observe(visit, indicator)
    client = client_of(manager)
    address = visit.get_absolute_url()
    client.get(address)  # the first look at what was sent is noted
    # To a visit of another kind nothing is left from before.
    Visit.objects.filter(pk=visit.pk).update(round=None, kind="special")

    with CaptureQueriesContext(connection) as without:
        client.get(address)
    Visit.objects.filter(pk=visit.pk).update(round=held_round)
    with django_assert_num_queries(len(without) + 2):
        assert OFFICIAL in client.get(address).content.decode()
