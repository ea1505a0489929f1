"""Keeps the Thai catalogue: what is missing, what is to be added.

    python -m tools.messages missing          lists texts without a Thai translation
    python -m tools.messages update           adds them to the catalogue, drops unused
    python -m tools.messages merge FILE…      adds translations from JSON files

A JSON file is an object {"English": "Thai"}; a plural is {"one": ["many", "Thai"]},
a text with a context has the key "context\\u0004English".
"""

import io
import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import allauth
import django
import django_filters
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from tools.extract import Text, texts_in

CATALOGUE = Path("locale/th/LC_MESSAGES/django.po")
APPS = ("config", "inspections", "networks", "accounts", "regions", "audit", "ui")
DJANGO = Path(django.__file__).parent
ALLAUTH = Path(allauth.__file__).parent
FILTERS = Path(django_filters.__file__).parent
#: Where the packages' own Thai is; texts that it has need none of ours.
PACKAGE_CATALOGUES = [
    *(DJANGO / "conf", ALLAUTH),
    *(DJANGO / "contrib" / app for app in ("admin", "auth", "contenttypes")),
]
SEPARATOR = "\u0004"
#: What a translation must carry over: placeholders and HTML tags.
MARKS = re.compile(r"%\(\w+\)[a-z]|%[sdr]|\{\w*\}|</?\w+")

Key = tuple[str | None, str, bool]


def own_texts() -> list[Text]:
    """Every text in our Python sources and templates."""
    sources = [path for app in APPS for path in Path(app).rglob("*.py")]
    templates = [path for path in Path("templates").rglob("*") if path.is_file()]
    return texts_in([p for p in sources if "migrations" not in p.parts] + templates)


def met_texts() -> list[Text]:
    """Every text of the packages that someone who uses the system can meet.

    Fields, validators and models speak in our forms; `auth` and `admin` in the
    administration; `utils` where times and cut texts are shown; allauth at sign-in.
    Left out: Django's debug pages and generic views, which are not used.
    """
    patterns = {
        DJANGO: (
            *("forms/**/*.py", "forms/**/*.html", "core/validators.py"),
            *("core/paginator.py", "db/models/**/*.py", "utils/*.py"),
            *("contrib/auth/**/*.py", "contrib/admin/**/*.py"),
            *("contrib/admin/**/*.html", "contrib/contenttypes/apps.py"),
        ),
        FILTERS: ("*.py",),
        ALLAUTH: ("account/**/*.py", "core/**/*.py", "templates/a*/**/*.html"),
    }
    return texts_in(
        [
            path
            for root, globs in patterns.items()
            for glob in globs
            for path in root.glob(glob)
        ]
    )


def read(path: Path = CATALOGUE) -> Catalog:
    """The catalogue in the file."""
    with path.open("rb") as file:
        return read_po(file, locale="th")


def formatted(catalog: Catalog) -> bytes:
    """The catalogue as a file: sorted, without places."""
    written = io.BytesIO()
    write_po(written, catalog, sort_output=True, no_location=True, ignore_obsolete=True)
    return written.getvalue()


def entries(catalog: Catalog) -> list[Message]:
    """All entries but the header."""
    return [message for message in catalog if message.id]


def forms_of(message: Message) -> tuple[str, ...]:
    """The English of one and of many; the same for a text without a plural."""
    if isinstance(message.id, str):
        return message.id, message.id
    return tuple(message.id)


def key_of(message: Message) -> Key:
    """What the entry translates."""
    return message.context, forms_of(message)[0], message.pluralizable


def thai_of(message: Message) -> str:
    """The entry's translation or ""; Thai has one form for any number."""
    thai = message.string or ""
    return thai if isinstance(thai, str) else thai[0]


def translated(catalog: Catalog) -> set[Key]:
    """The texts that the catalogue really translates.

    An entry with a plural serves its singular too, but not the other way round.
    """
    done = {
        key_of(entry)
        for entry in entries(catalog)
        if thai_of(entry) and not entry.fuzzy
    }
    return done | {(context, singular, False) for context, singular, _counted in done}


def missing(texts: Iterable[Text], done: set[Key]) -> list[Text]:
    """Those texts, each once, that are not among the ones done."""
    return list({text.key: text for text in texts if text.key not in done}.values())


def done_by_packages() -> set[Key]:
    """The texts that Django's and allauth's own Thai catalogues translate."""
    paths = [root / "locale/th/LC_MESSAGES/django.po" for root in PACKAGE_CATALOGUES]
    return {key for path in paths for key in translated(read(path))}


def all_missing(catalog: Catalog) -> list[Text]:
    """Everything a reader could meet in English."""
    done = translated(catalog)
    ours = missing(own_texts(), done)
    return ours + missing(met_texts(), done | done_by_packages())


def lost_marks(message: Message) -> set[str]:
    """Placeholders and tags that only one of the text and its translation has."""
    return set(MARKS.findall(forms_of(message)[1])) ^ set(
        MARKS.findall(thai_of(message))
    )


def merge(catalog: Catalog, pairs: Mapping[str, str | Sequence[str]]) -> list[str]:
    """Add the pairs of a JSON file; returns what a person should look at."""
    remarks = []
    for name, value in pairs.items():
        context, _, singular = name.rpartition(SEPARATOR)
        thai = value if isinstance(value, str) else value[1]
        before = catalog.get(singular, context or None)
        if before and thai_of(before) not in ("", thai):
            remarks.append(f"{singular!r}: {thai_of(before)!r} becomes {thai!r}")
        if before:
            catalog.delete(singular, context or None)
        if isinstance(value, str):
            added = catalog.add(singular, thai, context=context or None)
        else:
            added = catalog.add((singular, value[0]), (thai,), context=context or None)
        if lost_marks(added):
            remarks.append(
                f"{singular!r}: {sorted(lost_marks(added))} only on one side"
            )
    return remarks


def update(catalog: Catalog) -> None:
    """Add what is missing, untranslated, and drop what nothing says any more."""
    said = {text.key for text in [*own_texts(), *met_texts()]}
    for entry in entries(catalog):
        if key_of(entry) not in said:
            print(f"dropped: {key_of(entry)[1]!r}")
            catalog.delete(entry.id, entry.context)
    for text in all_missing(catalog):
        if text.plural:
            ids: str | tuple[str, str] = (text.singular, text.plural)
            catalog.add(ids, ("",), context=text.context)
        else:
            catalog.add(text.singular, "", context=text.context)


def main(command: str, *files: str) -> int:
    """Run one command; 1 if something is left for a person to do."""
    catalog = read()
    remarks: list[str] = []
    if command == "update":
        update(catalog)
    elif command == "merge":
        for file in files:
            remarks += merge(catalog, json.loads(Path(file).read_text()))
    else:
        remarks = [f"{text.place}: {text.singular!r}" for text in all_missing(catalog)]
    if command != "missing":
        CATALOGUE.write_bytes(formatted(catalog))
    for remark in remarks:
        print(remark)
    return 1 if remarks else 0


if __name__ == "__main__":
    if sys.argv[1:2] not in (["missing"], ["update"], ["merge"]):
        raise SystemExit(__doc__)
    sys.exit(main(*sys.argv[1:]))
