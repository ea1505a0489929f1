"""What the lists of visits and follow-ups show."""

from inspections.tables.follow_up import FollowUpListing, FollowUpTable
from inspections.tables.site import SeenListing, SeenTable
from inspections.tables.visit import VisitListing, VisitTable, visit_listing

__all__ = [
    "FollowUpListing",
    "FollowUpTable",
    "SeenListing",
    "SeenTable",
    "VisitListing",
    "VisitTable",
    "visit_listing",
]
