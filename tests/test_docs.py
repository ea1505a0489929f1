"""The documents say what the code does, and lead where they point."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools import docs

ROOT = docs.DOCS.parent
PAGES = sorted([*ROOT.glob("*.md"), *docs.DOCS.rglob("*.md")])
LINK = re.compile(r"\]\((?!https?:)([^)#\s]*)(?:#([\w-]+))?\)")
READ_FROM_ENVIRONMENT = re.compile(r"""\benv(?:\.\w+)?\(\s*"([A-Z_]+)\"""")
IN_CODE = re.compile(r"`([^`\n]+)`")
#: A path in the project; `app` stands for any app.
A_FILE = re.compile(r"(?!.*\bapp/)[\w.-]+/[\w./-]+\.(py|html|md|po|json)$")
FIRST_CELL = re.compile(r"^\| `([^`]+)` \|", re.MULTILINE)
TARGET = re.compile(r"^([a-z-]+):", re.MULTILINE)
PARTS = ["Context", "Decision", "Consequence"]


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def anchors(path: Path) -> set[str]:
    """What a link may point at in a page: its headings, as they are linked."""
    heads = re.findall(r"^#+ (.+)$", path.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", head).lower().replace(" ", "-") for head in heads}


def commands() -> Iterator[str]:
    """Our own management commands."""
    for path in ROOT.glob("*/management/commands/*.py"):
        if path.stem != "__init__":
            yield path.stem


def operations() -> list[str]:
    """What stands in code in the first cells of the tables of operations.md."""
    return FIRST_CELL.findall((docs.DOCS / "operations.md").read_text())


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_tables_made_from_the_code_are_fresh(path):
    text = path.read_text()

    assert text == docs.renewed(text), "run: make docs"


def test_every_table_is_shown_somewhere():
    text = "".join(path.read_text() for path in PAGES)

    assert set(re.findall(r"docs\.py: ([\w-]+)", text)) == set(docs.BLOCKS)


def test_an_unknown_table_is_a_mistake():
    with pytest.raises(KeyError, match="no-such"):
        docs.renewed("<!-- made by tools/docs.py: no-such -->\n<!-- end -->")


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_links_lead_somewhere(path):
    for target, anchor in LINK.findall(path.read_text()):
        found = (path.parent / target) if target else path
        assert found.exists(), target
        if anchor:
            assert anchor in anchors(found), f"{target}#{anchor}"


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_files_that_are_named_exist(path):
    named = [text for text in IN_CODE.findall(path.read_text()) if A_FILE.match(text)]

    assert [text for text in named if not (ROOT / text).exists()] == []


def test_every_variable_that_the_settings_read_is_listed():
    read = set(READ_FROM_ENVIRONMENT.findall((ROOT / "config/settings.py").read_text()))

    assert len(read) > 5
    assert {cell for cell in operations() if cell.isupper()} == read


def test_every_command_is_listed():
    assert set(commands()) <= {cell.split()[0] for cell in operations()}


def test_every_make_target_that_documents_name_exists():
    text = "".join(path.read_text() for path in PAGES)
    named = set(re.findall(r"make ([a-z]+)`", text))

    assert {"run", "test", "lint", "docs"} <= named
    assert named <= set(TARGET.findall((ROOT / "Makefile").read_text()))


def test_decisions_are_numbered_complete_and_listed():
    folder = docs.DOCS / "decisions"
    index = (folder / "README.md").read_text()

    for number, path in enumerate(sorted(folder.glob("0*.md")), start=1):
        text = path.read_text()
        head, title = text.partition("\n")[0].split(". ", 1)
        assert path.name.startswith(f"{number:04d}-")
        assert head == f"# {number}"
        assert re.findall(r"\*\*(\w+)\.\*\*", text) == PARTS
        assert f"[{number:04d}]({path.name}) {title}\n" in index
