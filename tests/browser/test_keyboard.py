"""What the story tests drive pages with must not depend on how fast a page is."""

from tests.browser.keyboard import Keyboard

FORM = "<form><textarea></textarea><input type=file></form>"
# Busy again and again, so that a key falls into one of its pauses.
BUSY = "setInterval(() => { const end = Date.now() + 150; while (Date.now() < end); })"
FILE = {"name": "a.txt", "mimeType": "text/plain", "buffer": b"a"}
# Without the standing listener the first one mostly fails.
TURNS = 3


def test_a_file_is_chosen_on_a_page_that_is_busy(browser):
    context = browser.new_context()
    for _ in range(TURNS):
        page = context.new_page()
        keys = Keyboard(page)
        page.set_content(FORM)
        control = page.locator("[type=file]")
        keys.reach(control)
        page.evaluate(BUSY)

        keys.attach(control, FILE)

        assert control.evaluate("input => input.files[0].name") == "a.txt"
        page.close()
    context.close()
