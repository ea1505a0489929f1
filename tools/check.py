"""Checks of the repository that no linter makes: locks name no host, vendored files
are what was fetched."""

import sys
from pathlib import Path

from tools import vendor


def lock_faults(folder: Path = Path()) -> list[str]:
    """Lines of requirements files that name a host or another place to fetch from."""
    return [
        f"{path.name}:{number}: names a place: {line.strip()}"
        for path in sorted(folder.glob("requirements*"))
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if "://" in line or line.lstrip().startswith(("--index", "--extra", "--find"))
    ]


def main() -> int:
    """Print every fault; 0 if there is none."""
    faults = [*lock_faults(), *vendor.faults()]
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
