"""Fetches the vendored fonts and icons that static/vendor/VENDOR.json lists.

To add or upgrade something: edit VENDOR.json, leave `integrity` and `sha256` empty
where they are not known yet, run `make vendor` and commit what it wrote.
"""

import base64
import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import TypedDict

VENDOR = Path("static/vendor")
MANIFEST = "VENDOR.json"
# `<use>` takes a symbol out of its file, so that each must say how it is drawn.
SYMBOL = (
    '<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor"'
    ' stroke-width="2" stroke-linecap="round" stroke-linejoin="round">{shapes}</symbol>'
)
#: Tabler draws an invisible square under each icon; a symbol's viewBox does its work.
SQUARE = '<path stroke="none" d="M0 0h24v24H0z" fill="none" />'


# `from` is a keyword, hence the other way of writing a TypedDict. It names one file
# of the package to copy, or a list of icons to draw into one sprite.
File = TypedDict("File", {"from": str | list[str], "sha256": str})


class Package(TypedDict):
    """One npm package and the files taken from it, by their path in static/vendor."""

    name: str
    version: str
    integrity: str
    licence: str
    files: dict[str, File]


class TamperedError(Exception):
    """What arrived is not what was recorded."""


def read_manifest(folder: Path = VENDOR) -> list[Package]:
    """What VENDOR.json in the folder lists."""
    packages: list[Package] = json.loads((folder / MANIFEST).read_text())
    return packages


def faults(folder: Path = VENDOR) -> list[str]:
    """What differs between the committed files and VENDOR.json, one line each."""
    recorded = {
        path: file["sha256"]
        for package in read_manifest(folder)
        for path, file in package["files"].items()
    }
    present = {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.name != MANIFEST
    }
    return [
        *(f"{path}: not in {MANIFEST}" for path in present.keys() - recorded.keys()),
        *(f"{path}: missing" for path in recorded.keys() - present.keys()),
        *(
            f"{path}: differs from its recorded hash"
            for path in present.keys() & recorded.keys()
            if present[path] != recorded[path]
        ),
    ]


def fetched(package: Package, folder: Path) -> Path:
    """Pack one npm package into the folder, check it, and give its unpacked root.

    Raises TamperedError if the archive is not the one whose integrity is recorded.
    """
    wanted = f"{package['name']}@{package['version']}"
    packed = subprocess.run(
        ["npm", "pack", wanted, "--json", "--pack-destination", str(folder)],
        check=True,
        capture_output=True,
        text=True,
    )
    archive = folder / json.loads(packed.stdout)[0]["filename"]
    digest = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    package["integrity"] = package["integrity"] or f"sha512-{digest}"
    if package["integrity"] != f"sha512-{digest}":
        raise TamperedError(f"{wanted} is not the archive that was recorded")
    with tarfile.open(archive) as tar:
        tar.extractall(folder / "unpacked", filter="data")
    return folder / "unpacked" / "package"


def sprite(icons: list[Path]) -> bytes:
    """One SVG file with a symbol for each icon, its id the icon's name."""
    symbols = []
    for icon in icons:
        inner = re.sub(r"^.*?<svg[^>]*>|</svg>", "", icon.read_text(), flags=re.DOTALL)
        lines = [line.strip() for line in inner.splitlines()]
        shapes = "".join(line for line in lines if line != SQUARE)
        symbols.append(SYMBOL.format(name=icon.stem, shapes=shapes))
    drawn = ['<svg xmlns="http://www.w3.org/2000/svg">', *symbols, "</svg>", ""]
    return "\n".join(drawn).encode()


def copy(package: Package, root: Path, folder: Path = VENDOR) -> None:
    """Write the package's files into the folder and record their hashes.

    Raises TamperedError if a file differs from its recorded hash.
    """
    for path, file in package["files"].items():
        if isinstance(file["from"], list):
            content = sprite([root / name for name in file["from"]])
        else:
            content = (root / file["from"]).read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        file["sha256"] = file["sha256"] or digest
        if file["sha256"] != digest:
            raise TamperedError(f"{path} is not the file that was recorded")
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


def main() -> int:
    """Fetch, check and write everything; 0 if it all agrees."""
    packages = read_manifest()
    for package in packages:
        with tempfile.TemporaryDirectory() as folder:
            copy(package, fetched(package, Path(folder)))
        print(f"{package['name']} {package['version']}: {len(package['files'])} files")
    text = json.dumps(packages, indent=2, ensure_ascii=False)
    (VENDOR / MANIFEST).write_text(text + "\n")
    for fault in faults():
        print(fault, file=sys.stderr)
    return 1 if faults() else 0


if __name__ == "__main__":
    sys.exit(main())
