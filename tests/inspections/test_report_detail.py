"""The page of a report: who reads what of it, what it offers, what it tells."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from audit.drafts import keep_draft
from audit.models import Entry
from inspections.actions import Given, take_section_step
from inspections.lifecycle import RoundState, SectionState
from inspections.models import ReportSection
from tests.factories import (
    make_indicator,
    make_official_figure,
    make_report,
    make_round,
    make_section,
    make_topic,
)
from tests.inspections.full_visit import attach
from tests.inspections.writing import address, form_of
from tests.reading import client_of, page_of

TEXT = "ตรวจโรงงานแล้วทุกแห่ง"
OFFICE = ("officer", "head")
REVIEWERS = ("inspector", "manager")
READERS = (*OFFICE, *REVIEWERS, "assistant")
OUTSIDERS = ("neighbour", "stranger", "nobody")


@pytest.fixture
def report(khon_kaen_office, zone_12):
    held_round = make_round(
        fiscal_year=2566,
        number=1,
        state=RoundState.OPEN,
        reports_due_on=timezone.localdate() + timedelta(days=3),
        closes_on=timezone.localdate() + timedelta(days=30),
    )
    return make_report(office=khon_kaen_office, round=held_round)


@pytest.fixture
def section(report):
    topic = make_topic(report.round, title_en="Cane burning", kind="cane_burning")
    return make_section(report, topic=topic, narrative=TEXT)


def step(section, slug, by, **given):
    section = ReportSection.objects.get(pk=section.pk)
    take_section_step(section, slug, by=by, given=Given(**given))


def take(user, section, slug, **data):
    return client_of(user).post(step_address(section, slug), data)


def step_address(section, slug):
    report = section.report
    return reverse(
        "inspections:section_step",
        args=[report.round.key, report.office.code, section.topic_id, slug],
    )


def all_address(report, slug):
    return reverse(
        "inspections:report_step", args=[report.round.key, report.office.code, slug]
    )


def file_address(section, file):
    report = section.report
    return reverse(
        "inspections:section_file",
        args=[report.round.key, report.office.code, section.topic_id, file.pk],
    )


def read(user, report):
    return page_of(user, report.get_absolute_url())


def history_of(user, section):
    report = section.report
    return page_of(user, f"{report.get_absolute_url()}{section.topic_id}/history/")


# --- Who reads what -----------------------------------------------------------------


@pytest.mark.parametrize("who", READERS)
def test_who_has_to_do_with_the_office_reads_its_report(who, report, section, request):
    page = read(request.getfixturevalue(who), report)

    assert "Cane burning" in page
    assert "not due yet" in page


@pytest.mark.parametrize("who", OUTSIDERS)
def test_for_others_it_is_not_there(who, report, section, request):
    client = client_of(request.getfixturevalue(who))

    assert client.get(report.get_absolute_url()).status_code == 404
    assert client.get(f"{report.get_absolute_url()}history/").status_code == 404
    assert client.post(step_address(section, "submit")).status_code == 404
    assert client.post(all_address(report, "submit")).status_code == 404


@pytest.mark.parametrize("who", READERS)
def test_what_was_not_sent_is_the_offices_own(who, section, report, request, officer):
    file = attach(section, officer, name="หลักฐาน.pdf")
    make_official_figure(section, value=4321, as_of=date(2023, 1, 1))
    user = request.getfixturevalue(who)

    page, own = read(user, report), who in OFFICE

    for words in (TEXT, "หลักฐาน", "4,321"):
        assert (words in page) is own, words
    assert ("has not sent this topic yet" in page) is not own
    response = client_of(user).get(file_address(section, file))
    assert response.status_code == (200 if own else 404)
    if own:
        assert b"".join(response.streaming_content) == b"file"


@pytest.mark.parametrize("who", READERS)
def test_what_was_sent_is_read_by_all_of_them(who, section, report, request, officer):
    indicator = make_indicator(section.topic, name_en="Burnt", unit_en="rai")
    make_indicator(section.topic, name_en="Not counted")
    make_official_figure(
        section,
        indicator=indicator,
        value=Decimal(4321),
        printed="4321",
        qualifier="about",
        as_of=date(2023, 1, 5),
    )
    file = attach(section, officer, name="หลักฐาน.pdf")
    step(section, "submit", officer)

    page = read(request.getfixturevalue(who), report)

    for words in (TEXT, "Burnt", "about 4,321", "rai", "5 Jan 2023", "Not counted"):
        assert words in page, words
    assert file_address(section, file) in page


@pytest.mark.parametrize("who", [*REVIEWERS, "assistant"])
def test_while_a_topic_is_mended_others_read_what_was_sent(
    who, section, report, request, officer, manager
):
    file = attach(section, officer, name="หลักฐาน.pdf")
    step(section, "submit", officer)
    step(section, "return", manager, comments={"narrative": "ขาดวันที่"})
    ReportSection.objects.update(narrative="ฉบับที่กำลังแก้")
    later = attach(section, officer, name="ยังไม่ส่ง.pdf", sha256="1" * 64)
    user = request.getfixturevalue(who)

    page = read(user, report)

    assert TEXT in page
    assert "ฉบับที่กำลังแก้" not in page
    assert "The office is mending this topic" in page
    assert "ยังไม่ส่ง" not in page
    assert "ฉบับที่กำลังแก้" in read(officer, report)
    client = client_of(user)
    assert client.get(file_address(section, later)).status_code == 404
    response = client.get(file_address(section, file))
    assert b"".join(response.streaming_content) == b"file"


def test_a_file_removed_since_is_told_by_its_name(section, report, officer, manager):
    file = attach(section, officer, name="หลักฐาน.pdf")
    step(section, "submit", officer)
    step(section, "return", manager, comments={"files": "ไม่ชัด"})
    file.delete()

    page = read(manager, report)

    assert "หลักฐาน.pdf" in page
    assert "removed since" in page


@pytest.mark.parametrize("who", [*REVIEWERS, "assistant"])
def test_what_was_withdrawn_unopened_is_the_offices_own_again(
    who, section, report, request, officer
):
    step(section, "submit", officer)
    step(section, "withdraw", officer)
    user = request.getfixturevalue(who)

    assert TEXT not in read(user, report)
    assert "has withdrawn this topic" in read(user, report)
    assert TEXT not in history_of(user, section)
    told = history_of(user, section)
    assert "Version 1 was withdrawn before it was read." in told
    assert "Version 1," not in told
    assert "has not sent this topic yet" not in told
    assert "was withdrawn before" not in history_of(officer, section)
    assert "Version 1," in history_of(officer, section)


def test_a_file_is_not_found_under_another_topic(section, report, officer):
    file = attach(section, officer)
    other = make_section(report)

    assert client_of(officer).get(file_address(other, file)).status_code == 404


def test_an_office_without_the_topic_has_no_such_section(
    section, report, officer, manager
):
    elsewhere = make_section(make_report(round=make_round()))
    base = report.get_absolute_url()
    for user in (officer, manager):
        client = client_of(user)
        assert client.get(f"{base}{elsewhere.topic_id}/history/").status_code == 404
        post = client.post(f"{base}{elsewhere.topic_id}/step/submit/")
        assert post.status_code == 404


# --- Opening ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "opens"),
    [(who, who in REVIEWERS) for who in READERS],
)
def test_a_reviewers_reading_opens_it(who, opens, section, report, request, officer):
    step(section, "submit", officer)
    client = client_of(request.getfixturevalue(who))

    client.head(report.get_absolute_url())
    section.refresh_from_db()
    assert section.opened_at is None
    client.get(report.get_absolute_url())
    section.refresh_from_db()

    assert (section.opened_at is not None) is opens
    assert ("Withdraw" in read(officer, report)) is not opens


def test_it_is_opened_once(section, report, officer, inspector, manager):
    step(section, "submit", officer)
    for user in (inspector, manager, inspector):
        read(user, report)

    [entry] = Entry.objects.about(section).filter(step="opened")
    assert entry.by == inspector
    assert "Opened for review" in history_of(officer, section)


# --- Steps --------------------------------------------------------------------------


def test_each_section_offers_its_own_steps(section, report, officer, manager):
    other = make_section(report, state=SectionState.SUBMITTED)

    page = read(officer, report)
    assert step_address(section, "submit") in page
    assert step_address(other, "withdraw") in page
    page = read(manager, report)
    assert step_address(other, "accept") in page
    assert step_address(other, "return") in page
    assert step_address(section, "accept") not in page


def test_a_step_leads_back_to_its_topic(section, officer, manager):
    response = take(officer, section, "submit", version=section.version)
    assert response.headers["Location"] == section.get_absolute_url()

    response = take(manager, section, "return", **{"comment-narrative": "ขาดวันที่"})
    assert response.status_code == 302
    page = read(officer, section.report)
    assert "ขาดวันที่" in page
    assert "asks for changes" in page
    assert "This part is unchanged since." in page


def test_what_was_asked_for_says_whether_the_part_changed(
    section, report, officer, manager
):
    step(section, "submit", officer)
    step(
        section,
        "return",
        manager,
        comments={"narrative": "ขาดวันที่", "figures": "ขาดตัวเลข"},
    )
    ReportSection.objects.update(narrative="แก้แล้ว วันที่ 1")

    page = read(officer, report)
    assert page.count("This part was changed since.") == 1
    assert page.count("This part is unchanged since.") == 1
    assert "changed since." not in read(manager, report)

    step(section, "submit", officer)
    assert read(manager, report).count("This part was changed since.") == 1
    step(section, "accept", manager)
    assert "asks for changes" not in read(manager, report)


def test_a_reopened_topic_says_who_and_why(section, report, officer, manager):
    step(section, "submit", officer)
    step(section, "accept", manager)
    step(section, "reopen", manager, reason="ตัวเลขคลาดเคลื่อน")

    page = read(officer, report)

    assert "reopened this topic" in page
    assert "ตัวเลขคลาดเคลื่อน" in page
    step(section, "submit", officer)
    assert "ตัวเลขคลาดเคลื่อน" not in read(officer, report)


def test_a_return_without_comment_is_refused_beside_the_field(
    section, report, manager, officer
):
    step(section, "submit", officer)
    other = make_section(report, state=SectionState.SUBMITTED)

    response = take(manager, section, "return")

    page = response.content.decode()
    assert response.status_code == 422
    assert f'href="#step-{section.topic_id}-return"' in page
    assert f'id="step-{section.topic_id}-return" open' in page
    assert f'id="step-{other.topic_id}-return">' in page


def test_a_step_just_taken_says_who_and_when(
    section, report, inspector, manager, officer
):
    step(section, "submit", officer)
    seen = ReportSection.objects.get(pk=section.pk).version
    assert take(inspector, section, "accept", version=seen).status_code == 302

    response = take(
        manager, section, "return", version=seen, **{"comment-needs": "ขาดแผน"}
    )

    page = response.content.decode()
    assert response.status_code == 409
    assert str(inspector) in page
    assert "ขาดแผน" in page


def test_a_step_of_others_is_refused(section, manager, assistant, officer):
    assert take(manager, section, "submit").status_code == 403
    assert take(assistant, section, "submit").status_code == 403
    assert take(officer, section, "accept").status_code == 403
    assert take(officer, section, "no-such-step").status_code == 404


# --- All at once --------------------------------------------------------------------


def test_submits_all_topics(section, report, officer):
    make_section(report, narrative="มี")
    make_section(report, state=SectionState.ACCEPTED)

    assert "Submit all topics" in read(officer, report)
    response = client_of(officer).post(all_address(report, "submit"))

    assert response.headers["Location"] == report.get_absolute_url()
    states = report.sections.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["submitted", "submitted", "accepted"]
    assert "Submit all topics" not in read(officer, report)


def test_what_is_about_to_be_done_is_named_in_the_question(
    section, report, officer, inspector
):
    make_section(report, narrative="มี")
    for state in ("returned", "submitted", "accepted"):
        make_section(report, state=state)

    page = read(officer, report)
    assert 'data-confirm="Submit: Cane burning? It can' in page
    assert 'data-confirm="Submit all topics: 3 topics? Sends' in page
    page = read(inspector, report)
    assert 'data-confirm="Accept all submitted topics: 1 topic? Topics' in page


def test_submitting_all_names_every_empty_topic(section, report, officer):
    empty = [make_section(report) for _number in range(3)]

    response = client_of(officer).post(all_address(report, "submit"))

    summary = response.content.decode().partition("error-summary")[2]
    summary = summary.partition("</div>")[0]
    assert response.status_code == 422
    for one in empty:
        assert f'<a href="{one.get_absolute_url()}">' in summary
    assert section.get_absolute_url() not in summary
    assert not report.sections.exclude(state="draft").exists()


def test_accepts_all_submitted(section, report, inspector, officer):
    step(section, "submit", officer)
    other = make_section(report, state=SectionState.SUBMITTED)
    draft = make_section(report)
    page = read(inspector, report)
    assert "Accept all submitted topics" in page
    assert "data-confirm=" in page

    response = client_of(inspector).post(all_address(report, "accept"))

    assert response.status_code == 302
    for one, state in ((section, "accepted"), (other, "accepted"), (draft, "draft")):
        one.refresh_from_db()
        assert one.state == state
    again = client_of(inspector).post(all_address(report, "accept"))
    assert again.status_code == 409


def test_nothing_is_accepted_unseen(section, report, inspector, manager, officer):
    step(section, "submit", officer)
    seen = sum(report.sections.values_list("version", flat=True))
    step(section, "return", manager, comments={"needs": "ขาด"})
    step(section, "submit", officer)

    response = client_of(inspector).post(
        all_address(report, "accept"), {"version": seen}
    )

    assert response.status_code == 409
    assert "Somebody has changed a topic" in response.content.decode()
    section.refresh_from_db()
    assert section.state == "submitted"


@pytest.mark.parametrize(
    ("who", "slug"),
    [("manager", "submit"), ("officer", "accept"), ("assistant", "accept")],
)
def test_all_at_once_is_for_whose_step_it_is(who, slug, section, report, request):
    user = request.getfixturevalue(who)

    response = client_of(user).post(all_address(report, slug))

    assert response.status_code == 403
    assert client_of(user).post(all_address(report, "return")).status_code == 404


def test_a_closed_round_offers_nothing(section, report, officer, manager):
    make_section(report, state=SectionState.SUBMITTED)
    report.round.state = RoundState.CLOSED
    report.round.save()

    for user in (officer, manager):
        page = read(user, report)
        assert "The round is closed: its reports are locked." in page
        assert "/step/" not in page
        assert "/edit/" not in page
    assert take(officer, section, "submit").status_code == 409
    assert client_of(officer).post(all_address(report, "submit")).status_code == 409


@pytest.mark.parametrize(
    ("due_in", "words"),
    [(-9, "late: not everything was sent"), (9, "not everything was sent")],
)
def test_what_a_closed_round_lacks_is_not_counted_on(
    due_in, words, section, report, officer, manager
):
    make_section(report)
    step(section, "submit", officer)
    report.round.reports_due_on = timezone.localdate() + timedelta(days=due_in)
    report.round.state = RoundState.CLOSED
    report.round.save()

    page = read(manager, report)

    assert f"– {words}" in page
    assert "days late" not in page
    assert "The office did not send this topic." in page
    assert "yet" not in page.partition("<main")[2].partition("</main>")[0]
    assert "Nothing was written." in read(officer, report)


def test_a_closed_round_of_which_all_was_sent_says_how_late(section, report, officer):
    step(section, "submit", officer)
    report.round.reports_due_on = timezone.localdate() - timedelta(days=9)
    report.round.state = RoundState.CLOSED
    report.round.save()

    assert "– 9 days late" in read(officer, report)


def test_a_withdrawn_topic_says_so_to_its_office(section, report, officer, manager):
    step(section, "submit", officer)
    assert "withdrawn;" not in read(officer, report)
    step(section, "withdraw", officer)

    assert "withdrawn; first sent " in read(officer, report)
    assert "first sent" not in read(manager, report)


def test_a_returned_topic_is_to_be_mended(section, report, officer, manager):
    other = make_section(report)
    step(section, "submit", officer)
    step(section, "return", manager, comments={"narrative": "ขาดวันที่"})

    page = read(officer, report)

    for one, word in ((section, "Mend"), (other, "Write")):
        button = page.partition(f'href="{address(one)}"')[2].partition("<span")[0]
        assert button.rpartition(">")[2] == word


# --- What is typed and not saved ----------------------------------------------------


def type_into(user, section, text="ที่ยังไม่บันทึก"):
    form = form_of(client_of(user), section)
    posted = QueryDict(mutable=True)
    for name, values in form.items():
        posted.setlist(name, values)
    posted.update({"draft_page": "page:1"})
    posted["section-narrative"] = text
    keep_draft(user, address(section), posted)
    return address(section)


def test_a_draft_that_says_just_what_is_stored_stands_in_nobodys_way(
    section, report, officer
):
    type_into(officer, section, text=f"{TEXT}\r\n")

    assert "isn't saved" not in read(officer, report)
    response = client_of(officer).post(all_address(report, "submit"))
    assert response.headers["Location"] == report.get_absolute_url()


def test_all_that_keeps_a_report_from_being_sent_is_named_at_once(
    section, report, officer
):
    typed = [section, make_section(report), make_section(report, narrative="ก")]
    for one in typed:
        type_into(officer, one)
    empty = [make_section(report) for _number in range(2)]
    ready = make_section(report, narrative="ข")

    response = client_of(officer).post(all_address(report, "submit"))

    assert response.status_code == 422
    summary = response.content.decode().partition("error-summary")[2]
    summary = summary.partition("</div>")[0]
    for held, why in ((typed, "text that isn"), (empty, "neither text nor figure")):
        for one in held:
            words = summary.partition(f'<a href="{one.get_absolute_url()}">')[2]
            assert f"– {why}" in words.partition("</a>")[0]
    assert ready.get_absolute_url() not in summary
    assert "in this topic" not in summary
    assert not report.sections.exclude(state="draft").exists()


def test_what_is_typed_is_not_asked_about_when_the_round_is_closed(
    section, report, officer
):
    type_into(officer, section)
    report.round.state = RoundState.CLOSED
    report.round.save()

    response = client_of(officer).post(all_address(report, "submit"))

    assert response.status_code == 409
    assert "its reports are locked" in response.content.decode()


def test_unsaved_text_is_told_and_keeps_the_topic_from_being_sent(
    section, report, officer, head
):
    typed_at = type_into(officer, section)

    page = read(officer, report)
    assert "You have text that isn't saved." in page
    assert page.count(f'href="{typed_at}"') == 2
    assert "isn't saved" not in read(head, report)
    for response in (
        take(officer, section, "submit"),
        client_of(officer).post(all_address(report, "submit")),
    ):
        assert response.status_code == 422
        page = response.content.decode()
        assert section.get_absolute_url() in page
        assert typed_at in page
    assert take(head, section, "submit").status_code == 302


# --- Cost ---------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 12])
@pytest.mark.parametrize("who", ["officer", "inspector", "manager"])
def test_costs_the_same_whatever_it_holds(
    who, count, report, request, officer, manager, django_assert_num_queries
):
    user = request.getfixturevalue(who)
    for _number in range(count):
        held = make_section(report, narrative=TEXT)
        make_official_figure(held, as_of=date(2023, 1, 1))
        attach(held, officer)
        step(held, "submit", officer)
        step(held, "return", manager, comments={"narrative": "ก", "needs": "ข"})
    client = client_of(user)
    client.get(report.get_absolute_url())

    # session, user, scope, report; unopened or unsaved; sections with indicators,
    # figures, their indicators, comments, authors, versions, authors; files, returns
    with django_assert_num_queries(15):
        client.get(report.get_absolute_url())
