"""load_visits: where each fact of a record goes."""

from datetime import date, time
from decimal import Decimal

import pytest

from inspections.models import FollowUp, Topic
from tests.visits_file import loaded, make_figure

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

OFFICE = "สำนักงานอุตสาหกรรมจังหวัด"


def topic(kind):
    return {"kind": kind, "title_th": "ก", "summary_th": "ข", "obstacle_th": None}


def test_a_loaded_visit_is_signed_off_without_a_lead():
    visit = loaded(place_th=" ห้อง  ประชุม\r\n", note_th="")

    assert (visit.state, visit.lead, visit.created_by) == ("signed_off", None, None)
    assert (visit.ref, visit.lead_capacity) == ("V-2566-00001", "acting")
    assert (visit.starts_on, visit.starts_at) == (date(2023, 3, 1), time(14))
    assert (visit.zone.number, visit.meeting_province.code) == (12, "40")
    assert (visit.place, visit.note) == (" ห้อง  ประชุม\r\n", "")
    assert visit.date_certainty == "stated"


def test_a_round_that_exists_is_linked_and_any_is_kept_as_stated():
    known = loaded(source="A")
    unknown = loaded(source="B", round=3)
    unstated = loaded(source="C", round=None)

    assert (known.round.fiscal_year, known.round.number) == (2566, 1)
    assert (unknown.round, unknown.round_number) == (None, 3)
    assert (unstated.round, unstated.round_number) == (None, None)


def test_a_date_that_was_not_stated_is_uncertain():
    visit = loaded(flags=["visit_date_not_stated", "complaint", "complaint"])

    assert visit.date_certainty == "uncertain"
    codes = [flag.code for flag in visit.flags.all()]
    assert codes == ["visit_date_not_stated", "complaint", "complaint"]


@pytest.mark.parametrize(
    ("printed", "codes", "shared"),
    [
        (f"{OFFICE}ขอนแก่น", ["40"], [["40"]]),
        (f"{OFFICE}ขอนแก่น / {OFFICE}กาฬสินธุ์", ["46", "40"], [["40"], ["46"]]),
        ("จังหวัดร้อยเอ็ด / จังหวัดขอนแก่น", ["45", "40"], [["45"], ["40"]]),
        (f"โรงงาน / {OFFICE}กาฬสินธุ์", ["46", "40"], [["40"], ["46"]]),
        (f"{OFFICE}เลย และเหมือง", ["42", "41"], [["42", "41"]]),
        ("ก / ข / ค", ["40", "46"], [["40", "46"], [], []]),
        (f"{OFFICE}ขอนแก่น / ข", ["40", "46", "44"], [["40"], ["46", "44"]]),
        (f"{OFFICE}ขอนแก่น", [], [[]]),
        ("ก / ", ["40"], [["40"]]),
        (" / ", [], [[]]),
        ("ก/ข", ["40"], [["40"]]),
    ],
)
def test_each_unit_gets_its_own_provinces(printed, codes, shared):
    visit = loaded(inspected_unit_th=printed, province_codes=codes)

    units = list(visit.units.all())
    assert " / ".join(unit.printed_name for unit in units) == printed
    through = visit.units.model.provinces.through.objects.order_by("pk")
    assert [
        [row.province.code for row in through.filter(visitunit=unit)] for unit in units
    ] == shared


def test_an_office_is_known_by_its_exact_name():
    visit = loaded(
        inspected_unit_th=f"{OFFICE}ขอนแก่น / สอจ.กาฬสินธุ์ / กรมส่งเสริมอุตสาหกรรม"
    )

    codes = [unit.office and unit.office.code for unit in visit.units.all()]
    assert codes == ["moi-kkn", None, "dip"]
    assert visit.units_text.startswith(f"{OFFICE}ขอนแก่น / สอจ.กาฬสินธุ์")


def test_the_acting_head_is_known_where_there_is_one_unit():
    flags = ["acting_provincial_officer"]
    one = loaded(source="A", flags=flags)
    two = loaded(source="B", flags=flags, inspected_unit_th="ก / ข")

    assert [unit.head_capacity for unit in one.units.all()] == ["acting"]
    assert [unit.head_capacity for unit in two.units.all()] == ["", ""]


def test_a_note_is_tied_to_the_rounds_only_topic_of_its_kind():
    kinds = ["factory_mine", "cane_burning", "cane_burning", "other"]
    visit = loaded(topics=[topic(kind) for kind in kinds])

    only = Topic.objects.get(round=visit.round, kind="factory_mine")
    assert [note.topic for note in visit.notes.all()] == [only, None, None, None]
    unit = visit.units.get()
    assert all(note.unit == unit for note in visit.notes.all())


def test_notes_of_several_units_belong_to_none_of_them():
    visit = loaded(inspected_unit_th="ก / ข", topics=[topic("other")])

    assert visit.notes.get().unit is None


@pytest.mark.parametrize(
    ("name", "value", "stored", "qualifier"),
    [
        ("โรงงาน (มากกว่า)", 6300, "6300", "more_than"),
        ("ความสูง (เกิน)", 23, "23", "more_than"),
        ("เวลา (ไม่เกิน)", 1, "1", "at_most"),
        ("รางวัลอย่างน้อย", 5, "5", "at_least"),
        ("รัศมี (ประมาณ)", 2, "2", "about"),
        ("งบประมาณ", 12.5, "12.5", ""),
        ("เรื่องที่เกินกำหนด", 0, "0", ""),
        ("น้ำตาล", 50874.9, "50874.9", ""),
        ("ค่า", 0.0000004, "0", ""),
        ("ค่า", -3, "-3", ""),
    ],
)
def test_a_figure_is_kept_as_printed_and_for_computing(name, value, stored, qualifier):
    visit = loaded(figures=[make_figure(value, name_th=name, as_of="2024-04-22")])

    figure = visit.figures.get()
    assert figure.value == Decimal(stored)
    assert figure.printed == str(value)
    assert (figure.name, figure.qualifier) == (name, qualifier)
    assert (figure.unit, figure.as_of) == ("ราย", date(2024, 4, 22))
    assert figure.unit_inspected == visit.units.get()


@pytest.mark.parametrize(
    ("unit", "codes", "office", "code"),
    [
        (f"{OFFICE}ขอนแก่น", ["40"], "moi-kkn", "40"),
        ("กรมส่งเสริมอุตสาหกรรม", [], "dip", None),
        ("บริษัท น้ำใส จำกัด", ["46"], None, "46"),
        (f"{OFFICE}ขอนแก่น / {OFFICE}กาฬสินธุ์", ["40", "46"], None, None),
    ],
)
def test_advice_is_issued_as_imported_to_the_only_office(unit, codes, office, code):
    advice = {"kind": "advice", "text_th": "ก", "topic_kind": "livelihood"}
    visit = loaded(
        inspected_unit_th=unit,
        province_codes=codes,
        ends_on="2023-03-02",
        recommendations=[advice, {**advice, "kind": "order"}],
    )

    first, second = FollowUp.objects.filter(visit=visit).order_by("order")
    assert (first.ref, second.ref) == ("F-2566-00001", "F-2566-00002")
    assert (first.kind, second.kind) == ("advice", "order")
    assert (first.state, first.is_imported) == ("issued", True)
    assert (first.given_on, first.due_on) == (date(2023, 3, 2), None)
    assert (first.office.code if first.office else None) == office
    assert (first.province.code if first.province else None) == code
    assert first.round == visit.round


def test_the_itinerary_keeps_what_is_not_known_open():
    stop = {"on": None, "at": None, "kind": "site", "activity_th": "ดูเหมือง"}
    visit = loaded(itinerary=[stop, {**stop, "on": "2023-03-01", "at": "09:30"}])

    first, second = visit.sessions.all()
    assert (first.held_on, first.starts_at, first.kind) == (None, None, "site")
    assert (second.held_on, second.starts_at) == (date(2023, 3, 1), time(9, 30))


def test_dimensions_are_mentioned_without_a_score():
    visit = loaded(mind_dimensions=["income", "business"])

    rows = visit.dimensions.values_list("dimension", "score")
    assert set(rows) == {("income", None), ("business", None)}
