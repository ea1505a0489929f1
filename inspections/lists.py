"""The lists of the system, and the short parts of them inside other pages.

A part is the list itself under some filters, so its count is the count of the
list that its link opens.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.requests import UserRequest
from inspections.models import (
    FollowUp,
    Issue,
    ProvinceReport,
    ReportSection,
    Round,
    Visit,
)
from inspections.tables import (
    FollowUpListing,
    MeetingListing,
    ReportListing,
    SectionListing,
    issue_listing,
    network_listing,
    visit_listing,
)
from inspections.tables.round import round_listing
from networks.models import Meeting, Network
from regions.models import Site
from regions.tables import SiteListing
from ui.listing import Listing, render_rows
from ui.paging import COUNT_CAP, capped_count

SHORT = 5
"""Rows of a list that another page shows."""


@dataclass(frozen=True)
class WholeList:
    """A list: its address, what a reader may see of it, how it looks to them."""

    url_name: str
    rows: Callable[[User], QuerySet[Any]]
    listing: Callable[[User], type[Listing]]

    def address(self, **query: Any) -> str:
        """The list's address under these filters."""
        return f"{reverse(self.url_name)}?{urlencode(query)}"

    def filtered(self, request: UserRequest, **query: Any) -> QuerySet[Any]:
        """The rows that the list shows under these filters."""
        filters = self.listing(request.user).filterset(
            QueryDict(urlencode(query)), self.rows(request.user), request=request
        )
        rows: QuerySet[Any] = filters.qs
        return rows

    def count(self, request: UserRequest, **query: Any) -> int:
        """How many rows the list has under these filters, to the last one."""
        return self.filtered(request, **query).order_by().count()


ROUNDS = WholeList(
    "inspections:round_list", lambda user: Round.objects.all(), round_listing
)
VISITS = WholeList("inspections:visit_list", Visit.objects.visible_to, visit_listing)
FOLLOW_UPS = WholeList(
    "inspections:follow_up_list",
    # A draft has no number yet: it belongs to its visit's record.
    lambda user: FollowUp.objects.visible_to(user).filter(ref__isnull=False),
    lambda user: FollowUpListing,
)
REPORTS = WholeList(
    "inspections:report_list",
    ProvinceReport.objects.visible_to,
    lambda user: ReportListing,
)
SECTIONS = WholeList(
    "inspections:section_list",
    ReportSection.objects.visible_to,
    lambda user: SectionListing,
)
ISSUES = WholeList("inspections:issue_list", Issue.objects.visible_to, issue_listing)
MEETINGS = WholeList(
    "networks:meeting_list", Meeting.objects.visible_to, lambda user: MeetingListing
)
NETWORKS = WholeList(
    "networks:network_list",
    lambda user: Network.objects.all(),
    network_listing,
)
SITES = WholeList(
    "regions:site_list", lambda user: Site.objects.current(), lambda user: SiteListing
)


@dataclass(frozen=True)
class Section:
    """The first rows of a list inside another page; `more` opens all of them.

    `key` is its anchor; `count` is in words, as it stops at COUNT_CAP; `tally`
    stands above the rows, `links` are further ways on: an address and its words.
    """

    key: str
    title: "str | Promise"
    rows: SafeString
    count: str
    more: str
    tally: str = ""
    links: Sequence[tuple[str, str]] = ()


def section(
    request: UserRequest,
    key: str,
    title: "str | Promise",
    whole: WholeList,
    **query: Any,
) -> Section:
    """Part of a list in at most four queries, whatever is in it."""
    rows = whole.filtered(request, **query)
    return Section(
        key=key,
        title=title,
        rows=render_rows(
            rows,
            whole.listing(request.user),
            limit=SHORT,
            empty_text=_("Nothing here that you can see."),
        ),
        count=count_words(rows),
        more=whole.address(**query),
    )


def count_words(rows: QuerySet[Any]) -> str:
    """How many rows there are; beyond the cap only that there are more."""
    count = capped_count(rows)
    return f"{COUNT_CAP:,}+" if count > COUNT_CAP else f"{count:,}"
