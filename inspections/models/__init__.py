"""The documents: rounds, visits with all their parts, figures, follow-ups."""

from inspections.models.comment import ReviewComment, SectionComment
from inspections.models.complainant import Complainant, Identity
from inspections.models.figure import Figure, Qualifier
from inspections.models.follow_up import FollowUp
from inspections.models.follow_up_choices import (
    FollowUpKind,
    Level,
    Priority,
    Rhythm,
)
from inspections.models.issue import Issue, IssueSighting
from inspections.models.issue_choices import Severity
from inspections.models.ledger import Answer, Carry, Look, Redating, ResponseTimes
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
from inspections.models.registers import (
    DETAILS,
    CaneDetail,
    FactoryDetail,
    LegalOrder,
    LivelihoodDetail,
    PitDetail,
    WaterLimit,
    WaterResult,
    WaterSample,
)
from inspections.models.reminder import Reminder, ReminderChoice, ReminderKind, Rung
from inspections.models.report import (
    ProvinceReport,
    ReportSection,
)
from inspections.models.round import (
    AS_OF_KINDS,
    Dimension,
    Indicator,
    IndicatorType,
    Round,
    Topic,
    TopicKind,
)
from inspections.models.section_version import SectionVersion
from inspections.models.series import Series, SeriesPoint
from inspections.models.unit import VisitFlag, VisitMember, VisitUnit
from inspections.models.visit import Visit
from inspections.models.visit_choices import (
    DateCertainty,
    LeadCapacity,
    VisitKind,
    VisitMode,
)

__all__ = [
    "AS_OF_KINDS",
    "DETAILS",
    "Answer",
    "CaneDetail",
    "Carry",
    "Complainant",
    "DateCertainty",
    "Dimension",
    "FactoryDetail",
    "Figure",
    "FollowUp",
    "FollowUpKind",
    "Identity",
    "Indicator",
    "IndicatorType",
    "Issue",
    "IssueSighting",
    "LeadCapacity",
    "LegalOrder",
    "Level",
    "LivelihoodDetail",
    "Look",
    "PitDetail",
    "Priority",
    "ProvinceReport",
    "Qualifier",
    "Redating",
    "ReferenceCounter",
    "Reminder",
    "ReminderChoice",
    "ReminderKind",
    "ReportSection",
    "ResponseTimes",
    "ReviewComment",
    "Rhythm",
    "Round",
    "Rung",
    "SectionComment",
    "SectionVersion",
    "Series",
    "SeriesPoint",
    "SessionKind",
    "Severity",
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
    "WaterLimit",
    "WaterResult",
    "WaterSample",
    "next_reference",
    "reserve_references",
]
