"""Rows, pictures and double presses on the record page, with script."""

import re
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Page, expect


def open_record(new_context, site, username: str = "inspector12") -> Page:
    page = new_context().new_page()
    site.sign_in(page, username)
    page.goto(f"{site.visit_in('in_progress')}record/")
    return page


def test_rows_are_added_removed_and_restored_without_losing_text(new_context, site):
    page = open_record(new_context, site)
    before = page.locator("#itinerary [data-row]").count()
    page.locator("button[name=add][value=itinerary]").click()
    row = page.locator("#itinerary [data-row]").last
    row.locator("[name$='-activity']").fill("ดูเหมืองหินผาแดง")

    row.locator("[data-remove-row]").click()
    row.locator("[data-restore-row]").click()

    expect(row.locator("[name$='-activity']")).to_have_value("ดูเหมืองหินผาแดง")
    page.locator(".save-bar button").first.click()
    expect(page.locator("#itinerary")).to_contain_text("ดูเหมืองหินผาแดง")
    expect(page.locator("#itinerary .timeline li")).to_have_count(before + 1)


def test_works_without_script(new_context, site):
    page = new_context(java_script_enabled=False).new_page()
    site.sign_in(page, "inspector12")
    page.goto(f"{site.visit_in('in_progress')}record/")
    page.locator("[name=general-summary]").fill("สรุปที่พิมพ์ไว้")
    rows = page.locator("#itinerary [data-row]")
    before = rows.count()
    page.locator("button[name=add][value=itinerary]").click()

    expect(rows).to_have_count(before + 1)
    expect(page.locator("[name=general-summary]")).to_have_value("สรุปที่พิมพ์ไว้")
    row = rows.last
    row.locator("[name$='-activity']").fill("ประชุมเช้า")
    page.locator(".save-bar button").first.click()

    expect(page.locator("main")).to_contain_text("สรุปที่พิมพ์ไว้")
    expect(page.locator("#itinerary")).to_contain_text("ประชุมเช้า")


def test_two_presses_with_the_guard_off_save_once(new_context, site):
    page = open_record(new_context, site)
    page.locator("button[name=add][value=itinerary]").click()
    row = page.locator("#itinerary [data-row]").last
    row.locator("[name$='-activity']").fill("ครั้งเดียวเท่านั้น")

    page.evaluate(
        """async () => {
            const form = document.querySelector("form[data-busy][enctype]");
            const sent = () => ({method: "POST", body: new FormData(form)});
            await Promise.all([1, 2].map(() => fetch(location.href, sent())));
        }"""
    )

    page.goto(site.visit_in("in_progress"))
    expect(page.get_by_text("ครั้งเดียวเท่านั้น")).to_have_count(1)


def test_a_chosen_picture_is_listed_and_attached(new_context, site):
    page = open_record(new_context, site)
    target = BytesIO()
    Image.new("RGB", (300, 200), "green").save(target, "PNG")
    file = {"name": "บ่อ.png", "mimeType": "image/png", "buffer": target.getvalue()}
    page.locator("[name=upload]").set_input_files(file)
    expect(page.locator(".file-list")).to_contain_text("บ่อ.png")

    page.locator(".save-bar button").first.click()

    expect(page).to_have_url(re.compile(r"/visits/V-[\d-]+/$"))
    expect(page.locator("#photos")).to_contain_text("บ่อ.png")


@pytest.mark.console_errors("409")
def test_two_editors_of_one_section_get_both_texts(new_context, site):
    address = site.visit_in("in_progress")
    first = open_record(new_context, site)
    second = open_record(new_context, site, "assistant12")
    second.locator("[name=general-summary]").fill("ข้อความของผู้ช่วย")
    second.locator(".save-bar button").first.click()
    expect(second.locator("main")).to_contain_text("ข้อความของผู้ช่วย")
    first.locator("[name=general-summary]").fill("ข้อความของผู้ตรวจ")

    with first.expect_response(lambda answer: answer.status == 409):
        first.locator(".save-bar button").first.click()

    expect(first.locator(".conflict").first).to_contain_text("ข้อความของผู้ช่วย")
    expect(first.locator("[name=general-summary]")).to_have_value("ข้อความของผู้ตรวจ")
    first.locator(".save-bar button").first.click()
    expect(first).to_have_url(re.compile(f"{address}$"))
    expect(first.locator("main")).to_contain_text("ข้อความของผู้ตรวจ")
