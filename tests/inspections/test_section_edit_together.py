"""Two officers of one office in one section: nothing typed is lost."""

from functools import partial

import pytest

from audit.models import Entry, Operation
from inspections.models import Figure, ReportSection, Round
from inspections.views import saving
from tests.inspections.writing import (
    address,
    figure_in,
    form_of,
    in_form,
)
from tests.page_forms import row_of
from tests.racing import meeting_before, race
from tests.reading import client_of

A_DAY = "1/3/2566"


@pytest.fixture
def clients(officer, head):
    """The officer's browser and the head's, in English."""
    return client_of(officer), client_of(head)


def opened(clients, section):
    return [form_of(client, section) for client in clients]


def test_different_fields_are_both_stored(clients, section, indicator):
    mine, theirs = opened(clients, section)
    theirs |= {"section-obstacles": ["ฝน"]} | figure_in(
        indicator, number="5", as_of=A_DAY
    )
    mine |= {"section-narrative": ["ทำแล้ว"]}
    row_of(mine, "figures", name="ก", number="1", unit="ข", as_of=A_DAY)

    answers = [
        clients[1].post(address(section), theirs),
        clients[0].post(address(section), mine),
    ]

    assert [a.status_code for a in answers] == [302, 302]
    section.refresh_from_db()
    assert (section.narrative, section.obstacles) == ("ทำแล้ว", "ฝน")
    assert sorted(section.figures.values_list("value", flat=True)) == [1, 5]


@pytest.mark.parametrize("field", ["narrative", "obstacles", "needs"])
def test_of_one_field_both_texts_come_back(clients, section, field):
    mine, theirs = opened(clients, section)
    name = f"section-{field}"
    clients[1].post(address(section), theirs | {name: ["ของหัวหน้า"]})

    response = clients[0].post(address(section), mine | {name: ["ของผม"]})

    assert response.status_code == 409
    page = response.content.decode()
    assert "ของหัวหน้า" in page
    assert in_form(response)[name] == ["ของผม"]
    assert f'href="#id_section-{field}"' in page
    section.refresh_from_db()
    assert getattr(section, field) == "ของหัวหน้า"
    assert clients[0].post(address(section), in_form(response)).status_code == 302
    section.refresh_from_db()
    assert getattr(section, field) == "ของผม"


def test_of_one_figure_both_numbers_come_back_with_its_name(
    clients, section, indicator
):
    mine, theirs = opened(clients, section)
    clients[1].post(
        address(section), theirs | figure_in(indicator, number="5", as_of=A_DAY)
    )

    response = clients[0].post(
        address(section), mine | figure_in(indicator, number="6", as_of=A_DAY)
    )

    assert response.status_code == 409
    assert f"{indicator}: Value" in response.content.decode()
    assert in_form(response)[f"indicator-{indicator.pk}-number"] == ["6"]
    assert section.figures.get().value == 5


def test_the_same_number_from_both_is_one_figure(clients, section, indicator):
    mine, theirs = opened(clients, section)
    typed = figure_in(indicator, number="5", as_of=A_DAY)
    clients[1].post(address(section), theirs | typed)

    response = clients[0].post(address(section), mine | typed)

    assert response.status_code == 302
    assert section.figures.get().value == 5


def test_taking_out_a_figure_that_was_changed_is_asked_about(
    clients, section, indicator
):
    typed = figure_in(indicator, number="5", as_of=A_DAY)
    clients[0].post(address(section), form_of(clients[0], section) | typed)
    mine, theirs = opened(clients, section)
    clients[1].post(address(section), theirs | figure_in(indicator, qualifier="about"))

    emptied = mine | figure_in(indicator, number="")
    response = clients[0].post(address(section), emptied)

    assert response.status_code == 409
    assert "You took the number out, but somebody changed" in response.content.decode()
    assert section.figures.get().qualifier == "about"
    assert clients[0].post(address(section), in_form(response)).status_code == 302
    assert not section.figures.exists()


def test_writing_in_a_figure_that_was_taken_out_is_asked_about(
    clients, section, indicator
):
    typed = figure_in(indicator, number="5", as_of=A_DAY)
    clients[0].post(address(section), form_of(clients[0], section) | typed)
    mine, theirs = opened(clients, section)
    clients[1].post(address(section), theirs | figure_in(indicator, number=""))

    response = clients[0].post(
        address(section), mine | figure_in(indicator, number="6")
    )

    assert response.status_code == 409
    assert not section.figures.exists()


def test_what_the_other_submitted_is_not_written_over(clients, section):
    mine, theirs = opened(clients, section)
    submitted = theirs | {"section-narrative": ["ส่งแล้ว"], "submit": ["1"]}
    assert clients[1].post(address(section), submitted).status_code == 302

    response = clients[0].post(address(section), mine | {"section-needs": ["ช้าไป"]})

    assert response.status_code == 409
    assert "ช้าไป" in response.content.decode()
    section.refresh_from_db()
    assert (section.state, section.needs) == ("submitted", "")


# --- At the same moment -------------------------------------------------------------

at_once = pytest.mark.django_db(transaction=True)
ROUNDS = 6


@at_once
@pytest.mark.parametrize("number", [2, 6])
def test_posts_of_one_key_at_once_have_one_effect(
    clients, officer, section, indicator, number
):
    browsers = [client_of(officer) for _ in range(number)]
    form = form_of(clients[0], section) | figure_in(indicator, number="5", as_of=A_DAY)
    form |= {"section-narrative": ["ก"], "submit": ["1"]}
    row_of(form, "figures", name="ก", number="1", unit="ข", as_of=A_DAY)

    with meeting_before(saving, "once", number):
        answers = race([partial(b.post, address(section), form) for b in browsers])

    assert {a.headers.get("Location") for a in answers} == {section.get_absolute_url()}
    assert section.figures.count() == 2
    assert section.versions.count() == Operation.objects.count() == 1
    steps = [entry.step for entry in Entry.objects.about(section)]
    assert steps == ["write", "submit"]


@at_once
def test_two_who_save_one_field_at_once_both_see_both(clients, section):
    for count in range(ROUNDS):
        tokens = f"เจ้าหน้าที่ {count}.", f"หัวหน้า {count}."
        posts = [
            partial(client.post, address(section), form | {"section-narrative": [text]})
            for client, form, text in zip(
                clients, opened(clients, section), tokens, strict=True
            )
        ]
        with meeting_before(saving, "once", 2):
            answers = race(posts)

        assert sorted(a.status_code for a in answers) == [302, 409]
        refused = next(a for a in answers if a.status_code == 409)
        page = refused.content.decode()
        assert all(token in page for token in tokens)


@at_once
def test_two_first_figures_of_one_indicator_at_once_are_one(
    clients, section, indicator
):
    for count in range(1, ROUNDS):
        Figure.objects.filter(section=section).delete()
        forms = opened(clients, section)
        posts = [
            partial(
                client.post,
                address(section),
                form | figure_in(indicator, number=str(10 * count + who), as_of=A_DAY),
            )
            for who, (client, form) in enumerate(zip(clients, forms, strict=True))
        ]
        with meeting_before(saving, "once", 2):
            answers = race(posts)

        assert sorted(a.status_code for a in answers) == [302, 409]
        assert section.figures.count() == 1


@at_once
def test_a_round_closed_in_that_moment_takes_nothing(clients, section, monkeypatch):
    form = form_of(clients[0], section) | {"section-narrative": ["ช้าไป"]}
    real = saving.once

    def close_first(*args):
        monkeypatch.setattr(saving, "once", real)
        Round.objects.filter(pk=section.report.round_id).update(state="closed")
        return real(*args)

    monkeypatch.setattr(saving, "once", close_first)

    response = clients[0].post(address(section), {**form, "submit": "1"})

    assert response.status_code == 409
    assert "ช้าไป" in response.content.decode()
    stored = ReportSection.objects.get(pk=section.pk)
    assert (stored.narrative, stored.state, stored.version) == ("", "draft", 1)
