"""The history of a report and its sections, as its readers may know it.

How an office came to what it sent – each saving of a topic – is the office's own.
Who in the office did what its head knows, and managers; for others it is the
office that acts, except what one did oneself.
"""

from collections.abc import Iterable
from dataclasses import replace

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from accounts.models import User
from audit.models import Entry
from inspections.history import ToldEntry, told
from inspections.models import ProvinceReport, ReportSection, SectionVersion
from inspections.rights import is_author

#: What only the office itself does.
OFFICE_ACTS = frozenset({"write", "submit", "withdraw"})


def told_history(
    report: ProvinceReport,
    sections: Iterable[ReportSection],
    user: User,
    *,
    whole: bool,
) -> list[ToldEntry]:
    """What happened to the sections, newest first; with `whole` to the report, too.

    With `whole` each row names its section.
    """
    kind = ContentType.objects.get_for_model(ReportSection)
    titles = {(kind.pk, held.pk): str(held.topic) for held in sections}
    about = Q(content_type=kind, object_id__in=[key for _kind, key in titles])
    if whole:
        own = ContentType.objects.get_for_model(ProvinceReport)
        about |= Q(content_type=own, object_id=report.pk)
    entries = Entry.objects.filter(about).order_by("-pk")
    if not is_author(report, user):
        entries = entries.exclude(content_type=kind, step="write")
    rows = list(entries)
    return [
        replace(line, who=who_in_office(report, entry.by_id, line.who, user))
        if entry.step in OFFICE_ACTS
        else line
        for entry, line in zip(rows, told(rows, titles if whole else None), strict=True)
    ]


def who_in_office(
    report: ProvinceReport, who: int | None, name: str, user: User
) -> str:
    """The name of somebody who acted for the office, as far as `user` may know it."""
    scope = user.scope
    knows = scope.everything or report.office_id in scope.headed or who == user.pk
    return name if knows else str(report.office)


def version_author(report: ProvinceReport, version: SectionVersion, user: User) -> str:
    """Who submitted a version, as far as `user` may know it."""
    return who_in_office(report, version.by_id, str(version.by or ""), user)
