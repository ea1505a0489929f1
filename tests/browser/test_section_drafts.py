"""What is typed into a report's section outlives the browser it was typed in."""

import pytest
from playwright.sync_api import Page, expect

MINE = "ยังพิมพ์ไม่เสร็จ"


def open_section(new_context, site) -> Page:
    """The first section that the Khon Kaen office has to write in the open round."""
    page = new_context().new_page()
    site.sign_in(page, "khonkaen")
    page.goto("/reports/")
    page.locator("main tbody a").first.click()
    page.locator("a[href$='/edit/']").first.click()
    # Its script, too: what is typed earlier is not kept by this test's measure.
    page.wait_for_url("**/edit/")
    return page


def kept(page: Page) -> None:
    expect(page.locator("[data-draft-news]")).to_contain_text("เก็บ")


@pytest.mark.parametrize("control", ["narrative", "figure"])
def test_is_there_again_after_the_browser_was_closed(new_context, site, control):
    name = "section-narrative" if control == "narrative" else "-number"
    page = open_section(new_context, site)
    address = page.url
    box = page.locator(f"[name$='{name}']").first
    box.fill(MINE if control == "narrative" else "๑๒")
    kept(page)
    page.context.close()

    page = new_context().new_page()
    site.sign_in(page, "khonkaen")
    page.goto(address)

    box = page.locator(f"[name$='{name}']").first
    expect(box).to_have_value(MINE if control == "narrative" else "๑๒")
    page.locator(".save-bar button").first.click()
    expect(page).not_to_have_url(address)
