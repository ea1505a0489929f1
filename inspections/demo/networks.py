"""Meetings with networks that the demonstration held without a visit."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from inspections.demo.cast import Cast
from inspections.demo.fates import office_hour
from inspections.demo.history import Told, write
from inspections.demo.stock import chance_of
from inspections.loading.directory import find_network
from inspections.loading.known import Known
from inspections.models import Round
from networks.models import Meeting, MeetingParty, Network, Point
from regions.models import Office

Stated = Mapping[str, Any]


class Met:
    """Makes the meetings and finds who was met; used once."""

    def __init__(self, cast: Cast, rounds: Mapping[str, Round]) -> None:
        self.cast, self.rounds, self.known = cast, rounds, Known.read()
        self.meetings: dict[str, Meeting] = {}

    def network(self, stated: Stated) -> Network:
        """The directory's network, made if it isn't there."""
        province = self.known.provinces[stated["province"]]
        found = find_network(stated["kind"], stated["name"], province, self.known)
        assert found is not None, stated  # noqa: S101
        return found

    def make(self, meetings: Iterable[Stated]) -> None:
        """Make those that were held in the rounds known."""
        wanted = [stated for stated in meetings if stated["round"] in self.rounds]
        write([self._held(stated) for stated in wanted])

    def _held(self, stated: Stated) -> Told:
        held, province = self.rounds[stated["round"]], stated["province"]
        held_on = held.opens_on + timedelta(days=stated["day"])
        office = Office.objects.select_related("province").get(
            code__startswith="moi-", province__code=province
        )
        doer = self.cast.reviewer(office)
        meeting = Meeting.objects.create(
            held_on=held_on,
            province=office.province,
            place=stated["place"],
            title=stated["title"],
            created_by=doer.user,
        )
        self.meetings[stated["key"]] = meeting
        for order, came in enumerate(stated["parties"], start=1):
            party = MeetingParty.objects.create(
                meeting=meeting,
                order=order,
                kind=came["kind"],
                printed_name=came["name"],
                network=self.network({**came, "province": province}),
                represented_by=came["who"],
            )
            for number, text in enumerate(came["points"], start=1):
                Point.objects.create(
                    meeting=meeting, party=party, order=number, text=text
                )
        at = office_hour(held_on, chance_of(stated["key"]))
        return Told(meeting, "demo", at, doer)
