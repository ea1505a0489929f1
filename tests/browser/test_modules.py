"""Each script module does its one thing, on the page that shows every part.

The page is drawn here and served by interception, so no database is needed.
"""

import mimetypes
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.utils import translation
from playwright.sync_api import expect

from tests.browser.probes import axe, settle
from thai.dates import DateRefused, format_date, parse_date
from ui.views import pattern

ADDRESS = "http://patterns.test"
ROW = "[data-row]:not([hidden])"
TYPED_DAYS = [
    "1/3/2566", "01-03-66", "1.3.2566", "1 มี.ค. 66", "1มีค2566", "๑ มีนาคม ๒๕๖๖",
    "1 มีนาคม พ.ศ. 2566", "วันพุธที่ 1 มีนาคม 2566", "2023-03-01", "2566-03-01",
    "1 Mar 2023", "1 March 2566", "29/2/2567", "1 Sept 2023", "31/12/2600",
    "29/2/2566", "31/4/2566", "1/13/2566", "1/3/3109", "1/3/2520", "1/3", "วันหน้า",
    "1 มกรา 2566", "0/4/2566", "1/3/566", "132566",
]  # fmt: skip


def draw(language="th"):
    request = RequestFactory().get("/pattern/")
    request.user = AnonymousUser()
    request.COOKIES["django_language"] = language
    with translation.override(language):
        return pattern(request).content.decode()


def serve(route):
    path = route.request.url.removeprefix(ADDRESS).partition("?")[0]
    if path.startswith("/static/"):
        file = Path(settings.BASE_DIR) / path.removeprefix("/")
        kind = mimetypes.guess_type(file)[0] or "font/woff2"
        route.fulfill(body=file.read_bytes(), content_type=kind)
    elif route.request.method == "POST":
        route.fulfill(body="<title>sent</title>", content_type="text/html")
    else:
        route.fulfill(body=draw(), content_type="text/html; charset=utf-8")


@pytest.fixture
def context_options():
    return {}


@pytest.fixture
def parts(browser, context_options):
    """The pattern page, open."""
    context = browser.new_context(**context_options)
    page = context.new_page()
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.route(f"{ADDRESS}/**", serve)
    page.goto(f"{ADDRESS}/pattern/")
    yield page
    context.close()
    assert faults == []


def test_an_added_row_is_empty_numbered_and_has_the_focus(parts):
    before = parts.locator("[data-row]").count()

    parts.get_by_role("button", name="เพิ่มแถว").click()

    row = parts.locator("[data-row]").nth(before)
    expect(row.locator("input[name='row-2-day']")).to_be_focused()
    expect(row.get_by_role("heading")).to_have_attribute("id", "row-2-title")
    expect(parts.locator("[name='row-TOTAL_FORMS']")).to_have_value("3")
    expect(parts.locator("[data-row-news]")).not_to_be_empty()


def test_a_removed_row_is_marked_folded_and_comes_back(parts):
    row = parts.locator("[data-row]").first
    row.locator("[name='row-0-place']").fill("โรงงาน")

    row.locator("[data-remove-row]").click()

    expect(row.locator("[name='row-0-DELETE']")).to_be_checked()
    expect(row.locator("[name='row-0-place']")).to_be_hidden()
    expect(row.locator("[data-restore-row]")).to_be_focused()

    row.locator("[data-restore-row]").click()

    expect(row.locator("[name='row-0-DELETE']")).not_to_be_checked()
    expect(row.locator("[name='row-0-place']")).to_have_value("โรงงาน")
    expect(row.locator("[data-remove-row]")).to_be_focused()


def test_an_added_row_can_be_removed_too(parts):
    parts.get_by_role("button", name="เพิ่มแถว").click()
    row = parts.locator("[data-row]").last

    row.locator("[data-remove-row]").click()

    expect(row.locator("[name='row-2-DELETE']")).to_be_checked()


def test_leaving_asks_only_after_typing(parts):
    asked = []

    def accept(dialog):
        asked.append(dialog.type)
        dialog.accept()

    parts.on("dialog", accept)

    parts.reload()
    assert asked == []

    parts.locator("#id_name").fill("ก")
    parts.reload()
    assert asked == ["beforeunload"]


def test_a_form_is_sent_once_however_often_one_presses(parts):
    button = parts.get_by_role("button", name="บันทึกร่าง")

    stopped = button.evaluate(
        """(button) => {
            const stopped = [];
            document.addEventListener("submit", (event) => {
                stopped.push(event.defaultPrevented);
                event.preventDefault();
            });
            button.click();
            button.click();
            return stopped;
        }"""
    )

    assert stopped == [False, True]
    expect(button).to_have_attribute("aria-disabled", "true")
    expect(parts.locator("[data-busy-news]")).not_to_be_empty()


def test_a_question_can_be_answered_both_ways(parts):
    button = parts.locator("[data-confirm]")

    button.click()
    dialog = parts.get_by_role("dialog")
    expect(dialog).to_contain_text("บันทึกและส่งหรือไม่")
    dialog.locator("button").last.click()
    expect(dialog).to_have_count(0)
    expect(button).to_be_focused()

    button.click()
    parts.get_by_role("dialog").locator("button").first.click()
    expect(parts).to_have_title("sent")


def test_the_day_shown_is_the_one_the_server_understands(parts):
    shown = {}
    for typed in TYPED_DAYS:
        parts.locator("#id_day").fill(typed)
        shown[typed] = parts.locator("#id_day + output").text_content()

    assert shown == {typed: server_day(typed) for typed in TYPED_DAYS}


def server_day(typed):
    try:
        return format_date(parse_date(typed), "full", "th")
    except DateRefused:
        return ""


def test_chosen_files_are_listed_and_big_ones_named(parts, tmp_path):
    small, big = tmp_path / "<b>.jpg", tmp_path / "big.pdf"
    small.write_bytes(b"x" * 1024)
    big.write_bytes(b"x" * (15 * 1024 * 1024 + 1))

    parts.locator("#id_uploads").set_input_files([small, big])

    lines = parts.locator("#id_uploads ~ .file-list li")
    expect(lines).to_have_count(2)
    expect(lines.first).to_contain_text("<b>.jpg")
    expect(lines.first).to_contain_text("1 KB")
    expect(lines.last).to_contain_text("15 MB")
    expect(lines.first.locator(".bad")).to_have_count(0)
    expect(lines.last.locator(".bad")).to_have_count(1)


def test_typed_trusted_types_are_never_needed(parts):
    """The policy of production, under which text may not become tags."""
    modules = (Path(settings.BASE_DIR) / "static/js").glob("*.js")

    for module in modules:
        text = module.read_text()
        assert len(text.splitlines()) <= 60, module
        for word in ("innerHTML", "outerHTML", "insertAdjacent", "document.write"):
            assert word not in text, module


class TestWithoutScript:
    @pytest.fixture
    def context_options(self):
        return {"java_script_enabled": False}

    def test_rows_are_removed_by_a_box_and_added_by_the_server(self, parts):
        row = parts.locator("[data-row]").first

        expect(row.get_by_role("checkbox")).to_be_visible()
        expect(row.locator("[data-remove-row]")).to_be_hidden()
        expect(parts.locator("[name='add'][value='row']")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 768, 1280])
def test_every_part_is_accessible_and_fits(browser, width, scheme):
    size = {"width": width, "height": 900}
    context = browser.new_context(viewport=size, color_scheme=scheme)
    page = context.new_page()
    page.route(f"{ADDRESS}/**", serve)
    page.goto(f"{ADDRESS}/pattern/")
    settle(page)

    faults = axe(page)
    overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    context.close()

    assert faults == []
    assert overflow <= 0
