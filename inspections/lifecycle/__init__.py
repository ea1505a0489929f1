"""Every status and every permitted step, as data. Read this first.

A step moves a document from one of its `sources` to `target`; `who` may take
it (`steps`). Each kind of document has its states and steps in a module of its
own. Slugs are fixed: addresses and stored history use them. The tables are
printed in docs/domain.md, which a test compares with these. Who is who for
one document is said in `rights`, what follows from a step in `actions`.
"""

from inspections.lifecycle.follow_up import (
    FOLLOW_UP_ENDINGS,
    FOLLOW_UP_OPEN,
    FOLLOW_UP_STEPS,
    FOLLOW_UP_WAITING,
    FollowUpState,
)
from inspections.lifecycle.issue import (
    ISSUE_OPEN,
    ISSUE_STEPS,
    ISSUE_UNFOUNDED,
    ISSUE_WRITING,
    IssueState,
)
from inspections.lifecycle.round import (
    ROUND_REPORTING,
    ROUND_STEPS,
    RoundState,
)
from inspections.lifecycle.section import (
    SECTION_PARTS,
    SECTION_SENT,
    SECTION_STEPS,
    SECTION_WRITING,
    SectionState,
)
from inspections.lifecycle.steps import (
    ADDRESSEE,
    ANSWER,
    COMMENTS,
    NOTE,
    ORIGINAL,
    REASON,
    STAYS,
    SUCCESSOR,
    Actor,
    Bar,
    Step,
)
from inspections.lifecycle.visit import (
    VISIT_PLANNING,
    VISIT_RECORDING,
    VISIT_SECTIONS,
    VISIT_STEPS,
    VisitState,
)

__all__ = [
    "ADDRESSEE",
    "ANSWER",
    "COMMENTS",
    "FOLLOW_UP_ENDINGS",
    "FOLLOW_UP_OPEN",
    "FOLLOW_UP_STEPS",
    "FOLLOW_UP_WAITING",
    "ISSUE_OPEN",
    "ISSUE_STEPS",
    "ISSUE_UNFOUNDED",
    "ISSUE_WRITING",
    "NOTE",
    "ORIGINAL",
    "REASON",
    "ROUND_REPORTING",
    "ROUND_STEPS",
    "SECTION_PARTS",
    "SECTION_SENT",
    "SECTION_STEPS",
    "SECTION_WRITING",
    "STAYS",
    "SUCCESSOR",
    "VISIT_PLANNING",
    "VISIT_RECORDING",
    "VISIT_SECTIONS",
    "VISIT_STEPS",
    "Actor",
    "Bar",
    "FollowUpState",
    "IssueState",
    "RoundState",
    "SectionState",
    "Step",
    "VisitState",
]
