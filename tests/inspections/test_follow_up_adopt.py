"""Adopting imported follow-ups: chosen, confirmed, done as far as possible, told."""

from datetime import timedelta

import pytest
from django.utils import timezone

from audit.models import Entry
from inspections.adopting import adopt_all
from inspections.lifecycle import FollowUpState
from inspections.models import FollowUp
from tests.factories import make_follow_up, make_office, make_round
from tests.page_forms import page_form
from tests.reading import client_of, page_of

URL = "/follow-ups/adopt/"


@pytest.fixture
def imported(khon_kaen_office, songkhla_office):
    """Two imported ones with their office, one that names nobody."""
    rows = [
        make_follow_up(office=office, is_imported=True)
        for office in (khon_kaen_office, songkhla_office)
    ]
    nobodys = FollowUp.objects.create(
        text="ไม่ระบุหน่วย",
        given_on=rows[0].given_on,
        ref="F-2566-00900",
        state=FollowUpState.ISSUED,
        is_imported=True,
    )
    return [*rows, nobodys]


def ask(client, rows, **typed):
    """Choose these rows and send them."""
    form = page_form(client.get(URL), having="office")
    return client.post(URL, {**form, "chosen": [row.pk for row in rows], **typed})


def confirm(client, question):
    """Press the button of the question; gives the page after it."""
    return client.post(URL, page_form(question, having="sure"), follow=True)


def adopted():
    return {row.pk for row in FollowUp.objects.filter(is_imported=False)}


def test_lists_what_is_imported_and_not_adopted(manager, imported):
    known = make_follow_up()
    ended = make_follow_up(is_imported=True, state=FollowUpState.WITHDRAWN)

    page = page_of(manager, URL)

    for row in imported:
        assert f'name="chosen" value="{row.pk}" form="adopt"> {row.ref}</label>' in page
    assert known.ref not in page
    assert ended.ref not in page
    assert "Not known; choose an office below" in page


def test_filters_by_place_and_round(manager, imported):
    held_round = make_round(fiscal_year=2566, number=1)
    FollowUp.objects.filter(pk=imported[1].pk).update(round=held_round)

    assert imported[1].ref not in page_of(manager, URL, province="40")
    assert imported[0].ref not in page_of(manager, URL, round="2566-1")
    assert imported[1].ref in page_of(manager, URL, zone=5, round="2566-1")


def test_selects_all_that_are_shown(manager, imported):
    page = page_of(manager, URL, province="40", select="all")

    assert page.count(" checked> F-") == 1
    assert page_of(manager, URL).count(" checked> F-") == 0
    assert 'href="?province=40&amp;select=all"' in page


def test_asks_first_with_how_many(manager, imported):
    question = ask(client_of(manager), imported[:2])

    page = question.content.decode()
    assert "Adopt 2 follow-ups? They then have a due day" in page
    assert adopted() == set()


def test_adopts_those_confirmed(manager, imported):
    client = client_of(manager)

    after = confirm(client, ask(client, imported[:2])).content.decode()

    assert adopted() == {row.pk for row in imported[:2]}
    assert "2 follow-ups adopted." in after
    row = FollowUp.objects.get(pk=imported[0].pk)
    assert row.due_on == timezone.localdate() + timedelta(days=30)
    assert Entry.objects.about(row).last().step == "adopt"


def test_an_office_is_given_to_those_that_name_nobody(manager, imported):
    client, office = client_of(manager), imported[0].office

    confirm(client, ask(client, imported, office=office.pk))

    assert len(adopted()) == 3
    row = FollowUp.objects.get(pk=imported[2].pk)
    assert (row.office, row.answering_office, row.province) == (
        office,
        office,
        office.province,
    )
    assert FollowUp.objects.get(pk=imported[1].pk).office == imported[1].office


def test_what_cannot_be_is_left_and_told_why(manager, imported):
    client = client_of(manager)

    question = ask(client, imported)
    after = confirm(client, question).content.decode()

    page = question.content.decode()
    assert "Adopt 2 follow-ups?" in page
    assert "1 names nobody who must act and is left" in page
    assert "2 follow-ups adopted." in after
    assert "1 was left:" in after
    assert "Choose the office that is to act." in after
    assert adopted() == {row.pk for row in imported[:2]}


def test_what_somebody_adopted_meanwhile_is_left_and_told_why(manager, imported):
    client = client_of(manager)
    question = ask(client, imported[:2])
    adopt_all(imported[:1], by=manager)

    after = confirm(client, question).content.decode()

    assert "1 follow-up adopted." in after
    assert "It has been adopted already." in after


def test_confirmed_twice_it_is_done_once(manager, imported):
    client = client_of(manager)
    question = ask(client, imported[:1])

    confirm(client, question)
    after = confirm(client, question).content.decode()

    assert "It has been adopted already." not in after
    entries = Entry.objects.about(imported[0])
    assert [entry.step for entry in entries] == ["adopt"]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"chosen": []}, "chosen"),
        ({"chosen": ["x"]}, "chosen"),
        ({"chosen": ["987654"]}, "chosen"),
        ({"office": "987654"}, "office"),
        ({"office": "x"}, "office"),
    ],
)
def test_what_is_wrong_is_told_and_the_choice_kept(typed, field, manager, imported):
    client = client_of(manager)

    response = ask(client, imported[:1], **typed)

    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert adopted() == set()
    if "chosen" not in typed:
        assert response.content.decode().count(" checked> F-") == 1


@pytest.mark.parametrize(
    "who", ["inspector", "assistant", "officer", "head", "stranger", "nobody"]
)
def test_only_managers_find_the_page(who, request, imported):
    client = client_of(request.getfixturevalue(who))

    assert client.get(URL).status_code == 404
    sent = {"chosen": [imported[0].pk], "sure": "on"}
    assert client.post(URL, sent).status_code == 404
    assert adopted() == set()
    assert URL not in client.get("/follow-ups/").content.decode()


def test_only_managers_adopt(inspector, imported):
    told = adopt_all(imported[:1], by=inspector)

    assert told.adopted == []
    assert [row for row, _reason in told.left] == imported[:1]
    assert adopted() == set()


def test_with_nothing_left_it_says_so(manager):
    page = page_of(manager, URL)

    assert "Nothing imported is left to adopt." in page
    assert 'id="adopt"' not in page


@pytest.mark.parametrize("count", [1, 12, 50])
def test_costs_the_same_whatever_it_lists(count, manager, django_assert_num_queries):
    for _number in range(count):
        make_follow_up(office=make_office(), is_imported=True)
    client = client_of(manager)
    client.get(URL)

    # session, user, scope, count, keys, rows; offices to choose from
    with django_assert_num_queries(7):
        client.get(URL)
