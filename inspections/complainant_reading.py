"""What who may name complainants sees of them: that there are some, and no name."""

from dataclasses import dataclass
from functools import cached_property

from accounts.models import User
from audit.models import Entry
from audit.sealing import can_seal
from inspections.complainant_rights import may_name_complainants
from inspections.history import ToldEntry, told
from inspections.models import Complainant, Issue
from inspections.models.complainant import ComplainantQuerySet


@dataclass(frozen=True)
class ComplainantPanel:
    """The complainants of one issue, as far as the user may ask for them."""

    issue: Issue
    user: User

    @cached_property
    def may_add(self) -> bool:
        """Whether the user may enter one."""
        return may_name_complainants(self.issue, self.user)

    @cached_property
    def rows(self) -> list[Complainant]:
        """Those that the user knows of; no query for who never does."""
        scope = self.user.scope
        if not (self.may_add or scope.offices or scope.is_inspector):
            return []
        return list(complainants_for(self.user, self.issue))

    def __bool__(self) -> bool:
        return self.may_add or bool(self.rows)


def complainants_for(user: User, issue: Issue) -> ComplainantQuerySet:
    """The complainants of an issue of whom the user knows, the first one first.

    Also those made anonymous: who has read them stays to be seen.
    """
    known = Complainant.objects.known_to(user).filter(issue=issue)
    return known.select_related("office", "created_by")


def looks_at(complainant: Complainant) -> list[ToldEntry]:
    """Who did what with it and why, the latest first."""
    return told(Entry.objects.about(complainant).order_by("-pk"))


def is_ready() -> bool:
    """Whether anybody can be kept: a key is set."""
    return can_seal()
