"""Lets searches find issues by details that were stored after them, many at once."""

from collections.abc import Iterable, Sequence
from typing import Any

from inspections.models import Issue
from thai.text import search_fold


def let_searches_find(issues: Sequence[Issue], rows: Iterable[Any]) -> None:
    """Add to the stored issues' search texts what is told in these rows of theirs."""
    told: dict[int, list[str]] = {}
    for row in rows:
        told.setdefault(row.issue_id, []).extend(row.searched_by())
    for issue in issues:
        more = " ".join(filter(None, told.get(issue.pk, [])))
        issue.search_text = f"{issue.search_text} {search_fold(more)}".strip()
    Issue.objects.bulk_update(issues, ["search_text"], batch_size=500)
