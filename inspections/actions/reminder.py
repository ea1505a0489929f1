"""What a user does with reminders: reads them, chooses what comes by e-mail."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.records import difference, record, snapshot
from inspections.models import Reminder, ReminderChoice
from inspections.models.reminder import ReminderQuerySet


def mark_read(reminders: ReminderQuerySet) -> None:
    """Note when these were read; those read before keep their moment."""
    reminders.unread().update(read_at=timezone.now())


@transaction.atomic
def choose_reminders(user: User, chosen: Mapping[str, Any]) -> None:
    """Keep what the user wants by e-mail, with its history."""
    ReminderChoice.objects.get_or_create(user=user)
    choice = ReminderChoice.objects.select_for_update().get(user=user)
    before = _in_words(choice)
    for name, value in chosen.items():
        setattr(choice, name, value)
    choice.save(update_fields=[*chosen])
    changes = difference(before, _in_words(choice))
    if changes:
        record(choice, "choose", by=user, changes=changes)


def _in_words(choice: ReminderChoice) -> dict[str, Any]:
    return snapshot(choice, ["is_mailed", "weekdays", "kinds"])


def unread_count(user: User) -> int:
    """How many reminders wait to be read by the user."""
    return Reminder.objects.visible_to(user).unread().count()
