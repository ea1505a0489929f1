"""A site's page tells what happened there, in order, as far as its reader may know."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone, translation

from audit.models import Entry
from audit.records import record
from inspections.lifecycle import IssueState, VisitState
from inspections.models import VisitSite
from inspections.models.registers import (
    LegalOrder,
    OrderResult,
    OrderSection,
    WaterSample,
)
from inspections.site_story import LINES, story_of
from tests.factories import (
    make_follow_up,
    make_issue,
    make_site,
    make_unit,
    make_visit,
)
from tests.reading import client_of, page_of

TODAY = date(2023, 3, 20)
OWN = ["inspector", "assistant", "officer", "head", "manager"]
OTHERS = ["stranger", "neighbour", "nobody"]


@pytest.fixture
def plant(khon_kaen):
    return make_site(name="แป้งมันชุมแพ", provinces=[khon_kaen], area_wa=1450)


def on(entry, day):
    """Date a history row back."""
    at = datetime.combine(day, time(9), timezone.get_current_timezone())
    Entry.objects.filter(pk=entry.pk).update(at=at)


@pytest.fixture
def case(plant, khon_kaen, khon_kaen_office, officer, inspector):
    """A repeated complaint, s.37, then s.39; seen again, followed up, verified."""
    months = [date(2023, month, 1) for month in range(1, 11)]
    with_orders = make_issue(
        office=khon_kaen_office,
        site=plant,
        seen_on=months[0],
        title="น้ำเสียซ้ำซาก",
        state=IssueState.VERIFIED,
    )
    first = LegalOrder.objects.create(
        issue=with_orders,
        number="ขก 1/2566",
        issued_on=months[1],
        due_on=months[2],
        content="ให้หยุดระบายน้ำเสีย",
        result=OrderResult.ESCALATED,
        result_on=months[2],
    )
    LegalOrder.objects.create(
        issue=with_orders,
        section=OrderSection.S39,
        number="ขก 2/2566",
        issued_on=months[3],
        content="ให้หยุดประกอบกิจการ",
        follows=first,
    )
    visit = make_visit(
        offices=[khon_kaen_office],
        starts_on=months[4],
        ends_on=months[4],
        state=VisitState.SIGNED_OFF,
    )
    with_orders.sightings.create(visit=visit, seen_on=months[4])
    given = make_follow_up(
        visit=visit,
        office=khon_kaen_office,
        answering_office=khon_kaen_office,
        province=khon_kaen,
        given_on=months[5],
        text="ให้ติดตามน้ำเสีย",
    )
    given.issues.add(with_orders)
    steps = ["resolve", "send-back", "resolve", "verify"]
    for step, day in zip(steps, months[6:], strict=True):
        by = inspector if step in {"send-back", "verify"} else officer
        on(record(with_orders, step, by=by, reason=f"เหตุผล {step}"), day)
    WaterSample.objects.create(
        issue=with_orders, taken_on=months[0] - timedelta(days=9), laboratory="ห้องทดลอง"
    )
    on(record(plant, "enter", by=officer, changes=[("name", None, "ก")]), months[0])
    return with_orders


EXPECTED = [
    "Water was sampled",
    "Entered in the register",
    "An issue was seen",
    "Section 37: to stop or put right no. ขก 1/2566",
    "Section 37: to stop or put right no. ขก 1/2566",
    "Section 39: to stop operating no. ขก 2/2566",
    "An issue was seen again",
    "Recommendation",
    "Marked as resolved",
    "Sent back",
    "Marked as resolved",
    "Verified the result",
]


@pytest.mark.parametrize("who", OWN)
def test_its_page_shows_it_newest_first(who, case, plant, request):
    page = page_of(request.getfixturevalue(who), plant.get_absolute_url())

    story = page.partition('id="story"')[2].partition("</section>")[0]
    places = []
    for what in reversed(EXPECTED):
        places.append(story.index(f"<b>{what}</b>", places[-1] + 1 if places else 0))
    assert "follows the order ขก 1/2566" in story
    assert "Escalated to section 39" in story
    assert "3 rai 2 ngan 50 square wa" in page
    assert f'href="{case.get_absolute_url()}"' in story
    assert "Verified" in story


@pytest.mark.parametrize("who", OTHERS)
def test_others_read_of_the_register_only(who, case, plant, request):
    page = page_of(request.getfixturevalue(who), plant.get_absolute_url())

    assert "Entered in the register" in page
    for hidden in ("น้ำเสีย", case.ref, "ขก 1/2566", "เหตุผล", "ห้องทดลอง"):
        assert hidden not in page


def test_a_visit_that_a_reader_may_not_know_has_no_name(
    plant, officer, khon_kaen_office, songkhla_office
):
    issue = make_issue(office=khon_kaen_office, site=plant)
    visit = make_visit(offices=[songkhla_office])
    issue.sightings.create(visit=visit, seen_on=issue.seen_on + timedelta(days=1))

    page = page_of(officer, plant.get_absolute_url())

    assert "a visit" in page
    assert visit.ref not in page


def test_tells_visits_that_inspected_it_saw_it_or_heard_of_it(
    plant, inspector, khon_kaen, khon_kaen_office
):
    visit = make_visit(offices=[khon_kaen_office])
    make_unit(visit, site=plant, order=1, provinces=[khon_kaen])
    for was_visited in (True, False):
        VisitSite.objects.create(
            visit=visit,
            site=plant,
            printed_name="แป้งมัน",
            was_visited=was_visited,
            note="สะอาด",
        )

    lines = story_of(plant, inspector, TODAY).lines

    assert [line.link for line in lines] == [visit.ref] * 3
    assert {line.text for line in lines} == {"", "สะอาด"}


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ({"due_on": date(2023, 3, 19)}, "Overdue"),
        ({"due_on": date(2023, 3, 19), "section": "39"}, "Overdue"),
        ({"due_on": date(2023, 3, 20)}, ""),
        ({"due_on": None}, ""),
        ({"due_on": date(2023, 3, 19), "result": "complied"}, ""),
        ({"due_on": date(2023, 3, 19), "section": "other"}, ""),
    ],
)
def test_an_order_whose_day_is_past_without_result_is_overdue(
    plant, officer, khon_kaen_office, values, state
):
    issue = make_issue(office=khon_kaen_office, site=plant)
    LegalOrder.objects.create(issue=issue, issued_on=date(2023, 3, 1), **values)

    with translation.override("en"):
        lines = story_of(plant, officer, TODAY).lines

    assert [line.state for line in lines if "ection" in line.what] == [state]


def test_a_long_story_is_told_in_pages_and_none_is_missed(
    plant, officer, khon_kaen_office
):
    issues = [
        make_issue(
            office=khon_kaen_office,
            site=plant,
            seen_on=date(2023, 1, 1) + timedelta(days=number),
        )
        for number in range(LINES + 5)
    ]
    client = client_of(officer)
    first = client.get(plant.get_absolute_url())
    assert "?story=2#story" in first.content.decode()

    second = client.get(plant.get_absolute_url(), {"story": 2}).context["story"]

    told = [line.link for line in first.context["story"].lines + second.lines]
    assert told == [issue.ref for issue in reversed(issues)]
    assert (second.newer, second.older) == (1, None)
    for nonsense in ("0", "-1", "x", "9" * 40):
        page = client.get(plant.get_absolute_url(), {"story": nonsense})
        assert page.context["story"].lines == first.context["story"].lines


@pytest.mark.parametrize("count", [1, 12])
def test_costs_the_same_however_much_happened(
    count, plant, officer, khon_kaen, khon_kaen_office, django_assert_num_queries
):
    for _number in range(count):
        issue = make_issue(office=khon_kaen_office, site=plant)
        record(issue, "take", by=officer)
        LegalOrder.objects.create(issue=issue, issued_on=issue.seen_on, content="ก")
        WaterSample.objects.create(issue=issue, taken_on=issue.seen_on)
        visit = make_visit(offices=[khon_kaen_office])
        issue.sightings.create(visit=visit, seen_on=issue.seen_on)
        given = make_follow_up(
            office=khon_kaen_office, answering_office=khon_kaen_office
        )
        given.issues.add(issue)
        record(plant, "edit", by=officer)
    client = client_of(officer)
    client.get(plant.get_absolute_url())

    # As in test_site_page but no visits listed; of the story the visits that saw
    # it and the issues that were moved on are read, too
    with django_assert_num_queries(24):
        page = client.get(plant.get_absolute_url())
    assert len(page.context["story"].lines) >= 6 * count or count > 6
