"""Evidence of an answer: for those who see the follow-up, and for nobody else."""

import pytest
from django.urls import reverse

from tests.factories import make_answer, make_follow_up, make_visit
from tests.inspections.cast import join
from tests.inspections.full_visit import attach
from tests.reading import client_of


@pytest.fixture
def answer(khon_kaen_office):
    return make_answer(make_follow_up(office=khon_kaen_office))


@pytest.fixture
def photo(answer, officer):
    return attach(answer, officer, media_type="image/jpeg", name="น้ำ.jpg")


def address(answer, file) -> str:
    args = [answer.follow_up.ref, file.pk]
    return reverse("inspections:follow_up_file", args=args)


@pytest.mark.parametrize(
    "who", ["inspector", "assistant", "officer", "head", "manager"]
)
def test_is_served_shut_off_from_everything_around_it(request, who, answer, photo):
    client = client_of(request.getfixturevalue(who))

    response = client.get(address(answer, photo))

    assert b"".join(response) == b"file"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    small = client.get(address(answer, photo), {"preview": ""})
    assert b"".join(small) == b"small"


@pytest.mark.parametrize("who", ["stranger", "neighbour", "nobody"])
def test_is_not_there_for_others(request, who, answer, photo):
    client = client_of(request.getfixturevalue(who))

    assert client.get(address(answer, photo)).status_code == 404


def test_who_went_on_the_visit_that_gave_it_reads_it(request, khon_kaen_office):
    visit = make_visit(offices=[khon_kaen_office], state="signed_off")
    given = make_follow_up(office=khon_kaen_office, visit=visit)
    answer = make_answer(given)
    user = join(request, "former_lead", visit)
    file = attach(answer, user)

    response = client_of(user).get(address(answer, file))

    assert b"".join(response) == b"file"


def test_a_file_of_another_record_is_not_found(
    manager, officer, answer, khon_kaen_office
):
    other = make_answer(make_follow_up(office=khon_kaen_office))
    visit = make_visit(offices=[khon_kaen_office])
    client = client_of(manager)

    for record in (other, visit, answer.follow_up):
        file = attach(record, officer)
        assert client.get(address(answer, file)).status_code == 404


def test_what_is_staged_is_its_uploaders_alone(officer, head, answer):
    key = "7d1b1a3e-9d3c-4a53-9f0c-1f6f3f0f4a11"
    file = attach(answer, officer, staged_key=key)

    assert client_of(head).get(address(answer, file)).status_code == 404


def test_is_only_read(manager, answer, photo):
    assert client_of(manager).post(address(answer, photo)).status_code == 405
