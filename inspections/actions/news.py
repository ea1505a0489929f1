"""News for who reported an issue: two of them were found to be one."""

from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from inspections.models import Issue, Reminder, Rung


def tell_reporters(issue: Issue, original: Issue, *, by: User) -> None:
    """Tell who reported `issue`, now a duplicate, and who reported its original.

    Each is told of what they reported themselves, which they may open; who reported
    both is told once. Who did it knows: their own news is read and mailed already.
    """
    own = _reporters(issue)
    others = _reporters(original) - own
    now = timezone.now()
    Reminder.objects.bulk_create(
        Reminder(
            user_id=user,
            issue=about,
            rung=rung,
            read_at=now if user == by.pk else None,
            mailed_at=now if user == by.pk else None,
        )
        for about, rung, users in (
            (issue, Rung.DUPLICATE, own),
            (original, Rung.JOINED, others),
        )
        for user in sorted(users)
    )


def _reporters(issue: Issue) -> set[int]:
    """Whoever entered it or one of its sightings, and still has an account."""
    made, saw = Q(issues_made=issue), Q(pk__in=issue.sightings.values("by"))
    return set(
        User.objects.filter(made | saw, is_active=True).values_list("pk", flat=True)
    )
