"""Finds in the registers, or adds to them, the sites and bodies a visit names.

By kind and place, never by bare name: "หอการค้า" is another body in every province.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from audit.records import difference, record, snapshot
from inspections.loading.known import Known
from networks.models import Network, NetworkAlias, NetworkKind, Reach
from networks.models.network import ONE_A_PROVINCE
from regions.models import Office, Province, Site
from thai.text import clean_thai

LONGEST = 255
SHORT_NAME = 4
"""A province's name so short also ends other words: เผยแพร่ is not แพร่."""

CHAPTERS = {
    NetworkKind.FTI: "สภาอุตสาหกรรมจังหวัด",
    NetworkKind.CHAMBER: "หอการค้าจังหวัด",
    NetworkKind.ENV_NETWORK: "เครือข่ายอุตสาหกรรมรักษ์สิ่งแวดล้อมจังหวัด",
    NetworkKind.EDP_CLUB: "ชมรม คพอ. จังหวัด",
}
#: The national bodies above the chapters and branches.
PARENTS = {
    NetworkKind.FTI: "สภาอุตสาหกรรมแห่งประเทศไทย",
    NetworkKind.CHAMBER: "สภาหอการค้าแห่งประเทศไทย",
    NetworkKind.SME_BANK: "ธนาคารพัฒนาวิสาหกิจขนาดกลางและขนาดย่อมแห่งประเทศไทย",
}
#: What may be printed around a chapter's name without meaning another body.
PLAIN_WORDS = re.compile(
    r"สภาหอการค้า|หอการค้า|สภาอุตสาหกรรม|แห่งประเทศไทย|เครือข่าย|อุตสาหกรรม|รักษ์สิ่งแวดล้อม"
    r"|ส\.อ\.ท\.|FTI|ชมรม|โครงการ|คพอ\.?|ผู้แทน|ตัวแทน|ประธาน|นายก|สมาชิก|จังหวัด|ไทย|[\s.()ฯ]"
)
#: A body that serves a numbered region of its own, whatever the visit's province.
REGIONAL = re.compile(
    r"^(?!.*สาขา)(?:ธพว|SME|ศูนย์|สำนักงาน|เขตบริหาร).*(?:เขต|ภาคที่|ทราย) ?\d"
)
#: A name that tells by itself which body is meant, all over the country.
NATIONAL = re.compile(r"บริษัท.*จำกัด|ห้างหุ้นส่วน|กรม|มหาวิทยาลัย|วิทยาลัย|การนิคม")
#: One that does so in a known province.
PROVINCIAL = re.compile(r"สำนักงาน|ศูนย์|สมาพันธ์|สมาคม|ชมรม|สหกรณ์")


def find_site(name: str, kind: str, province: Province | None) -> Site | None:
    """The register's site of that kind, name and province; made if new.

    One that was merged into another stands for that other.

    Null where the province isn't known or the name could not be one.
    """
    cleaned = clean_thai(name)
    if province is None or not 0 < len(cleaned) <= LONGEST:
        return None
    found = Site.objects.filter(kind=kind, name=cleaned, provinces=province)
    if site := found.select_related("merged_into").order_by("pk").first():
        return site.merged_into or site
    site = Site.objects.create(kind=kind, name=cleaned)
    site.provinces.add(province)
    changes = [*difference({}, snapshot(site, ["kind", "name"]))]
    record(site, "load", by=None, changes=[*changes, ("province", None, province.code)])
    return site


def find_network(
    kind: str, printed: str, visited: Province | None, known: Known
) -> Network | None:
    """The directory's body for a printed name; made if new, null if not sure.

    `visited` is the visit's only inspected province, if it has just one; a
    province named in the print wins over it.
    """
    name = clean_thai(printed)
    if not 0 < len(name) <= LONGEST:
        return None
    named = named_province(name, known.provinces.values())
    body = Body(NetworkKind(kind), name, named, known.offices)
    if kind in ONE_A_PROVINCE:
        return _chapter_or_club(body, named or visited)
    if REGIONAL.match(name):
        return body.at(None, Reach.REGIONAL)
    if NATIONAL.match(name):
        return body.at(named, Reach.LOCAL if named else Reach.NATIONAL)
    place = named or visited
    if place is None or (kind == NetworkKind.OTHER and not PROVINCIAL.match(name)):
        return None
    return body.at(place, Reach.LOCAL)


def named_province(name: str, provinces: Iterable[Province]) -> Province | None:
    """The one province that a name speaks of, if there is just one."""
    found = [province for province in provinces if _names(name, province.name_th)]
    return found[0] if len(found) == 1 else None


def _names(name: str, province: str) -> bool:
    if f"จังหวัด{province}" in name or f"สาขา{province}" in name:
        return True
    return name.endswith(province if len(province) > SHORT_NAME else f" {province}")


@dataclass(frozen=True)
class Body:
    """A body as it is printed, and the province its name speaks of, if any."""

    kind: NetworkKind
    name: str
    named: Province | None
    offices: Mapping[str, Office]

    def at(self, province: Province | None, reach: Reach) -> Network:
        """The directory's entry of that kind, name and province; made if new."""
        network, is_new = Network.objects.get_or_create(
            kind=self.kind,
            province=province,
            name=self.name,
            defaults={
                "reach": reach,
                "office": self.offices.get(self.name),
                "parent": self._parent(),
            },
        )
        if is_new:
            fields = ["kind", "name", "reach", "province"]
            changes = difference({}, snapshot(network, fields))
            record(network, "load", by=None, changes=changes)
        return network

    def _parent(self) -> Network | None:
        name = PARENTS.get(self.kind, self.name)
        if name == self.name:
            return None
        return replace(self, name=name).at(None, Reach.NATIONAL)


def _chapter_or_club(body: Body, place: Province | None) -> Network | None:
    """The province's chapter or, for Young FTI and the like, a body of its own."""
    if place is None:
        return None
    if PLAIN_WORDS.sub("", body.name.replace(place.name_th, "")):
        return body.at(body.named, Reach.LOCAL) if body.named else None
    chapter = Network.objects.filter(
        kind=body.kind, province=place, reach=Reach.PROVINCIAL
    ).first()
    if chapter is None:
        canonical = f"{CHAPTERS[body.kind]}{place.name_th}"
        chapter = replace(body, name=canonical).at(place, Reach.PROVINCIAL)
    if body.name != chapter.name:
        NetworkAlias.objects.get_or_create(network=chapter, name=body.name)
    return chapter
