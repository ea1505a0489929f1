"""Pages as they are seen: accessible, never wider than a phone, light on the wire."""

from itertools import product

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.probes import axe, over_the_wire

WIDTHS = (360, 768, 1280)
LANGUAGES = ("th", "en")
SCHEMES = ("light", "dark")
MATRIX = [*product(WIDTHS, LANGUAGES, SCHEMES)]
KILOBYTE = 1024


def visit_in(site, state: str) -> str:
    """The address of a demonstration visit of inspector12's in that state."""
    ref = site.manage(
        "shell",
        "-v0",
        "-c",
        "from inspections.models import Visit;"
        f"print(Visit.objects.filter(state='{state}', zone__number=12)"
        ".exclude(lead=None).order_by('-pk')[0].ref)",
    ).strip()
    return f"/visits/{ref}/"


@pytest.fixture
def opened(new_context, site):
    """Opens a page of a given width, language and scheme for somebody."""

    def made(width: int, language: str, scheme: str, username: str = "") -> Page:
        context: BrowserContext = new_context(
            viewport={"width": width, "height": 800}, color_scheme=scheme
        )
        context.add_cookies(
            [{"name": "django_language", "value": language, "url": site.url}]
        )
        page = context.new_page()
        if username:
            site.sign_in(page, username)
        return page

    return made


def assert_sound(page: Page) -> None:
    """Nothing for axe to say and nothing beyond the right edge."""
    assert axe(page) == []
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.viewport_size["width"]


@pytest.mark.parametrize(("width", "language", "scheme"), MATRIX)
def test_list_record_and_sign_in_are_sound_everywhere(
    opened, site, width, language, scheme
):
    page = opened(width, language, scheme)
    page.goto("/accounts/login/")
    assert page.locator("html").get_attribute("lang") == language
    assert_sound(page)

    site.sign_in(page, "inspector12")
    page.goto("/visits/")
    assert_sound(page)

    page.goto(f"{visit_in(site, 'in_progress')}record/")
    assert_sound(page)


def test_other_pages_are_sound_on_a_phone(opened, site):
    page = opened(360, "th", "light", "inspector12")
    for address in (
        "/",
        visit_in(site, "signed_off"),
        visit_in(site, "returned"),
        f"{visit_in(site, 'signed_off')}history/",
        "/visits/new/",
        "/follow-ups/",
        "/provinces/",
        "/provinces/40/",
        "/zones/12/",
        "/offices/moi-kkn/",
        "/sites/",
        "/networks/",
        "/meetings/",
        "/account/",
    ):
        page.goto(address)
        assert_sound(page)


@pytest.mark.console_errors("422")
def test_a_record_with_errors_is_sound_and_leads_to_the_fault(opened, site):
    page = opened(360, "th", "light", "inspector12")
    page.goto(f"{visit_in(site, 'in_progress')}record/")
    page.locator("button[name=add][value=figures]").click()
    row = page.locator("#figures [data-row]").last
    row.locator("[name$='-number']").fill("มาก")
    row.locator("[name$='-name']").fill("โรงงาน")

    page.locator(".save-bar button").first.click()

    summary = page.locator(".error-summary")
    summary.wait_for()
    assert page.title().startswith("ข้อผิดพลาด")
    assert_sound(page)
    summary.locator("a").first.click()
    focused = page.evaluate("document.activeElement.name")
    assert focused.endswith("-number")


@pytest.mark.console_errors("404")
def test_an_unknown_address_is_sound(opened):
    page = opened(360, "th", "light", "inspector12")
    page.goto("/visits/V-2500-99999/")
    assert_sound(page)


def test_first_visits_are_light(opened, site):
    page = opened(1280, "th", "light", "inspector12")
    limits = {
        "/visits/": 75,
        "/": 110,
        f"{visit_in(site, 'in_progress')}record/": 90,
    }
    for address, kilobytes in limits.items():
        sizes = over_the_wire(page, address)
        assert sum(sizes.values()) <= kilobytes * KILOBYTE, sizes
