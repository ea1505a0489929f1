"""Situations 1–13 of 25 real ones that the model must hold: when, where and who.

Each is stored and read back: a real visit (TG-…) through load_visits, the others
through the models. The rest is in test_oddities_content.py.
"""

from datetime import date, time

import pytest

from accounts.models import Role
from inspections.models import FollowUp, Visit, VisitKind
from regions.models import InspectorGroup, Office, Province, Zone, ZoneMembership
from regions.models.office import OfficeKind
from tests.factories import (
    make_assignment,
    make_follow_up,
    make_site,
    make_unit,
    make_user,
    make_visit,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_visits")]


def real(number):
    return Visit.objects.get(source=f"TG-{number}")


def province(name):
    return Province.objects.get(name_th=name)


def office(name):
    return Office.objects.get(name_th=f"สำนักงานอุตสาหกรรมจังหวัด{name}")


def inspected(visit):
    units = visit.units.prefetch_related("provinces")
    return [place.name_th for unit in units for place in unit.provinces.all()]


def test_01_a_session_sits_in_another_province():
    visit = real(72723)
    assert inspected(visit) == ["กาฬสินธุ์"]
    assert visit.meeting_province.name_th == "มหาสารคาม"
    assert visit.units.get().office == office("กาฬสินธุ์")

    made = make_visit(offices=[office("ลพบุรี")], meeting_province=province("สิงห์บุรี"))
    made.refresh_from_db()
    assert inspected(made) == ["ลพบุรี"]
    assert made.meeting_province.name_th == "สิงห์บุรี"


def test_02_zone_6_with_15_provinces_is_group_6():
    visit = real(71951)
    assert (visit.zone, inspected(visit)) == (None, [])
    assert visit.units.get().printed_name == "สำนักงานอุตสาหกรรมจังหวัด 15 แห่ง"
    assert visit.flags.filter(code="zone_number_is_really_group_number").exists()

    zones = InspectorGroup.objects.get(number=6).zones.all()
    assert {zone.number for zone in zones} == {1, 5, 12}
    assert ZoneMembership.objects.filter(zone__in=zones).count() == 15
    assert ZoneMembership.objects.filter(zone__number=6).count() == 6


def test_03_a_unit_lies_abroad_and_is_followed_up_later():
    visit = real(66405)
    assert (visit.zone, inspected(visit), visit.mode) == (None, [], "online")
    assert visit.round_number == 1
    orders = visit.follow_ups.filter(kind="order")
    assert orders.count() == 3
    assert not orders.exclude(province=None).exists()

    tokyo = Office.objects.create(
        code="tokyo", kind=OfficeKind.ABROAD, name_th="โตเกียว"
    )
    later = make_visit(parent=visit, starts_on=date(2023, 5, 8), mode="online")
    make_unit(later, office=tokyo)
    later = Visit.objects.get(pk=later.pk)
    assert (later.parent, inspected(later)) == (visit, [])
    assert later.units.get().office == tokyo


def test_04_a_visit_has_two_separate_ranges_of_days():
    visit = real(98582)
    assert (visit.starts_on, visit.ends_on) == (date(2025, 7, 7), date(2025, 7, 18))
    days = visit.sessions.values_list("held_on", flat=True)
    assert list(days) == [date(2025, 7, 7), date(2025, 7, 17)]
    assert len(inspected(visit)) == 5

    ranged = make_visit(ends_on=date(2023, 3, 2), starts_at=time(9))
    ranged.refresh_from_db()
    assert ranged.starts_at == time(9)
    assert not ranged.sessions.exists()


def test_05_the_mode_changes_from_day_to_day():
    visit = real(86003)
    assert visit.mode == "hybrid"
    assert [session.held_on.day for session in visit.sessions.all()] == [16, 17]

    made = make_visit(mode="hybrid", ends_on=date(2023, 3, 2))
    made.sessions.create(held_on=date(2023, 3, 1), mode="online")
    made.sessions.create(held_on=date(2023, 3, 2), mode="on_site", order=1)
    assert [session.mode for session in made.sessions.all()] == ["online", "on_site"]


def test_06_a_site_lies_outside_the_zone():
    visit = real(99980)
    seen = visit.sites_seen.get(province__name_th="เพชรบูรณ์")
    zone = ZoneMembership.objects.get(province=seen.province).zone
    assert (visit.zone.number, zone.number) == (18, 17)
    assert "เพชรบูรณ์" not in inspected(visit)


def test_07_a_mine_lies_in_two_provinces_zones_and_visits():
    first = real(99980)
    seen = first.sites_seen.get(printed_name__contains="อัครา")
    mine = seen.site
    mine.provinces.add(province("เพชรบูรณ์"))

    second = make_visit(offices=[office("เพชรบูรณ์")], starts_on=date(2025, 8, 20))
    second.sites_seen.create(
        site=mine, printed_name=mine.name, kind="mine", province=province("เพชรบูรณ์")
    )

    assert {row.visit.zone_id for row in mine.seen_at.all()} == {first.zone_id, None}
    assert {row.province.name_th for row in mine.seen_at.all()} == {"พิจิตร", "เพชรบูรณ์"}
    assert mine.provinces.count() == 2


def test_08_the_trouble_and_the_office_are_in_different_zones():
    visit = real(84501)
    seen = {row.kind: row.province.name_th for row in visit.sites_seen.all()}
    assert seen == {"factory": "นครปฐม", "community": "สมุทรสาคร"}
    assert visit.zone.number == 2
    assert ZoneMembership.objects.get(province__name_th="สมุทรสาคร").zone.number == 4


def test_09_one_inspector_inspects_a_province_twice_a_day():
    first, second = real(70167), real(70170)
    assert first.starts_on == second.starts_on
    assert inspected(first) == inspected(second) == ["สมุทรสาคร"]

    lead = make_user()
    common = {"lead": lead, "round": first.round, "starts_on": date(2024, 8, 1)}
    kinds = (VisitKind.INTEGRATED, VisitKind.NORMAL, VisitKind.NORMAL)
    for kind in kinds:
        make_visit(offices=[office("พระนครศรีอยุธยา")], kind=kind, **common)
    assert lead.visits_led.filter(starts_on=date(2024, 8, 1)).count() == 3


def test_10_a_visit_lies_inside_a_visit():
    chanthaburi = office("จันทบุรี")
    trip = make_visit(
        offices=[chanthaburi], starts_on=date(2025, 8, 5), ends_on=date(2025, 8, 7)
    )
    make_visit(
        offices=[chanthaburi],
        starts_on=date(2025, 8, 6),
        kind=VisitKind.INTEGRATED,
        parent=trip,
    )

    inner = Visit.objects.get(parent=trip)
    assert trip.starts_on <= inner.starts_on <= inner.ends_on <= trip.ends_on
    assert list(trip.parts.all()) == [inner]


def test_11_an_order_is_for_one_province_of_three():
    visit = real(80269)
    assert inspected(visit) == ["ชลบุรี", "ระยอง", "ฉะเชิงเทรา"]
    orders = visit.follow_ups.all()
    assert orders.count() == 5
    assert {order.office for order in orders} == {None}  # the source doesn't say

    chon_buri = office("ชลบุรี")
    given = make_follow_up(visit=visit, text="วางแนวทางลดการเผาอ้อย", office=chon_buri)
    stored = FollowUp.objects.get(pk=given.pk)
    assert stored.office == stored.answering_office == chon_buri
    assert stored.province.name_th == "ชลบุรี"


def test_12_the_session_sits_at_the_inspected_company():
    visit = real(70855)
    assert visit.units.get().office == office("ตาก")
    plant = visit.sites_seen.get(kind="factory")
    assert plant.printed_name in visit.place
    assert plant.site.name == plant.printed_name


def test_13_three_wordings_for_an_acting_inspector_and_then_none():
    acting = [real(65697), real(65701)]
    assert {visit.lead_capacity for visit in acting} == {"acting"}

    wordings = ["รักษาการในตำแหน่ง", "รักษาราชการแทน", "รักษาการแทน", ""]
    lead = make_user()
    for wording in wordings:
        capacity = "acting" if wording else "inspector_general"
        make_visit(lead=lead, lead_capacity=capacity, lead_wording=wording)
    stored = lead.visits_led.order_by("ref").values_list("lead_wording", flat=True)
    assert list(stored) == wordings

    zone = Zone.objects.get(number=12)
    make_assignment(
        lead, Role.INSPECTOR, zone=zone, capacity="acting", wording="รักษาราชการแทน"
    )
    make_assignment(lead, Role.INSPECTOR, zone=zone)
    assert lead.assignments.filter(zone=zone).count() == 2


def test_the_site_of_a_unit_may_be_the_unit_itself():
    mill = make_site(name="โรงงานน้ำตาลน้ำใส", provinces=[province("สุรินทร์")])
    visit = make_visit()
    make_unit(visit, site=mill, provinces=[province("สุรินทร์")])

    assert Visit.objects.get(units__site=mill) == visit
