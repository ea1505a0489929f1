"""dump_visits: in what order and form visits are written, those made here too."""

import json
from datetime import date, time

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inspections.models import Visit
from regions.models import Office
from tests.factories import (
    make_follow_up,
    make_meeting,
    make_network,
    make_party,
    make_site,
    make_unit,
    make_visit,
)
from tests.visits_file import (
    dump,
    dump_text,
    load,
    load_text,
    make_figure,
    make_record,
    unordered,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


def full_record(source):
    """A record with something in every list."""
    return make_record(
        source=source,
        topics=[
            {"kind": "other", "title_th": "ก", "summary_th": "ข", "obstacle_th": None}
        ],
        figures=[make_figure(1)],
        sites=[{"name_th": "ก", "type": "mine", "province_code": "40"}],
        networks=[{"type": "fti", "name_th": "สภาอุตสาหกรรม", "points_th": ["ก"]}],
        recommendations=[{"kind": "order", "text_th": "ก", "topic_kind": "other"}],
        mind_dimensions=["income"],
        flags=["complaint"],
        itinerary=[{"on": None, "at": None, "kind": "site", "activity_th": "ก"}],
    )


def test_nothing_is_an_empty_list():
    assert json.loads(dump_text()) == []


def test_visits_are_written_by_source():
    load(*(make_record(source=source) for source in ("b", "C", "a", "ก", "A")))

    assert [record["source"] for record in dump()] == ["A", "C", "a", "b", "ก"]


def test_a_prefix_chooses_by_its_very_letters():
    load(*(make_record(source=source) for source in ("TG-1", "tg-2", "TG_3", "T%")))
    make_visit()

    assert [record["source"] for record in dump("TG-")] == ["TG-1"]
    assert [record["source"] for record in dump("T%")] == ["T%"]
    assert [record["source"] for record in dump("V-2566-")] == [
        Visit.objects.get(source=None).ref
    ]


@pytest.mark.parametrize(
    "number", ["16.0", "16", "-0.50", "1E3", "81.080", "0", "1e-9"]
)
def test_a_number_keeps_the_digits_it_was_written_with(number):
    record = json.dumps([make_record(figures=[make_figure("HERE")])])
    load_text(record.replace('"HERE"', number))

    assert f'"value": {number},' in dump_text()


def test_the_queries_do_not_grow_with_the_visits():
    load(full_record("A"))
    with CaptureQueriesContext(connection) as one:
        dump()

    load(*(full_record(f"B{number}") for number in range(12)))
    with CaptureQueriesContext(connection) as many:
        dump()

    assert len(one) == len(many) <= 15


def test_more_visits_than_are_read_at_once_stay_in_order(monkeypatch):
    monkeypatch.setattr("inspections.loading.dump.CHUNK", 2)
    load(*(full_record(source) for source in "edcba"))

    records = dump()

    assert [record["source"] for record in records] == list("abcde")
    assert all(record["topics"] and record["networks"] for record in records)


def test_text_that_looks_like_a_number_mark_stays_text():
    tricks = ['"\\u0000', "\\u00005", '"', "\\", "</script>", "\u2028", "😀"]

    load(make_record(flags=tricks))

    assert dump()[0]["flags"] == tricks


@pytest.fixture
def made_here():
    """A visit made in the application, with what the file has no key for."""
    office = Office.objects.get(code="moi-kkn")
    visit = make_visit(
        starts_at=time(9, 30),
        summary="สรุป",
        note="หมายเหตุ",
        date_certainty="uncertain",
        round_number=None,
    )
    site = make_site(name="เหมืองหินผาแดง", provinces=[office.province])
    make_unit(visit, office=office, head_capacity="acting")
    make_unit(visit, site=site, order=1)
    visit.notes.create(kind="other", title="ก", reported="รายงาน", found="พบ")
    visit.notes.create(kind="other", title="ข", not_inspected_reason="น้ำท่วม", order=1)
    visit.figures.create(name="รายได้", minimum=5000, maximum="7000.50", unit="บาท")
    visit.figures.create(name="โรงงาน", value=100, qualifier="about", order=1)
    visit.sessions.create(
        held_on=date(2023, 3, 1), activity="ประชุม", place="ห้องประชุม 1"
    )
    chapter = make_network(
        kind="chamber", name="หอการค้าทดสอบ", province=office.province
    )
    meeting = make_meeting(visit=visit)
    party = make_party(meeting, printed_name="หอการค้า")
    meeting.points.create(party=party, text="ผังเมือง")
    meeting.points.create(text="แรงงาน", order=1)
    make_follow_up(visit=visit, text="ให้ตรวจ", kind="order", office=office)
    make_follow_up(visit=visit, text="จะจัดงาน", kind="commitment", network=chapter)
    return visit


def test_a_visit_made_here_goes_by_its_reference(made_here):
    record = dump()[0]

    assert record["source"] == made_here.ref
    assert record["inspected_unit_th"] == ("สำนักงานอุตสาหกรรมจังหวัดขอนแก่น / เหมืองหินผาแดง")
    assert (record["starts_at"], record["note_th"]) == ("09:30", "สรุป\nหมายเหตุ")
    assert [topic["summary_th"] for topic in record["topics"]] == [
        "รายงาน\nพบ",
        "น้ำท่วม",
    ]
    assert record["itinerary"][0]["activity_th"] == "ประชุม\nห้องประชุม 1"
    assert record["flags"] == [
        "acting_provincial_officer",
        "visit_date_not_stated",
        "state_in_progress",
    ]


def test_a_range_is_written_as_two_figures(made_here):
    figures = [(row["name_th"], row["value"]) for row in dump()[0]["figures"]]

    assert figures == [
        ("รายได้ต่ำสุด", 5000),
        ("รายได้สูงสุด", 7000.5),
        ("โรงงาน (ประมาณ)", 100),
    ]


def test_points_of_nobody_and_promises_are_points_of_the_networks(made_here):
    record = dump()[0]

    assert record["networks"] == [
        {"type": "chamber", "name_th": "หอการค้า", "points_th": ["ผังเมือง"]},
        {"type": "other", "name_th": "ที่ประชุมเครือข่าย", "points_th": ["แรงงาน"]},
        {"type": "chamber", "name_th": "หอการค้าทดสอบ", "points_th": ["จะจัดงาน"]},
    ]
    assert [row["text_th"] for row in record["recommendations"]] == ["ให้ตรวจ"]


def test_a_figure_mended_after_loading_is_written_as_mended():
    load(make_record(figures=[make_figure(16.0)]))
    Visit.objects.get().figures.update(value="17.25")

    assert dump()[0]["figures"][0]["value"] == 17.25


def test_a_visit_made_here_loads_back_as_the_known_visit(made_here):
    again = load(*dump())

    assert (again.code, again.counts) == (0, "visits: 1 loaded, 0 refused")
    assert Visit.objects.count() == 1


def test_a_visit_made_here_can_be_loaded_elsewhere(made_here):
    record = dump()[0]
    Visit.objects.filter(pk=made_here.pk).update(ref="V-2566-99999")

    moved = load(record)

    assert (moved.code, moved.counts) == (0, "visits: 1 loaded, 0 refused")
    assert unordered(dump("V-2566-0")) == unordered([record])


def test_a_visit_without_units_can_be_loaded_elsewhere():
    made = make_visit()
    record = dump()[0]
    Visit.objects.filter(pk=made.pk).update(ref="V-2566-99999")

    assert load(record).code == 0


def test_the_list_is_utf_8_whatever_the_terminal(capfdbinary, monkeypatch):
    import io
    import sys

    load(make_record(note_th="ก😀"))
    output = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(output, encoding="latin-1"))

    call_command("dump_visits")

    sys.stdout.flush()
    assert json.loads(output.getvalue().decode())[0]["note_th"] == "ก😀"
