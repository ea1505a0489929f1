"""The browser tests' own tools notice what they are for."""

import pytest
from playwright.sync_api import expect

from tests.browser.probes import axe, over_the_wire

pytestmark = pytest.mark.reads_only

LOGIN = "/accounts/login/"


def test_a_demonstration_user_signs_in(page, site):
    site.sign_in(page, "inspector12")

    expect(page).to_have_url(f"{site.url}/")


def test_an_error_on_the_console_is_noticed(page, console):
    page.goto(LOGIN)

    with page.expect_console_message():
        page.evaluate("console.error('planted')")

    assert [fault.split(" (")[0] for fault in console.faults()] == ["planted"]
    console.said.clear()


def test_what_the_policy_refuses_is_noticed(page, console):
    page.goto(LOGIN)

    page.evaluate("document.head.append(document.createElement('style'))")
    with page.expect_console_message():
        page.evaluate("document.querySelector('head > style').append('p {}')")

    assert "Content Security Policy" in console.faults()[0]
    console.said.clear()


def test_an_uncaught_error_is_noticed(page, console):
    page.goto(LOGIN)

    with page.expect_event("pageerror"):
        page.evaluate("void setTimeout(() => { throw new Error('planted') })")

    assert console.faults() == ["uncaught: planted ()"]
    console.said.clear()


def test_the_answer_not_found_is_no_error_of_the_page(page, console):
    answer = page.goto("/nowhere/")

    assert answer.status == 404
    assert console.faults() == []


def test_axe_notices_a_field_without_a_label(page):
    page.goto(LOGIN)
    before = axe(page)

    page.evaluate(
        "document.querySelector('main').append(document.createElement('input'))"
    )

    assert before == []
    assert any(fault.startswith("label:") for fault in axe(page))


def test_the_weight_of_a_first_visit_counts_everything_sent(page, site):
    page.goto(LOGIN)

    sizes = over_the_wire(page, LOGIN)

    assert f"{site.url}{LOGIN}" in sizes
    assert any(address.endswith(".css") for address in sizes)
    assert any(address.endswith(".woff2") for address in sizes)
    assert min(sizes.values()) > 0
