"""Acts that span several records, each in one transaction with its history."""

from inspections.actions.answering import (
    EVIDENCE_NEEDED,
    Told,
    has_evidence,
    lacks_evidence,
)
from inspections.actions.carry import LOOKS, carried_to, carry_over
from inspections.actions.follow_up import take_follow_up_step
from inspections.actions.given import NOTHING, Given, StepRefused, Why
from inspections.actions.issue import take_issue_step
from inspections.actions.looking import STILL_OPEN, look_at, take_look
from inspections.actions.progress import report_progress
from inspections.actions.redate import redate, unfit_day
from inspections.actions.report import (
    REPORT_STEPS,
    accept_all,
    mark_opened,
    submit_all,
    take_section_step,
)
from inspections.actions.round import (
    add_sections,
    offices_of_topic,
    take_round_step,
    visits_in_the_way,
)
from inspections.actions.visit import take_step

__all__ = [
    "EVIDENCE_NEEDED",
    "LOOKS",
    "NOTHING",
    "REPORT_STEPS",
    "STILL_OPEN",
    "Given",
    "StepRefused",
    "Told",
    "Why",
    "accept_all",
    "add_sections",
    "carried_to",
    "carry_over",
    "has_evidence",
    "lacks_evidence",
    "look_at",
    "mark_opened",
    "offices_of_topic",
    "redate",
    "report_progress",
    "submit_all",
    "take_follow_up_step",
    "take_issue_step",
    "take_look",
    "take_round_step",
    "take_section_step",
    "take_step",
    "unfit_day",
    "visits_in_the_way",
]
