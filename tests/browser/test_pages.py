"""Pages as they are seen: accessible, never wider than a phone, light on the wire."""

from itertools import product

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.probes import axe, over_the_wire, settle

pytestmark = pytest.mark.reads_only

WIDTHS = (360, 768, 1280)
LANGUAGES = ("th", "en")
SCHEMES = ("light", "dark")
PHONE = {"width": 360, "height": 800}
#: Where lists stop being cards, and what a scroll bar leaves of such a window.
WIDE = {"width": 1280, "height": 800}
A4 = {"width": 661, "height": 935}
LEAST_WIDTH = "document.documentElement.style.width = '1265px'"
TOO_WIDE = "all => all.filter(one => one.scrollWidth > one.clientWidth).length"
RECORD = "record of a visit"
UNFOLDED = "all => all.forEach(details => { details.open = true })"
#: What may be sent for a first visit, in kB of 1,000 bytes.
LIGHT = {"/visits/": 75, "/": 110, RECORD: 90}
LISTS = (
    *("/visits/", "/follow-ups/", "/provinces/", "/zones/", "/offices/"),
    *("/sites/", "/networks/", "/meetings/", "/provinces/40/", "/zones/12/"),
    *("/series/", "/series/cane-burnt-share/", "/dictionary/"),
)


@pytest.fixture
def opened(new_context, site):
    """Opens a browser of a given language, for somebody signed in or for nobody."""

    def made(username: str = "", language: str = "th", **options) -> Page:
        if username:
            options["storage_state"] = site.signed_in(username, new_context)
        context: BrowserContext = new_context(**{"viewport": PHONE, **options})
        context.add_cookies(
            [{"name": "django_language", "value": language, "url": site.url}]
        )
        return context.new_page()

    return made


def address_of(site, name: str) -> str:
    return f"{site.visit_in('in_progress')}record/" if name == RECORD else name


def faults(page: Page) -> list[str]:
    """What axe finds, and what stands beyond the right edge of the window."""
    settle(page)
    width, height = page.evaluate(
        "(({scrollWidth, scrollHeight}) => [scrollWidth, scrollHeight])"
        "(document.documentElement)"
    )
    beyond = width - page.viewport_size["width"]
    # In a window as tall as the page nothing sticky covers what one can scroll to.
    page.set_viewport_size({**page.viewport_size, "height": height})
    return axe(page) + ([f"scrolls sideways by {beyond} px"] if beyond > 0 else [])


def unfold(page: Page) -> None:
    """Open all that is folded away on the page, once it is whole."""
    page.wait_for_load_state()
    page.locator("main details").evaluate_all(UNFOLDED)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("name", "username"),
    [("/accounts/login/", ""), ("/visits/", "inspector12"), (RECORD, "inspector12")],
)
def test_a_main_page_is_sound_in_every_width_and_scheme(
    opened, site, name, username, language
):
    page = opened(username, language)

    page.goto(address_of(site, name))

    assert page.locator("html").get_attribute("lang") == language
    for width, scheme in product(WIDTHS, SCHEMES):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        assert (width, scheme, faults(page)) == (width, scheme, [])


@pytest.mark.parametrize("username", ["inspector12", "khonkaen", "manager"])
def test_every_kind_of_page_is_sound_on_a_phone(opened, site, username):
    pages = {
        "inspector12": [
            *("/", "/visits/new/", "/account/", site.visit_in("planned")),
            *(site.visit_in("signed_off"), f"{site.visit_in('signed_off')}history/"),
            *(site.visit_in("returned"), f"{site.visit_in('returned')}record/"),
            *("/offices/moi-kkn/", "/accounts/password/change/", *LISTS[1:]),
            *("/follow-ups/new/", "/follow-ups/print/?province=40"),
            *("/sites/new/", "/sites/1/", "/sites/1/history/"),
        ],
        "khonkaen": [
            *("/", site.visit_in("signed_off"), "/follow-ups/?mine=on"),
            *("/reminders/", "/reminders/settings/", "/issues/new/"),
        ],
        "manager": [
            *("/", f"{site.visit_in('submitted')}#step-return", "/handover/"),
            *("/follow-ups/adopt/?province=40", "/follow-ups/times/"),
            *("/sites/1/edit/", "/sites/1/merge/", "/sites/1/merge/?into=2"),
        ],
    }
    page = opened(username)

    for address in pages[username]:
        page.goto(address)
        unfold(page)
        assert (address, faults(page)) == (address, [])


def test_a_table_fits_where_it_stops_being_cards(opened):
    page = opened("manager", viewport=WIDE)
    more = ("/issues/", "/follow-ups/print/?province=40", "/follow-ups/adopt/")

    for address in (*LISTS, *more, "/reminders/"):
        if address == "/reminders/":
            page = opened("khonkaen", viewport=WIDE)
        page.goto(address)
        unfold(page)
        settle(page)
        page.evaluate(LEAST_WIDTH)
        expect(page.locator("thead").first).to_have_css("display", "table-header-group")
        too_wide = page.locator(".table-frame").evaluate_all(TOO_WIDE)
        assert (address, too_wide) == (address, 0)


def test_charts_stand_two_in_a_row_and_an_open_table_has_the_whole(opened):
    page = opened("inspector12", viewport=WIDE)
    page.goto("/provinces/40/")
    first, second = (page.locator(".plots > .panel").nth(i) for i in (0, 1))

    assert first.bounding_box()["y"] == second.bounding_box()["y"]
    assert first.locator("svg").bounding_box()["width"] > 400

    first.locator("summary").click()
    assert first.bounding_box()["width"] > 1000
    assert page.evaluate("document.documentElement.scrollWidth") == 1280
    page.emulate_media(media="print")
    assert second.locator("table").is_visible()


def test_a_list_of_cards_can_be_sorted(opened):
    page = opened("inspector12")
    page.goto("/visits/")

    page.get_by_role("link", name="สถานะ").click()

    expect(page.locator("th[aria-sort]")).to_have_text("สถานะ")


@pytest.mark.console_errors("422")
def test_a_record_with_errors_is_sound_and_leads_to_the_fault(opened, site):
    page = opened("inspector12")
    page.goto(address_of(site, RECORD))
    page.locator("button[name=add][value=figures]").click()
    row = page.locator("#figures [data-row]").last
    row.locator("[name$='-number']").fill("มาก")
    row.locator("[name$='-name']").fill("โรงงาน")

    page.locator(".save-bar button").first.click()

    summary = page.locator(".error-summary")
    summary.wait_for()
    assert page.title().startswith("ข้อผิดพลาด")
    assert faults(page) == []
    summary.locator("a").first.click()
    expect(page.locator("#figures [name$='-number']:focus")).to_have_count(1)


@pytest.mark.parametrize("username", ["", "inspector12"])
def test_an_unknown_address_is_sound(opened, username):
    page = opened(username)

    answer = page.goto("/nowhere/")

    assert answer.status == 404
    assert faults(page) == []


def test_the_admin_has_our_typeface_and_breaks_no_policy(opened):
    page = opened("admin", viewport=WIDE)
    for address in ("", "accounts/user/", "accounts/user/1/change/"):
        page.goto(f"/admin/{address}")

    fonts = "document.fonts.ready.then(() => document.fonts.check('1rem Sarabun', 'ก'))"
    assert page.evaluate(fonts)
    assert page.evaluate("getComputedStyle(document.body).fontFamily")[:7] == "Sarabun"


def test_a_visit_on_paper_has_all_that_was_found_and_no_controls(opened, site):
    page = opened("manager")
    page.goto(site.visit_in("submitted"))

    page.emulate_media(media="print")

    for part in ("#plan", "#topics", "#figures", "#recommendations", "#photos img"):
        expect(page.locator(part).first).to_be_visible()
    controls = page.locator("header, nav, footer, form, button, .button, summary")
    assert [control for control in controls.all() if control.is_visible()] == []


def test_a_summary_on_paper_stands_in_columns_with_figures_at_their_ends(opened):
    page = opened("manager")
    page.goto("/")
    page.locator("a[href$='/summary/']").first.click()
    page.wait_for_url("**/summary/")
    settle(page)

    page.set_viewport_size(A4)
    page.emulate_media(media="print")

    parts = page.locator("#reports .columns > div")
    places = [part.bounding_box() for part in parts.all()]
    assert len({place["x"] for place in places}) == len(places) == 3
    for part, place in zip(parts.all(), places, strict=True):
        figure = part.locator("dd .count").first.bounding_box()
        end = place["x"] + place["width"]
        assert abs(figure["x"] + figure["width"] - end) < 2


@pytest.mark.parametrize("name", LIGHT)
def test_a_first_visit_is_light(opened, site, name):
    page = opened("inspector12", viewport=WIDE)
    page.goto("/account/")

    sizes = over_the_wire(page, address_of(site, name))

    assert sum(sizes.values()) <= LIGHT[name] * 1000, sizes
