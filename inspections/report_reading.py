"""What one reader sees of a report: the office's own work, or what it has sent.

What an office has not submitted is its own, as is what it withdrew before anybody
had opened it. Others read what was sent last; see docs/decisions.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet

from accounts.models import User
from audit.models import Attachment, Entry
from inspections.lifecycle import (
    SECTION_PARTS,
    SECTION_SENT,
    SECTION_WRITING,
    SectionState,
)
from inspections.models import (
    ProvinceReport,
    ReportSection,
    SectionComment,
    SectionVersion,
)
from inspections.rights import is_author
from inspections.section_content import Content, FigureLine, figure_lines
from inspections.unsaved import unsaved_sections
from inspections.versions import TEXTS, content

#: What shows that something came back or was taken back.
BACK = ("withdraw", "reopen")


@dataclass(frozen=True)
class Asked:
    """A comment of the last return; `is_changed` is null where that can't be told."""

    comment: SectionComment
    is_changed: bool | None


@dataclass(frozen=True)
class SectionReading:
    """One section as one reader sees it; `content` is null where nothing was sent.

    `version` is the one that `content` stands in, if that isn't what is stored.
    `back` is how it came back or was taken back, oldest first.
    `has_unsaved`: the reader has typed something into it and not saved it.
    """

    section: ReportSection
    is_own: bool
    content: Content | None
    version: SectionVersion | None
    files: list[Attachment]
    asked: list[Asked]
    back: list[Entry]
    has_unsaved: bool
    may_write: bool

    @property
    def texts(self) -> list[tuple[str, str, str]]:
        """Each text that says something: part, title, text."""
        content = self.content or {}
        named = [(part, str(SECTION_PARTS[part]), content.get(part)) for part in TEXTS]
        return [(part, title, text) for part, title, text in named if text]

    @property
    def figures(self) -> list[FigureLine]:
        """The figures, those not given included."""
        if self.content is None:
            return []
        return figure_lines(self.content, self.section.topic)

    @property
    def gone_files(self) -> list[str]:
        """Names of files of the version shown that the office has removed since."""
        held = {file.sha256 for file in self.files}
        listed = self.content["files"] if self.content else []
        return [one["name"] for one in listed if one["sha256"] not in held]

    @property
    def reopened(self) -> Entry | None:
        """Who opened it again when it was accepted, while it is being mended."""
        last = self.back[-1] if self.back else None
        if last is None or self.section.state != SectionState.RETURNED:
            return None
        asked = [comment.at for comment in self.section.comments.all()]
        is_last = last.step == "reopen" and all(at < last.at for at in asked)
        return last if is_last else None

    @property
    def is_taken_back(self) -> bool:
        """Whether it is the reader's own, sent before and withdrawn to be changed."""
        section = self.section
        was_sent = section.first_submitted_at is not None
        return self.is_own and was_sent and section.state == SectionState.DRAFT

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written yet."""
        content = self.content or {}
        return not any(content.get(part) for part in SECTION_PARTS)


def readable_sections(user: User) -> QuerySet[ReportSection]:
    """Those whose stored content the user may read: of the own office, or sent."""
    own = Q(report__office__in=user.scope.offices)
    sections = ReportSection.objects.visible_to(user)
    return sections.filter(own | Q(state__in=SECTION_SENT))


def read_sections(
    report: ProvinceReport, user: User, *, topic: int | None = None
) -> list[SectionReading]:
    """The sections as `user` sees them, in a fixed number of queries.

    With `topic` only the one of this topic, if there is one.
    """
    rows = report.sections.select_related("topic").prefetch_related(
        "topic__indicators", "figures__indicator", "comments__by", "versions__by"
    )
    sections = list(rows if topic is None else rows.filter(topic=topic))
    own = is_author(report, user)
    files = _files_of(sections)
    back = _back_of(sections)
    unsaved = unsaved_sections(sections, user) if own else []
    return [
        _read(section, own, files[section.pk], back[section.pk], unsaved)
        for section in sections
    ]


def _read(
    section: ReportSection,
    own: bool,
    files: list[Attachment],
    back: list[Entry],
    unsaved: Iterable[ReportSection],
) -> SectionReading:
    told, version = _content(section, own, files, back)
    may_write = own and section.state in SECTION_WRITING and not section.is_locked
    return SectionReading(
        section=section,
        is_own=own,
        content=told,
        version=version,
        files=_as_sent(files, version.content) if version else files if told else [],
        asked=_asked(section, None if version else told),
        back=back,
        has_unsaved=section in unsaved and may_write,
        may_write=may_write,
    )


def _as_sent(files: Iterable[Attachment], told: Content) -> list[Attachment]:
    """The files of a version, under the names and captions that they had in it."""
    listed, found = list(told["files"]), []
    for file in files:
        sent = next((one for one in listed if one["sha256"] == file.sha256), None)
        if sent:
            listed.remove(sent)
            file.original_name, file.caption = sent["name"], sent["caption"]
            found.append(file)
    return found


def _content(
    section: ReportSection, own: bool, files: list[Attachment], back: list[Entry]
) -> tuple[Content | None, SectionVersion | None]:
    """What is shown, and the version it stands in if it isn't what is stored."""
    if own or section.state in SECTION_SENT:
        return content(section, section.figures.all(), files), None
    sent = sent_versions(section, back)
    return (sent[-1].content, sent[-1]) if sent else (None, None)


def sent_versions(
    section: ReportSection, back: Iterable[Entry]
) -> list[SectionVersion]:
    """The versions that were not taken back before anybody had opened them."""
    taken_back = [entry.at for entry in back if entry.step == "withdraw"]
    versions: list[SectionVersion] = list(section.versions.all())
    ends: list[datetime | None] = [version.at for version in versions[1:]]
    return [
        version
        for version, end in zip(versions, [*ends, None], strict=False)
        if not any(version.at <= at and (end is None or at < end) for at in taken_back)
    ]


def _asked(section: ReportSection, content: Content | None) -> list[Asked]:
    """What the last return asked for, while the section isn't accepted."""
    comments: list[SectionComment] = list(section.comments.all())
    if section.state == SectionState.ACCEPTED or not comments:
        return []
    # Those of one return are given in one moment, before or after a resolution.
    last = [row for row in comments if row.resolved_at == comments[-1].resolved_at]
    judged = [held for held in section.versions.all() if held.at <= last[0].at]

    def is_changed(part: str) -> bool | None:
        if content is None or not judged:
            return None
        return bool(judged[-1].content.get(part) != content.get(part))

    return [Asked(row, is_changed(row.part)) for row in last]


def _files_of(sections: Iterable[ReportSection]) -> dict[int, list[Attachment]]:
    found: dict[int, list[Attachment]] = defaultdict(list)
    held = Attachment.objects.filter(**_about(sections)).order_by("pk")
    for file in held:
        if file.object_id is not None:
            found[file.object_id].append(file)
    return found


def _back_of(sections: Iterable[ReportSection]) -> dict[int, list[Entry]]:
    found: dict[int, list[Entry]] = defaultdict(list)
    for entry in Entry.objects.filter(step__in=BACK, **_about(sections)).order_by("pk"):
        found[entry.object_id].append(entry)
    return found


def _about(sections: Iterable[ReportSection]) -> dict[str, Any]:
    return {
        "content_type": ContentType.objects.get_for_model(ReportSection),
        "object_id__in": [section.pk for section in sections],
    }
