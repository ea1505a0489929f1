"""Who acted in the demonstration's reports: its accounts or, elsewhere, a name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from accounts.models import User
from regions.models import Office, ZoneMembership
from regions.models.zone import Zone


@dataclass(frozen=True)
class Doer:
    """Somebody in history: an account, or a name for those who have none here."""

    user: User | None
    name: str

    @classmethod
    def of(cls, user: User) -> "Doer":
        """The actor behind an account."""
        return cls(user, str(user))


NOBODY = Doer(None, "")
"""The system itself."""

#: Which account writes for an office and which inspects a zone.
WRITERS = {"moi-kkn": "khonkaen", "moi-ksn": "kalasin"}
INSPECTORS = {12: "inspector12", 5: "inspector5"}
MANAGER = "manager"


class Cast:
    """Finds the actor for each office and zone."""

    def __init__(self, users: Mapping[str, User], today: date) -> None:
        self.users = users
        members = ZoneMembership.objects.current(today).select_related("zone")
        self.zones: dict[int, Zone] = {row.province_id: row.zone for row in members}

    def writer(self, office: Office) -> Doer:
        """Who writes the office's report."""
        user = self.users.get(WRITERS.get(office.code, ""))
        return Doer.of(user) if user else Doer(None, f"เจ้าหน้าที่{office.name_th}")

    def reviewer(self, office: Office) -> Doer:
        """Who inspects the office's province."""
        zone = self.zones.get(office.province_id or 0)
        user = self.users.get(INSPECTORS.get(zone.number, "")) if zone else None
        return Doer.of(user) if user else self.inspector(office)

    def inspector(self, office: Office) -> Doer:
        """The inspector of the office's zone, whoever that was at the time."""
        zone = self.zones.get(office.province_id or 0)
        number = f" เขต {zone.number}" if zone else ""
        return Doer(None, f"ผู้ตรวจราชการกระทรวงอุตสาหกรรม{number}")

    def commenter(self, office: Office) -> Doer:
        """Who returns a section of the office: always an account, as comments ask."""
        reviewer = self.reviewer(office)
        return reviewer if reviewer.user else self.manager

    @property
    def manager(self) -> Doer:
        """The manager of the demonstration, if there is one."""
        user = self.users.get(MANAGER)
        return Doer.of(user) if user else NOBODY
