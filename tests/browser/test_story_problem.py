"""Story 6: a repeated complaint, two orders, a visit, a follow-up, and its end.

By keyboard, in Thai, in a real browser, with the demonstration's people: the office
files the complaint with an order under section 37 and escalates it a month later, the
inspector sees it again at a visit and raises a follow-up; it is resolved, sent back,
resolved, verified, and the site's page tells all of it in its order.
"""

import re
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect

from inspections.history.issues import ISSUE
from inspections.lifecycle import IssueState
from tests.browser.keyboard import Keyboard
from tests.browser.test_pages import faults
from tests.browser.test_story_visit import (  # noqa: F401
    answer_dialog,
    new_row,
    person,
    step,
)
from thai.dates import BANGKOK, format_date

TODAY = datetime.now(BANGKOK).date()
PLANT = "บริษัท น้ำใสแป้งมัน จำกัด"
OFFICE = "สำนักงานอุตสาหกรรมจังหวัดขอนแก่น"
TITLE = "กลิ่นจากลานกากมันเข้าหมู่บ้านเป็นครั้งที่สี่"
FIRST, SECOND = "ขก 137/2569", "ขก 139/2569"
STILL = "ยังได้กลิ่นตอนเย็น คันบ่อทรุดเพิ่ม"
ASKED = "ให้เร่งคลุมลานกากมันและรายงานทุกสัปดาห์"
DONE, AGAIN = "คลุมลานแล้ว", "คลุมครบทั้งลานแล้ว"
NOT_YET = "คลุมเพียงครึ่งลาน"
STATES = {state.value: str(state.label) for state in IssueState}
SECOND_TITLE = "ยกระดับเป็นมาตรา 39"


def day(offset: int) -> str:
    """A day from today as people type it."""
    return format_date(TODAY + timedelta(days=offset), "long")


def short(offset: int) -> str:
    """The same, as lists print it."""
    return format_date(TODAY + timedelta(days=offset), "short")


def sound(keys: Keyboard) -> None:
    """Hold the page against the rules for all eyes, on a phone and on a desk."""
    page = keys.page
    before = page.viewport_size
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert (page.url, width, faults(page)) == (page.url, width, [])
    page.set_viewport_size(before)


def save(keys: Keyboard) -> None:
    """Press what saves the page."""
    keys.press(keys.page.locator(".save-bar button").first)


def report(office: Keyboard) -> str:
    """File the complaint of 35 days ago, with the order of the day after."""
    page = office.page
    office.open("/issues/new/")
    office.press(page.locator("button[name=turn][value=factory_mine]"))
    for name, text in (("title", TITLE), ("what", "ชาวบ้านร้องเรียนซ้ำ")):
        office.write(page.locator(f"[name=issue-{name}]"), text)
    office.choose(page.locator("[name=issue-severity]"), "รุนแรง")
    office.choose(page.locator("[name=issue-site]"), PLANT)
    office.write(page.locator("[name=issue-seen_on]"), day(-35))
    office.tick(page.locator("[name=issue-is_repeated]"))
    office.choose(page.locator("[name=factory_mine-category]"), "กลิ่น")
    row = new_row(office, "orders")
    order(office, row, FIRST, -34, "ให้คลุมลานกากมันให้แล้วเสร็จ", due=-4)
    save(office)
    # Others of that plant are known: asked once whether it is one of these.
    asked = page.locator("#likely")
    asked.or_(page.locator("main a[href$='/history/']")).first.wait_for()
    if asked.count():
        office.tick(page.locator("[name=another]"))
        save(office)
    expect(page).to_have_url(re.compile(r"/issues/I-\d{4}-\d{5}/$"))
    expect(page.locator("main")).to_contain_text(FIRST)
    return page.url


def order(
    keys: Keyboard, row: str, number: str, issued: int, content: str, due: int
) -> None:
    """Write an order in the row with this prefix."""
    page = keys.page
    keys.write(page.locator(f"[name={row}-number]"), number)
    keys.write(page.locator(f"[name={row}-issued_on]"), day(issued))
    keys.write(page.locator(f"[name={row}-due_on]"), day(due))
    keys.write(page.locator(f"[name={row}-content]"), content)


def escalate(office: Keyboard, address: str) -> None:
    """A month later: what was not obeyed leads to an order under section 39."""
    page = office.page
    office.open(address)
    office.press(page.get_by_role("link", name=SECOND_TITLE))
    expect(page).to_have_url(re.compile(r"escalate=\d+"))
    order(office, "orders-1", SECOND, -3, "ให้หยุดสายการผลิตที่หนึ่ง", due=60)
    save(office)
    expect(page).to_have_url(re.compile(f"{re.escape(address)}(#orders)?$"))
    for number in (FIRST, SECOND):
        expect(page.locator("main")).to_contain_text(number)
    sound(office)


def see_again(inspector: Keyboard, ref: str) -> str:
    """Plan and begin a visit today; note by one tap that the problem is still there."""
    page = inspector.page
    inspector.open("/visits/new/")
    inspector.choose(page.locator("[name=units-0-office]"), OFFICE)
    inspector.write(page.locator("[name=general-starts_on]"), day(0))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/visits/V-\d{4}-\d{5}/$"))
    visit = page.url
    step(inspector, "start")
    expect(page).to_have_url(f"{visit}record/")
    inspector.open(visit)
    offer = page.locator(f"#again form[action$='/seen/{ref}/']")
    inspector.press(offer.locator("summary"))
    inspector.write(offer.locator("textarea"), STILL)
    sound(inspector)
    inspector.press(offer.locator("button"))
    seen = page.locator("#issues li").filter(has_text=ref)
    expect(seen).to_contain_text("พบซ้ำ")
    expect(seen).to_contain_text(STILL)
    expect(page.locator(f"#again form[action$='/seen/{ref}/']")).to_have_count(0)
    return visit


def raise_follow_up(inspector: Keyboard, address: str) -> str:
    """Give the office a follow-up from the issue's page; gives its number."""
    page = inspector.page
    inspector.open(address)
    inspector.press(page.locator("#follow-ups a[href*='/follow-ups/new/?issue=']"))
    expect(page.locator("[name=given-text]")).to_have_value(re.compile(TITLE))
    expect(page.locator("[name=given-topic_kind]")).to_have_value("factory_mine")
    inspector.write(page.locator("[name=given-text]"), ASKED)
    sound(inspector)
    save(inspector)
    expect(page).to_have_url(f"{address}#follow-ups")
    row = page.locator("#follow-ups li").filter(has_text=ASKED)
    expect(row).to_have_count(1)
    return row.locator("a").inner_text()


def move(keys: Keyboard, address: str, slug: str, state: str, words: str = "") -> None:
    """Take a step of the issue's life to a state; say what it asks for."""
    page = keys.page
    keys.open(address)
    form = page.locator(f"form[action$='/step/{slug}/']")
    fold = page.locator(f"#step-{slug} summary")
    if fold.count():
        keys.press(fold)
    if words:
        keys.write(form.locator("[name=reason]"), words)
    keys.press(form.locator("button").first)
    answer_dialog(keys)
    # The address is that of the page before, too.
    expect(page.locator("h1 .status")).to_have_text(STATES[state])
    expect(page).to_have_url(address)


@pytest.mark.console_errors("422")  # asked once whether it is one that is known
def test_a_repeated_complaint_is_followed_to_its_verified_end(person):  # noqa: F811
    office, inspector = person("khonkaen"), person("inspector12")
    address = report(office)
    ref = address.rstrip("/").rpartition("/")[2]
    escalate(office, address)

    visit = see_again(inspector, ref)
    number = raise_follow_up(inspector, address)
    page = inspector.page
    visit = visit.rstrip("/").rpartition("/")[2]
    details = page.locator("#details")
    expect(details).to_contain_text("พบซ้ำ")
    expect(details).to_contain_text(visit)

    move(office, address, "take", "in_hand")
    move(office, address, "resolve", "resolved", DONE)
    move(inspector, address, "send-back", "in_hand", NOT_YET)
    move(office, address, "resolve", "resolved", AGAIN)
    move(inspector, address, "verify", "verified")

    check_the_story(office, address, ref, visit, number)


def check_the_story(
    keys: Keyboard, address: str, ref: str, visit: str, number: str
) -> None:
    """The plant's page tells it in order: the newest first."""
    page = keys.page
    keys.open(address)
    keys.press(page.locator("#details a[href^='/sites/']").first)
    expect(page).to_have_url(re.compile(r"/sites/\d+/$"))
    sound(keys)
    lines = page.locator(".timeline > li").all_inner_texts()
    places = [
        next((n for n, line in enumerate(lines) if all(w in line for w in words)), None)
        for words in (
            (str(ISSUE.acts["verify"]), ref),
            (AGAIN,),
            (NOT_YET,),
            (DONE,),
            (number, ASKED),
            (visit,),
            (SECOND, short(-3)),
            (FIRST, short(-34)),
            (ref, short(-35)),
        )
    ]
    told = [place for place in places if place is not None]
    assert len(told) == len(places), (places, lines)
    assert told == sorted(told), (places, lines)
