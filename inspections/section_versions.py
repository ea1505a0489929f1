"""Two versions of a section side by side: which can be chosen, what changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import User
from inspections.differences import Piece, compare_texts
from inspections.lifecycle import SECTION_PARTS
from inspections.models import SectionVersion, Topic
from inspections.report_history import version_author
from inspections.report_reading import SectionReading, sent_versions
from inspections.section_content import Content, FigureLine, figure_lines
from inspections.versions import TEXTS
from thai.dates import format_date, format_datetime
from ui.widgets import reader_language

#: Stands for what is written and not sent yet.
NOW = "now"
OLDER, NEWER = "from", "to"


@dataclass(frozen=True)
class Version:
    """A version that can be chosen: what the address calls it, its words."""

    key: str
    label: str
    content: Content


@dataclass(frozen=True)
class Change:
    """A figure or file before and after; either may be empty."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class PartDifference:
    """What changed in one part: pieces of its text, or figures or files."""

    title: str
    pieces: Sequence[Piece] = ()
    changes: Sequence[Change] = ()


@dataclass(frozen=True)
class Choice:
    """The versions to choose from, oldest first, and what changed between two.

    `older` and `newer` are null where there are no two. `withdrawn` are the numbers
    of those that the reader cannot choose, for they were taken back unread.
    """

    versions: list[Version]
    withdrawn: Sequence[int] = ()
    older: Version | None = None
    newer: Version | None = None
    differences: Sequence[PartDifference] = ()


def choose_versions(
    reading: SectionReading, user: User, query: Mapping[str, str]
) -> Choice:
    """The two versions that the query names, else the last two."""
    versions = readable_versions(reading, user)
    keys = {one.key for one in versions}
    rows: list[SectionVersion] = list(reading.section.versions.all())
    withdrawn = [row.number for row in rows if str(row.number) not in keys]
    if len(versions) < 2:  # noqa: PLR2004 - it takes two to compare
        return Choice(versions, withdrawn)
    sent = [one for one in versions if one.key != NOW]
    usual = sent[-2:] if len(sent) > 1 else versions[-2:]
    by_key = {one.key: one for one in versions}
    older = by_key.get(query.get(OLDER, ""), usual[0])
    newer = by_key.get(query.get(NEWER, ""), usual[1])
    if versions.index(older) > versions.index(newer):
        older, newer = newer, older
    found = compare_contents(older.content, newer.content, reading.section.topic)
    return Choice(versions, withdrawn, older, newer, found)


def readable_versions(reading: SectionReading, user: User) -> list[Version]:
    """What was sent; for the office also what it took back or has not sent yet."""
    section = reading.section
    rows: list[SectionVersion] = list(section.versions.all())
    if not reading.is_own:
        rows = sent_versions(section, reading.back)
    found = [
        Version(
            str(row.number),
            _("Version %(number)s, %(at)s, %(who)s")
            % {
                "number": row.number,
                "at": format_datetime(row.at, "short", reader_language()),
                "who": version_author(section.report, row, user),
            },
            row.content,
        )
        for row in rows
    ]
    if reading.may_write and reading.content is not None:
        found.append(Version(NOW, _("As it stands now, not sent"), reading.content))
    return found


def compare_contents(
    before: Content, after: Content, topic: Topic
) -> list[PartDifference]:
    """What changed, part by part; a part that is the same is left out."""
    found = []
    for part, title in SECTION_PARTS.items():
        if before.get(part) == after.get(part):
            continue
        if part in TEXTS:
            pieces = compare_texts(before.get(part) or "", after.get(part) or "")
            found.append(PartDifference(str(title), pieces=pieces))
        elif part == "figures":
            changes = _figures(before, after, topic)
            found.append(PartDifference(str(title), changes=changes))
        else:
            changes = _files(before, after)
            found.append(PartDifference(str(title), changes=changes))
    return found


def _figures(before: Content, after: Content, topic: Topic) -> list[Change]:
    old = {line.key: line for line in figure_lines(before, topic)}
    new = {line.key: line for line in figure_lines(after, topic)}
    names = {key: line.name for key, line in [*old.items(), *new.items()]}
    pairs = [
        Change(name, _words(old.get(key)), _words(new.get(key)))
        for key, name in names.items()
    ]
    return [change for change in pairs if change.before != change.after]


def _words(line: FigureLine | None) -> str:
    if line is None or not line.value:
        return ""
    words = line.measured
    if line.as_of is None:
        return words
    day = format_date(line.as_of, "short", reader_language())
    return _("%(figure)s, as of %(day)s") % {"figure": words, "day": day}


def _files(before: Content, after: Content) -> list[Change]:
    """Files added, removed or described otherwise; the file itself never changes."""
    old = {(one["sha256"], one["name"]): one["caption"] for one in before["files"]}
    new = {(one["sha256"], one["name"]): one["caption"] for one in after["files"]}
    return [
        Change(
            key[1],
            (old[key] or key[1]) if key in old else "",
            (new[key] or key[1]) if key in new else "",
        )
        for key in {**old, **new}
        if old.get(key) != new.get(key) or (key in old) != (key in new)
    ]
