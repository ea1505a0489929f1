"""Storing how many days offices have to respond, with its history."""

from django.db import transaction
from django.utils import translation

from accounts.models import User
from audit.models import Entry
from audit.records import difference, record
from inspections.forms.times import ResponseTimesForm
from inspections.history import ToldEntry, told
from inspections.models import ResponseTimes
from inspections.recorded import as_words


@transaction.atomic
def store_times(form: ResponseTimesForm, *, by: User, version: int) -> ResponseTimes:
    """Store a valid form; what was given before keeps the day it has.

    Raises StaleVersion if somebody has changed the times since `version`.
    """
    times: ResponseTimes = form.instance
    # Until somebody changes them the times are the defaults and no row.
    ResponseTimes.objects.get_or_create(pk=times.pk)
    times.claim(version)
    with translation.override("th"):
        before = as_words(form, form.initial)
        form.save()
        changes = difference(before, as_words(form, form.cleaned_data))
        record(times, "edit", by=by, changes=changes)
    return times


def history_of(times: ResponseTimes) -> list[ToldEntry]:
    """Who changed the times, and from what to what; the latest first."""
    return told(Entry.objects.about(times).order_by("-pk"))
