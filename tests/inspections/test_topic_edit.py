"""Topics of a round: added and changed, frozen by opening, merged, in history."""

from html import unescape

import pytest
from django.core.exceptions import ValidationError

from audit.models import Entry
from inspections.actions import take_round_step
from inspections.lifecycle import RoundState
from inspections.models import Indicator, ProvinceReport, ReportSection, Topic
from tests.factories import (
    make_indicator,
    make_report,
    make_round,
    make_section,
    make_topic,
)
from tests.page_forms import page_form, row_of
from tests.reading import client_of, page_of
from tests.rows import all_rows, changed_tables

URL = "/rounds/2569-1/topics/"
NEW = f"{URL}new/"
NOT_MANAGERS = ["inspector", "assistant", "officer", "head", "stranger", "nobody"]


@pytest.fixture
def held_round(khon_kaen_office, kalasin_office, songkhla_office):
    return make_round(fiscal_year=2569, number=1)


@pytest.fixture
def topic(held_round, khon_kaen):
    """For Khon Kaen, with one indicator."""
    made = make_topic(
        held_round,
        kind="cane_burning",
        title_th="อ้อยไฟไหม้",
        title_en="Burnt cane",
        guidance="นับตามโรงงาน",
        applies_everywhere=False,
    )
    made.provinces.add(khon_kaen)
    make_indicator(made, code="cane", name_th="ปริมาณอ้อย", minimum=0, maximum=100)
    return made


def address(topic) -> str:
    return f"{URL}{topic.pk}/"


def opened(client, url):
    return page_form(client.get(url), having="general-position")


def filled(client, **fields):
    """A new topic that can be saved: for all provinces, with one indicator."""
    data = opened(client, NEW) | {
        "general-kind": ["other"],
        "general-title_th": ["ประเด็นใหม่"],
        "indicators-0-code": ["count"],
        "indicators-0-name_th": ["จำนวน"],
        "indicators-0-unit_th": ["แห่ง"],
        "indicators-0-type": ["integer"],
    }
    return data | {name.replace("__", "-"): value for name, value in fields.items()}


def told(response) -> str:
    return unescape(response.content.decode())


def open_it(held_round, manager):
    held_round.refresh_from_db()
    take_round_step(held_round, "open", by=manager)


def offices(topic) -> set[str]:
    return {s.report.office.code for s in topic.sections.select_related("report")}


# --- Reading ------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["manager", "inspector", "officer", "nobody"])
def test_everyone_reads_topics_provinces_and_indicators(who, topic, request):
    page = page_of(request.getfixturevalue(who), URL)

    for words in ("Burnt cane", "อ้อยไฟไหม้", "นับตามโรงงาน", "Khon Kaen", "cane"):
        assert words in page
    assert "From 0 to 100" in page
    assert (f"{address(topic)}remove/" in page) == (who == "manager")


@pytest.mark.parametrize("who", NOT_MANAGERS)
def test_nobody_else_arranges_them(who, topic, request):
    client = client_of(request.getfixturevalue(who))

    for url in (NEW, address(topic)):
        assert client.get(url).status_code == client.post(url).status_code == 404
    assert client.post(f"{address(topic)}remove/").status_code == 404


@pytest.mark.parametrize("count", [1, 12])
def test_costs_the_same_whatever_it_lists(
    count, manager, held_round, django_assert_num_queries
):
    for _number in range(count):
        make_indicator(make_topic(held_round))
    client = client_of(manager)
    client.get(URL)

    # session, user, scope, round, topics, provinces, indicators
    with django_assert_num_queries(7):
        client.get(URL)


# --- While the round is planned -----------------------------------------------------


def test_adds_a_topic_with_its_indicators_last(manager, topic):
    client = client_of(manager)

    response = client.post(NEW, filled(client))

    made = Topic.objects.get(title_th="ประเด็นใหม่")
    assert response.headers["Location"] == f"{URL}#topic-{made.pk}"
    assert made.applies_everywhere
    assert [*made.round.topics.all()] == [topic, made]
    indicator = made.indicators.get()
    assert (indicator.code, indicator.type, indicator.unit_th) == (
        "count",
        "integer",
        "แห่ง",
    )
    entry = Entry.objects.about(made.round).get()
    assert entry.step == "topic-new"
    assert [["topics", "ประเด็นใหม่", "title_th"], None, "ประเด็นใหม่"] in entry.changes
    assert not ReportSection.objects.exists()


def test_changes_wording_provinces_and_place(manager, topic, kalasin, khon_kaen):
    other = make_topic(topic.round, order=1)
    client = client_of(manager)
    data = opened(client, address(topic)) | {
        "general-title_th": ["อ้อยสด"],
        "general-position": ["2"],
        "general-provinces": [str(kalasin.pk), str(khon_kaen.pk)],
        "indicators-0-maximum": ["๒๐๐"],
    }

    assert client.post(address(topic), data).status_code == 302

    topic.refresh_from_db()
    assert topic.title_th == "อ้อยสด"
    assert {p.pk for p in topic.provinces.all()} == {kalasin.pk, khon_kaen.pk}
    assert [*topic.round.topics.all()] == [other, topic]
    assert topic.indicators.get().maximum == 200
    changes = Entry.objects.about(topic.round).get().changes
    assert [["topics", "อ้อยสด", "title_th"], "อ้อยไฟไหม้", "อ้อยสด"] in changes
    provinces = ["topics", "อ้อยสด", "provinces"]
    assert [provinces, "ขอนแก่น", "กาฬสินธุ์, ขอนแก่น"] in changes
    assert [["indicators", "อ้อยสด – ปริมาณอ้อย", "maximum"], "100", "200"] in [
        [path, before, after] for path, before, after in changes
    ]
    history = page_of(manager, "/rounds/2569-1/history/")
    assert "Changed a topic" in history
    assert "อ้อยสด" in history


def test_two_codes_may_change_places_and_a_row_may_go(manager, topic):
    make_indicator(topic, code="water", order=1)
    client = client_of(manager)
    data = opened(client, address(topic)) | {
        "indicators-0-code": ["water"],
        "indicators-1-code": ["cane"],
    }
    assert client.post(address(topic), data).status_code == 302
    assert [i.code for i in topic.indicators.all()] == ["water", "cane"]

    data = opened(client, address(topic)) | {"indicators-0-DELETE": ["on"]}
    client.post(address(topic), data)

    assert [i.code for i in topic.indicators.all()] == ["cane"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"general__title_th": ["อ้อยไฟไหม้"]}, "has this title already"),
        ({"general__title_th": [""]}, "required"),
        ({"general__kind": [""]}, "required"),
        ({"general__applies_everywhere": []}, "Choose at least one province"),
        ({"general__position": ["0"]}, "from 1 to 99"),
        (
            {"indicators__0__minimum": ["5"], "indicators__0__maximum": ["4"]},
            "below the smallest",
        ),
        ({"indicators__0__maximum": ["4.5"]}, "A whole number is asked for"),
        ({"indicators__0__target": ["1.25"]}, "A whole number is asked for"),
        ({"indicators__0__code": ["สองคำ"]}, "letters, numbers"),
        ({"indicators__0__type": [""]}, "required"),
        (
            {"indicators__0__type": ["decimal2"], "indicators__0__minimum": ["0.125"]},
            "at most 2 digits after the point",
        ),
    ],
)
def test_bad_input_is_told_and_nothing_stored(fields, words, manager, topic):
    client = client_of(manager)
    data = filled(client, **fields)
    before = all_rows()

    response = client.post(NEW, data)

    assert response.status_code == 422
    assert words in told(response)
    assert changed_tables(before, all_rows()) == set()


def test_all_provinces_and_chosen_ones_contradict_each_other(
    manager, held_round, kalasin
):
    client = client_of(manager)

    response = client.post(NEW, filled(client, general__provinces=[str(kalasin.pk)]))

    assert response.status_code == 422
    assert "Provinces are chosen, too" in told(response)


def test_a_code_used_twice_is_told_at_the_second(manager, topic):
    client = client_of(manager)
    data = opened(client, address(topic))
    row_of(data, "indicators", code="cane", name_th="ก", unit_th="ข", type="integer")

    response = client.post(address(topic), data)

    assert response.status_code == 422
    assert list(response.context["page"].indicators.forms[1].errors) == ["code"]


def test_adds_a_row_without_script(manager, topic):
    client = client_of(manager)
    data = opened(client, address(topic)) | {"add": "indicators"}

    response = client.post(address(topic), data)

    assert response.status_code == 200
    assert page_form(response, having="general-position")["indicators-TOTAL_FORMS"] == [
        "2"
    ]


def test_two_managers_at_two_topics_do_not_meet(manager, topic):
    other = make_topic(topic.round, order=1)
    client = client_of(manager)
    ours, theirs = opened(client, address(topic)), opened(client, address(other))
    client.post(address(other), theirs | {"general-guidance": ["ของเขา"]})

    response = client.post(address(topic), ours | {"general-guidance": ["ของเรา"]})

    assert response.status_code == 302
    topic.refresh_from_db()
    assert topic.guidance == "ของเรา"


# --- Once it was opened -------------------------------------------------------------

WORDING = {
    "kind": "other",
    "title_th": "คำอื่น",
    "title_en": "Other words",
    "guidance": "อื่น",
}
ASKED = {
    "code": "other",
    "name_th": "ชื่ออื่น",
    "name_en": "Other name",
    "unit_th": "ตัน",
    "unit_en": "tons",
    "type": "decimal2",
    "minimum": 1,
    "maximum": 99,
    "target": 50,
}


@pytest.mark.parametrize("state", ["open", "summarising", "closed"])
def test_the_models_refuse_another_wording(state, topic):
    topic.round.state = state
    topic.round.save()
    for name, value in WORDING.items():
        fresh = Topic.objects.get(pk=topic.pk)
        setattr(fresh, name, value)
        with pytest.raises(ValidationError) as refused:
            fresh.full_clean()
        assert list(refused.value.message_dict) == [name]
    for name, asked in ASKED.items():
        indicator = topic.indicators.get()
        setattr(indicator, name, asked)
        with pytest.raises(ValidationError) as refused:
            indicator.full_clean()
        assert list(refused.value.message_dict) == [name]
    with pytest.raises(ValidationError):
        Indicator(topic=topic, **ASKED).full_clean()


def test_the_page_shows_the_wording_and_asks_only_for_the_rest(manager, topic):
    open_it(topic.round, manager)

    response = client_of(manager).get(address(topic))

    asked = set(page_form(response, having="general-position"))
    assert not asked & {f"general-{name}" for name in WORDING}
    assert not any(name.startswith("indicators") for name in asked)
    assert "อ้อยไฟไหม้" in told(response)


@pytest.mark.parametrize(
    "forged",
    [{f"general-{name}": [str(value)]} for name, value in WORDING.items()],
)
def test_a_forged_wording_is_refused(forged, manager, topic):
    open_it(topic.round, manager)
    client = client_of(manager)
    data = opened(client, address(topic)) | forged
    before = all_rows()

    response = client.post(address(topic), data)

    assert response.status_code == 422
    assert "can no longer be changed" in told(response)
    assert changed_tables(before, all_rows()) == set()


def test_a_page_opened_before_the_round_was_is_refused_with_what_was_typed(
    manager, topic
):
    client = client_of(manager)
    title = opened(client, address(topic)) | {"general-title_th": ["คำอื่น"]}
    limit = opened(client, address(topic)) | {"indicators-0-maximum": ["7"]}
    gone = opened(client, address(topic)) | {"indicators-0-DELETE": ["on"]}
    more = opened(client, address(topic))
    row_of(more, "indicators", code="x", name_th="ก", unit_th="ข", type="integer")
    open_it(topic.round, manager)
    before = all_rows()

    for data in (title, limit, gone, more):
        response = client.post(address(topic), data)
        assert response.status_code == 422
        assert "can no longer be changed" in told(response)
    assert "คำอื่น" in told(client.post(address(topic), title))
    assert changed_tables(before, all_rows()) == set()


def test_a_province_is_added_and_its_office_gets_a_draft(manager, topic, kalasin):
    open_it(topic.round, manager)
    client = client_of(manager)
    data = opened(client, address(topic))
    data["general-provinces"] = [*data["general-provinces"], str(kalasin.pk)]

    response = client.post(address(topic), data, follow=True)

    assert "1 office got a draft of it." in told(response)
    assert offices(topic) == {"moi-kkn", "moi-ksn"}
    entry = Entry.objects.about(topic.round).last()
    assert [["topics", "อ้อยไฟไหม้", "drafts"], None, 1] in entry.changes


def test_a_topic_of_some_becomes_one_of_all(manager, topic):
    open_it(topic.round, manager)
    client = client_of(manager)
    data = opened(client, address(topic)) | {"general-applies_everywhere": ["on"]}

    assert client.post(address(topic), data).status_code == 302

    assert offices(topic) == {"moi-kkn", "moi-ksn", "moi-ska"}


def test_no_province_is_taken_away(manager, topic, kalasin):
    whole = make_topic(topic.round, order=1)
    open_it(topic.round, manager)
    client = client_of(manager)
    swapped = opened(client, address(topic)) | {"general-provinces": [str(kalasin.pk)]}
    narrowed = opened(client, address(whole)) | {
        "general-applies_everywhere": [],
        "general-provinces": [str(kalasin.pk)],
    }
    before = all_rows()

    answers = (
        client.post(address(topic), swapped),
        client.post(address(whole), narrowed),
    )

    assert [answer.status_code for answer in answers] == [422, 422]
    assert "not taken away: Khon Kaen." in told(answers[0])
    assert "stays one for all" in told(answers[1])
    assert changed_tables(before, all_rows()) == set()


@pytest.mark.parametrize("steps", [["open"], ["open", "summarise"]])
def test_a_topic_added_late_gives_drafts_and_is_frozen_at_once(steps, manager, topic):
    for step in steps:
        topic.round.refresh_from_db()
        take_round_step(topic.round, step, by=manager)
    ProvinceReport.objects.update(state="accepted")
    client = client_of(manager)

    response = client.post(NEW, filled(client), follow=True)

    made = Topic.objects.get(title_th="ประเด็นใหม่")
    assert "3 offices got a draft of it." in told(response)
    assert offices(made) == {"moi-kkn", "moi-ksn", "moi-ska"}
    assert {report.state for report in ProvinceReport.objects.all()} == {"draft"}
    data = opened(client, address(made)) | {"general-title_th": ["อีกคำ"]}
    assert client.post(address(made), data).status_code == 422


def test_nothing_of_a_closed_round_is_changed(manager, topic):
    client = client_of(manager)
    data, new = opened(client, address(topic)), filled(client)
    topic.round.state = RoundState.CLOSED
    topic.round.save()

    for url in (NEW, address(topic)):
        assert client.get(url).headers["Location"] == URL
    assert client.post(address(topic), data).status_code == 409
    assert client.post(NEW, new).status_code == 409
    assert client.post(f"{address(topic)}remove/").status_code == 409
    assert Topic.objects.get() == topic


# --- Removing -----------------------------------------------------------------------


def test_a_planned_topic_goes_at_once_and_once(manager, topic):
    client = client_of(manager)
    data = page_form(client.get(URL), having="operation")

    first = client.post(f"{address(topic)}remove/", data)
    again = client.post(f"{address(topic)}remove/", data)

    assert first.headers["Location"] == again.headers["Location"] == URL
    assert not Topic.objects.exists()
    assert not Indicator.objects.exists()
    entry = Entry.objects.about(topic.round).get()
    assert entry.step == "topic-remove"
    assert [["topics", "อ้อยไฟไหม้", "title_th"], "อ้อยไฟไหม้", None] in entry.changes
    assert "Removed a topic" in page_of(manager, "/rounds/2569-1/history/")


def test_drafts_go_only_after_one_was_told_how_many(manager, topic):
    make_topic(topic.round, order=1)
    open_it(topic.round, manager)
    client = client_of(manager)
    topic.sections.update(narrative="เขียนแล้ว")
    before = all_rows()

    asked = client.post(f"{address(topic)}remove/")

    assert asked.status_code == 409
    assert "1 office has a draft" in told(asked)
    assert "1 of them is already written in." in told(asked)
    assert changed_tables(before, all_rows()) == set()
    data = page_form(asked, having="agreed")
    assert client.post(f"{address(topic)}remove/", data).status_code == 302
    assert not Topic.objects.filter(pk=topic.pk).exists()
    assert ProvinceReport.objects.count() == 3


def test_what_was_written_meanwhile_is_asked_about_again(manager, topic):
    make_topic(topic.round, order=1)
    open_it(topic.round, manager)
    client = client_of(manager)
    data = page_form(client.post(f"{address(topic)}remove/"), having="agreed")
    topic.sections.update(needs="เพิ่งเขียน")

    assert client.post(f"{address(topic)}remove/", data).status_code == 409
    assert Topic.objects.filter(pk=topic.pk).exists()


def test_a_report_left_without_topics_goes_too(manager, topic):
    open_it(topic.round, manager)
    client = client_of(manager)
    assert ProvinceReport.objects.count() == 1

    client.post(f"{address(topic)}remove/", {"agreed": "0"})

    assert not ProvinceReport.objects.exists()


@pytest.mark.parametrize("state", ["submitted", "draft"])
def test_a_topic_that_was_ever_submitted_stays(state, manager, topic):
    topic.round.state = RoundState.OPEN
    topic.round.save()
    section = make_section(
        make_report(round=topic.round), topic=topic, state="submitted"
    )
    ReportSection.objects.filter(pk=section.pk).update(state=state)

    response = client_of(manager).post(f"{address(topic)}remove/", {"agreed": "1"})

    assert response.status_code == 409
    assert "An office has submitted its report on this topic" in told(response)
    assert Topic.objects.filter(pk=topic.pk).exists()


def test_another_rounds_topic_is_not_reached(manager, topic):
    make_round(fiscal_year=2568, number=1)
    client = client_of(manager)

    url = f"/rounds/2568-1/topics/{topic.pk}/"

    assert client.get(url).status_code == client.post(url).status_code == 404
    assert client.post(f"{url}remove/").status_code == 404
