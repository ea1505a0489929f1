"""Issues that are perhaps known: asked once, never blocked, and joined if they are."""

import datetime as dt
from decimal import Decimal

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from audit.models import Attachment, Entry
from inspections.lifecycle import IssueState
from inspections.likeness import similarity
from inspections.models import Issue
from inspections.views import saving
from tests.audit.pictures import jpeg, upload
from tests.factories import (
    make_issue,
    make_office,
    make_round,
    make_site,
    make_visit,
)
from tests.page_forms import page_form
from tests.reading import client_of, page_of
from tests.rows import all_rows

URL = reverse("inspections:issue_new")
QUESTION = "is this perhaps an issue that is known already?"
TITLE = "โรงงานน้ำตาลปล่อยน้ำเสียลงห้วย"


def ago(days: int) -> dt.date:
    return timezone.localdate() - dt.timedelta(days)


@pytest.fixture
def known(khon_kaen_office) -> Issue:
    return make_issue(
        office=khon_kaen_office,
        title="น้ำเสียจากโรงงานน้ำตาลไหลลงห้วย",
        seen_on=ago(20),
    )


@pytest.fixture
def client(officer):
    return client_of(officer)


def filled(client, url: str = URL, **fields) -> dict[str, list[str]]:
    data = page_form(client.get(url), having="issue-title")
    told = {
        "kind": "factory_mine",
        "title": TITLE,
        "what": "น้ำสีดำ",
        "severity": "high",
        "seen_on": ago(2).isoformat(),
    } | fields
    return data | {f"issue-{name}": [str(value)] for name, value in told.items()}


def test_a_repeat_stored_meanwhile_is_no_likely_one_but_the_same(client, monkeypatch):
    """Of two presses at once the second sees the issue of the first."""
    data, first, judge = filled(client), [], saving._current

    def slow(*args):
        monkeypatch.undo()
        first.append(client.post(URL, data))
        return judge(*args)

    monkeypatch.setattr(saving, "_current", slow)
    second = client.post(URL, data)

    assert [first[0].status_code, second.status_code] == [302, 302]
    assert second.headers["Location"] == first[0].headers["Location"]
    assert Issue.objects.count() == 1


def asks(response) -> bool:
    return QUESTION in response.content.decode()


def test_a_likely_one_is_asked_before_anything_is_saved(client, known):
    data, before = filled(client), all_rows()

    response = client.post(URL, data)

    assert response.status_code == 422
    assert asks(response)
    page = response.content.decode()
    assert known.get_absolute_url() in page
    assert known.title in page
    assert f'name="same" value="{known.ref}"' in page
    assert page_form(response, having="issue-title")["issue-title"] == [TITLE]
    assert all_rows() == before


def test_another_one_is_reported_all_the_same(client, known):
    again = page_form(client.post(URL, filled(client)), having="issue-title")

    response = client.post(URL, again | {"another": ["on"]})

    assert response.status_code == 302
    assert Issue.objects.count() == 2


def test_who_said_so_is_not_asked_again(client, known):
    again = page_form(client.post(URL, filled(client)), having="issue-title")

    response = client.post(URL, again | {"another": ["on"], "issue-what": [""]})

    assert not asks(response)
    mended = page_form(response, having="issue-title") | {"issue-what": ["น้ำดำ"]}
    assert client.post(URL, mended).status_code == 302


def test_what_is_wrong_is_told_first(client, known):
    response = client.post(URL, filled(client, what=""))

    assert response.status_code == 422
    assert not asks(response)


LIKELY = {
    "the same title": ({"title": TITLE}, {}, True),
    "a title that shares nothing": ({"title": "เผาอ้อย"}, {}, False),
    "resolved, not verified": ({"state": IssueState.RESOLVED}, {}, True),
    "closed": ({"state": IssueState.VERIFIED}, {}, False),
    "not valid": ({"state": IssueState.NOT_VALID}, {}, False),
    "90 days ago": ({"seen_on": ago(90)}, {}, True),
    "91 days ago": ({"seen_on": ago(91)}, {}, False),
    "another kind": ({}, {"kind": "cane_burning"}, False),
}


@pytest.mark.parametrize("case", LIKELY)
def test_what_is_likely_the_same(case, client, known):
    stored, typed, likely = LIKELY[case]
    Issue.objects.filter(pk=known.pk).update(**stored)

    assert asks(client.post(URL, filled(client, **typed))) is likely


def test_at_the_same_site_it_is_likely_whatever_it_is_called(
    client, known, khon_kaen_office
):
    site = make_site(provinces=[khon_kaen_office.province])
    other = make_site(provinces=[khon_kaen_office.province])
    Issue.objects.filter(pk=known.pk).update(title="กลิ่นเหม็น", site=site)

    assert asks(client.post(URL, filled(client, site=site.pk)))
    assert not asks(client.post(URL, filled(client, site=other.pk)))


HERE = {"latitude": Decimal("16.430000"), "longitude": Decimal("102.830000")}
#: What is known of the place where each was seen: of the known one, of the new one;
#: and what speaks for their being one.
PLACES = {
    "1.9 km apart": (HERE, {**HERE, "latitude": Decimal("16.447000")}, "Within 2 km"),
    "2.1 km apart": (HERE, {**HERE, "latitude": Decimal("16.449000")}, ""),
    "one sub-district": (
        {"district": "น้ำพอง", "subdistrict": "กุดน้ำใส"},
        {"district": "น้ำพอง", "subdistrict": "กุดน้ำใส"},
        "The same place",
    ),
    "another district's": (
        {"district": "น้ำพอง", "subdistrict": "ในเมือง"},
        {"district": "พล", "subdistrict": "ในเมือง"},
        "",
    ),
    "far apart in one sub-district": (
        {**HERE, "subdistrict": "กุดน้ำใส"},
        {"latitude": 17, "longitude": 102, "subdistrict": "กุดน้ำใส"},
        "",
    ),
    "named in the text": (
        {"subdistrict": "กุดน้ำใส"},
        "บ้านดง ต.กุดน้ำใส",
        "The same place",
    ),
    "the same text": ("บ้านดง หมู่ ๓", "บ้านดง หมู่ 3", "The same place"),
    "another text": ("บ้านดง", "บ้านหนอง", ""),
    "no place": ("", "", ""),
}


@pytest.mark.parametrize("case", PLACES)
def test_near_it_is_likely_whatever_it_is_called(client, khon_kaen_office, case):
    def placed(where):
        if isinstance(where, str):
            return {"place": where}
        return {"site": make_site(provinces=[khon_kaen_office.province], **where)}

    known, typed, why = PLACES[case]
    make_issue(office=khon_kaen_office, title="กลิ่น", seen_on=ago(20), **placed(known))
    fields = {
        name: getattr(value, "pk", value) for name, value in placed(typed).items()
    }

    response = client.post(URL, filled(client, **fields))

    assert asks(response) is bool(why)
    assert why in response.content.decode()


# --- While one types ----------------------------------------------------------------

LIKELY_URL = reverse("inspections:issue_likely")


def suggested(client, **fields) -> list[dict]:
    typed = {f"issue-{name}": value for name, value in fields.items()}
    response = client.post(LIKELY_URL, typed)
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    told = response.json()
    assert bool(told["news"]) is bool(told["issues"])
    return told["issues"]


def test_what_is_typed_so_far_is_enough_and_nothing_is_kept(client, known, officer):
    known.sightings.create(office=known.office, by=officer, seen_on=ago(20))
    visit = make_visit(offices=[known.office])
    known.sightings.create(visit=visit, seen_on=ago(21))
    client.post(LIKELY_URL)
    before = all_rows()

    [told] = suggested(client, kind="factory_mine", title=TITLE)

    assert told["ref"] == known.ref
    assert told["address"] == known.get_absolute_url()
    assert told["title"] == known.title
    assert told["state"] == "Reported"
    assert "A similar title" in told["facts"]
    assert known.office.name_en in told["facts"]
    assert "A visit" in told["reporters"]
    assert visit.ref not in str(told), "not everybody may know of it"
    assert all_rows() == before


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"title": TITLE},
        {"kind": "cane_burning", "title": TITLE},
        {"kind": "no such", "title": TITLE},
        {"kind": "factory_mine"},
        {"kind": "factory_mine", "title": "เผาอ้อย", "site": "x\0", "office": "9" * 30},
        {"kind": "factory_mine", "title": "\0", "site": "987654", "office": "987654"},
    ],
)
def test_too_little_or_nonsense_suggests_nothing(client, known, typed):
    assert suggested(client, **typed) == []


def test_only_what_the_reader_may_see_is_suggested(neighbour, known):
    assert suggested(client_of(neighbour), kind="factory_mine", title=TITLE) == []


@pytest.mark.parametrize("count", [1, 12])
def test_a_suggestion_costs_the_same_however_many_there_are(
    client, khon_kaen_office, officer, count, django_assert_num_queries
):
    site = make_site(provinces=[khon_kaen_office.province])
    for number in range(count):
        made = make_issue(
            office=khon_kaen_office, title=TITLE, seen_on=ago(number), site=site
        )
        made.sightings.create(office=made.office, by=officer, seen_on=ago(number))
    client.post(LIKELY_URL)

    with django_assert_num_queries(9):
        found = suggested(
            client, kind="factory_mine", site=site.pk, office=khon_kaen_office.pk
        )
    assert len(found) == min(count, 5)


def test_chosen_early_it_asks_for_what_a_sighting_needs_and_remembers(client, known):
    data = filled(client, what="", severity="", seen_on="") | {"same": [known.ref]}

    response = client.post(URL, data)

    assert response.status_code == 422
    page = response.content.decode()
    assert "Write what was found." not in page
    assert f'name="same" value="{known.ref}"' in page
    again = page_form(response, having="issue-title")
    undecided = client.post(URL, again | {"same": [known.ref, ""]})
    assert 'type="hidden" name="same"' not in undecided.content.decode()
    again["issue-seen_on"] = [ago(1).isoformat()]
    assert client.post(URL, again).headers["Location"] == known.get_absolute_url()
    assert known.sightings.filter(seen_on=ago(1)).exists()


# --- What nobody is asked about ------------------------------------------------------


def test_only_issues_that_the_reader_may_see_are_named(client, khon_kaen):
    agency = make_office(kind="department", province=khon_kaen)
    make_issue(office=agency, title=TITLE, seen_on=ago(3))

    assert client.post(URL, filled(client)).status_code == 302


def test_another_province_is_another_issue(inspector, known, kalasin_office):
    client = client_of(inspector)

    response = client.post(URL, filled(client, office=kalasin_office.pk))

    assert response.status_code == 302


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("น้ำเสีย", "น้ำเสีย", True),
        ("น้ำเสียโรงงาน ก", "น้ําเสียโรงงานก", True),
        ("โรงงานปล่อยน้ำเสีย", "น้ำเสียจากโรงงาน", True),
        ("น้ำเสีย", "เผาอ้อย", False),
        ("ก", "ก", False),
        ("", "น้ำเสีย", False),
    ],
)
def test_titles_are_alike_without_spaces_between_words(one, other, alike):
    assert (similarity(one, other) >= 0.5) is alike
    assert similarity(one, other) == similarity(other, one)


# --- That is it ---------------------------------------------------------------------


def same(client, known, url: str = URL, **fields):
    """Answer that it is the known one."""
    again = page_form(
        client.post(url, filled(client, url, **fields)), having="issue-title"
    )
    return client.post(url, again | {"same": [known.ref]})


def test_the_sighting_is_added_there_with_words_and_photos(client, officer, known):
    data = filled(client) | {"upload": upload(jpeg(), "ห้วย.jpg")}
    again = page_form(client.post(URL, data), having="issue-title")

    response = client.post(URL, again | {"same": [known.ref]})

    assert response.headers["Location"] == known.get_absolute_url()
    [told] = get_messages(response.wsgi_request)
    assert known.ref in str(told)
    assert Issue.objects.count() == 1
    assert [(s.by, s.seen_on) for s in known.sightings.all()] == [
        (None, ago(20)),
        (officer, ago(2)),
    ]
    version = known.version
    known.refresh_from_db()
    assert (known.title, known.seen_on) == ("น้ำเสียจากโรงงานน้ำตาลไหลลงห้วย", ago(20))
    assert known.is_repeated is False
    assert known.version == version + 1
    assert Attachment.objects.about(known).get().original_name == "ห้วย.jpg"
    assert Entry.objects.about(known).get().step == "sight"
    history = page_of(officer, f"{known.get_absolute_url()}history/")
    for words in ("Seen once more", TITLE, "น้ำสีดำ", "What was reported then"):
        assert words in history


def test_an_earlier_day_becomes_the_first(client, known):
    same(client, known, seen_on=ago(40).isoformat())

    known.refresh_from_db()
    assert known.seen_on == ago(40)


def test_from_a_visit_it_is_the_visit_that_saw_it(
    inspector, khon_kaen_office, known, officer
):
    visit = make_visit(
        offices=[khon_kaen_office], lead=inspector, starts_on=ago(2), ends_on=ago(1)
    )
    client, url = client_of(inspector), f"{URL}?visit={visit.ref}"

    for _ in range(2):
        response = same(client, known, url)
        assert response.headers["Location"] == f"{visit.get_absolute_url()}#issues"

    assert [seen.visit for seen in known.sightings.all()] == [None, visit]
    assert known.ref in page_of(inspector, visit.get_absolute_url())
    assert visit.ref in page_of(officer, known.get_absolute_url())


def test_the_same_answer_twice_adds_it_once(client, known):
    again = page_form(client.post(URL, filled(client)), having="issue-title")

    answers = [client.post(URL, again | {"same": [known.ref]}) for _ in range(2)]

    assert {answer.headers["Location"] for answer in answers} == {
        known.get_absolute_url()
    }
    assert known.sightings.count() == 2
    assert Entry.objects.about(known).count() == 1


def test_one_that_was_closed_meanwhile_takes_none(client, known):
    again = page_form(client.post(URL, filled(client)), having="issue-title")
    Issue.objects.filter(pk=known.pk).update(state=IssueState.VERIFIED)

    response = client.post(URL, again | {"same": [known.ref]})

    assert response.status_code == 422
    assert "The issue you chose is closed by now" in response.content.decode()
    assert known.sightings.count() == 1
    data = page_form(response, having="issue-title")
    assert client.post(URL, data).status_code == 302


def test_one_that_the_reader_may_not_see_takes_none(client, kalasin_office):
    theirs = make_issue(office=kalasin_office, title=TITLE, seen_on=ago(3))

    response = client.post(URL, filled(client) | {"same": [theirs.ref]})

    assert response.status_code == 422
    assert theirs.sightings.count() == 1
    assert TITLE in response.content.decode()


def test_an_earlier_day_may_lie_in_an_earlier_round(client, known):
    earlier = make_round(
        state="closed", opens_on=ago(60), closes_on=ago(40), reports_due_on=ago(50)
    )

    same(client, known, seen_on=ago(45).isoformat())

    known.refresh_from_db()
    assert (known.seen_on, known.round) == (ago(45), earlier)


def test_a_result_that_is_being_judged_keeps_its_facts(client, known):
    Issue.objects.filter(pk=known.pk).update(state="resolved")
    first = known.seen_on

    same(client, known, seen_on=ago(45).isoformat())

    known.refresh_from_db()
    assert known.seen_on == first
    assert known.sightings.count() == 2
