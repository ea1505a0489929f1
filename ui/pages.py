"""A page that edits one record through several forms and sets of rows."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Self

from django.http import QueryDict

from ui.faults import Fault
from ui.merging import add_unseen_rows, adopt_rows, rebase_form, rebase_rows
from ui.rows import RowForm, RowSet, quiet
from ui.sent import sent_number


class EditedPage:
    """The forms of a page for one editor.

    `data` is what was sent, or null to show what is stored. `record` is what is
    edited; it counts its versions itself or is of something whose `version` is
    given. What was sent names the version it was made from.
    """

    def __init__(
        self, data: QueryDict | None, *, record: Any, version: int | None = None
    ) -> None:
        self.data = data
        self.record = record
        self.stored_version: int = record.version if version is None else version
        self.conflict_count = 0
        #: When it was kept, if the page shows what was typed and not saved.
        self.kept_at: datetime | None = None
        #: Names the kept state that the page was made from; empty for none.
        self.draft_seen = data.get("draft_seen", "") if data else ""
        #: Who else has typed here and not saved yet, and since when.
        self.others: list[tuple[str, datetime]] = []

    def single_forms(self) -> Iterator[RowForm]:
        """The forms that stand for themselves."""
        raise NotImplementedError

    def row_sets(self) -> dict[str, RowSet]:
        """The sets of rows, by prefix; a page without rows has none."""
        return {}

    def again(self, data: QueryDict) -> Self:
        """The same page with other data."""
        raise NotImplementedError

    def agrees(self) -> bool:
        """Checks across forms that are each sound; adds what is wrong to them."""
        return True

    @property
    def is_new(self) -> bool:
        """Whether the record is made here, rather than changed."""
        return self.record.pk is None

    @property
    def sent_version(self) -> int:
        """The version the editor starts from; 0, which none has, if not named.

        A page that doesn't say what it was made from is merged like an old one.
        """
        if self.data is None:
            return self.stored_version
        return sent_number(str(self.data.get("version", ""))) or 0

    @property
    def is_stale(self) -> bool:
        """Whether the record moved on since the editor opened the page.

        A new one has nothing stored that could have moved on.
        """
        is_sent = self.data is not None and not self.is_new
        return is_sent and self.sent_version != self.stored_version

    def parts(self) -> list[Any]:
        """Everything an error summary looks through, in the page's order."""
        return [*self.single_forms(), *self.row_sets().values()]

    def conflict_places(self) -> list[Fault]:
        """Where a decision is needed, each leading to its field."""
        rows = [(form.place, form) for form in self.single_forms()]
        for held in self.row_sets().values():
            rows += [
                (f"{held.row_name} {number}: ", form)
                for number, form in enumerate(held.forms, start=1)
            ]
        return [
            Fault(
                f"id_{form.prefix}-{conflict.field or form.fields_shown()[0]}",
                f"{place}{conflict.label}",
            )
            for place, form in rows
            for conflict in form.conflicts
        ]

    def says_more(self) -> bool:
        """Whether anything that was sent differs from what is stored."""
        sets = self.row_sets().values()
        forms = [*self.single_forms(), *(form for rows in sets for form in rows.forms)]
        return any(form.says_more() for form in forms) or any(
            rows.removed_forms for rows in sets
        )

    def show_unjudged(self) -> None:
        """Show what was typed without telling what is wrong with it yet."""
        quiet(self.single_forms())
        for rows in self.row_sets().values():
            rows.quiet()

    def is_valid(self) -> bool:
        """Whether everything sent may be stored together."""
        sound = [form.is_valid() for form in self.single_forms()]
        sound += [rows.is_valid() for rows in self.row_sets().values()]
        # Everything that is wrong is told at once.
        return self.agrees() and all(sound)

    def rebased(self) -> Self:
        """The same page with what is stored now taken in.

        Where both sides changed a field it keeps what was typed;
        `conflict_count` says how many rows need a decision. Rows that others
        added come behind those that were sent.
        """
        assert self.data is not None  # noqa: S101 - only a sent page is stale
        data = self.data.copy()
        single = []
        for form in self.single_forms():
            rebase_form(form, data)
            single.append(form.conflicts)
        sets = {}
        for prefix, rows in self.row_sets().items():
            adopt_rows(rows, data)
            sets[prefix] = rebase_rows(rows, data)
            add_unseen_rows(rows, data)
        data["version"] = str(self.stored_version)
        fresh = self.again(data)
        for form, conflicts in zip(fresh.single_forms(), single, strict=True):
            form.conflicts = conflicts
            fresh.conflict_count += bool(conflicts)
        for prefix, found in sets.items():
            for index, conflicts in found.items():
                fresh.row_sets()[prefix].forms[index].conflicts = conflicts
                fresh.conflict_count += 1
        return fresh
