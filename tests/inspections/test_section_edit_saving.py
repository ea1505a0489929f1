"""Saving and submitting a report's section, and keeping what is typed."""

import pytest

from audit.models import Draft, Entry, Operation
from inspections.history import told
from inspections.models import Round
from tests.factories import make_section
from tests.inspections.writing import (
    TEXTS,
    address,
    figure_in,
    form_of,
    in_form,
    written,
)
from tests.page_forms import row_of
from tests.reading import client_of


@pytest.fixture
def client(officer):
    """The officer's browser, in English."""
    return client_of(officer)


@pytest.fixture
def form(client, section):
    return form_of(client, section)


def test_saves_texts_figures_and_own_figures_with_history(
    client, officer, section, indicator, form
):
    form |= {f"section-{name}": [name] for name in TEXTS}
    form |= figure_in(indicator, number="๑,๕๐๐", as_of="๑๔ มี.ค. ๒๕๖๖")
    row_of(form, "figures", name="คนงาน", number="40", unit="คน", as_of="14/3/2566")

    assert client.post(address(section), form).status_code == 302

    assert written(section) == TEXTS
    figures = list(section.figures.values_list("name", "value", "unit", "topic_kind"))
    assert figures == [
        ("โรงงานที่ตรวจแล้ว", 1500, "โรง", "cane_burning"),
        ("คนงาน", 40, "คน", "cane_burning"),
    ]
    entry = Entry.objects.about(section).get()
    assert (entry.step, entry.by) == ("write", officer)
    changes = {tuple(path): (old, new) for path, old, new in entry.changes}
    assert changes["narrative", "", "narrative"] == ("", "narrative")
    assert changes["figures", "โรงงานที่ตรวจแล้ว", "number"] == (None, "1500")
    assert changes["figures", "คนงาน", "unit"] == (None, "คน")
    assert "Saved the topic" in [one.act for one in told([entry])] or told([entry])


def test_save_and_keep_writing_stays(client, section, form):
    response = client.post(address(section), {**form, "stay": "1"})

    assert response.headers["Location"] == address(section)


def test_one_press_has_one_effect(client, section, indicator, form):
    form |= figure_in(indicator, number="5", as_of="1/3/2566")
    row_of(form, "figures", name="ก", number="1", unit="ข", as_of="1/3/2566")

    answers = [client.post(address(section), form) for _ in range(3)]

    assert {a.headers["Location"] for a in answers} == {section.get_absolute_url()}
    assert section.figures.count() == 2
    assert Entry.objects.about(section).count() == Operation.objects.count() == 1


@pytest.mark.parametrize("filled", ["text", "figure", "own"])
def test_save_and_submit_does_both(client, officer, section, indicator, form, filled):
    if filled == "text":
        form |= {"section-obstacles": ["ฝนตก"]}
    elif filled == "figure":
        form |= figure_in(indicator, number="0", as_of="1/3/2566")
    else:
        row_of(form, "figures", name="ก", number="1", unit="ข", as_of="1/3/2566")

    response = client.post(address(section), {**form, "submit": "1"}, follow=True)

    assert response.redirect_chain == [(section.get_absolute_url(), 302)]
    section.refresh_from_db()
    assert section.state == "submitted"
    assert section.report.__class__.objects.get(pk=section.report_id).state
    content = section.versions.get().content
    assert content["obstacles"] == ("ฝนตก" if filled == "text" else "")
    assert len(content["figures"]) == (0 if filled == "text" else 1)
    steps = [entry.step for entry in Entry.objects.about(section)]
    assert steps == ["write", "submit"]


@pytest.mark.parametrize("blank", ["", "   ", "\r\n \t"])
def test_nothing_said_is_not_submitted_and_named(client, section, form, blank):
    form |= {"section-needs": [blank], "submit": ["1"]}
    row_of(form, "figures", name="", number="", unit="")

    response = client.post(address(section), form)

    assert response.status_code == 422
    page = response.content.decode()
    assert "has neither text nor figure, so it cannot be submitted" in page
    assert page.count("“Test topic”") == 2  # above and beside it
    assert 'id="id_section-narrative_error"' in page
    section.refresh_from_db()
    assert (section.state, section.version) == ("draft", 1)


def test_a_fault_keeps_it_from_being_submitted_and_all_that_was_typed(
    client, section, indicator, form
):
    form |= {"section-narrative": ["ทำแล้ว"], "submit": ["1"]}
    form |= figure_in(indicator, number="หก", as_of="1/3/2566")

    response = client.post(address(section), form)

    assert response.status_code == 422
    again = in_form(response)
    assert again["section-narrative"] == ["ทำแล้ว"]
    assert again[f"indicator-{indicator.pk}-number"] == ["หก"]
    assert written(section) == ("", "", "")
    assert section.state == "draft"


def test_other_topics_are_not_touched(client, section, form):
    other = make_section(section.report)

    client.post(address(section), form | {"section-narrative": ["ก"]})

    other.refresh_from_db()
    assert (other.version, other.narrative) == (1, "")


def test_what_is_typed_is_kept_and_brought_back(client, section, indicator, form):
    typed = form | figure_in(indicator, number="77")
    typed |= {"section-narrative": ["ยังไม่เสร็จ"], "keep_draft": ["1"]}
    typed |= {"draft_page": ["a:1"]}

    kept = client.post(address(section), typed)
    again = client.get(address(section))

    assert kept.json()["saved"]
    assert written(section) == ("", "", "")
    assert "It is not saved yet." in again.content.decode()
    back = in_form(again)
    assert back["section-narrative"] == ["ยังไม่เสร็จ"]
    assert back[f"indicator-{indicator.pk}-number"] == ["77"]


def test_a_colleague_who_writes_is_named_but_not_in_the_way(
    client, head, section, form
):
    typed = form | {"section-narrative": ["หัวหน้า"], "keep_draft": ["1"]}
    client_of(head).post(address(section), typed | {"draft_page": ["b:1"]})

    page = client.get(address(section)).content.decode()
    response = client.post(address(section), form | {"section-needs": ["ขอ"]})

    assert f"{head} is also writing here" in page
    assert "หัวหน้า" not in page.replace(str(head), "")
    assert response.status_code == 302


def test_saving_ends_the_draft(client, officer, section, form):
    typed = form | {"section-narrative": ["ก"], "draft_page": ["a:1"]}
    client.post(address(section), typed | {"keep_draft": ["1"]})

    client.post(address(section), typed | {"draft_page": ["a:2"]})

    assert not Draft.objects.exclude(data="").exists()
    assert in_form(client.get(address(section)))["section-narrative"] == ["ก"]


def test_nothing_is_kept_of_what_can_no_longer_be_written(client, section, form):
    Round.objects.filter(pk=section.report.round_id).update(state="closed")

    response = client.post(address(section), form | {"keep_draft": ["1"]})

    assert response.status_code == 409
    assert not Draft.objects.exists()


def kept_drafts():
    return Draft.objects.exclude(data="")


def test_a_refused_save_of_nothing_new_keeps_nothing(client, section, form):
    response = client.post(
        address(section), form | {"submit": ["1"], "draft_page": ["a:1"]}
    )

    assert response.status_code == 422
    assert not kept_drafts().exists()


def test_a_refused_save_of_something_new_keeps_it(client, section, form):
    form |= {"section-needs": ["   "], "section-narrative": ["ก"], "submit": ["1"]}
    row_of(form, "figures", name="ก", number="หก", unit="ข", as_of="1/3/2566")

    assert client.post(address(section), form).status_code == 422

    assert kept_drafts().exists()


def test_what_was_kept_ends_when_all_was_taken_back(client, section, form):
    typed = form | {"section-narrative": ["ก"], "draft_page": ["a:1"]}
    client.post(address(section), typed | {"keep_draft": ["1"]})

    client.post(address(section), form | {"submit": ["1"], "draft_page": ["a:2"]})

    assert not kept_drafts().exists()
