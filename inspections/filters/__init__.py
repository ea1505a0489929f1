"""How the lists of visits, follow-ups, networks and meetings are filtered."""

from inspections.filters.follow_up import FollowUpFilter
from inspections.filters.partner import MeetingFilter, NetworkFilter
from inspections.filters.report import ReportFilter, SectionFilter
from inspections.filters.visit import VisitFilter

__all__ = [
    "FollowUpFilter",
    "MeetingFilter",
    "NetworkFilter",
    "ReportFilter",
    "SectionFilter",
    "VisitFilter",
]
