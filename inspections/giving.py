"""Giving follow-ups without a visit: to one or to several, issued at once."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import translation

from accounts.models import User
from audit.records import difference, plain, record
from inspections.actions import take_follow_up_step
from inspections.models import FollowUp, Issue
from inspections.raising import ties_of

Terms = Mapping[str, Any]
"""What is given, by the follow-up's columns: text, kind, days …"""
Addressee = Mapping[str, Any]
"""Who must act: `office`, or `network`, or `company` with its `province`."""


@transaction.atomic
def give(
    terms: Terms,
    addressees: Sequence[Addressee],
    *,
    by: User,
    issues: Sequence[Issue] = (),
) -> list[FollowUp]:
    """Issue what is given to each of the addressees: a row of the ledger for each.

    Several rows are tied together; all point to the issues. Raises StepRefused
    unless `by` may issue every one of them: an inspector of the place or a manager;
    none is given then.
    """
    together = uuid.uuid4() if len(addressees) > 1 else None
    with translation.override("th"):
        return [
            _give_one({**terms, "given_together": together}, to, issues, by)
            for to in addressees
        ]


def _give_one(
    terms: Terms, to: Addressee, issues: Sequence[Issue], by: User
) -> FollowUp:
    follow_up = FollowUp(**terms, **to)
    follow_up.save()
    follow_up.issues.set(issues)
    told = {n: plain(value) for n, value in terms.items() if n != "given_together"}
    told |= {"to": follow_up.addressee}
    changes = [*difference({}, told), *ties_of(issues)]
    record(follow_up, "give", by=by, changes=changes)
    take_follow_up_step(follow_up, "issue", by=by)
    return follow_up
