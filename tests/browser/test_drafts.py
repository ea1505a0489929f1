"""What is typed keeps itself: over a closed browser, a lost connection, two pages."""

import re

import pytest
from playwright.sync_api import Page, Response, expect

TYPED = "พิมพ์ค้างไว้ก่อนปิดเครื่อง"
ANY_POST = "**/record/"
MOST_LOOKS = 60


def open_record(context, site, username: str = "inspector12") -> Page:
    page = context.new_page()
    site.sign_in(page, username)
    page.goto(f"{site.visit_in('in_progress')}record/")
    return page


def news(page: Page):
    return page.locator("[data-draft-news]")


def holds(answer: Response, text: str) -> bool:
    """Whether it is the answer to something sent that has this text."""
    return text in (answer.request.post_data or "")


def asked_on_leaving(page: Page) -> list[str]:
    """Leave by a link; what the browser asked."""
    asked: list[str] = []

    def answer(dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    page.get_by_role("link", name="กลับโดยไม่บันทึก").click()
    expect(page).to_have_url(re.compile(r"/visits/V-[\d-]+/$"))
    return asked


def test_survives_a_closed_browser(new_context, site):
    first = new_context()
    page = open_record(first, site)
    page.locator("[name=general-summary]").fill(TYPED)
    page.locator("button[name=add][value=figures]").click()
    row = page.locator("#figures [data-row]").last
    # A draft of what was typed so far may go first.
    with page.expect_response(lambda answer: holds(answer, "มาก")):
        row.locator("[name$='-number']").press_sequentially("มาก")
    expect(page.locator("[data-draft-time]")).to_have_text(
        re.compile(r"\d\d\.\d\d น\.")
    )
    first.close()

    page = open_record(new_context(), site)

    expect(page.locator("[name=general-summary]")).to_have_value(TYPED)
    row = page.locator("#figures [data-row]").last
    expect(row.locator("[name$='-number']")).to_have_value("มาก")
    expect(page.locator("[data-discard-draft]")).to_be_visible()
    assert asked_on_leaving(page) == []


def test_discards_after_asking(new_context, site):
    page = open_record(new_context(), site)
    page.locator("[name=general-summary]").fill(TYPED)
    expect(news(page)).not_to_be_empty()
    page.reload()
    page.locator("[name=general-note]").fill("พิมพ์อีก")

    page.locator("[data-discard-draft] button").click()
    with page.expect_request(
        lambda sent: "discard_draft" in (sent.post_data or "")
    ) as sent:
        page.locator("dialog button").first.click()

    expect(page.locator("[data-discard-draft]")).to_have_count(0)
    # By it the server knows what arrives too late.
    assert "draft_page=" in sent.value.post_data
    expect(page.locator("[name=general-summary]")).not_to_have_value(TYPED)
    page.reload()
    expect(page.locator("[data-discard-draft]")).to_have_count(0)


def test_keeps_what_was_typed_before_its_script_came(new_context, site):
    page = new_context().new_page()
    site.sign_in(page, "inspector12")

    def type_first(route) -> None:
        page.locator("[name=general-summary]").fill(TYPED)
        route.continue_()

    page.route("**/keep_draft*.js", type_first)
    page.goto(f"{site.visit_in('in_progress')}record/")

    expect(news(page)).not_to_be_empty()
    page.goto(page.url)
    expect(page.locator("[name=general-summary]")).to_have_value(TYPED)


def test_a_step_beside_the_form_waits_until_what_is_typed_is_kept(new_context, site):
    page = open_record(new_context(), site)
    order: list[str] = []

    def keep(route) -> None:
        answer = route.fetch()
        order.append("kept")
        route.fulfill(response=answer)

    def look(route) -> None:
        order.append("looked")
        route.continue_()

    page.route(
        ANY_POST, lambda r: keep(r) if r.request.method == "POST" else r.continue_()
    )
    page.route("**/left/**", look)
    page.locator("[name=general-summary]").fill(TYPED)
    act = page.locator("details.step[id$='-still_open']").first
    act.locator("summary").click()
    act.locator("textarea").fill("รองบประมาณ")
    act.locator("button").click()

    expect(page.locator("#left .notice--success").first).to_contain_text("รองบประมาณ")
    assert order == ["kept", "looked"]
    expect(page.locator("[name=general-summary]")).to_have_value(TYPED)


@pytest.mark.console_errors("ERR_FAILED")
def test_tells_that_it_is_not_kept_and_tries_again(new_context, site):
    page = open_record(new_context(), site)
    page.route(ANY_POST, lambda route: route.abort())
    page.locator("[name=general-summary]").fill(TYPED)
    expect(news(page)).to_have_text(re.compile("เชื่อมต่อ|no connection"))

    page.unroute(ANY_POST)
    page.evaluate("dispatchEvent(new Event('online'))")

    expect(news(page)).to_have_text(re.compile("เก็บไว้แล้ว|Kept"))
    assert asked_on_leaving(page) == []


@pytest.mark.console_errors("ERR_FAILED")
def test_asks_before_what_is_not_kept_is_left(new_context, site):
    page = open_record(new_context(), site)
    page.route(ANY_POST, lambda route: route.abort())
    page.locator("[name=general-summary]").fill(TYPED)
    expect(news(page)).not_to_be_empty()

    assert asked_on_leaving(page) == ["beforeunload"]


@pytest.mark.console_errors("409")
def test_a_second_page_of_the_form_is_told_and_overwrites_nothing(new_context, site):
    context = new_context()
    first = open_record(context, site)
    second = context.new_page()
    second.goto(first.url)
    first.locator("[name=general-summary]").fill(TYPED)
    expect(news(first)).not_to_be_empty()

    second.locator("[name=general-note]").fill("จากอีกหน้า")

    expect(news(second)).to_have_text(re.compile("ที่อื่น|elsewhere"))
    second.locator(".save-bar button").first.click()
    expect(second.locator("main")).to_contain_text("จากอีกหน้า")
    second.goto(first.url)
    expect(second.locator("[name=general-summary]")).to_have_value(TYPED)


def test_keeps_what_was_typed_just_before_the_page_went(new_context, site):
    page = open_record(new_context(), site)
    address = page.url
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator("[name=general-summary]").fill(TYPED)

    # Sooner than the two seconds that a pause in typing lasts.
    page.goto(site.url)

    # It travels while the next page is read; a busy server may still be storing it.
    for _look in range(MOST_LOOKS):
        page.goto(address)
        if page.locator("[name=general-summary]").input_value():
            break
    expect(page.locator("[name=general-summary]")).to_have_value(TYPED)


def test_a_save_leaves_nothing_behind(new_context, site):
    page = open_record(new_context(), site)
    page.locator("[name=general-summary]").fill("กำลังพิมพ์")
    expect(news(page)).not_to_be_empty()
    page.locator("[name=general-summary]").fill(TYPED)

    page.locator(".save-bar button").first.click()

    expect(page).to_have_url(re.compile(r"/visits/V-[\d-]+/$"))
    page.goto(f"{page.url}record/")
    expect(page.locator("[name=general-summary]")).to_have_value(TYPED)
    expect(page.locator("[data-discard-draft]")).to_have_count(0)
