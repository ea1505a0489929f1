"""Story 1: an inspector records the Khon Kaen visit, a manager reviews it.

The whole of it by keyboard, in Thai, in a real browser.
"""

import json
import re
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from networks.models import NetworkKind
from tests.browser.keyboard import Keyboard

FOUNDING = next(
    visit
    for visit in json.loads(Path("data/real_visits.json").read_text())
    if visit["source"] == "TG-65701"
)


KINDS = {kind.value: str(kind.label) for kind in NetworkKind}


def photo() -> dict:
    target = BytesIO()
    Image.new("RGB", (800, 600), "#2a2f6b").save(target, "JPEG")
    return {
        "name": "ห้องประชุม.jpg",
        "mimeType": "image/jpeg",
        "buffer": target.getvalue(),
    }


@pytest.fixture
def person(new_context, site):
    """Opens a browser of their own for somebody of the demonstration."""

    def signed_in(username: str) -> Keyboard:
        keys = Keyboard(new_context().new_page())
        keys.open("/accounts/login/")
        keys.write(keys.page.locator("input[name=login]"), username)
        keys.write(keys.page.locator("input[name=password]"), "demo-2566")
        keys.page.keyboard.press("Enter")
        expect(keys.page).not_to_have_url(re.compile("login"))
        return keys

    return signed_in


def plan(keys: Keyboard) -> str:
    """Plan the visit of 1 มีนาคม 2566 at 14.00 น.; gives its address."""
    page = keys.page
    keys.press(page.locator("main a[href='/visits/new/']").first)
    keys.choose(page.locator("[name=units-0-office]"), "สำนักงานอุตสาหกรรมจังหวัดขอนแก่น")
    keys.choose(page.locator("[name=general-round]"), "รอบที่ 1/2566")
    keys.write(page.locator("[name=general-starts_on]"), "1 มีนาคม 2566")
    keys.write(page.locator("[name=general-starts_at]"), "14.00 น.")
    keys.write(page.locator("[name=general-place]"), FOUNDING["place_th"])
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/visits/V-\d{4}-\d{5}/$"))
    return page.url


def new_row(keys: Keyboard, prefix: str) -> str:
    """Add a row to a part of the record; gives the prefix of its names."""
    page = keys.page
    total = int(page.locator(f"[name={prefix}-TOTAL_FORMS]").input_value())
    keys.press(page.locator(f"button[name=add][value={prefix}]"))
    return f"{prefix}-{total}"


def record(keys: Keyboard) -> None:
    """Write down all that the press item has."""
    page = keys.page
    keys.press(page.locator("form[action$='step/start/'] button"))
    answer_dialog(keys)
    expect(page).to_have_url(re.compile("/record/$"))
    page.wait_for_load_state()
    write_topics(keys)
    for met in FOUNDING["networks"]:
        row = new_row(keys, "parties")
        keys.choose(page.locator(f"[name={row}-kind]"), KINDS[met["type"]])
        keys.write(page.locator(f"[name={row}-printed_name]"), met["name_th"])
        if met["points_th"]:
            keys.write(
                page.locator(f"[name={row}-points]"), "\n".join(met["points_th"])
            )
    for given in FOUNDING["recommendations"]:
        row = new_row(keys, "recommendations")
        keys.choose(page.locator(f"[name={row}-kind]"), "ข้อแนะนำ")
        keys.write(page.locator(f"[name={row}-text]"), given["text_th"])
        keys.write(page.locator(f"[name={row}-due_on]"), "31 มี.ค. 66")
    for dimension in FOUNDING["mind_dimensions"]:
        keys.tick(page.locator(f"[name=dimension-{dimension}-mentioned]"))
    keys.attach(page.locator("[name=upload]"), photo())
    keys.press(page.locator(".save-bar button").first)
    expect(page).to_have_url(re.compile(r"/visits/V-\d{4}-\d{5}/$"))


def write_topics(keys: Keyboard) -> None:
    """Use the round's suggested topics where their kind is the same."""
    page = keys.page
    used = set()
    for topic in FOUNDING["topics"]:
        kinds = page.locator("[data-row] [name^=topics-][name$=-kind]").all()
        number = next(
            row
            for row, kind in enumerate(kinds)
            if kind.input_value() == topic["kind"] and row not in used
        )
        used.add(number)
        row = f"topics-{number}"
        keys.write(page.locator(f"[name={row}-reported]"), topic["summary_th"])
        details = page.locator(f"details:has([name={row}-title]) > summary")
        keys.press(details)
        keys.write(page.locator(f"[name={row}-title]"), topic["title_th"])


def answer_dialog(keys: Keyboard) -> None:
    """Say yes to the question of a step."""
    yes = keys.page.locator("dialog.confirm button").first
    yes.wait_for()
    keys.press(yes)


def step(keys: Keyboard, slug: str) -> None:
    """Take a step that asks for nothing but a yes."""
    keys.press(keys.page.locator(f"form[action$='step/{slug}/'] button"))
    answer_dialog(keys)


def test_the_founding_visit_is_recorded_reviewed_and_seen_by_its_office(person):
    inspector = person("inspector12")
    address = plan(inspector)
    page = inspector.page
    expect(page.locator("main")).to_contain_text("1 มีนาคม 2566")
    expect(page.locator("main")).to_contain_text("14.00 น.")

    record(inspector)
    main = page.locator("main")
    for topic in FOUNDING["topics"]:
        expect(main).to_contain_text(topic["title_th"])
        expect(main).to_contain_text(topic["summary_th"])
    for met in FOUNDING["networks"]:
        expect(main).to_contain_text(met["name_th"])
    for given in FOUNDING["recommendations"]:
        expect(main).to_contain_text(given["text_th"])
    expect(page.locator("#photos img")).to_have_count(1)

    office = person("khonkaen")
    office.open(address)
    expect(office.page.locator("main")).not_to_contain_text(
        FOUNDING["topics"][0]["summary_th"]
    )

    step(inspector, "submit")
    expect(page.locator("h1 .status")).to_have_text("ส่งแล้ว รอรับรอง")

    manager = person("manager")
    manager.open(address)
    return_form = manager.page.locator("#step-return")
    manager.press(return_form.locator("summary"))
    manager.write(return_form.locator("[name=comment-topics]"), "ขอตัวเลขโรงงานที่ตรวจ")
    manager.press(return_form.locator("button"))
    answer_dialog(manager)
    expect(manager.page.locator("h1 .status")).to_have_text("ส่งกลับแก้ไข")

    inspector.open(address)
    expect(main).to_contain_text("ขอตัวเลขโรงงานที่ตรวจ")
    inspector.press(page.locator("a[href$='/record/']").first)
    expect(page.locator("#topics")).to_contain_text("ขอตัวเลขโรงงานที่ตรวจ")
    inspector.write(
        page.locator("[name=topics-0-found]"), "ตรวจแล้ว 142 โรง จากเป้าหมาย 180 โรง"
    )
    inspector.press(page.locator(".save-bar button").first)
    expect(page).to_have_url(address)
    step(inspector, "submit")
    expect(page.locator("h1 .status")).to_have_text("ส่งแล้ว รอรับรอง")

    manager.open(address)
    expect(manager.page.locator("main")).to_contain_text("142 โรง")
    step(manager, "sign-off")
    expect(manager.page.locator("h1 .status")).to_have_text("รับรองแล้ว")

    inspector.open(address)
    expect(page.locator("a[href$='/record/']")).to_have_count(0)
    inspector.open(f"{address}record/")
    expect(page).to_have_url(address)
    inspector.press(page.locator("a[href$='/history/']"))
    for words in ("ส่งกลับแก้ไข", "รับรอง", "142 โรง"):
        expect(page.locator("main")).to_contain_text(words)

    office.open(address)
    seen = office.page.locator("main")
    expect(seen).to_contain_text(FOUNDING["topics"][0]["summary_th"])
    expect(seen).to_contain_text(re.compile(r"F-\d{4}-\d{5}"))
    expect(office.page.locator("a[href$='/history/']")).to_have_count(0)
    neighbour = person("kalasin")
    answer = neighbour.page.goto(address)
    assert answer is not None
    assert answer.status == 404
