"""The history of a visit: who did what, when and why, in words."""

import pytest
from django.urls import reverse

from audit.records import record
from inspections.models import TopicNote, Visit
from tests.factories import make_visit
from tests.inspections.cast import OUTSIDERS, SEE_ALL, SEE_OWN_PART, join
from tests.page_forms import page_form, row_of
from tests.reading import client_of, page_of


def address(visit: Visit) -> str:
    return reverse("inspections:visit_history", args=[visit.ref])


@pytest.fixture
def visit(khon_kaen_office, inspector) -> Visit:
    return make_visit(offices=[khon_kaen_office], lead=inspector, state="planned")


def step(user, visit: Visit, slug: str, **given) -> None:
    url = reverse("inspections:visit_step", args=[visit.ref, slug])
    assert client_of(user).post(url, given).status_code == 302


def save_record(user, visit: Visit, change) -> None:
    client = client_of(user)
    url = reverse("inspections:visit_record", args=[visit.ref])
    data = page_form(client.get(url), having="general-summary")
    change(data)
    assert client.post(url, data).status_code == 302


def test_tells_the_whole_life_newest_first(inspector, manager, visit):
    step(inspector, visit, "start")
    save_record(
        inspector,
        visit,
        lambda data: row_of(
            data, "topics", kind="cane_burning", title="อ้อยไฟไหม้", reported="ร้อยละ 18"
        ),
    )
    step(inspector, visit, "submit")
    step(manager, visit, "return", **{"comment-topics": "ขาดวันที่"})
    save_record(
        inspector, visit, lambda data: data.update(**{"general-summary": "สรุป"})
    )
    step(inspector, visit, "submit")
    step(manager, visit, "sign-off")
    step(manager, visit, "amend", reason="ตัวเลขคลาดเคลื่อน")

    page = page_of(manager, address(visit))

    acts = (
        "Opened for amendment",
        "Signed off",
        "Submitted for sign-off",
        "Saved the record",
        "Returned for correction",
        "Submitted for sign-off",
        "Saved the record",
        "Started recording",
    )
    place = -1
    for act in acts:
        place = page.find(f"<b>{act}</b>", place + 1)
        assert place > 0, act
    assert page.count("</time>") == len(acts)
    for words in ("ตัวเลขคลาดเคลื่อน", "ขาดวันที่", "ร้อยละ 18", "อ้อยไฟไหม้"):
        assert words in page
    assert str(inspector) in page
    assert str(manager) in page


def test_tells_before_and_after_by_the_words_of_the_page(inspector, visit):
    TopicNote.objects.create(visit=visit, title="ก", reported="เดิม", kind="other")
    step(inspector, visit, "start")

    def change(data):
        data["topics-0-reported"] = ["ใหม่"]
        data["topics-0-kind"] = ["mine_pit_water"]
        data["general-ends_on"] = ["2/3/2566"]

    save_record(inspector, visit, change)

    english = page_of(inspector, address(visit))
    assert "<del>เดิม</del> <ins>ใหม่</ins>" in english
    assert "<del>Other</del> <ins>Mine-pit water</ins>" in english
    assert "<del>1 Mar 2023</del> <ins>2 Mar 2023</ins>" in english
    assert "<del>Planned</del> <ins>In progress</ins>" in english
    client = client_of(inspector)
    client.cookies["django_language"] = "th"
    thai = client.get(address(visit)).content.decode()
    assert "<del>1 มี.ค. 2566</del> <ins>2 มี.ค. 2566</ins>" in thai
    assert "น้ำขุมเหมือง" in thai


def test_an_act_that_changed_nothing_says_so(manager, visit):
    record(visit, "record", by=manager)

    assert "Nothing was changed." in page_of(manager, address(visit))


def test_comments_stand_open_and_keep_their_lines(manager, visit):
    comment = ("comment.topics", None, "ขาดวันที่\nขาดหน่วย")
    record(visit, "return", by=manager, changes=[comment])
    record(visit, "plan", by=manager, changes=[("place", "", "ขอนแก่น")])
    record(visit, "plan", by=manager, changes=[("place", "", "กาฬสินธุ์")])

    page = page_of(manager, address(visit))

    assert "ขาดวันที่<br>ขาดหน่วย" in page
    assert page.count("<details open>") == 2  # the latest and the commented one
    assert page.count("<details>") == 1


def test_changes_are_told_by_section(manager, visit):
    names = ("reported", "found")
    changes = [(["topics", "อ้อย", name], None, "ก") for name in names]
    record(visit, "record", by=manager, changes=changes)

    page = page_of(manager, address(visit))

    assert page.count("<h3>Reports by topic and findings – อ้อย</h3>") == 1


def test_what_was_typed_is_shown_as_text(manager, visit):
    record(visit, "plan", by=manager, changes=[("place", None, "<script>x</script>")])

    page = page_of(manager, address(visit))

    assert "<script>x" not in page
    assert "&lt;script&gt;x" in page


def test_an_act_or_field_of_another_age_is_told_by_its_name(manager, visit):
    record(visit, "formerly", by=None, changes=[("lost_field", "1", "2")])

    page = page_of(manager, address(visit))

    assert "formerly" in page
    assert "lost_field" in page
    assert "The system" in page


@pytest.mark.parametrize("who", SEE_ALL)
def test_who_sees_the_visit_whole_may_read_it(request, visit, who):
    client = client_of(join(request, who, visit))

    assert client.get(address(visit)).status_code == 200


@pytest.mark.parametrize("state", ["planned", "signed_off"])
@pytest.mark.parametrize("who", [*OUTSIDERS, *SEE_OWN_PART])
def test_nobody_else_may(request, visit, who, state):
    Visit.objects.filter(pk=visit.pk).update(state=state)

    assert client_of(join(request, who, visit)).get(address(visit)).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_other_methods_are_refused(manager, visit, method):
    assert getattr(client_of(manager), method)(address(visit)).status_code == 405


@pytest.mark.parametrize("rows", [1, 12])
def test_costs_the_same_whatever_it_holds(
    manager, visit, django_assert_num_queries, rows
):
    for number in range(rows):
        record(visit, "plan", by=manager, changes=[("place", None, str(number))] * rows)
    client = client_of(manager)

    with django_assert_num_queries(5):
        client.get(address(visit))
