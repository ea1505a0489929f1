"""The documents: rounds, visits with all their parts, figures, follow-ups."""

from inspections.models.comment import ReviewComment
from inspections.models.figure import Figure, Qualifier
from inspections.models.follow_up import (
    FollowUp,
    FollowUpKind,
    Level,
    Priority,
)
from inspections.models.notes import (
    SessionKind,
    TopicNote,
    VisitDimension,
    VisitMeeting,
    VisitSession,
    VisitSite,
)
from inspections.models.reference import (
    ReferenceCounter,
    next_reference,
    reserve_references,
)
from inspections.models.round import (
    Dimension,
    Indicator,
    IndicatorType,
    Round,
    Topic,
    TopicKind,
)
from inspections.models.unit import VisitFlag, VisitMember, VisitUnit
from inspections.models.visit import Visit
from inspections.models.visit_choices import (
    DateCertainty,
    LeadCapacity,
    VisitKind,
    VisitMode,
)

__all__ = [
    "DateCertainty",
    "Dimension",
    "Figure",
    "FollowUp",
    "FollowUpKind",
    "Indicator",
    "IndicatorType",
    "LeadCapacity",
    "Level",
    "Priority",
    "Qualifier",
    "ReferenceCounter",
    "ReviewComment",
    "Round",
    "SessionKind",
    "Topic",
    "TopicKind",
    "TopicNote",
    "Visit",
    "VisitDimension",
    "VisitFlag",
    "VisitKind",
    "VisitMeeting",
    "VisitMember",
    "VisitMode",
    "VisitSession",
    "VisitSite",
    "VisitUnit",
    "next_reference",
    "reserve_references",
]
