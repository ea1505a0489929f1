"""Steps of a follow-up from its page: what they ask for, refusals, two at once.

The table of all steps by state and role is tested apart from the pages.
"""

from datetime import date

import pytest
from django.urls import reverse

from audit.models import Entry
from inspections.actions import Given, Told, take_follow_up_step
from inspections.lifecycle import FOLLOW_UP_STEPS
from inspections.models import FollowUp
from tests.factories import (
    make_carry,
    make_follow_up,
    make_network,
    make_round,
    make_visit,
)
from tests.inspections.steps import put
from tests.page_forms import page_form
from tests.racing import race_posts
from tests.reading import client_of, page_of
from tests.rows import all_rows, changed_tables

DONE = Given(content=Told("ทำแล้ว", date(2023, 3, 2)))


def address(follow_up: FollowUp, step: str) -> str:
    return reverse("inspections:follow_up_step", args=[follow_up.ref, step])


@pytest.fixture
def follow_up(khon_kaen_office) -> FollowUp:
    return make_follow_up(office=khon_kaen_office)


@pytest.fixture
def answered(follow_up, officer) -> FollowUp:
    take_follow_up_step(follow_up, "answer", by=officer, given=DONE)
    return follow_up


@pytest.fixture
def nobodys(db) -> FollowUp:
    """Imported; the source doesn't say who must act."""
    return FollowUp.objects.create(
        text="ก",
        given_on=date(2023, 3, 1),
        ref="F-2566-90001",
        state="issued",
        is_imported=True,
    )


def form_for(client, follow_up: FollowUp, step: str) -> dict[str, list[str]]:
    """The controls of the form that takes a step, as a browser sends them."""
    page = client.get(follow_up.get_absolute_url()).content.decode()
    _before, found, after = page.partition(f'action="{address(follow_up, step)}"')
    assert found, f"{step} is not offered"
    own = f"<form {found}{after.partition('</form>')[0]}</form>"

    class Answer:
        content = own.encode()

    return page_form(Answer())


def take(client, follow_up: FollowUp, step: str, **given: str):
    form = form_for(client, follow_up, step)
    return client.post(address(follow_up, step), {**form, **given})


# --- What steps do ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("step", "state"), [("acknowledge", "acknowledged"), ("start", "in_progress")]
)
def test_the_office_takes_it_up_by_one_press(officer, follow_up, step, state):
    response = take(client_of(officer), follow_up, step)

    assert response.headers["Location"] == follow_up.get_absolute_url()
    follow_up.refresh_from_db()
    assert follow_up.state == state


def test_the_office_says_that_it_cannot_and_why(officer, follow_up):
    client = client_of(officer)
    refused = take(client, follow_up, "cannot", reason=" ")
    assert refused.status_code == 422
    assert 'id="cannot-error"' in refused.content.decode()

    take(client, follow_up, "cannot", reason="นอกอำนาจ")

    follow_up.refresh_from_db()
    assert follow_up.state == "cannot_comply"
    assert "นอกอำนาจ" in page_of(officer, f"{follow_up.get_absolute_url()}history/")


@pytest.mark.parametrize("who", ["inspector", "manager"])
def test_somebody_else_verifies_with_or_without_a_note(request, who, answered):
    take(client_of(request.getfixturevalue(who)), answered, "verify", reason="")

    answered.refresh_from_db()
    assert answered.state == "verified"


def test_a_promise_is_kept_only_with_how(inspector, officer, khon_kaen_office):
    network = make_network(province=khon_kaen_office.province)
    promise = make_follow_up(network=network, kind="commitment")
    take_follow_up_step(promise, "answer", by=officer, given=DONE)
    client = client_of(inspector)

    refused = take(client, promise, "verify", reason="")

    assert refused.status_code == 422
    page = refused.content.decode()
    assert 'id="verify-error"' in page
    assert "Write how the promise was kept." in page
    assert take(client, promise, "verify", reason="โอนแล้ว").status_code == 302
    assert Entry.objects.about(promise).last().reason == "โอนแล้ว"


def test_superseded_by_another_whose_number_may_be_given(inspector, follow_up):
    newer = make_follow_up(office=follow_up.office)
    client = client_of(inspector)

    for given, field in (
        ({"reason": "", "original": newer.ref}, "reason"),
        ({"reason": "สั่งใหม่", "original": "F-2566-99999"}, "original"),
        ({"reason": "สั่งใหม่", "original": follow_up.ref}, "original"),
    ):
        refused = take(client, follow_up, "supersede", **given)
        page = refused.content.decode()
        assert refused.status_code == 422
        wrong = page.partition(f'id="supersede-{field}"')[2].partition(">")[0]
        assert 'aria-invalid="true"' in wrong
        assert f'value="{given["original"]}"' in page
        if given["reason"]:
            assert f">{given['reason']}</textarea>" in page

    take(client, follow_up, "supersede", reason="สั่งใหม่", original=f" {newer.ref} ")
    follow_up.refresh_from_db()
    assert (follow_up.state, follow_up.superseded_by) == ("superseded", newer)


def test_superseded_without_a_number_says_that_none_was_named(inspector, follow_up):
    take(client_of(inspector), follow_up, "supersede", reason="ไม่ต้องแล้ว")

    page = page_of(inspector, follow_up.get_absolute_url())
    assert "no newer follow-up was named" in page


def test_what_one_may_not_see_takes_nobodys_place(
    inspector, follow_up, songkhla_office
):
    hidden = make_follow_up(office=songkhla_office)
    client = client_of(inspector)

    given = {"reason": "ก", "original": hidden.ref}
    refused = take(client, follow_up, "supersede", **given)

    assert refused.status_code == 422
    assert "No follow-up with this number that you can see." in refused.content.decode()


def test_adopted_by_a_press_where_it_is_known_who_must_act(manager, khon_kaen_office):
    imported = make_follow_up(office=khon_kaen_office, is_imported=True)

    take(client_of(manager), imported, "adopt")

    imported.refresh_from_db()
    assert (imported.is_imported, imported.state) == (False, "issued")
    assert imported.due_on is not None


def test_else_the_office_is_chosen(manager, khon_kaen_office, kalasin_office, nobodys):
    client = client_of(manager)
    for office in ("", "987654", "ก", "1\0", "-1", str(2**70)):
        refused = take(client, nobodys, "adopt", office=office)
        assert refused.status_code == 422, office
        assert "Choose the office that is to act." in refused.content.decode()

    take(client, nobodys, "adopt", office=str(kalasin_office.pk))

    nobodys.refresh_from_db()
    assert (nobodys.office, nobodys.answering_office) == (kalasin_office,) * 2
    assert nobodys.province == kalasin_office.province
    history = page_of(manager, f"{nobodys.get_absolute_url()}history/")
    assert "Adopted" in history
    assert kalasin_office.name_th in history


def test_a_look_at_one_carried_shows_in_its_round(inspector, answered):
    make_carry(answered, make_round(fiscal_year=2566, number=2, state="open"))

    take(client_of(inspector), answered, "send-back", reason="ขอภาพถ่าย")

    page = page_of(inspector, answered.get_absolute_url())
    rounds = page.partition('id="rounds"')[2].partition("</section>")[0]
    assert "Sent back" in rounds
    assert "ขอภาพถ่าย" in rounds


# --- What is refused ----------------------------------------------------------------


def test_who_answered_does_not_verify(officer, manager, follow_up):
    put(follow_up, "answered", answered_by=manager)

    response = client_of(manager).post(address(follow_up, "verify"))

    assert response.status_code == 403
    assert "somebody else judges the result" in response.content.decode()


@pytest.mark.parametrize(
    ("who", "step"),
    [
        ("officer", "verify"),
        ("officer", "withdraw"),
        ("head", "send-back"),
        ("assistant", "verify"),
        ("inspector", "adopt"),
        ("inspector", "acknowledge"),
        ("manager", "cannot"),
    ],
)
def test_a_step_of_others_is_refused_and_what_was_written_kept(
    request, who, step, answered
):
    client, before = client_of(request.getfixturevalue(who)), all_rows()

    response = client.post(address(answered, step), {"reason": "เก็บไว้"})

    assert response.status_code == 403
    assert "This step is for others to take." in response.content.decode()
    assert "เก็บไว้" in response.content.decode()
    assert all_rows() == before


@pytest.mark.parametrize("who", ["stranger", "neighbour", "nobody"])
@pytest.mark.parametrize("step", FOLLOW_UP_STEPS)
def test_for_outsiders_it_is_not_there(request, who, step, follow_up):
    client, before = client_of(request.getfixturevalue(who)), all_rows()

    assert client.post(address(follow_up, step)).status_code == 404
    assert all_rows() == before


def test_the_answer_is_given_on_its_own_page(officer, follow_up):
    response = client_of(officer).post(address(follow_up, "answer"), {"reason": "ก"})

    assert response.status_code == 422
    page = response.content.decode()
    assert "Write what was done." in page
    assert 'href="#step-answer"' in page
    assert 'id="step-answer"' in page


def test_an_unknown_step_is_not_found_and_steps_are_posted(manager, follow_up):
    client = client_of(manager)

    assert client.post(address(follow_up, "vanish")).status_code == 404
    assert client.get(address(follow_up, "withdraw")).status_code == 405


def test_hostile_text_is_shown_as_text(inspector, follow_up):
    take(client_of(inspector), follow_up, "withdraw", reason="<b>{{ x }}</b>")

    page = page_of(inspector, f"{follow_up.get_absolute_url()}history/")
    assert "&lt;b&gt;{{ x }}&lt;/b&gt;" in page


def test_an_unreadable_number_supersedes_nothing(inspector, follow_up):
    response = client_of(inspector).post(
        address(follow_up, "supersede"), {"reason": "ซ้ำกัน", "original": "\0"}
    )

    follow_up.refresh_from_db()
    assert response.status_code == 422
    assert follow_up.is_open


# --- Two at once --------------------------------------------------------------------


def test_the_second_reads_who_was_quicker_and_when(inspector, manager, answered):
    client = client_of(inspector)
    form = form_for(client, answered, "send-back") | {"reason": ["ขอภาพถ่าย"]}
    take(client_of(manager), answered, "verify", reason="")

    response = client.post(address(answered, "send-back"), form)

    page = response.content.decode()
    assert response.status_code == 409
    assert "somebody has moved the follow-up on" in page
    assert f"Last changed by {manager}" in page
    assert "ขอภาพถ่าย" in page
    answered.refresh_from_db()
    assert answered.state == "verified"


def test_what_was_decided_before_a_new_report_came_is_asked_again(
    inspector, officer, follow_up
):
    put(follow_up, "in_progress")
    client = client_of(inspector)
    form = form_for(client, follow_up, "withdraw") | {"reason": ["ไม่ต้อง"]}
    office = client_of(officer)
    url = reverse("inspections:follow_up_answer", args=[follow_up.ref])
    report = page_form(office.get(url), having="answer-text")
    assert office.post(url, report | {"answer-text": ["ครึ่งทาง"]}).status_code == 302

    response = client.post(address(follow_up, "withdraw"), form)

    page = response.content.decode()
    assert response.status_code == 409
    assert f"Last changed by {officer}" in page
    assert ">ไม่ต้อง</textarea>" in page
    assert "ครึ่งทาง" in page


def test_pressed_twice_it_is_taken_once(officer, follow_up):
    client = client_of(officer)
    form = form_for(client, follow_up, "acknowledge")

    answers = [client.post(address(follow_up, "acknowledge"), form) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Entry.objects.about(follow_up).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_verdicts_at_the_same_moment_one_counts(inspector, manager, answered):
    clients = [client_of(inspector), client_of(manager)]
    forms = [form_for(one, answered, "verify") for one in clients]

    responses = race_posts(clients, address(answered, "verify"), forms)

    assert sorted(response.status_code for response in responses) == [302, 409]
    assert Entry.objects.about(answered).filter(step="verify").count() == 1


def test_a_refused_step_changes_nothing(inspector, follow_up):
    visit = make_visit(offices=[follow_up.office], state="in_progress")
    draft = make_follow_up(visit=visit, office=follow_up.office, state="draft")
    client, before = client_of(inspector), all_rows()

    responses = [
        client.post(address(follow_up, "verify")),
        client.post("/follow-ups/None/step/issue/"),
        client.post(f"/follow-ups/{draft.pk}/step/issue/"),
    ]

    assert [response.status_code for response in responses] == [409, 404, 404]
    assert changed_tables(before, all_rows()) == set()
