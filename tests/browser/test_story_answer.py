"""Story 4: an order of high priority, answered, sent back, answered again, verified.

By keyboard, in Thai, in a real browser: the office answers without evidence and is
refused, the inspector gives more time and judges, and the trail tells all of it.
"""

import re
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect

from inspections.actions import EVIDENCE_NEEDED
from inspections.lifecycle import FollowUpState
from tests.browser.keyboard import Keyboard
from tests.browser.test_pages import faults
from tests.browser.test_story_visit import answer_dialog, person, photo  # noqa: F401
from thai.dates import BANGKOK, format_date

ORDER = "ให้ปิดท่อระบายน้ำเสียของโรงงานและรายงานผล"
GIVEN = """
from datetime import timedelta
from django.db import transaction
from django.utils import timezone
from accounts.models import User
from audit.records import record
from inspections.actions import take_follow_up_step
from inspections.models import FollowUp
from regions.models import Office
with transaction.atomic():
    today = timezone.localdate()
    given = FollowUp.objects.create(
        kind="order", priority="high", text="{text}", given_on=today,
        due_on=today + timedelta(10), office=Office.objects.get(code="moi-kkn"),
    )
    by = User.objects.get(username="inspector12")
    record(given, "give", by=by)
    take_follow_up_step(given, "issue", by=by)
    print(given.ref)
"""
TODAY = datetime.now(BANGKOK).date()
NEWS, MAIN = "h1 .status", "main"
STATES = {state.value: str(state.label) for state in FollowUpState}


def day(offset: int) -> str:
    """A day from today as people type it, and as pages print it."""
    return format_date(TODAY + timedelta(days=offset), "long")


@pytest.fixture
def address(site) -> str:
    """Where the order stands that `inspector12` has given the Khon Kaen office."""
    printed = site.manage("shell", "-c", GIVEN.format(text=ORDER))
    found = re.search(r"F-\d{4}-\d{5}", printed)
    assert found
    return f"/follow-ups/{found[0]}/"


def sound(keys: Keyboard) -> None:
    """Hold the page against the rules for all eyes, on a phone and on a desk."""
    page = keys.page
    before = page.viewport_size
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert (page.url, width, faults(page)) == (page.url, width, [])
    page.set_viewport_size(before)


def write_answer(keys: Keyboard, address: str, text: str) -> None:
    """Open the answer's page from the order's own and write what was done."""
    keys.open(address)
    keys.press(keys.page.locator(f"a[href='{address}answer/']").first)
    keys.write(keys.page.locator("[name=answer-text]"), text)


def send(keys: Keyboard) -> None:
    """Answer as done."""
    keys.press(keys.page.locator(".save-bar button[name=done]"))


def move_the_day(keys: Keyboard, address: str, offset: int, reason: str) -> None:
    """Give the office more time, and say why."""
    page = keys.page
    keys.open(address)
    keys.press(page.locator(f"a[href='{address}re-date/']"))
    expect(page.locator("[name=redating-due_on]")).to_be_visible()
    sound(keys)
    keys.write(page.locator("[name=redating-due_on]"), day(offset))
    keys.write(page.locator("[name=redating-reason]"), reason)
    keys.press(page.locator(".save-bar button").first)
    expect(page).to_have_url(re.compile(f"{address}$"))
    expect(page.locator("#details")).to_contain_text(reason)


def judge(keys: Keyboard, address: str, slug: str, words: str) -> None:
    """Take a step that may say something."""
    page = keys.page
    keys.open(address)
    keys.press(page.locator(f"#step-{slug} summary"))
    sound(keys)
    keys.write(page.locator(f"#step-{slug} [name=reason]"), words)
    keys.press(page.locator(f"#step-{slug} button"))
    answer_dialog(keys)


@pytest.mark.console_errors("422")  # answering without evidence is refused once
def test_an_order_is_answered_with_evidence_and_verified_by_another(
    person,  # noqa: F811
    address,
):
    office, inspector = person("khonkaen"), person("inspector12")
    page, seen = office.page, inspector.page
    office.open(address)
    expect(page.locator(MAIN)).to_contain_text(ORDER)
    expect(page.locator("#details")).to_contain_text(day(10))

    write_answer(office, address, "ปิดท่อแล้ว")
    send(office)
    expect(page.locator("[role=alert]")).to_contain_text(str(EVIDENCE_NEEDED))
    expect(page.locator("[name=answer-text]")).to_have_value("ปิดท่อแล้ว")
    sound(office)
    inspector.open(address)
    expect(seen.locator(NEWS).first).to_have_text(STATES["issued"])

    move_the_day(inspector, address, 20, "รอวัสดุ")
    write_answer(office, address, "ปิดท่อแล้ว")
    office.attach(page.locator("[name=upload]"), photo())
    send(office)
    expect(page).to_have_url(re.compile(f"{address}$"))
    expect(page.locator(NEWS).first).to_have_text(STATES["answered"])
    expect(page.locator("#answers img")).to_have_count(1)
    expect(page.locator("form[action$='/step/verify/']")).to_have_count(0)
    refused = page.request.post(
        f"{address}step/verify/",
        headers={"Referer": page.url},
        form={"csrfmiddlewaretoken": csrf(office)},
        max_retries=3,
    )
    assert refused.status == 403

    judge(inspector, address, "send-back", "ยังเห็นน้ำไหล ขอภาพปลายท่อ")
    expect(seen.locator(NEWS).first).to_have_text(STATES["in_progress"])
    move_the_day(inspector, address, 30, "ให้เวลาแก้ไขเพิ่ม")

    office.open(address)
    expect(page.locator(MAIN)).to_contain_text("ยังเห็นน้ำไหล ขอภาพปลายท่อ")
    sound(office)
    write_answer(office, address, "อุดปลายท่อแล้ว")
    send(office)
    expect(page.locator(NEWS).first).to_have_text(STATES["answered"])

    judge(inspector, address, "verify", "ไปดูแล้ว ไม่มีน้ำไหล")
    expect(seen.locator(NEWS).first).to_have_text(STATES["verified"])
    check_the_trail(office, address)


def csrf(keys: Keyboard) -> str:
    """The token that a form of the page carries."""
    token = keys.page.locator("[name=csrfmiddlewaretoken]").first
    return str(token.get_attribute("value"))


def check_the_trail(keys: Keyboard, address: str) -> None:
    """Who, when, why, and every day on which it ever was due."""
    page = keys.page
    keys.open(address)
    for words in (day(10), day(20), day(30), "รอวัสดุ", "ให้เวลาแก้ไขเพิ่ม"):
        expect(page.locator("#details")).to_contain_text(words)
    for words in ("ปิดท่อแล้ว", "อุดปลายท่อแล้ว"):
        expect(page.locator("#answers")).to_contain_text(words)
    keys.press(page.locator(f"a[href='{address}history/']"))
    trail = page.locator(".timeline")
    expect(trail).to_be_visible()
    sound(keys)
    for words in (
        *("รอวัสดุ", "ให้เวลาแก้ไขเพิ่ม", "ยังเห็นน้ำไหล ขอภาพปลายท่อ"),
        *("ปิดท่อแล้ว", "อุดปลายท่อแล้ว", "ไปดูแล้ว ไม่มีน้ำไหล"),
        str(TODAY.year + 543),
    ):
        expect(trail).to_contain_text(words)
