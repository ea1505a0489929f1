"""Writing a report's section: who may, what is shown, saved and submitted."""

import re

import pytest
from django.urls import reverse

from audit.models import Entry
from inspections.actions import Given, take_section_step
from inspections.lifecycle import SectionState
from inspections.models import ReportSection, Round
from tests.factories import make_indicator, make_official_figure
from tests.inspections.writing import (
    TEXTS,
    address,
    form_of,
    in_form,
    written,
)
from tests.reading import client_of


@pytest.fixture
def client(officer):
    """The officer's browser, in English."""
    return client_of(officer)


@pytest.fixture
def form(client, section):
    return form_of(client, section)


# --- Who ----------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["officer", "head"])
def test_the_office_writes_its_section(request, section, who):
    client = client_of(request.getfixturevalue(who))
    form = form_of(client, section) | {"section-narrative": ["ทำแล้ว"]}

    response = client.post(address(section), form)

    assert response.headers["Location"] == section.get_absolute_url()
    assert written(section) == ("ทำแล้ว", "", "")
    assert section.state == "draft"


@pytest.mark.parametrize("who", ["inspector", "assistant", "manager"])
def test_who_only_reads_it_is_led_to_the_report(request, section, form, who):
    client = client_of(request.getfixturevalue(who))

    response = client.get(address(section), follow=True)
    refused = client.post(address(section), form | {"section-narrative": ["แทรก"]})

    assert response.redirect_chain == [(section.get_absolute_url(), 302)]
    assert "This topic cannot be written in now." in response.content.decode()
    assert refused.status_code == 403
    assert written(section) == ("", "", "")


@pytest.mark.parametrize("who", ["neighbour", "stranger", "nobody"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_for_others_there_is_no_such_page(request, section, who, method):
    client = client_of(request.getfixturevalue(who))

    assert getattr(client, method)(address(section)).status_code == 404


def test_a_report_or_topic_that_is_not_there_is_no_page(client, section):
    own = address(section)
    for other in (
        own.replace("2566-2", "2599-2"),
        own.replace("moi-kkn", "moi-xxx"),
        own.replace(f"/{section.topic_id}/edit", "/999999/edit"),
        own.replace("2566-2", "2566-1"),
    ):
        assert client.get(other).status_code == 404


@pytest.mark.parametrize("state", sorted(set(SectionState) - {"draft", "returned"}))
def test_what_was_sent_is_not_written_in(client, officer, section, form, state):
    section.narrative = "ส่งแล้ว"
    section.save()
    take_section_step(section, "submit", by=officer)
    ReportSection.objects.filter(pk=section.pk).update(state=state)

    response = client.post(address(section), form | {"section-needs": ["ช้าไป"]})

    assert client.get(address(section)).status_code == 302
    assert response.status_code == 409
    page = response.content.decode()
    assert "the topic was submitted or the round closed meanwhile" in page
    assert "ช้าไป" in page
    assert written(section) == ("ส่งแล้ว", "", "")


@pytest.mark.parametrize("state", ["closed", "planned"])
def test_in_a_round_that_is_not_reporting_nothing_is_written(
    client, section, form, state
):
    Round.objects.filter(pk=section.report.round_id).update(state=state)

    response = client.post(address(section), form | {"section-needs": ["ช้าไป"]})

    assert response.status_code == 409
    assert "ช้าไป" in response.content.decode()
    assert client.get(address(section)).status_code == 302
    assert written(section) == ("", "", "")


def test_a_round_that_is_summarised_still_takes_it(client, section, form):
    Round.objects.filter(pk=section.report.round_id).update(state="summarising")

    response = client.post(address(section), form | {"section-needs": ["ทัน"]})

    assert response.status_code == 302
    assert written(section) == ("", "", "ทัน")


# --- What is shown ------------------------------------------------------------------


def test_the_last_round_stands_beside_and_is_never_an_answer(client, section, form):
    page = client.get(address(section)).content.decode()

    for words in ("รอบก่อนทำ", "รอบก่อนติดขัด", "รอบก่อนขอ", "1,234 โรง"):
        assert words in page
        assert words not in str(form)
        assert not re.search(f'(value|placeholder)="[^"]*{words}', page)
    assert page.count("Round 1/2566, for comparison:") == 4
    assert "as of 14 Mar 2023" in page
    assert [form[f"section-{name}"] for name in TEXTS] == [[""]] * 3


def test_a_posted_page_as_it_was_opened_stores_nothing_of_the_last_round(
    client, section, form
):
    client.post(address(section), form)

    assert written(section) == ("", "", "")
    assert not section.figures.exists()
    assert not Entry.objects.about(section).exists()


def test_without_an_earlier_report_nothing_stands_beside(client, section):
    ReportSection.objects.exclude(pk=section.pk).delete()

    page = client.get(address(section)).content.decode()

    assert "for comparison" not in page
    assert "Round 1/2566" not in page


def test_figures_that_nobody_asks_for_now_are_told_too(client, section):
    told_before = ReportSection.objects.exclude(pk=section.pk).get()
    make_official_figure(told_before, name="เครื่องจักร", unit="คัน", as_of="2023-03-01")
    make_official_figure(
        told_before, indicator=make_indicator(told_before.topic), as_of="2023-03-01"
    )

    page = client.get(address(section)).content.decode()

    assert "เครื่องจักร 12 คัน" in page
    assert page.count("<li>โรงงานที่ตรวจแล้ว 12 โรง") == 1


def test_what_was_asked_stands_on_top_and_where_it_belongs(
    client, officer, inspector, section, form
):
    client.post(address(section), form | {"section-narrative": ["ก"], "submit": "1"})
    section.refresh_from_db()
    given = Given(comments={"figures": "ตรวจตัวเลขใหม่", "needs": "บอกให้ชัด"})
    take_section_step(section, "return", by=inspector, given=given)

    page = client.get(address(section)).content.decode()

    assert "Returned for correction:" in page
    assert page.index('href="#figures"') < page.index('id="figures"')
    assert page.index('id="figures"') < page.index("ตรวจตัวเลขใหม่")
    assert page.index('id="needs"') < page.index("บอกให้ชัด")
    assert 'href="#obstacles"' not in page

    form = form_of(client, section) | {"section-needs": ["ชัดแล้ว"]}
    client.post(address(section), form)
    assert section.comments.filter(resolved_at=None).count() == 2
    client.post(address(section), {**form_of(client, section), "submit": "1"})
    assert not section.comments.filter(resolved_at=None).exists()


# --- Cost ---------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 25])
def test_costs_the_same_however_much_it_asks(
    client, officer, section, django_assert_num_queries, number
):
    told_before = ReportSection.objects.exclude(pk=section.pk).get()
    for count in range(number):
        code = f"i{count}"
        asked = make_indicator(section.topic, code=code)
        make_official_figure(section, indicator=asked, as_of="2023-03-01")
        make_official_figure(
            told_before,
            indicator=make_indicator(told_before.topic, code=code),
            as_of="2023-03-01",
        )
        make_official_figure(section, name=f"{count}", as_of="2023-03-01")

    client.get(address(section))  # what is read once for all is read now

    with django_assert_num_queries(17):
        response = client.get(address(section))
    form = in_form(response) | {"section-narrative": ["ก"]}
    with django_assert_num_queries(34):
        assert client.post(address(section), form).status_code == 302

    assert len(response.content) < 30_000 + 8_000 * number


def test_the_page_leads_to_its_report(client, section):
    page = client.get(address(section)).content.decode()

    report = section.report
    key = [report.round.key, report.office.code]
    assert f'href="{reverse("inspections:report_detail", args=key)}"' in page
