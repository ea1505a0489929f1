"""Who complained: apart from the issue, sealed, and never searched."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.sealing import seal, unseal
from inspections.models.issue import Issue
from regions.models import Office


@dataclass(frozen=True, repr=False)
class Identity:
    """Who complained. It doesn't print: no error report and no log shows it."""

    name: str
    contact: str
    address: str
    note: str

    def __repr__(self) -> str:
        return "Identity(…)"


class ComplainantQuerySet(models.QuerySet["Complainant"]):
    """Complainants, by who may ask for them."""

    def known_to(self, user: User) -> Self:
        """Of issues that the user's office filed, or of the places they inspect.

        Of one made anonymous that is who read it; of another one, too, that there
        is somebody, who is read with a reason.
        """
        scope = user.scope
        filed = Q(office__in=scope.offices)
        if scope.everywhere_inspected:
            filed = Q()
        else:
            filed |= Q(issue__province__in=scope.inspected)
        return self.filter(filed)

    def revealable(self) -> Self:
        """Those of whom it is still kept who they are."""
        return self.filter(anonymised_at=None)

    def to_forget(self, today: date) -> Self:
        """Those that are kept no longer than until the day before."""
        return self.filter(anonymised_at=None, keep_until__lt=today)


class Complainant(models.Model):
    """A person who complained, readable only with a key that no database holds.

    `sealed` is the Identity, encrypted for this issue; empty once the person was
    made anonymous. `office` filed the complaint, null where somebody
    who inspects took it. After `keep_until` the person is made anonymous.
    """

    issue = models.ForeignKey(Issue, models.PROTECT, related_name="complainants")
    sealed = models.BinaryField(
        _("name, contact and address"),
        help_text=_("Sealed: read one by one, with a reason, by those who may."),
    )
    office = models.ForeignKey(Office, models.PROTECT, null=True, related_name="+")
    told_on = models.DateField(_("complained on"))
    keep_until = models.DateField(_("kept until"))
    anonymised_at = models.DateTimeField(_("made anonymous"), null=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ComplainantQuerySet.as_manager()

    class Meta:
        verbose_name = _("complainant")
        verbose_name_plural = _("complainants")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(keep_until__gt=F("told_on")),
                name="complainant_is_kept_for_a_while",
            )
        ]
        indexes = [
            models.Index(
                fields=["keep_until"],
                condition=Q(anonymised_at=None),
                name="complainant_to_forget",
            )
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def about(self) -> str:
        """What the seal is bound to: it opens for this issue only."""
        return f"{self._meta.db_table}.sealed issue={self.issue_id}"

    @property
    def stamp(self) -> str:
        """Tells what is sealed now from what was sealed before, and nothing else."""
        return hashlib.sha256(bytes(self.sealed)).hexdigest()[:16]

    def seal(self, person: Identity) -> None:
        """Seal who it was; not saved yet. Raises NoFieldKey where no key is set."""
        self.sealed = seal(asdict(person), self.about)

    def unseal(self) -> Identity:
        """Who it was. Raises NoFieldKey or SealBroken."""
        return Identity(**unseal(bytes(self.sealed), self.about))

    @classmethod
    def usual_end(cls, told_on: date) -> date:
        """Until when somebody who complained that day is kept, at most."""
        year = told_on.year + settings.COMPLAINANT_YEARS
        try:
            return told_on.replace(year=year)
        except ValueError:  # 29 February
            return told_on.replace(year=year, day=28)
