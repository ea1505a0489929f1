"""A person without a mouse: Tab, arrows, Enter, Space and typing, nothing else."""

from playwright.sync_api import FilePayload, Locator, Page

MOST_TABS = 700
MOST_ARROWS = 120
IS_FOCUSED = "element => element === document.activeElement"


class Keyboard:
    """Drives one page by keys alone; a control that cannot be reached fails."""

    def __init__(self, page: Page) -> None:
        self.page = page
        # Without a standing listener the browser is asked for its dialogs only when one
        # is awaited, and a busy page takes the key press before it hears of that.
        page.on("filechooser", lambda chooser: None)

    def open(self, address: str) -> None:
        """Go to an address, as by the address bar."""
        self.page.goto(address)

    def reach(self, control: Locator) -> None:
        """Press Tab until the control has the focus.

        A page that is still being read does not ask, add rows or keep drafts yet:
        its scripts come last. So a key that means them waits for the whole page.
        """
        control.wait_for(state="visible")
        self.page.wait_for_load_state()
        for _ in range(MOST_TABS):
            if control.evaluate(IS_FOCUSED):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not reach {control}")

    def write(self, control: Locator, text: str) -> None:
        """Put text in place of what a field holds."""
        self.reach(control)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)

    def choose(self, control: Locator, label: str) -> None:
        """Choose an option whose label begins so."""
        self.reach(control)
        chosen = "list => list.selectedOptions[0]?.label ?? ''"
        self.page.keyboard.press("Home")
        for _ in range(MOST_ARROWS):
            if control.evaluate(chosen).strip().startswith(label):
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"the list has no {label}")

    def tick(self, control: Locator) -> None:
        """Tick a box."""
        self.reach(control)
        self.page.keyboard.press("Space")

    def press(self, control: Locator) -> None:
        """Press a button, follow a link, unfold a summary."""
        self.reach(control)
        self.page.keyboard.press("Enter")

    def attach(self, control: Locator, file: FilePayload) -> None:
        """Choose a file in the machine's own dialog."""
        self.reach(control)
        with self.page.expect_file_chooser() as chooser:
            self.page.keyboard.press("Space")
        chooser.value.set_files(file)
