"""The checks of `make lint` that are our own see what they should."""

import json
import re
import shutil
from pathlib import Path

import pytest

from tools import check, favicon, vendor


@pytest.fixture
def vendored(tmp_path):
    """A copy of the vendored files that a test may spoil."""
    return Path(shutil.copytree(vendor.VENDOR, tmp_path / "vendor"))


def test_the_committed_locks_name_no_host():
    assert check.lock_faults() == []


@pytest.mark.parametrize(
    "line", ["--index-url https://example.org/simple", "--find-links /srv/wheels"]
)
def test_a_lock_that_names_a_place_is_found(tmp_path, line):
    (tmp_path / "requirements.txt").write_text(f"django==5.2\n{line}\n")

    assert check.lock_faults(tmp_path) == [
        f"requirements.txt:2: names a place: {line}",
    ]


def test_the_committed_vendored_files_are_those_recorded():
    assert vendor.faults() == []


def test_a_changed_missing_or_unknown_vendored_file_is_found(vendored):
    (vendored / "tabler/sprite.svg").write_text("<svg/>")
    (vendored / "tabler/LICENSE").unlink()
    (vendored / "tabler/more.js").write_text("")

    assert vendor.faults(vendored) == [
        "tabler/more.js: not in VENDOR.json",
        "tabler/LICENSE: missing",
        "tabler/sprite.svg: differs from its recorded hash",
    ]


def test_everything_vendored_names_its_licence_and_carries_its_text():
    for package in vendor.read_manifest():
        assert package["licence"]
        assert any(path.endswith("/LICENSE") for path in package["files"])


def test_copying_refuses_a_file_other_than_the_recorded_one(tmp_path):
    (tmp_path / "a.svg").write_text("<svg>other</svg>")
    package = vendor.Package(
        name="a",
        version="1",
        integrity="",
        licence="MIT",
        files={"a/a.svg": {"from": "a.svg", "sha256": "0" * 64}},
    )

    with pytest.raises(vendor.TamperedError, match=r"a/a\.svg"):
        vendor.copy(package, tmp_path, tmp_path / "vendor")


def test_the_sprite_holds_every_icon_that_templates_use():
    sprite = (vendor.VENDOR / "tabler/sprite.svg").read_text()
    held = set(re.findall(r'<symbol id="([\w-]+)"', sprite))
    templates = "".join(p.read_text() for p in Path("templates").rglob("*.html"))
    used = set(
        re.findall(r"{% icon [\"']([\w-]+)[\"']|sprite\.svg' %}#([\w-]+)", templates)
    )

    assert {name for pair in used for name in pair if name} <= held


def test_the_mark_is_the_one_its_tool_draws():
    assert Path("static/img/icon.svg").read_text() == favicon.svg()


def test_the_manifest_is_written_as_the_tool_writes_it():
    text = (vendor.VENDOR / vendor.MANIFEST).read_text()

    assert text == json.dumps(json.loads(text), indent=2, ensure_ascii=False) + "\n"
