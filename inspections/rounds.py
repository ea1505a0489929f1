"""Storing a round, new or changed, with its history."""

from django.db import IntegrityError, transaction
from django.utils import translation

from accounts.models import User
from audit.models import StaleVersion
from audit.records import Change, difference, record
from inspections.forms.round import RoundForm
from inspections.models import Round
from inspections.recorded import as_words
from inspections.reference import copy_topics


def store_round(form: RoundForm, *, by: User, version: int | None = None) -> Round:
    """Store a valid form; `version` is that of the round changed, null for a new one.

    A new round takes over the topics of the one chosen. Raises StaleVersion if
    the round has moved on or somebody was quicker to make its twin; nothing is
    stored then.
    """
    try:
        with transaction.atomic(), translation.override("th"):
            return _stored(form, by, version)
    except IntegrityError:
        raise StaleVersion(str(form.instance)) from None


def _stored(form: RoundForm, by: User, version: int | None) -> Round:
    held_round: Round = form.instance
    is_new = held_round.pk is None
    before = {} if is_new else as_words(form, form.initial)
    if not is_new:
        held_round.claim(version or 0)
    form.save()
    changes: list[Change] = [*difference(before, as_words(form, form.cleaned_data))]
    if source := form.cleaned_data.get("copy_from"):
        copy_topics(source, held_round)
        changes += [
            (["topics", topic.title_th, "title_th"], None, topic.title_th)
            for topic in held_round.topics.all()
        ]
    record(held_round, "make" if is_new else "edit", by=by, changes=changes)
    return held_round
