"""A complaint comes in: known issues are offered while it is typed, and who complained
is sealed; by somebody with a phone, in Thai."""

from datetime import datetime

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_pages import PHONE, faults, unfold
from thai.dates import BANGKOK

TITLE = "หม้อไอน้ำของโรงสีเจริญผลระเบิด"
NAME = "นายสมหมาย ทดสอบ"
TODAY = datetime.now(BANGKOK).date().isoformat()


@pytest.fixture
def page(new_context, site) -> Page:
    page = new_context(viewport=PHONE).new_page()
    site.sign_in(page, "khonkaen")
    return page


def type_into(page: Page, title: str) -> None:
    page.goto("/issues/new/")
    page.locator("[name=turn][value=factory_mine]").click()
    page.locator("[name=issue-title]").fill(title)


def report(page: Page) -> str:
    type_into(page, TITLE)
    page.locator("[name=issue-what]").fill("ไอน้ำรั่ว")
    page.locator("[name=issue-severity]").select_option("high")
    page.locator("[name=issue-seen_on]").fill(TODAY)
    page.locator(".save-bar button").first.click()
    expect(page.locator("h1")).to_contain_text(TITLE)
    return page.url


def test_a_known_issue_is_offered_while_one_types_and_taken_by_one_press(page):
    known = report(page)
    type_into(page, "หม้อไอน้ำโรงสีเจริญผลระเบิด")

    offers = page.locator("[data-likely]")
    expect(offers.get_by_role("status")).to_contain_text("อาจเป็นเรื่องเดียวกัน")
    offer = offers.locator("li").filter(has_text=TITLE)
    expect(offer).to_contain_text("หัวข้อคล้ายกัน")
    expect(offer).to_contain_text("ผู้แจ้ง")
    assert offer.locator("a").get_attribute("href") in known
    assert faults(page) == []
    page.locator("[name=issue-title]").fill("ไม่เหมือนกันเลย")
    expect(offer).to_have_count(0)

    page.locator("[name=issue-title]").fill(TITLE)
    page.locator("[name=issue-seen_on]").fill(TODAY)
    offer.get_by_role("button").click()

    expect(page).to_have_url(known)


def test_who_complained_is_shown_once_for_a_reason(page):
    report(page)
    page.locator("#complainants a.button").click()
    expect(page.locator("[name=contact]")).to_be_visible()
    assert faults(page) == []
    page.locator("[name=name]").fill(NAME)
    page.locator("[name=contact]").fill("081-234-5678")
    page.locator(".save-bar button").first.click()
    expect(page.locator("#reveal")).to_be_visible()
    expect(page.locator("main")).not_to_contain_text(NAME)
    assert faults(page) == []

    page.locator("#reveal [name=reason]").fill("โทรแจ้งผล")
    page.locator("#reveal button").click()

    expect(page.locator("main")).to_contain_text(NAME)
    unfold(page)
    assert faults(page) == []
    page.locator(".crumbs a").last.click()
    expect(page.locator("#looks")).to_contain_text("โทรแจ้งผล")
    expect(page.locator("main")).not_to_contain_text(NAME)
