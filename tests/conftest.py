"""The cast and the places of most tests: Khon Kaen is ours, Kalasin a neighbour."""

from collections.abc import Iterator

import pytest
from hypothesis import settings

from accounts.models import Role, User
from regions.models import Office, Province, Zone
from tests.clock import begin_the_day
from tests.factories import (
    make_assignment,
    make_office,
    make_province,
    make_user,
    make_zone,
)
from ui.directories import Directory

begin_the_day()
# The same examples each time, and as long for each as a slow machine takes.
settings.load_profile("ci")


@pytest.fixture(autouse=True)
def forget_directories() -> Iterator[None]:
    """What one test's filters offered is not another's."""
    yield
    Directory.forget()


@pytest.fixture
def zone_12(db) -> Zone:
    """The zone of Khon Kaen and Kalasin."""
    return make_zone(number=12, name_th="ภาคตะวันออกเฉียงเหนือตอนกลาง")


@pytest.fixture
def zone_5(db) -> Zone:
    """A zone far away."""
    return make_zone(number=5, name_th="ภาคใต้ฝั่งอ่าวไทย")


@pytest.fixture
def khon_kaen(zone_12) -> Province:
    return make_province(
        zone=zone_12,
        code="40",
        name_th="ขอนแก่น",
        name_en="Khon Kaen",
        abbr_th="ขก",
        abbr_en="KKN",
    )


@pytest.fixture
def kalasin(zone_12) -> Province:
    return make_province(
        zone=zone_12,
        code="46",
        name_th="กาฬสินธุ์",
        name_en="Kalasin",
        abbr_th="กส",
        abbr_en="KSN",
    )


@pytest.fixture
def songkhla(zone_5) -> Province:
    return make_province(
        zone=zone_5,
        code="90",
        name_th="สงขลา",
        name_en="Songkhla",
        abbr_th="สข",
        abbr_en="SKA",
    )


@pytest.fixture
def khon_kaen_office(khon_kaen) -> Office:
    return make_office(province=khon_kaen)


@pytest.fixture
def kalasin_office(kalasin) -> Office:
    return make_office(province=kalasin)


@pytest.fixture
def songkhla_office(songkhla) -> Office:
    return make_office(province=songkhla)


@pytest.fixture
def inspector(zone_12, khon_kaen, kalasin) -> User:
    """Inspector of zone 12."""
    user = make_user(username="inspector12")
    make_assignment(user, Role.INSPECTOR, zone=zone_12)
    return user


@pytest.fixture
def assistant(zone_12, khon_kaen, kalasin) -> User:
    """Assistant inspector of zone 12: prepares, decides nothing."""
    user = make_user(username="assistant12")
    make_assignment(user, Role.ASSISTANT, zone=zone_12)
    return user


@pytest.fixture
def stranger(zone_5, songkhla) -> User:
    """Inspector of zone 5: nothing of zone 12 is theirs."""
    user = make_user(username="inspector5")
    make_assignment(user, Role.INSPECTOR, zone=zone_5)
    return user


@pytest.fixture
def officer(khon_kaen_office) -> User:
    """Officer of the Khon Kaen office."""
    user = make_user(username="khonkaen")
    make_assignment(user, Role.OFFICER, office=khon_kaen_office)
    return user


@pytest.fixture
def head(khon_kaen_office) -> User:
    """Head of the Khon Kaen office."""
    user = make_user(username="khonkaen.head")
    make_assignment(user, Role.HEAD, office=khon_kaen_office)
    return user


@pytest.fixture
def neighbour(kalasin_office) -> User:
    """Officer of the Kalasin office."""
    user = make_user(username="kalasin")
    make_assignment(user, Role.OFFICER, office=kalasin_office)
    return user


@pytest.fixture
def manager(db) -> User:
    """Manager: the whole ministry."""
    user = make_user(username="manager")
    make_assignment(user, Role.MANAGER)
    return user


@pytest.fixture
def nobody(db) -> User:
    """Signed in, but assigned to nothing."""
    return make_user(username="nobody")
