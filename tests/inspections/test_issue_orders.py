"""Orders to an operator: given, escalated from section 37 to 39, undone."""

import datetime as dt

import pytest
from django.urls import reverse

from audit.models import Entry
from inspections.models import Issue, LegalOrder
from tests.factories import make_issue
from tests.page_forms import page_form, row_of
from tests.reading import client_of, page_of
from tests.rows import all_rows

S37 = {
    "section": "37",
    "number": "ขก 1/2566",
    "issued_on": "1/3/2566",
    "content": "ให้แก้ไขระบบบำบัด",
}
S39 = {"section": "39", "number": "ขก 2/2566", "issued_on": "10/3/2566"}

pytestmark = pytest.mark.usefixtures("twentieth_of_march")


@pytest.fixture
def client(officer):
    return client_of(officer)


@pytest.fixture
def issue(khon_kaen_office) -> Issue:
    return make_issue(office=khon_kaen_office, title="น้ำเสียลงห้วย")


@pytest.fixture
def given(issue) -> LegalOrder:
    """An order under section 37 of 1 March."""
    return LegalOrder.objects.create(
        issue=issue, issued_on=dt.date(2023, 3, 1), number="ขก 1/2566"
    )


def edit_of(issue: Issue) -> str:
    return reverse("inspections:issue_edit", args=[issue.ref])


def opened(client, issue: Issue, query: str = "") -> dict[str, list[str]]:
    return page_form(client.get(f"{edit_of(issue)}{query}"), having="issue-title")


def sent(client, issue: Issue, *rows: dict[str, str], **changes: str):
    data = opened(client, issue)
    for row in rows:
        row_of(data, "orders", **row)
    data |= {name: [value] for name, value in changes.items()}
    return client.post(edit_of(issue), data)


def test_an_order_is_stored_shown_found_and_told(client, officer, issue):
    assert sent(client, issue, {**S37, "due_on": "30/3/2566"}).status_code == 302

    order = issue.orders.get()
    assert (order.section, order.due_on) == ("37", dt.date(2023, 3, 30))
    page = page_of(officer, issue.get_absolute_url())
    for words in ("Section 37", "ขก 1/2566", "ให้แก้ไขระบบบำบัด", "30 March 2023"):
        assert words in page, words
    assert "No result yet" in page
    history = page_of(officer, f"{issue.get_absolute_url()}history/")
    for words in ("Orders to the operator – ขก 1/2566", "1 Mar 2023", "Section 37"):
        assert words in history, words
    assert issue.ref in page_of(officer, "/issues/?q=ขก 1/2566")


def test_an_order_whose_day_is_past_is_marked_until_something_came_of_it(
    officer, issue, given
):
    for due_on, result, is_marked in (
        (dt.date(2023, 3, 20), "", False),
        (dt.date(2023, 3, 19), "", True),
        (dt.date(2023, 3, 19), "complied", False),
    ):
        given.due_on, given.result = due_on, result
        given.save()

        page = page_of(officer, issue.get_absolute_url())

        assert ("Overdue" in page) == is_marked, (due_on, result)


def test_escalating_is_one_act_and_tells_the_first_order_its_result(
    client, officer, issue, given
):
    page = page_of(officer, issue.get_absolute_url())
    link = f"{edit_of(issue)}?escalate={given.pk}#orders"
    assert link in page
    form = opened(client, issue, f"?escalate={given.pk}")
    assert form["orders-1-section"] == ["39"]
    assert form["orders-1-follows"] == [str(given.pk)]
    form |= {f"orders-1-{name}": [S39[name]] for name in ("number", "issued_on")}

    assert client.post(link, form).status_code == 302

    given.refresh_from_db()
    later = issue.orders.get(section="39")
    assert later.follows == given
    assert (given.result, given.result_on) == ("escalated", later.issued_on)
    page = page_of(officer, issue.get_absolute_url())
    assert f"order-{given.pk}" in page
    assert page.index(f"order-{given.pk}") < page.index(f"order-{later.pk}")
    assert "Follows ขก 1/2566 of 1 Mar 2023" in page
    assert "Escalated to section 39 · 10 March 2023" in page
    assert link not in page
    changes = Entry.objects.about(issue).last().changes
    assert [["orders", "ขก 1/2566", "result"], "", "escalated"] in changes
    assert "orders-2-follows" not in opened(client, issue, f"?escalate={given.pk}")
    again = client.post(edit_of(issue), opened(client, issue))
    assert again.status_code == 302
    assert Entry.objects.about(issue).last().changes == []


def test_escalating_what_could_still_be_obeyed_is_asked_about(client, issue, given):
    LegalOrder.objects.filter(pk=given.pk).update(due_on=dt.date(2023, 3, 30))
    form = opened(client, issue, f"?escalate={given.pk}")
    form |= {f"orders-1-{name}": [S39[name]] for name in ("number", "issued_on")}

    response = client.post(edit_of(issue), form)

    page = response.content.decode()
    assert response.status_code == 422
    assert "could still be obeyed on that day" in page
    value = page.partition('name="orders-1-confirmed" value="')[2].partition('"')[0]
    again = page_form(response, having="issue-title")
    answered = again | {"orders-1-confirmed": [value]}
    assert client.post(edit_of(issue), answered).status_code == 302
    assert issue.orders.get(section="39").follows == given


def test_an_offered_escalation_that_says_nothing_is_left_out(client, issue, given):
    form = opened(client, issue, f"?escalate={given.pk}")

    assert client.post(edit_of(issue), form).status_code == 302

    assert issue.orders.count() == 1


@pytest.mark.parametrize("asked", ["0", "x", "999999", "\0"])
def test_what_is_no_order_of_the_issue_is_not_escalated(client, issue, given, asked):
    form = opened(client, issue, f"?escalate={asked}")

    assert form["orders-TOTAL_FORMS"] == ["1"]


def test_without_the_later_order_the_first_one_is_open_again(client, issue, given):
    sent(client, issue, {**S39, "follows": str(given.pk)})

    sent(client, issue, **{"orders-1-DELETE": "on"})

    given.refresh_from_db()
    assert (given.result, given.result_on) == ("", None)
    both = {"orders-0-DELETE": "on", "orders-1-DELETE": "on"}
    sent(client, issue, {**S39, "follows": str(given.pk)})
    assert sent(client, issue, **both).status_code == 302
    assert not issue.orders.exists()


REFUSED = [
    ({**S37, "issued_on": ""}, "issued_on", "Enter a date"),
    ({**S37, "issued_on": "21/3/2566"}, "issued_on", "still to come"),
    (
        {**S37, "due_on": "28/2/2566"},
        "due_on",
        "before 1 March 2023, given as “Issued on”",
    ),
    ({**S37, "result": "closed", "result_on": "28/2/2566"}, "result_on", "before"),
    ({**S37, "result": "closed", "result_on": "21/3/2566"}, "result_on", "to come"),
    ({**S37, "result_on": "2/3/2566"}, "result", "Say what came"),
    ({**S37, "result": "escalated"}, "result", "valid choice"),
    ({"section": "37", "issued_on": "1/3/2566"}, "content", "number, or what"),
    ({**S37, "section": "38"}, "section", "valid choice"),
    ({**S37, "follows": "given"}, "section", "Only an order under section 39"),
    (
        {**S39, "issued_on": "28/2/2566", "follows": "given"},
        "follows",
        "issued before",
    ),
    ({**S39, "follows": "other"}, "follows", "not in it"),
]


@pytest.mark.parametrize(("row", "field", "words"), REFUSED)
def test_what_cannot_be_is_refused_beside_its_field(
    client, issue, given, row, field, words
):
    other = LegalOrder.objects.create(
        issue=make_issue(), issued_on=given.issued_on, number="อื่น"
    )
    keys = {"given": str(given.pk), "other": str(other.pk)}
    row = row | ({"follows": keys[row["follows"]]} if "follows" in row else {})
    before = all_rows()

    response = sent(client, issue, row)

    page = response.content.decode()
    assert response.status_code == 422
    assert f'href="#id_orders-1-{field}"' in page
    told = page.partition(f'id="id_orders-1-{field}_error"')[2].partition("</p>")[0]
    assert words in told
    assert all_rows() == before


def test_an_order_is_followed_once_and_keeps_its_section_and_day(client, issue, given):
    sent(client, issue, {**S39, "follows": str(given.pk)})
    refused = [
        sent(client, issue, {**S39, "number": "3", "follows": str(given.pk)}),
        sent(client, issue, **{"orders-0-section": "39"}),
        sent(client, issue, **{"orders-0-issued_on": "11/3/2566"}),
        sent(client, issue, **{"orders-0-DELETE": "on"}),
    ]

    assert [answer.status_code for answer in refused] == [422] * 4
    for answer, words in zip(
        refused,
        ["already", "Only an order", "issued before", "is removed"],
        strict=True,
    ):
        assert words in answer.content.decode(), words


def test_two_who_add_orders_are_both_stored(client, inspector, issue):
    other = client_of(inspector)
    mine, theirs = opened(client, issue), opened(other, issue)
    row_of(theirs, "orders", **S37)
    row_of(mine, "orders", **{**S37, "number": "อีกฉบับ"})
    other.post(edit_of(issue), theirs)

    assert client.post(edit_of(issue), mine).status_code == 302

    assert sorted(order.number for order in issue.orders.all()) == [
        "ขก 1/2566",
        "อีกฉบับ",
    ]


def test_two_who_change_an_order_are_asked(client, inspector, issue, given):
    other = client_of(inspector)
    mine, theirs = opened(client, issue), opened(other, issue)
    other.post(edit_of(issue), theirs | {"orders-0-number": ["ของเขา"]})

    response = client.post(edit_of(issue), mine | {"orders-0-number": ["ของฉัน"]})

    assert response.status_code == 409
    assert "ของเขา" in response.content.decode()


@pytest.mark.parametrize("result", ["", "extended", "complied", "closed"])
def test_only_an_order_that_runs_is_offered_for_escalation(
    officer, issue, given, result
):
    LegalOrder.objects.filter(pk=given.pk).update(result=result)

    page = page_of(officer, issue.get_absolute_url())

    assert ("?escalate=" in page) is (result in {"", "extended"})


def test_who_may_not_change_it_is_offered_no_escalation(officer, issue, given):
    Issue.objects.filter(pk=issue.pk).update(state="verified")

    assert "?escalate=" not in page_of(officer, issue.get_absolute_url())


@pytest.mark.parametrize("rows", [1, 12])
def test_pages_cost_the_same_whatever_they_hold(
    client, issue, given, rows, django_assert_num_queries
):
    for number in range(rows):
        LegalOrder.objects.create(
            issue=issue,
            section="39",
            issued_on=dt.date(2023, 3, 2),
            number=str(number),
            follows=None if number else given,
        )

    client.get(edit_of(issue))

    with django_assert_num_queries(11):
        client.get(edit_of(issue))
    with django_assert_num_queries(12):
        client.get(issue.get_absolute_url())
