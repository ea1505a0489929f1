"""What of a follow-up cannot be true, whoever writes it: the database refuses it."""

from django.db import models
from django.db.models import F, Q

from inspections.lifecycle import FollowUpState
from inspections.models.follow_up_choices import FollowUpKind, Rhythm
from inspections.models.round import TopicKind

CONSTRAINTS: list[models.BaseConstraint] = [
    models.CheckConstraint(
        condition=Q(office__isnull=False, network=None, company="")
        | Q(office=None, network__isnull=False, company="")
        | Q(Q(office=None, network=None), ~Q(company=""))
        | Q(office=None, network=None, company="", is_imported=True),
        name="follow_up_has_exactly_one_addressee",
    ),
    models.CheckConstraint(
        condition=Q(due_on=None) | Q(due_on__gte=F("given_on")),
        name="follow_up_is_due_after_it_was_given",
    ),
    models.CheckConstraint(
        condition=Q(state=FollowUpState.DRAFT, ref=None)
        # Of what was given up before it was issued nobody needs a number.
        | Q(state__in=[FollowUpState.SUPERSEDED, FollowUpState.WITHDRAWN])
        | Q(~Q(state=FollowUpState.DRAFT), ref__isnull=False),
        name="follow_up_is_numbered_when_issued",
    ),
    models.CheckConstraint(
        condition=Q(rhythm="") | Q(rhythm__in=Rhythm.values),
        name="follow_up_rhythm_is_known",
    ),
    models.CheckConstraint(
        condition=Q(superseded_by=None)
        | Q(Q(state=FollowUpState.SUPERSEDED), ~Q(superseded_by=F("pk"))),
        name="follow_up_is_superseded_by_another_or_none",
    ),
    models.CheckConstraint(
        condition=Q(company="") | Q(province__isnull=False),
        name="company_addressed_has_a_province",
    ),
    models.CheckConstraint(
        condition=Q(state__in=FollowUpState.values),
        name="follow_up_state_is_known",
    ),
    models.CheckConstraint(
        condition=Q(kind__in=FollowUpKind.values),
        name="follow_up_kind_is_known",
    ),
    models.CheckConstraint(
        condition=Q(topic_kind__in=TopicKind.values),
        name="follow_up_topic_kind_is_known",
    ),
]
