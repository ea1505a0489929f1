"""What a record of the file can refer to: read once for a whole file."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Self

from inspections.models import Round, Topic
from regions.models import Office, Province, Zone, ZoneMembership


@dataclass(frozen=True)
class Known:
    """Zones by number, provinces by code, offices by Thai name, rounds and topics."""

    zones: dict[int, Zone]
    provinces: dict[str, Province]
    offices: dict[str, Office]
    rounds: dict[tuple[int, int], Round]
    topics: dict[int, list[Topic]]
    memberships: dict[int, list[ZoneMembership]]

    @classmethod
    def read(cls) -> Self:
        """Read it all, in six queries."""
        topics: defaultdict[int, list[Topic]] = defaultdict(list)
        for topic in Topic.objects.all():
            topics[topic.round_id].append(topic)
        memberships: defaultdict[int, list[ZoneMembership]] = defaultdict(list)
        for membership in ZoneMembership.objects.select_related("zone"):
            memberships[membership.province_id].append(membership)
        offices = Office.objects.select_related("province").order_by("-pk")
        return cls(
            zones={zone.number: zone for zone in Zone.objects.all()},
            provinces={province.code: province for province in Province.objects.all()},
            offices={office.name_th: office for office in offices},
            rounds={
                (held.fiscal_year, held.number): held for held in Round.objects.all()
            },
            topics=dict(topics),
            memberships=dict(memberships),
        )

    def zone_of(self, province: Province, day: date) -> int | None:
        """The number of the zone in which the province lies on a day, if any."""
        for row in self.memberships.get(province.pk, []):
            if row.starts_on <= day and (row.ends_on is None or day <= row.ends_on):
                return row.zone.number
        return None
