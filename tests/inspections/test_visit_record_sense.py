"""What the record page does about things typed that do not go together."""

import pytest
from django.urls import reverse

from inspections.models import TopicNote, Visit
from tests.factories import make_follow_up, make_round, make_topic, make_visit
from tests.page_forms import page_form, row_of


def address(visit: Visit) -> str:
    return reverse("inspections:visit_record", args=[visit.ref])


@pytest.fixture
def visit(inspector, khon_kaen_office, zone_12) -> Visit:
    """In progress, in a round with two topics, led by the inspector."""
    held_round = make_round()
    make_topic(held_round, title_th="โรงงาน", kind="factory_mine", order=1)
    make_topic(held_round, title_th="อาชีพ", kind="livelihood", order=2)
    return make_visit(
        offices=[khon_kaen_office], lead=inspector, zone=zone_12, round=held_round
    )


@pytest.fixture
def form(client, inspector, visit):
    client.force_login(inspector)
    return page_form(client.get(address(visit)), having="general-summary")


def test_a_company_named_beside_another_addressee_is_asked_about(client, visit, form):
    row_of(
        form,
        "recommendations",
        kind="order",
        text="ให้แก้ไข",
        to=f"office:{visit.units.get().office_id}",
        company="บจก. หาย",
        topic_kind="other",
        priority="normal",
    )

    response = client.post(address(visit), form)

    assert response.status_code == 422
    text = response.content.decode()
    assert 'id="id_recommendations-0-company_error"' in text
    assert "บจก. หาย" in text


def test_topics_not_written_in_yet_are_offered_again(client, visit, form):
    form["topics-0-reported"] = ["ตรวจแล้ว"]
    client.post(address(visit), form)

    again = page_form(client.get(address(visit)), having="general-summary")

    titles = [again[f"topics-{row}-title"][0] for row in range(2)]
    assert titles == ["โรงงาน", "อาชีพ"]
    assert again["topics-0-id"] == [str(visit.notes.get().pk)]
    assert again["topics-TOTAL_FORMS"] == ["2"]


def test_another_round_takes_notes_and_recommendations_along(client, visit, form):
    other = make_round()
    same = make_topic(other, title_th="โรงงาน", kind="factory_mine")
    old = visit.round.topics.all()
    kept = TopicNote.objects.create(
        visit=visit, topic=old[0], kind="factory_mine", title="โรงงาน"
    )
    left = TopicNote.objects.create(
        visit=visit, topic=old[1], kind="livelihood", title="อาชีพ"
    )
    office = visit.units.get().office
    given = make_follow_up(visit=visit, office=office, state="draft", round=visit.round)
    form = page_form(client.get(address(visit)), having="general-summary")

    client.post(address(visit), {**form, "general-round": [str(other.pk)]})

    for row in (kept, left, given):
        row.refresh_from_db()
    assert (kept.topic, left.topic, given.round) == (same, None, other)


def test_an_office_stands_in_one_row_only(client, visit, form):
    office = visit.units.get().office
    row_of(form, "units", office=str(office.pk))

    response = client.post(address(visit), form)

    assert response.status_code == 422
    assert b'id="id_units-1-office_error"' in response.content
    assert visit.units.count() == 1


def test_save_and_keep_writing_stays_on_the_page(client, visit, form):
    response = client.post(address(visit), {**form, "stay": "1"})

    assert response.headers["Location"] == address(visit)
