"""The directory of networks in Django's admin."""

from audit.models import Entry
from tests.factories import make_network, make_user
from tests.reading import client_of


def test_a_changed_network_leaves_history_with_its_other_names(khon_kaen):
    admin = make_user(username="admin", is_staff=True, is_superuser=True)
    network = make_network(province=khon_kaen, name="หอการค้าขอนแก่น")
    gone = network.aliases.create(name="ชื่อที่ผิด")
    sent = {
        "seen_version": network.version,
        "kind": network.kind,
        "name": "หอการค้าจังหวัดขอนแก่น",
        "reach": network.reach,
        "province": khon_kaen.pk,
        "aliases-TOTAL_FORMS": 2,
        "aliases-INITIAL_FORMS": 1,
        "aliases-0-id": gone.pk,
        "aliases-0-network": network.pk,
        "aliases-0-name": gone.name,
        "aliases-0-DELETE": "on",
        "aliases-1-network": network.pk,
        "aliases-1-name": "หอฯ ขอนแก่น",
        "contacts-TOTAL_FORMS": 0,
        "contacts-INITIAL_FORMS": 0,
    }

    client_of(admin).post(f"/admin/networks/network/{network.pk}/change/", sent)

    network.refresh_from_db()
    [alias] = network.aliases.all()
    assert (network.name, network.version) == ("หอการค้าจังหวัดขอนแก่น", 2)
    assert Entry.objects.about(network).get().changes == [
        ["name", "หอการค้าขอนแก่น", "หอการค้าจังหวัดขอนแก่น"],
        [f"networkalias {gone.pk}.name", "ชื่อที่ผิด", None],
        [f"networkalias {alias.pk}.name", None, "หอฯ ขอนแก่น"],
    ]
