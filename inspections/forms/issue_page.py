"""The page of an issue as one thing: what is told of it, and its photos."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.models import Attachment
from inspections.forms.given import FileRows, UploadForm, has_all_files
from inspections.forms.issue import IssueForm
from inspections.forms.issue_context import IssueContext
from inspections.forms.issue_register import SHOWN, RegisterPart
from inspections.lifecycle import ISSUE_OPEN
from inspections.likeness import Likely, Told, likely_same
from inspections.models import Issue, Visit
from inspections.models.visit_choices import DateCertainty
from ui.forms import hide
from ui.pages import EditedPage
from ui.rows import RowForm, RowSet


class IssuePage(RegisterPart, EditedPage):
    """The forms of one issue; of a new one when `issue` is not stored yet.

    `visit` is the one the page was opened from; `key` the operation key under
    which photos are staged. `likely` are issues that are perhaps the same, once
    a new one was checked; `another` says that it is none of them, `same` is the
    number of the one that it is.
    """

    def __init__(
        self,
        issue: Issue,
        user: User,
        data: QueryDict | None,
        *,
        key: str,
        uploads: UploadForm | None = None,
        visit: Visit | None = None,
    ) -> None:
        super().__init__(data, record=issue)
        self.issue = issue
        self.user = user
        self.key = key
        self.uploads = uploads or UploadForm()
        self.visit = visit
        sent: Mapping[str, Any] = data or {}
        self.another = bool(sent.get("another"))
        self.same = str(sent.get("same", "")).replace("\0", "")
        self.is_same_gone = False
        self.likely: list[Likely] = []
        self.context = IssueContext(
            user,
            issue,
            visit,
            sent_visit=str(sent.get("issue-visit", "")),
            sent_site=str(sent.get("issue-site", "")),
        )
        self.context.is_sent = data is not None

    @cached_property
    def form(self) -> IssueForm:
        """What is told of the issue."""
        form = IssueForm(
            self.data,
            instance=self.issue,
            prefix="issue",
            context=self.context,
            initial=self._first_values() if self.is_new else None,
        )
        if self.is_new and self.target:
            form.ask_less()
        if self.asks_kind:
            hide(form, "kind")
        return form

    def _first_values(self) -> dict[str, Any]:
        """What is known beforehand of a new issue."""
        offices = self.context.unit_offices or [*self.user.scope.offices]
        sole: dict[str, Any] = {"severity": "", "kind": self.kind}
        sole |= {"office": offices[0]} if len(offices) == 1 else {}
        if self.visit is None:
            return {**sole, "seen_on": timezone.localdate()}
        first, last = self.visit.starts_on, self.visit.ends_on
        day = min(last, max(first, timezone.localdate()))
        if self.visit.date_certainty == DateCertainty.UNCERTAIN:
            return {**sole, "visit": self.visit.pk}
        return {**sole, "visit": self.visit.pk, "seen_on": day}

    @cached_property
    def files(self) -> RowSet:
        """The issue's photos, and those staged for it."""
        found = list(Attachment.objects.staged_for(self.user, self.key))
        if not self.is_new:
            found = [*Attachment.objects.about(self.issue), *found]
        return FileRows(
            self.data,
            rows=found,
            prefix="files",
            context=self.context,
            row_name=_("File"),
        )

    @cached_property
    def target(self) -> Issue | None:
        """The open issue of which this is one more sighting, if there is one."""
        known = Issue.objects.visible_to(self.user).filter(state__in=ISSUE_OPEN)
        return known.filter(ref=self.same).first() if self.same else None

    def single_forms(self) -> Iterator[RowForm]:
        yield self.form
        if self.detail is not None:
            yield self.detail

    def row_sets(self) -> dict[str, RowSet]:
        return {**self.rows, "files": self.files}

    def parts(self) -> list[Any]:
        return [*super().parts(), self.uploads]

    def again(self, data: QueryDict) -> "IssuePage":
        return IssuePage(
            self.issue,
            self.user,
            data,
            key=self.key,
            uploads=self.uploads,
            visit=self.visit,
        )

    def as_turned(self) -> "IssuePage":
        """The same page with the typed form of the kind that is chosen by now."""
        if self.data is None or not self.is_turned or self.conflict_count:
            return self
        data = self.data.copy()
        data[SHOWN] = self.kind
        page = self.again(data)
        if not any(name.startswith(f"{self.kind}-") for name in data):
            for name, values in page.first_sent().items():
                data.setlist(name, values)
            page = self.again(data)
        page.quiet_register()
        page.form, page.files, page.likely = self.form, self.files, self.likely
        page.is_same_gone = self.is_same_gone
        return page

    def agrees(self) -> bool:
        """All files are there, and a new issue is not one that is known."""
        has_files = has_all_files(self.files, self.uploads, all_are_new=self.is_new)
        return all([self.register_agrees(), has_files, self._is_decided()])

    def _is_decided(self) -> bool:
        """Whether nothing is left to ask about issues that are perhaps the same."""
        if not self.is_new or not self.form.is_valid():
            return True
        self.is_same_gone = bool(self.same) and self.target is None
        if self.another or self.target:
            return not self.is_same_gone
        self.likely = likely_same(Told.of(self.form.instance), self.user)
        return not self.likely and not self.is_same_gone
