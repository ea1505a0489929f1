"""What the lists of visits, follow-ups, networks and meetings show."""

from inspections.tables.follow_up import FollowUpListing, FollowUpTable
from inspections.tables.issue import IssueListing, IssueTable, issue_listing
from inspections.tables.partner import (
    AttendanceListing,
    MeetingListing,
    NetworkListing,
    network_listing,
)
from inspections.tables.report import (
    ReportListing,
    ReportTable,
    SectionListing,
    SectionTable,
)
from inspections.tables.site import SeenListing, SeenTable
from inspections.tables.visit import VisitListing, VisitTable, visit_listing

__all__ = [
    "AttendanceListing",
    "FollowUpListing",
    "FollowUpTable",
    "IssueListing",
    "IssueTable",
    "MeetingListing",
    "NetworkListing",
    "ReportListing",
    "ReportTable",
    "SectionListing",
    "SectionTable",
    "SeenListing",
    "SeenTable",
    "VisitListing",
    "VisitTable",
    "issue_listing",
    "network_listing",
    "visit_listing",
]
