"""load_visits: sites and networks find their places in the registers."""

import pytest

from networks.models import Meeting, Network
from regions.models import Site
from tests.visits_file import loaded

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


def network(kind, name, *points):
    return {"type": kind, "name_th": name, "points_th": list(points)}


def test_a_site_is_one_and_the_same_by_kind_name_and_province():
    def site(name, kind="mine", code="40"):
        return {"name_th": name, "type": kind, "province_code": code}

    first = loaded(source="A", sites=[site("เหมืองน้ำใส")])
    second = loaded(
        source="B",
        sites=[
            site("เหมืองนํ้าใส"),  # the same, spelt with a vowel in two parts
            site("เหมืองน้ำใส", code="46"),
            site("เหมืองน้ำใส", kind="factory"),
            site("เหมืองน้ำใส", code=None),
            site("ก" * 300),
        ],
    )

    same, elsewhere, other, nowhere, long = second.sites_seen.all()
    assert same.site == first.sites_seen.get().site
    assert same.printed_name == "เหมืองนํ้าใส"
    assert len({same.site, elsewhere.site, other.site}) == 3
    assert (nowhere.site, nowhere.province, long.site) == (None, None, None)
    assert [p.code for p in elsewhere.site.provinces.all()] == ["46"]
    assert Site.objects.count() == 3


def test_those_met_are_one_meeting_with_points_by_party():
    visit = loaded(
        networks=[network("chamber", "สภาหอการค้า", "ก", "ข"), network("other", "ค")]
    )

    meeting = Meeting.objects.get(at_visit__visit=visit)
    assert (meeting.held_on, meeting.province.code) == (visit.starts_on, "40")
    assert meeting.is_released
    chamber, other = meeting.parties.all()
    assert [point.text for point in chamber.points.all()] == ["ก", "ข"]
    assert (chamber.printed_name, other.points.count()) == ("สภาหอการค้า", 0)


def test_the_day_and_place_of_a_meeting_are_not_invented():
    visit = loaded(
        networks=[network("other", "ค")],
        ends_on="2023-03-02",
        province_codes=["40", "46"],
        meeting_province_code=None,
    )

    meeting = Meeting.objects.get(at_visit__visit=visit)
    assert (meeting.held_on, meeting.province) == (None, None)


def test_without_anyone_met_there_is_no_meeting():
    loaded()

    assert not Meeting.objects.exists()


@pytest.mark.parametrize(
    ("kind", "printed", "codes", "name", "code"),
    [
        ("chamber", "สภาหอการค้า", ["40"], "หอการค้าจังหวัดขอนแก่น", "40"),
        ("fti", "ส.อ.ท. จังหวัดอุดรธานี", ["40"], "สภาอุตสาหกรรมจังหวัดอุดรธานี", "41"),
        ("edp_club", "ผู้แทน คพอ.", ["46"], "ชมรม คพอ. จังหวัดกาฬสินธุ์", "46"),
        ("fti", "Young FTI บุรีรัมย์", ["31"], "Young FTI บุรีรัมย์", "31"),
        ("fti", "กลุ่มเหล็ก ส.อ.ท.", ["14"], None, None),
        ("chamber", "หอการค้า", ["40", "46"], None, None),
        ("sme_bank", "ธพว. สาขาชุมแพ", ["40"], "ธพว. สาขาชุมแพ", "40"),
        ("sme_bank", "ธพว. สาขาชัยนาท", ["14"], "ธพว. สาขาชัยนาท", "18"),
        ("sme_bank", "ธพว. เขต 8", ["41", "42"], "ธพว. เขต 8", None),
        ("sme_bank", "ธพว.", [], None, None),
        ("university", "มหาวิทยาลัยวลัยลักษณ์", ["81"], "มหาวิทยาลัยวลัยลักษณ์", None),
        ("other", "ที่ประชุมเครือข่าย", ["40"], None, None),
        ("other", "บริษัท น้ำใส จำกัด", ["40"], "บริษัท น้ำใส จำกัด", None),
        ("other", "เผยแพร่", ["40"], None, None),
        ("fti", " ", ["40"], None, None),
        ("sme_bank", "ก" * 300, ["40"], None, None),
    ],
)
def test_a_body_is_matched_by_kind_and_place(kind, printed, codes, name, code):
    visit = loaded(networks=[network(kind, printed)], province_codes=codes)

    party = Meeting.objects.get(at_visit__visit=visit).parties.get()
    found = party.network
    assert party.printed_name == printed
    assert (found.name if found else None) == name
    assert (found.province.code if found and found.province else None) == code


def test_other_wordings_of_a_chapter_become_its_aliases():
    loaded(source="A", networks=[network("chamber", "สภาหอการค้า")])
    loaded(source="B", networks=[network("chamber", "หอการค้าจังหวัดขอนแก่น")])
    loaded(source="C", networks=[network("chamber", "หอการค้าขอนแก่น")])

    chapter = Network.objects.get(kind="chamber", province__code="40")
    aliases = {alias.name for alias in chapter.aliases.all()}
    assert aliases == {"สภาหอการค้า", "หอการค้าขอนแก่น"}
    assert chapter.parent.reach == "national"
    assert chapter.parties.count() == 3


def test_a_bank_that_is_inspected_elsewhere_is_the_same_body():
    loaded(networks=[network("sme_bank", "ธพว. สาขาชุมแพ")])

    bank = Network.objects.get(kind="sme_bank", reach="national")
    assert bank.office.code == "smed"
    assert [branch.name for branch in bank.chapters.all()] == ["ธพว. สาขาชุมแพ"]


def test_a_loaded_visit_is_found_by_what_it_names():
    visit = loaded(
        networks=[network("chamber", "สภาหอการค้า")],
        sites=[{"name_th": "เหมืองน้ำใส", "type": "mine", "province_code": "40"}],
    )

    words = ["test-1", "v-2566-00001", "khon kaen", "หอการค้าจังหวัดขอนแก่น", "น้ำใส"]
    assert [word for word in words if word not in visit.search_text] == []
