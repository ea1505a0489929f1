"""Tying what a record names to the registers: sites seen, networks met."""

from django.db import models

from inspections.loading.directory import find_network, find_site
from inspections.loading.known import Known
from inspections.models import VisitSite
from networks.models import MeetingParty
from regions.models import Province


def enter_site(target: models.Model) -> None:
    """Tie a site that was seen to the register, where its place is known."""
    if isinstance(target, VisitSite) and target.site_id is None:
        target.site = find_site(target.printed_name, target.kind, target.province)


def enter_network(party: MeetingParty, province: Province | None, known: Known) -> None:
    """Tie a party to the directory, by kind and place."""
    if party.network_id is None:
        party.network = find_network(party.kind, party.printed_name, province, known)
