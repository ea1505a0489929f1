"""The history of a report: who reads what, whose names, what changed in versions."""

from datetime import date

import pytest

from audit.records import record
from inspections.actions import Given, take_section_step
from inspections.lifecycle import RoundState
from inspections.models import Figure, ReportSection
from tests.factories import (
    make_indicator,
    make_official_figure,
    make_report,
    make_round,
    make_section,
    make_topic,
)
from tests.inspections.full_visit import attach
from tests.reading import client_of, page_of

OUTSIDERS = ("neighbour", "stranger", "nobody")
READERS = ("officer", "head", "inspector", "assistant", "manager")


@pytest.fixture
def report(khon_kaen_office, zone_12):
    held_round = make_round(fiscal_year=2566, number=1, state=RoundState.OPEN)
    return make_report(office=khon_kaen_office, round=held_round)


@pytest.fixture
def section(report):
    topic = make_topic(report.round, title_en="Cane burning", kind="cane_burning")
    return make_section(report, topic=topic, narrative="พบการเผา 12 ราย")


def address(section):
    return f"{section.report.get_absolute_url()}{section.topic_id}/history/"


def whole_address(section):
    return f"{section.report.get_absolute_url()}history/"


BOTH = [address, whole_address]


def step(section, slug, by, **given):
    section = ReportSection.objects.get(pk=section.pk)
    take_section_step(section, slug, by=by, given=Given(**given))


def write(section, by, **texts):
    """Save texts as the office's page does."""
    before = ReportSection.objects.get(pk=section.pk)
    changes = [
        ([name, "", name], getattr(before, name), text) for name, text in texts.items()
    ]
    ReportSection.objects.filter(pk=section.pk).update(**texts)
    record(section, "write", by=by, changes=changes)


@pytest.fixture
def told(section, officer, head, manager):
    """Written, sent, returned, mended by another, sent again."""
    write(section, officer, narrative="พบการเผา 15 ราย")
    step(section, "submit", officer)
    step(section, "return", manager, comments={"narrative": "ขาดอำเภอ"})
    write(section, head, narrative="พบการเผา 18 ราย ในอำเภอพล")
    step(section, "submit", head)
    return section


# --- The timeline -------------------------------------------------------------------


@pytest.mark.parametrize("where", BOTH)
def test_the_head_reads_who_in_the_office_did_what(where, told, officer, head, manager):
    page = page_of(head, where(told))

    acts = (
        "Submitted",
        "Saved the topic",
        "Returned for correction",
        "Submitted",
        "Saved the topic",
    )
    place = -1
    for act in acts:
        place = page.find(f"<b>{act}</b>", place + 1)
        assert place > 0, act
    assert "<del>พบการเผา 15 ราย</del> <ins>พบการเผา 18 ราย ในอำเภอพล</ins>" in page
    for user in (officer, head, manager):
        assert str(user) in page
    assert "ขาดอำเภอ" in page


@pytest.mark.parametrize("where", BOTH)
def test_an_officer_reads_what_was_done_and_what_one_did_oneself(
    where, told, officer, head, manager
):
    page = page_of(officer, where(told)).partition("<main")[2]

    assert page.count("<b>Saved the topic</b>") == 2
    assert str(head) not in page
    assert str(officer) in page
    assert str(manager) in page


@pytest.mark.parametrize("where", BOTH)
@pytest.mark.parametrize("who", ["inspector", "assistant"])
def test_for_those_outside_it_is_the_office_that_acts(
    where, who, told, request, officer, head, manager
):
    page = page_of(request.getfixturevalue(who), where(told))

    assert "Saved the topic" not in page
    assert page.count("<b>Submitted</b>") == 2
    for user in (officer, head):
        assert str(user) not in page
    assert str(manager) in page
    assert told.report.office.name_en in page


@pytest.mark.parametrize("where", BOTH)
def test_a_manager_reads_names_but_no_drafting(where, told, manager, officer, head):
    page = page_of(manager, where(told))

    assert "Saved the topic" not in page
    assert str(officer) in page
    assert str(head) in page


def test_all_topics_together_say_which(told, report, head, officer):
    other = make_section(report, topic=make_topic(report.round, title_en="Mine water"))
    write(other, officer, needs="งบประมาณ")

    page = page_of(head, whole_address(told))

    assert page.find("Mine water") < page.find("Cane burning")
    assert "Cane burning" not in page_of(head, address(other)).partition("<ol")[2]


# --- Versions -----------------------------------------------------------------------


def test_shows_what_changed_between_the_last_two(told, inspector):
    page = page_of(inspector, address(told))

    told_words = page.partition('id="versions"')[2].partition('id="timeline"')[0]
    assert "<h3>What was done</h3>" in told_words
    assert "15" in told_words.partition("<del>")[2].partition("</del>")[0]
    assert "18" in told_words.partition("<ins>")[2].partition("</ins>")[0]
    assert "[removed:" in told_words
    assert "[added:" in told_words
    assert "อำเภอพล" in told_words


def test_any_two_can_be_chosen_in_any_order(told, manager, officer):
    step(told, "return", manager, comments={"narrative": "อีกครั้ง"})
    write(told, officer, narrative="พบการเผา 20 ราย")
    step(told, "submit", officer)
    client = client_of(manager)

    def shown(**query):
        choice = client.get(address(told), query).context["choice"]
        return choice.older.key, choice.newer.key

    assert shown() == ("2", "3")
    assert shown(**{"from": "1", "to": "3"}) == ("1", "3")
    assert shown(**{"from": "3", "to": "1"}) == ("1", "3")
    assert shown(**{"from": "9", "to": "x"}) == ("2", "3")
    page = page_of(manager, address(told), **{"from": "2", "to": "2"})
    assert "The two versions say the same." in page


def test_one_version_or_none_is_said(section, officer, manager):
    assert "has not sent this topic yet" in page_of(manager, address(section))
    step(section, "submit", officer)
    assert "There is only one version" in page_of(manager, address(section))


def test_the_office_compares_with_what_it_has_not_sent(
    told, officer, manager, inspector
):
    step(told, "return", manager, comments={"narrative": "อีกครั้ง"})
    write(told, officer, narrative="ฉบับใหม่ที่ยังไม่ส่ง")

    page = page_of(officer, address(told), **{"from": "2", "to": "now"})
    assert "As it stands now, not sent" in page
    assert "ฉบับใหม่" in page
    client = client_of(inspector)
    response = client.get(address(told), {"from": "2", "to": "now"})
    assert response.context["choice"].newer.key == "2"
    assert "ฉบับใหม่" not in response.content.decode()


def test_figures_and_files_are_told_before_and_after(section, report, officer, manager):
    indicator = make_indicator(section.topic, name_en="Burnt", unit_en="rai")
    figure = make_official_figure(
        section, indicator=indicator, value=120, printed="120", as_of=date(2023, 1, 5)
    )
    gone = attach(section, officer, name="เดิม.pdf")
    step(section, "submit", officer)
    step(section, "return", manager, comments={"figures": "ผิด"})
    Figure.objects.filter(pk=figure.pk).update(value=180, printed="180")
    make_official_figure(section, name="เสริม", unit="ราย", as_of=date(2023, 1, 6))
    make_official_figure(section, name="ชื้น", unit="ร้อยละ", as_of=date(2023, 1, 6))
    gone.delete()
    attach(section, officer, name="ใหม่.pdf", sha256="1" * 64)
    step(section, "submit", officer)

    page = page_of(manager, address(section))

    for words in (
        "120 rai, as of 5 Jan 2023</del>",
        "180 rai, as of 5 Jan 2023</ins>",
        "12 ราย, as of 6 Jan 2023</ins>",
        "12 per cent, as of 6 Jan 2023</ins>",
        "เดิม.pdf</del>",
        "ใหม่.pdf</ins>",
    ):
        assert words in page, words


def test_what_was_typed_is_shown_as_text(section, officer, manager):
    write(section, officer, narrative="<b>x</b>")
    step(section, "submit", officer)
    step(section, "return", manager, comments={"narrative": "<i>y</i>"})
    write(section, officer, narrative="<b>z</b>")
    step(section, "submit", officer)

    page = page_of(manager, address(section))

    assert "<b>x" not in page
    assert "<i>y" not in page
    assert "&lt;b&gt;" in page


# --- Who, how, at what cost ---------------------------------------------------------


@pytest.mark.parametrize("where", BOTH)
@pytest.mark.parametrize("who", READERS)
def test_who_sees_the_report_sees_its_history(where, who, told, request):
    assert page_of(request.getfixturevalue(who), where(told))


@pytest.mark.parametrize("where", BOTH)
@pytest.mark.parametrize("who", OUTSIDERS)
def test_nobody_else_does(where, who, told, request):
    client = client_of(request.getfixturevalue(who))

    assert client.get(where(told)).status_code == 404


@pytest.mark.parametrize("where", BOTH)
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_other_methods_are_refused(where, method, manager, section):
    assert getattr(client_of(manager), method)(where(section)).status_code == 405


@pytest.mark.parametrize("times", [1, 6])
@pytest.mark.parametrize(("where", "queries"), [(address, 15), (whole_address, 6)])
def test_costs_the_same_whatever_it_holds(
    where, queries, times, section, officer, inspector, django_assert_num_queries
):
    for number in range(times):
        write(section, officer, narrative=f"ครั้งที่ {number}")
        step(section, "submit", officer)
        step(section, "return", inspector, comments={"narrative": "ก", "needs": "ข"})
    client = client_of(inspector)
    client.get(where(section))

    with django_assert_num_queries(queries):
        client.get(where(section))
