"""What volume data refers to: offices by zone, rounds with topics, sites, networks."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Self

from accounts.models import Assignment, Role, User
from inspections.models import Indicator, Round, Topic
from inspections.scale.reports import MARK
from networks.models import Network, NetworkKind, Reach
from regions.models import Office, Province, Site, Zone, ZoneMembership
from regions.models.office import OfficeKind
from regions.models.site import SiteKind
from thai.text import search_fold, sort_key

SITES_A_PROVINCE = 20
SITE_KINDS = (SiteKind.FACTORY, SiteKind.FACTORY, SiteKind.MINE, SiteKind.COMMUNITY)
CHAPTERS = {
    NetworkKind.FTI: "สภาอุตสาหกรรมจังหวัด",
    NetworkKind.CHAMBER: "หอการค้าจังหวัด",
}


@dataclass(frozen=True)
class World:
    """Everything a made visit can name; offices bring their provinces along."""

    today: date
    zones: Sequence[Zone]
    offices: dict[int, list[Office]]
    rounds: Sequence[Round]
    topics: dict[int, list[Topic]]
    indicators: dict[int, list[Indicator]]
    leads: dict[int, list[User]]
    sites: dict[int, list[Site]]
    networks: dict[int, list[Network]]

    @classmethod
    def read(cls, today: date) -> Self:
        """Read the reference data, and make what sites and networks are missing."""
        own = Office.objects.filter(kind=OfficeKind.PROVINCIAL)
        by_province = {office.province_id: office for office in own}
        provinces = {province.pk: province for province in Province.objects.all()}
        offices: defaultdict[int, list[Office]] = defaultdict(list)
        members = ZoneMembership.objects.current(today).order_by("zone", "province")
        for zone, province in members.values_list("zone_id", "province_id"):
            if office := by_province.get(province):
                office.province = provinces[province]
                offices[zone].append(office)
        topics, indicators = _asked()
        return cls(
            today=today,
            zones=[
                zone for zone in Zone.objects.order_by("number") if zone.pk in offices
            ],
            offices=dict(offices),
            rounds=list(
                # Not those that are made for their reports: each visit is decided
                # by its own number, however many rounds there are by then.
                Round.objects.exclude(policy_note=MARK).order_by(
                    "fiscal_year", "number"
                )
            ),
            topics=topics,
            indicators=indicators,
            leads=_leads(today),
            sites=_sites(list(provinces.values())),
            networks=_networks(list(provinces.values())),
        )


def _asked() -> tuple[dict[int, list[Topic]], dict[int, list[Indicator]]]:
    """Topics by round, indicators by topic."""
    topics: defaultdict[int, list[Topic]] = defaultdict(list)
    for topic in Topic.objects.order_by("round", "order"):
        topics[topic.round_id].append(topic)
    indicators: defaultdict[int, list[Indicator]] = defaultdict(list)
    for indicator in Indicator.objects.order_by("topic", "order"):
        indicators[indicator.topic_id].append(indicator)
    return dict(topics), indicators


def _leads(today: date) -> dict[int, list[User]]:
    """Today's inspectors by zone."""
    leads: defaultdict[int, list[User]] = defaultdict(list)
    rows = Assignment.objects.current(today).filter(role=Role.INSPECTOR)
    for row in rows.exclude(zone=None).select_related("user").order_by("pk"):
        leads[row.zone_id or 0].append(row.user)
    return dict(leads)


def _sites(provinces: Sequence[Province]) -> dict[int, list[Site]]:
    """Some sites in each province, made by the first run."""
    through = Site.provinces.through
    made = Site.objects.filter(note="SCALE")
    if not made.exists():
        sites = [
            _site(province, number)
            for province in provinces
            for number in range(1, SITES_A_PROVINCE + 1)
        ]
        Site.objects.bulk_create(sites, batch_size=500)
        places = [province for province in provinces for _ in range(SITES_A_PROVINCE)]
        through._default_manager.bulk_create(
            (
                through(site=site, province=province)
                for site, province in zip(sites, places, strict=True)
            ),
            batch_size=500,
        )
    found: defaultdict[int, list[Site]] = defaultdict(list)
    rows = through._default_manager.filter(site__in=made).select_related("site")
    for row in rows.order_by("site"):
        found[row.province_id].append(row.site)
    return dict(found)


def _site(province: Province, number: int) -> Site:
    kind = Random(f"{province.code}-{number}").choice(SITE_KINDS)  # noqa: S311
    name = f"สถานประกอบการตัวอย่าง {province.name_th} {number}"
    return Site(
        kind=kind,
        name=name,
        note="SCALE",
        sort_key=sort_key(name),
        search_text=search_fold(name),
    )


def _networks(provinces: Sequence[Province]) -> dict[int, list[Network]]:
    """The two chapters that every province has, made where they are missing."""
    chapters = Network.objects.filter(kind__in=CHAPTERS, reach=Reach.PROVINCIAL)
    known = set(chapters.values_list("kind", "province_id"))
    for province in provinces:
        for kind, name in CHAPTERS.items():
            if (kind, province.pk) not in known:
                Network.objects.create(
                    kind=kind, name=f"{name}{province.name_th}", province=province
                )
    found: defaultdict[int, list[Network]] = defaultdict(list)
    for network in chapters.order_by("province", "kind", "pk"):
        found[network.province_id or 0].append(network)
    return dict(found)
