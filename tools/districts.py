"""Writes data/districts.json: Thailand's districts and sub-districts, by province.

They come from the PyPI package `geothai` (decision 0027). To take a newer one: change
VERSION, empty SHA256, run `make districts`, put in the digest that it prints, commit.
"""

import hashlib
import json
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

PACKAGE, VERSION = "geothai", "3.2.1"
SHA256 = "d4d41349c0c8ad07a579956b95d39f7b191426b5681daf66ab1ee522122d8e9b"
TARGET = Path("data/districts.json")
#: Districts of Bangkok are told with the word for them, others without.
LEVEL = "เขต"

Row = tuple[str, str, str]
"""A code of the Department of Provincial Administration, Thai name, English name."""
Tree = dict[str, dict[str, list[str]]]
"""Province code → district → sub-districts, all by their Thai names."""


class TamperedError(Exception):
    """What arrived is not what was recorded."""


def fetched(folder: Path) -> Path:
    """Download the package into the folder, check it, and give its archive.

    Raises TamperedError if it is not the one whose digest is recorded.
    """
    wanted = f"{PACKAGE}=={VERSION}"
    options = ["--quiet", "--no-deps", "--disable-pip-version-check"]
    command = [sys.executable, "-m", "pip", "download", *options]
    subprocess.run([*command, "--dest", str(folder), wanted], check=True)
    archive = next(folder.glob("*.whl"))
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    print(f"{wanted}: sha256 {digest}")
    if SHA256 not in ("", digest):
        raise TamperedError(f"{wanted} is not the archive that was recorded")
    return archive


def tree(districts: Iterable[Row], subdistricts: Iterable[Row]) -> Tree:
    """The names by province code: a code begins with that of what it lies in."""
    found: Tree = {}
    inside: dict[str, list[str]] = {}
    for code, name, *_others in districts:
        # "เขตพระนคร"; but elsewhere a name may begin with these letters.
        plain = name.removeprefix(LEVEL) if code.startswith("10") else name
        inside[code] = found.setdefault(code[:2], {}).setdefault(plain, [])
    for code, name, *_others in subdistricts:
        inside[code[:4]].append(name)
    return found


def written(found: Tree) -> str:
    """The file's text: one district a line, so that a change can be read."""
    provinces = []
    for code, districts in sorted(found.items()):
        lines = [
            f"  {_json(name)}: {_json(within)}" for name, within in districts.items()
        ]
        provinces.append(f" {_json(code)}: {{\n" + ",\n".join(lines) + "\n }")
    return "{\n" + ",\n".join(provinces) + "\n}\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def main() -> int:
    """Fetch, check and write."""
    with (
        tempfile.TemporaryDirectory() as folder,
        zipfile.ZipFile(fetched(Path(folder))) as archive,
    ):
        read = [
            json.loads(archive.read(f"{PACKAGE}/_data/{name}.json"))
            for name in ("districts", "subdistricts")
        ]
    TARGET.write_text(written(tree(*read)), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
