"""Story 3: what one round leaves open comes first in the next round's visit.

By keyboard, in Thai, in a real browser: round 1 has left seven follow-ups open in
Khon Kaen; the manager opens round 2, the inspector looks at each of the seven at the
next visit, may not submit before, and both rounds' pages tell the same numbers.
"""

import re
from datetime import datetime

import pytest
from playwright.sync_api import Page, expect

from tests.browser.keyboard import Keyboard
from tests.browser.probes import rows_listed
from tests.browser.site import Site
from tests.browser.test_story_round import referenced  # noqa: F401
from tests.browser.test_story_visit import answer_dialog, person, step  # noqa: F401
from thai.dates import BANGKOK, fiscal_year, format_date

TODAY = datetime.now(BANGKOK).date()
YEAR = fiscal_year(TODAY) + 1
FIRST, SECOND = f"/rounds/{YEAR}-1/", f"/rounds/{YEAR}-2/"
SEVEN = 7
#: Round 1 as it was: seven given in Khon Kaen, the last written first, of which
#: the office has answered the oldest two; one in Kalasin; round 2 planned.
BEFORE = f"""
from datetime import timedelta
from django.db import transaction
from django.utils import timezone
from accounts.models import User
from inspections.actions import Given, Told, take_follow_up_step, take_round_step
from inspections.models import FollowUp, Round
from regions.models import Office
today = timezone.localdate()
manager = User.objects.get(username="manager")
officer = User.objects.get(username="khonkaen")
with transaction.atomic():
    held = []
    for number in (1, 2):
        one = Round.objects.create(
            fiscal_year={YEAR}, number=number, opens_on=today - timedelta(days=90),
            closes_on=today + timedelta(days=30), reports_due_on=today,
        )
        one.topics.create(kind="factory_mine", title_th="โรงงาน", title_en="Factories")
        held.append(one)
    take_round_step(held[0], "open", by=manager)
    for code, count in (("moi-kkn", {SEVEN}), ("moi-ksn", 1)):
        office = Office.objects.get(code=code)
        for age in range(count):
            row = FollowUp.objects.create(
                office=office, round=held[0], text=f"ข้อสั่งการที่ {{age}}",
                given_on=today - timedelta(days=20 + age),
            )
            take_follow_up_step(row, "issue", by=manager)
            if code == "moi-kkn" and age >= count - 2:
                given = Given(content=Told("ดำเนินการแล้วเสร็จ", today, 100))
                take_follow_up_step(row, "answer", by=officer, given=given)
    for slug in ("summarise", "close"):
        take_round_step(held[0], slug, by=manager)
"""


@pytest.fixture
def site(referenced, tmp_path):  # noqa: F811
    """The product, running on a copy with round 1 behind it."""
    served = Site(referenced, tmp_path)
    served.manage("shell", "-c", BEFORE)
    yield served
    served.stop()


def plan_a_visit(keys: Keyboard) -> str:
    """Plan, begin and record a visit to Khon Kaen today; gives its address."""
    page = keys.page
    keys.open("/visits/new/")
    keys.choose(page.locator("[name=units-0-office]"), "สำนักงานอุตสาหกรรมจังหวัดขอนแก่น")
    keys.choose(page.locator("[name=general-round]"), f"รอบที่ 2/{YEAR}")
    keys.write(page.locator("[name=general-starts_on]"), format_date(TODAY, "long"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/visits/V-\d{4}-\d{5}/$"))
    address = page.url
    step(keys, "start")
    expect(page).to_have_url(f"{address}record/")
    page.wait_for_load_state()
    return address


def rows(page: Page) -> list[str]:
    """The texts of what was left, from top to bottom."""
    return re.findall(
        r"ข้อสั่งการที่ \d", " ".join(page.locator("#left .row-card").all_inner_texts())
    )


def say(keys: Keyboard, number: int, what: str, note: str) -> None:
    """Open one of the acts of the row with this number, write and press."""
    row = keys.page.locator("#left .row-card").nth(number)
    act = row.locator(f"details.step[id$='-{what}']")
    keys.press(act.locator("summary"))
    keys.write(act.locator("textarea"), note)
    keys.press(act.locator("button"))
    answer_dialog(keys) if what != "still_open" else None
    expect(row.locator(".notice--success")).to_contain_text(note)


def numbers(page: Page, panel: str) -> dict[str, int]:
    """What a panel of a round's page tells: each address with its number."""
    links = page.locator(f"#{panel} a.count").all()
    return {
        str(link.get_attribute("href")): int(re.findall(r"\d+", link.inner_text())[0])
        for link in links
    }


@pytest.mark.console_errors("422")  # submitting is refused once
def test_what_a_round_left_open_is_looked_at_in_the_next(person):  # noqa: F811
    manager = person("manager")
    manager.open(SECOND)
    step(manager, "open")
    expect(manager.page.locator("#carried")).to_contain_text("8")

    inspector = person("inspector12")
    page = inspector.page
    address = plan_a_visit(inspector)
    oldest_first = [f"ข้อสั่งการที่ {age}" for age in reversed(range(SEVEN))]
    assert rows(page) == oldest_first
    typed = page.locator("[name=general-summary]")
    inspector.write(typed, "ติดตามข้อสั่งการที่ค้างอยู่")
    say(inspector, 0, "verify", "เห็นของจริงแล้ว")
    # What was typed into the record and not saved came along.
    expect(typed).to_have_value("ติดตามข้อสั่งการที่ค้างอยู่")
    say(inspector, 1, "send-back", "ยังไม่ครบ")
    for number in range(2, SEVEN - 2):
        say(inspector, number, "still_open", f"รองบประมาณ {number}")
    say(inspector, SEVEN - 2, "supersede", "มีข้อสั่งการใหม่แทน")
    inspector.press(page.locator(".save-bar button").first)
    expect(page).to_have_url(address)

    step(inspector, "submit")
    refused = page.locator("[role=alert]")
    expect(refused.locator("li")).to_have_count(1)
    expect(refused.locator("li")).to_contain_text("ข้อสั่งการที่ 0")
    inspector.press(refused.locator("li a"))
    expect(page).to_have_url(re.compile(r"/record/#left-F-\d{4}-\d{5}$"))
    last = page.locator("#left .row-card").nth(SEVEN - 1)
    expect(last).to_be_in_viewport()
    say(inspector, SEVEN - 1, "still_open", "รอผลการประชุม")
    inspector.open(address)
    step(inspector, "submit")
    expect(page.locator("h1 .status")).to_have_text("ส่งแล้ว รอรับรอง")

    manager.open(SECOND)
    carried = f"/follow-ups/?carried={YEAR}-2"
    assert numbers(manager.page, "carried") == {
        f"{carried}&outcome=verified": 1,
        f"{carried}&outcome=open": 6,
        f"{carried}&outcome=cannot_comply": 0,
        f"{carried}&outcome=superseded": 1,
        f"{carried}&outcome=withdrawn": 0,
        carried: 8,
        f"{carried}&looked=no": 1,  # Kalasin's
    }
    for list_address, number in numbers(manager.page, "carried").items():
        assert rows_listed(manager.page, list_address) == number, list_address
    manager.open(FIRST)
    passed_on = f"/follow-ups/?round={YEAR}-1&carried={YEAR}-2"
    assert numbers(manager.page, "passed-on") == {passed_on: 8}
