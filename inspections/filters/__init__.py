"""How the lists of visits and follow-ups are filtered."""

from inspections.filters.follow_up import FollowUpFilter
from inspections.filters.visit import VisitFilter

__all__ = ["FollowUpFilter", "VisitFilter"]
