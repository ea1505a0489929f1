"""Story 5: a network promises at one meeting; the next one opens with it.

By keyboard, in Thai, in a real browser, with the demonstration's people.
"""

import re
from datetime import datetime, timedelta

from playwright.sync_api import expect

from tests.browser.keyboard import Keyboard
from tests.browser.probes import rows_listed
from tests.browser.test_story_round import save
from tests.browser.test_story_visit import (  # noqa: F401
    answer_dialog,
    new_row,
    person,
)
from thai.dates import BANGKOK, format_date

TODAY = datetime.now(BANGKOK).date()
BANK = "ธพว. สาขาขอนแก่น"
PROMISE = "ปล่อยสินเชื่อแก่ผู้ประกอบการที่ถูกน้ำท่วม ๕๐ ราย"
ASKED = "ขอให้กระทรวงลดค่าธรรมเนียม"
DONE = "ปล่อยสินเชื่อครบ ๕๐ ราย"
NOTE = "เห็นบัญชีรายชื่อผู้ได้รับสินเชื่อแล้ว"
KEPT = "main a.count[href*='promise=kept']"
KEPT_BY_BANKS = f"{KEPT}[href*='network_kind=sme_bank']"
SETTLED = "main a.count[href*='promise=settled']"


def day(offset: int) -> str:
    """A day from today as people type it."""
    return format_date(TODAY + timedelta(days=offset), "long")


def open_network(keys: Keyboard) -> str:
    """Find the bank in the directory; gives its address."""
    page = keys.page
    keys.open("/networks/?kind=sme_bank&province=40")
    keys.press(page.get_by_role("link", name=BANK, exact=True).first)
    expect(page).to_have_url(re.compile(r"/networks/\d+/$"))
    return page.url


def record_meeting(keys: Keyboard, offset: int, **told: str) -> None:
    """Record a meeting with the bank from its page, held or planned that day."""
    page = keys.page
    open_network(keys)
    keys.press(page.locator("main a[href^='/meetings/new/?network=']"))
    keys.write(page.locator("[name=meeting-held_on]"), day(offset))
    keys.write(page.locator("[name=meeting-title]"), "ประชุมเครือข่ายขอนแก่น")
    keys.write(page.locator("[name=parties-0-represented_by]"), "นายชาญ ดีงาม")
    keys.write(page.locator("[name=parties-0-position]"), "ผู้จัดการสาขา")
    if "asked" in told:
        keys.press(page.locator("[data-row] details > summary").first)
        keys.write(page.locator("[name=parties-0-points_ministry]"), told["asked"])
    if "promise" in told:
        row = new_row(keys, "promises")
        keys.choose(page.locator(f"[name={row}-network]"), BANK)
        keys.write(page.locator(f"[name={row}-text]"), told["promise"])
        keys.write(page.locator(f"[name={row}-due_on]"), day(20))
    save(keys)
    expect(page).to_have_url(re.compile(r"/meetings/\d+/$"))


def answer(office: Keyboard, ref: str) -> None:
    """The province's office answers for the bank: it has no account."""
    page = office.page
    office.open(f"/follow-ups/{ref}/answer/")
    office.write(page.locator("[name=answer-text]"), DONE)
    office.write(page.locator("[name=answer-answered_on]"), day(0))
    office.press(page.locator("button[name=done]"))
    expect(page).to_have_url(re.compile(f"/follow-ups/{ref}/(#.*)?$"))


def verify(inspector: Keyboard, ref: str) -> None:
    """The inspector verifies; without a note on how it was kept that is refused."""
    page = inspector.page
    inspector.open(f"/follow-ups/{ref}/")
    expect(page.locator("main")).to_contain_text(DONE)
    form = page.locator("#step-verify")
    inspector.press(form.locator("summary"))
    inspector.press(form.locator("button"))
    answer_dialog(inspector)
    expect(form.locator(".field-error")).to_be_visible()
    inspector.write(form.locator("[name=reason]"), NOTE)
    inspector.press(form.locator("button"))
    answer_dialog(inspector)
    expect(form).to_have_count(0)


def number_of(keys: Keyboard, numbers: str) -> int:
    """The number of a link, which opens a list with as many rows; 0 without one."""
    keys.page.wait_for_load_state()
    link = keys.page.locator(numbers).first
    if not link.count():
        return 0
    number = int(re.findall(r"\d+", link.inner_text())[0])
    assert rows_listed(keys.page, str(link.get_attribute("href"))) == number
    return number


def test_a_network_keeps_a_promise_and_its_page_says_so(
    person,  # noqa: F811
    console,
):
    console.allowed.append("422")  # verifying without a note is refused once
    inspector = person("inspector12")
    page = inspector.page
    record_meeting(inspector, -10, asked=ASKED, promise=PROMISE)
    main = page.locator("main")
    for words in (ASKED, "ผู้จัดการสาขา", PROMISE):
        expect(main).to_contain_text(words)
    link = page.locator("#promised a[href^='/follow-ups/F-']")
    ref = link.inner_text()

    record_meeting(inspector, 5)
    following = page.url
    first = page.locator("main section").first
    expect(first).to_have_id("last-time")
    expect(first).to_contain_text(PROMISE)
    expect(first).to_contain_text(ref)

    network = open_network(inspector)
    kept, settled = number_of(inspector, KEPT), number_of(inspector, SETTLED)

    answer(person("khonkaen"), ref)
    verify(inspector, ref)

    inspector.open(following)
    expect(first).to_contain_text(NOTE)
    expect(first.locator(".status--done")).to_have_count(1)
    inspector.open(network)
    expect(page.locator(KEPT).first).to_be_visible()
    assert number_of(inspector, KEPT) == kept + 1
    assert number_of(inspector, SETTLED) == settled + 1
    expect(main).to_contain_text(str(round(100 * (kept + 1) / (settled + 1))))
    inspector.open("/networks/?kind=sme_bank&province=40")
    # By kind the banks of other provinces count, too.
    expect(page.locator(KEPT_BY_BANKS).first).to_be_visible()
    assert number_of(inspector, KEPT_BY_BANKS) > kept
