"""An office files one issue of each kind on a phone, with little more than is known."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_pages import faults, opened, unfold

__all__ = ["opened"]

ORDER = {"number": "ขก 1/2566", "issued_on": "1/3/2566", "content": "ให้แก้ไข"}
SAMPLE = {"taken_on": "1/3/2566", "result_ph": "๗.๒", "result_do": "<0.5"}
#: What is typed for each kind, its rows, and what the issue's page then shows.
KINDS = {
    "factory_mine": ({}, {"orders": ORDER}, ["ขก 1/2566", "ยกระดับเป็นมาตรา 39"]),
    "cane_burning": (
        {
            "crop_year": "๒๕๖๕/๖๖",
            "as_of": "1/3/2566",
            "crushed_ton": "๔๔,๕๑๔.๗๘๖",
            "burnt_ton": "15941.215",
        },
        {},
        ["ร้อยละ 35.81", "28,573.571 ตัน"],
    ),
    "mine_pit_water": (
        {"operator": "บจก. ศิลา", "available_m3": "650000", "as_of": "1/3/2566"},
        {"samples": SAMPLE},
        ["650,000 ลบ.ม.", "<0.5 มก./ล."],
    ),
    "livelihood": ({"group_name": "กลุ่มทอผ้า", "people_trained": "30"}, {}, ["30 คน"]),
    "other": ({}, {}, []),
}


def tell(page: Page, kind: str) -> None:
    """Fill in what any issue says."""
    page.locator("[name=issue-title]").fill(f"เรื่อง {kind}")
    page.locator("[name=issue-what]").fill("พบที่หน้างาน")
    page.locator("[name=issue-severity]").select_option("high")
    page.locator("[name=issue-seen_on]").fill("1/3/2566")


@pytest.mark.console_errors("422")
def test_each_kind_is_filed_on_a_phone(opened):
    page = opened("khonkaen")

    for kind, (values, rows, shown) in KINDS.items():
        page.set_viewport_size({"width": 360, "height": 800})
        page.goto("/issues/new/")
        page.locator(f"button[name=turn][value={kind}]").click()
        expect(page.locator("[name=issue-kind]")).to_have_value(kind)
        tell(page, kind)
        for name, text in values.items():
            page.locator(f"[name={kind}-{name}]").fill(text)
        for prefix, row in rows.items():
            page.locator(f"button[name=add][value={prefix}]").click()
            for name, text in row.items():
                page.locator(f"[name={prefix}-0-{name}]").fill(text)
        unfold(page)
        assert (kind, faults(page)) == (kind, [])
        page.locator(".save-bar button").click()
        if kind == "mine_pit_water":
            # Older than 12 months, whatever day it is: asked about, once.
            page.locator("[name=samples-0-confirmed]").check()
            page.locator(".save-bar button").click()
        expect(page.locator("h1")).to_contain_text(f"เรื่อง {kind}")
        for words in shown:
            expect(page.locator("main")).to_contain_text(words)
        page.set_viewport_size({"width": 360, "height": 800})
        assert (kind, faults(page)) == (kind, [])


def test_the_form_of_another_kind_is_offered_once_another_is_chosen(opened):
    page = opened("khonkaen")
    page.goto("/issues/new/?kind=cane_burning")
    other = page.locator("button[data-turns]")

    expect(other).to_be_hidden()
    page.locator("[name=issue-kind]").select_option("mine_pit_water")
    expect(other).to_be_visible()
    page.locator("[name=issue-kind]").select_option("cane_burning")
    expect(other).to_be_hidden()
