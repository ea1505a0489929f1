"""Figures of one's places over rounds and years: summed rightly, seen by whom."""

from datetime import date
from decimal import Decimal

import pytest

from inspections.lifecycle import IssueState, RoundState, SectionState
from inspections.models import (
    CaneDetail,
    LegalOrder,
    LivelihoodDetail,
    PitDetail,
    TopicKind,
)
from inspections.own_plots import own_plots
from inspections.own_series import (
    CODES,
    cane_of,
    orders_of,
    pits_of,
    reported,
    trained_of,
)
from tests.factories import (
    make_indicator,
    make_issue,
    make_official_figure,
    make_point,
    make_report,
    make_round,
    make_section,
    make_series,
    make_site,
    make_topic,
)
from tests.reading import client_of, page_of

KIND = {
    **dict.fromkeys(("fresh", "burnt"), TopicKind.CANE_BURNING),
    **dict.fromkeys(("available", "used"), TopicKind.MINE_PIT_WATER),
}


def say(office, held_round, state=SectionState.ACCEPTED, **numbers):
    """A section of the office's report in which these indicators are given."""
    kind = KIND.get(next(iter(numbers)), TopicKind.FACTORY_MINE)
    topic = make_topic(held_round, kind=kind)
    report = make_report(office=office, round=held_round)
    section = make_section(report, topic=topic, state=state)
    for name, value in numbers.items():
        indicator = make_indicator(topic, code=CODES[name], type="decimal3")
        make_official_figure(
            section,
            indicator=indicator,
            value=Decimal(value),
            topic_kind=kind,
            as_of=date(2023, 2, 1),
        )
    return section


def held(year, number):
    return make_round(fiscal_year=year, number=number, state=RoundState.CLOSED)


def cane(office, mill, **numbers):
    values = {"crop_year": "2565/66", "as_of": date(2023, 1, 15), **numbers}
    issue = make_issue(office=office, kind=TopicKind.CANE_BURNING)
    return CaneDetail.objects.create(issue=issue, mill=mill, **values)


def test_rounds_stand_beside_each_other_and_offices_are_summed(
    manager, khon_kaen_office, kalasin_office
):
    first, second = held(2566, 1), held(2566, 2)
    say(khon_kaen_office, first, planned=100, inspected=80)
    say(kalasin_office, first, planned=50, inspected=40)
    say(khon_kaen_office, second, planned=100, inspected=95)

    found = reported(manager)

    told = {at.words: (one["planned"], one["inspected"]) for at, one in found.items()}
    assert [*told] == ["1/2566", "2/2566"]
    assert [total.value for total in told["1/2566"]] == [150, 120]
    assert [total.givers for total in told["1/2566"]] == [2, 2]
    assert [total.value for total in told["2/2566"]] == [100, 95]


def test_half_of_a_pair_says_nothing_and_is_no_zero(
    manager, khon_kaen_office, kalasin_office
):
    first = held(2566, 1)
    say(khon_kaen_office, first, fresh="60.5", burnt="39.5")
    say(kalasin_office, first, burnt=1000)

    (one,) = reported(manager).values()

    assert one["burnt"].value == Decimal("39.5")
    assert "available" not in one


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("officer", True),
        ("inspector", False),
        ("manager", False),
        ("neighbour", False),
        ("stranger", False),
        ("nobody", False),
    ],
)
def test_what_an_office_has_not_sent_counts_for_itself_alone(
    who, sees, request, khon_kaen_office
):
    say(khon_kaen_office, held(2566, 1), SectionState.DRAFT, planned=9, inspected=4)

    assert bool(reported(request.getfixturevalue(who))) is sees


@pytest.fixture
def told(khon_kaen_office, khon_kaen):
    """An issue of each kind at the Khon Kaen office, with its numbers."""
    mill = make_site(name="โรงงานน้ำตาลภูเขียวทอง", provinces=[khon_kaen])
    cane(
        khon_kaen_office,
        mill,
        crushed_ton=Decimal("200.5"),
        burnt_ton=Decimal("50.125"),
        mill_province=khon_kaen,
    )
    issue = make_issue(office=khon_kaen_office, kind=TopicKind.MINE_PIT_WATER)
    PitDetail.objects.create(
        issue=issue, available_m3=240_000, as_of=date(2023, 2, 1), used_m3=0
    )
    LegalOrder.objects.create(issue=issue, issued_on=date(2022, 9, 30), content="x")
    LegalOrder.objects.create(
        issue=issue, issued_on=date(2022, 10, 1), content="x", result="complied"
    )
    issue = make_issue(office=khon_kaen_office, kind=TopicKind.LIVELIHOOD)
    LivelihoodDetail.objects.create(issue=issue, people_trained=30)


@pytest.mark.parametrize("who", ["inspector", "officer", "manager"])
def test_the_province_shows_charts_with_their_tables_to_its_place(who, request, told):
    page = page_of(request.getfixturevalue(who), "/provinces/40/")

    for key in ("orders", "burnt-mills", "pit-issues", "trained"):
        assert f'id="{key}"' in page
    assert "โรงงานน้ำตาลภูเขียวทอง" in page
    assert "25" in page
    assert "240,000" in page
    assert 'id="burnt-fields"' not in page, "of its fields nothing is known"


@pytest.mark.parametrize("who", ["stranger", "neighbour", "nobody"])
def test_others_see_none_of_it(who, request, told):
    for url in ("/provinces/40/", "/series/"):
        page = page_of(request.getfixturevalue(who), url)

        assert "240,000" not in page
        assert 'id="orders"' not in page
        assert 'role="img"' not in page


def test_orders_stand_in_the_fiscal_year_they_were_given_in(manager, told):
    found = orders_of(manager)

    counts = {
        year: (totals["open"].value, totals["closed"].value)
        for year, totals in found.items()
    }
    assert counts == {2565: (1, 0), 2566: (0, 1)}


def test_an_extended_order_still_runs_and_no_duplicate_counts(
    manager, khon_kaen_office
):
    issue = make_issue(office=khon_kaen_office)
    day = date(2023, 3, 1)
    for result in ("extended", "closed", "escalated"):
        LegalOrder.objects.create(
            issue=issue, issued_on=day, content="x", result=result
        )
    twin = make_issue(
        office=khon_kaen_office, state=IssueState.DUPLICATE, duplicate_of=issue
    )
    LegalOrder.objects.create(issue=twin, issued_on=day, content="x")

    (totals,) = orders_of(manager).values()

    assert (totals["open"].value, totals["closed"].value) == (1, 2)


def test_of_a_pit_only_its_latest_day_of_a_year_counts(manager, khon_kaen_office):
    pit = make_site()
    for month, available in ((1, 100), (3, 70)):
        issue = make_issue(
            office=khon_kaen_office, kind=TopicKind.MINE_PIT_WATER, site=pit
        )
        PitDetail.objects.create(
            issue=issue, as_of=date(2023, month, 1), available_m3=available
        )
    other = make_issue(office=khon_kaen_office, kind=TopicKind.MINE_PIT_WATER)
    PitDetail.objects.create(issue=other, as_of=date(2023, 2, 1), available_m3=5)

    found = pits_of(manager)

    assert found[2566]["available"].value == 75
    assert found[2566]["available"].as_of == date(2023, 3, 1)
    assert found[2566]["used"].value is None, "not known, so not 0"


def test_mills_and_fields_are_two_charts_and_never_one_number(
    manager, khon_kaen, kalasin, khon_kaen_office
):
    tons = {"crushed_ton": 100, "burnt_ton": 40}
    here = make_site(name="โรงงานใน")
    cane(khon_kaen_office, here, mill_province=khon_kaen, **tons)
    cane(
        khon_kaen_office,
        make_site(name="โรงงานนอก"),
        mill_province=kalasin,
        field_province=khon_kaen,
        **tons,
    )
    cane(khon_kaen_office, None, crushed_ton=None, field_province=khon_kaen)

    plots = {plot.chart.key: plot for plot in own_plots(manager, khon_kaen)}

    for key, name in (("burnt-mills", "โรงงานใน"), ("burnt-fields", "โรงงานนอก")):
        (row,) = plots[key].rows
        assert [row[1].text, *(cell.text for cell in row[3:6])] == [
            name,
            "100",
            "40",
            "40.00",
        ]


def test_of_a_mill_the_latest_day_of_a_crop_year_counts(
    manager, khon_kaen, khon_kaen_office
):
    mill = make_site()
    for month, crushed in ((1, 100), (3, 300)):
        cane(
            khon_kaen_office,
            mill,
            mill_province=khon_kaen,
            as_of=date(2023, month, 1),
            crushed_ton=crushed,
            burnt_ton=30,
        )

    (row,) = cane_of(manager, khon_kaen)

    assert row.burnt_pct == 10


def test_the_target_is_the_details_own_or_that_of_the_country(
    manager, khon_kaen, khon_kaen_office
):
    aim = make_series("aim")
    make_series("share", target=aim)
    make_point(aim, "2565/66", "5")
    say(khon_kaen_office, held(2566, 1), fresh=80, burnt=20)
    common = {"mill_province": khon_kaen, "crushed_ton": 100, "burnt_ton": 40}
    cane(khon_kaen_office, make_site(), **common)
    cane(khon_kaen_office, make_site(), target_pct=25, **common)

    plots = {plot.chart.key: plot.chart for plot in own_plots(manager, khon_kaen)}

    (row,) = plots["burnt-reported"].rows
    assert (row.bars[0].value, row.mark.value) == (20, 5)
    assert {row.mark.value for row in plots["burnt-mills"].rows} == {5, 25}


def test_people_trained_count_in_the_year_it_began_or_was_seen(
    manager, khon_kaen_office
):
    for starts_on, people in ((date(2022, 9, 1), 10), (None, 7), (None, None)):
        issue = make_issue(office=khon_kaen_office, kind=TopicKind.LIVELIHOOD)
        LivelihoodDetail.objects.create(
            issue=issue, starts_on=starts_on, people_trained=people
        )

    found = trained_of(manager)

    assert {year: one["trained"].value for year, one in found.items()} == {
        2565: 10,
        2566: 7,
    }


def test_costs_one_query_a_series(
    manager, khon_kaen, khon_kaen_office, told, django_assert_num_queries
):
    for number in range(4):
        say(khon_kaen_office, held(2567, number + 1), planned=9, inspected=4)
    for _number in range(12):
        cane(
            khon_kaen_office,
            make_site(),
            crushed_ton=100,
            burnt_ton=30,
            mill_province=khon_kaen,
        )
    client_of(manager).get("/provinces/40/")
    manager.scope  # noqa: B018 - read once a request

    # reports, targets, orders, cane, pits, people trained
    with django_assert_num_queries(6):
        own_plots(manager, khon_kaen)
