"""History without the numbers of documents that its reader may not see."""

from collections.abc import Collection, Sequence

from django.db.models import QuerySet

from audit.models import Entry


def hide_numbers(
    entries: Sequence[Entry], names: Sequence[str], visible: QuerySet
) -> None:
    """Take out the changes under these names that name none of the visible rows."""
    named = {
        after
        for entry in entries
        for path, _before, after in entry.changes
        if path in names
    }
    shown = visible.filter(ref__in=named).values_list("ref", flat=True)
    seen = set(shown) if named else set()
    for entry in entries:
        entry.changes = [
            change
            for change in entry.changes
            if change[0] not in names or change[2] in seen
        ]


def without_empty(entries: Sequence[Entry], acts: Collection[str]) -> list[Entry]:
    """All but those acts of which there is nothing left to tell."""
    return [entry for entry in entries if entry.step not in acts or entry.changes]
