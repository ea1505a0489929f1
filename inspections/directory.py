"""Finding a named site or network in its register, or entering it there.

Matched by kind and place, never by bare name: "หอการค้า" is another body in
every province, and a river has sand mines of one name in two.
"""

import re

from django.db import models

from inspections.models import VisitSite
from networks.models import MeetingParty, Network, NetworkAlias, NetworkKind, Reach
from networks.models.network import ONE_A_PROVINCE
from regions.models import Province, Site

#: How the one body of a kind in a province is called.
CHAPTER_NAMES = {
    NetworkKind.FTI: "สภาอุตสาหกรรมจังหวัด{province}",
    NetworkKind.CHAMBER: "หอการค้าจังหวัด{province}",
    NetworkKind.ENV_NETWORK: "เครือข่ายอุตสาหกรรมรักษ์สิ่งแวดล้อมจังหวัด{province}",
    NetworkKind.EDP_CLUB: "ชมรมผู้ประกอบการ คพอ. จังหวัด{province}",
}
LONGEST_NAME = 255
#: A name that stands for several bodies or none is not entered in a directory.
_SPACES = re.compile(r"\s+")


def find_or_enter_site(kind: str, name: str, province: Province | None) -> Site | None:
    """The site of this kind and name in the province; made if it is not there.

    None when the place is not known or the name is no name: such a site stays
    as printed.
    """
    tidy = _SPACES.sub(" ", name).strip()
    if province is None or not tidy or len(tidy) > LONGEST_NAME:
        return None
    found = Site.objects.filter(kind=kind, name=tidy, provinces=province).first()
    if found is None:
        found = Site.objects.create(kind=kind, name=tidy)
        found.provinces.add(province)
    return found


def find_or_enter_network(
    kind: str, name: str, province: Province | None
) -> Network | None:
    """The network of this kind and place; made, or given one more name.

    None for kind `other` and where the place is not known.
    """
    tidy = _SPACES.sub(" ", name).strip()
    named = named_province(tidy)
    place = named or province
    if (
        kind == NetworkKind.OTHER
        or place is None
        or not tidy
        or len(tidy) > LONGEST_NAME
    ):
        return None
    if kind in ONE_A_PROVINCE:
        network, _made = Network.objects.get_or_create(
            kind=kind,
            province=place,
            reach=Reach.PROVINCIAL,
            defaults={
                "name": CHAPTER_NAMES[NetworkKind(kind)].format(province=place.name_th)
            },
        )
        if tidy != network.name:
            NetworkAlias.objects.get_or_create(network=network, name=tidy)
        return network
    found = (
        Network.objects.filter(kind=kind, province=place)
        .filter(models.Q(name=tidy) | models.Q(aliases__name=tidy))
        .first()
    )
    return found or Network.objects.create(
        kind=kind, province=place, name=tidy, reach=Reach.LOCAL
    )


def named_province(text: str) -> Province | None:
    """The province whose full name the text carries, if it is exactly one."""
    names = Province.objects.values_list("pk", "name_th")
    found = [key for key, name in names if name in text]
    return Province.objects.get(pk=found[0]) if len(found) == 1 else None


def enter_site(target: models.Model) -> None:
    """Tie a site that was seen to the register."""
    if isinstance(target, VisitSite) and target.site_id is None:
        target.site = find_or_enter_site(
            target.kind, target.printed_name, target.province
        )


def enter_network(party: MeetingParty, province: Province | None) -> None:
    """Tie a party to the directory."""
    if party.network_id is None:
        party.network = find_or_enter_network(party.kind, party.printed_name, province)
