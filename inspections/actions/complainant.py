"""Who complained: named, revealed with a reason, corrected, made anonymous.

What is told of a complainant goes into the seal and nowhere else: history has who did
what and why, never a name.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.models import StaleVersion
from audit.records import difference, record, snapshot
from audit.sealing import NoFieldKey, SealBroken, is_of_old_key
from inspections.models import Complainant, Identity, Issue
from inspections.redacting import redacted

DAYS = ("told_on", "keep_until")


@dataclass(frozen=True)
class ToldComplainant:
    """What is told of a complainant: who, when, and until when it is kept."""

    person: Identity
    told_on: date
    keep_until: date


@transaction.atomic
def add_complainant(issue: Issue, told: ToldComplainant, *, by: User) -> Complainant:
    """Keep who complained, sealed.

    Filed by the office responsible if its own people say it, else by who inspects.
    Raises NoFieldKey where nothing can be sealed.
    """
    is_own = issue.office_id in by.scope.offices
    made = Complainant(
        issue=issue, office_id=issue.office_id if is_own else None, created_by=by
    )
    _tell(made, told)
    record(made, "add", by=by, changes=difference({}, snapshot(made, DAYS)))
    return made


@transaction.atomic
def reveal_complainant(complainant: Complainant, *, reason: str, by: User) -> Identity:
    """Who it was, once; that it was asked, by whom and why, is kept for good.

    Raises NoFieldKey or SealBroken; nothing was shown then, and no look is kept.
    """
    person = _held(complainant).unseal()
    record(complainant, "reveal", by=by, reason=redacted(reason, person))
    return person


@transaction.atomic
def correct_complainant(
    complainant: Complainant,
    told: ToldComplainant,
    *,
    stamp: str,
    reason: str,
    by: User,
) -> None:
    """Seal what is told now in place of what was.

    `stamp` is that of the seal that was read. Raises StaleVersion if another is
    there by now, and NoFieldKey or SealBroken.
    """
    held = _held(complainant)
    if held.stamp != stamp:
        raise StaleVersion
    before, reason = snapshot(held, DAYS), redacted(reason, held.unseal(), told.person)
    _tell(held, told)
    changes = difference(before, snapshot(held, DAYS))
    record(held, "correct", by=by, reason=reason, changes=changes)


@transaction.atomic
def anonymise_complainant(complainant: Complainant, *, reason: str, by: User) -> None:
    """Forget who it was; that somebody complained, and who looked, stays."""
    held = _held(complainant)
    persons = []
    with suppress(NoFieldKey, SealBroken):  # what nobody can open is forgotten, too
        persons.append(held.unseal())
    _forget(held, redacted(reason, *persons), by)


def forget_expired(today: date) -> int:
    """Make anonymous whose time is over; tells how many there were."""
    forgotten = 0
    for key in [*Complainant.objects.to_forget(today).values_list("pk", flat=True)]:
        with transaction.atomic():
            rows = Complainant.objects.to_forget(today).select_for_update()
            if held := rows.filter(pk=key).first():
                _forget(held, "", None)
                forgotten += 1
    return forgotten


def seal_anew() -> int:
    """Seal with the first key what an older one sealed; tells how many there were.

    That changes nothing of what is known, and leaves no history. Raises NoFieldKey
    or SealBroken; what came before is sealed anew all the same.
    """
    renewed = 0
    kept = Complainant.objects.filter(anonymised_at=None)
    for key in [*kept.values_list("pk", flat=True)]:
        with transaction.atomic():
            held = kept.select_for_update().filter(pk=key).first()
            if held and is_of_old_key(bytes(held.sealed)):
                held.seal(held.unseal())
                held.save(update_fields=["sealed"])
                renewed += 1
    return renewed


def _tell(complainant: Complainant, told: ToldComplainant) -> None:
    complainant.told_on, complainant.keep_until = told.told_on, told.keep_until
    complainant.seal(told.person)
    complainant.save()


def _forget(held: Complainant, reason: str, by: User | None) -> None:
    held.sealed, held.anonymised_at = b"", timezone.now()
    held.save(update_fields=["sealed", "anonymised_at"])
    record(held, "anonymise", by=by, reason=reason)


def _held(complainant: Complainant) -> Complainant:
    """The row as it is now, kept so until commit.

    Raises StaleVersion once the person was made anonymous.
    """
    rows = Complainant.objects.select_for_update().filter(anonymised_at=None)
    held = rows.filter(pk=complainant.pk).first()
    if held is None:
        raise StaleVersion
    return held
