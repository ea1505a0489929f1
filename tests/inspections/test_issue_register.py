"""The typed form of each kind of issue: filed, refused beside the field, asked."""

from decimal import Decimal

import pytest
from django.urls import reverse

from audit.models import Entry
from inspections.models import DETAILS, Issue, TopicKind
from regions.models.site import SiteKind
from tests.factories import make_issue, make_site
from tests.page_forms import page_form, row_of
from tests.reading import client_of, page_of
from tests.rows import all_rows, changed_tables

NEW = reverse("inspections:issue_new")
TOLD = {
    "title": "เรื่องหนึ่ง",
    "what": "พบที่หน้างาน",
    "severity": "high",
    "seen_on": "1/3/2566",
}
CANE, FACTORY, PIT = "cane_burning", "factory_mine", "mine_pit_water"
LIVELIHOOD = "livelihood"

pytestmark = pytest.mark.usefixtures("twentieth_of_march")


@pytest.fixture
def client(officer):
    return client_of(officer)


def opened(client, kind: str) -> dict[str, list[str]]:
    form = page_form(client.get(f"{NEW}?kind={kind}"), having="issue-title")
    return form | {f"issue-{name}": [text] for name, text in TOLD.items()}


def of_kind(kind: str, values: dict[str, str]) -> dict[str, list[str]]:
    return {f"{kind}-{name}": [text] for name, text in values.items()}


def filed(client, kind: str, **values: str):
    return client.post(NEW, opened(client, kind) | of_kind(kind, values))


def edit_of(issue: Issue) -> str:
    return reverse("inspections:issue_edit", args=[issue.ref])


def edited(client, issue: Issue) -> dict[str, list[str]]:
    return page_form(client.get(edit_of(issue)), having="issue-title")


def detail() -> object:
    issue = Issue.objects.get()
    return DETAILS[TopicKind(issue.kind)].objects.get()


# --- Each kind ----------------------------------------------------------------------


@pytest.mark.parametrize("kind", TopicKind.values)
def test_each_kind_is_one_tap_away_and_filed_with_what_is_known(client, kind):
    start = client.get(NEW).content.decode()
    assert f'name="turn" value="{kind}"' in start

    response = client.post(NEW, opened(client, kind))

    issue = Issue.objects.get()
    assert response.headers["Location"] == issue.get_absolute_url()
    assert issue.kind == kind
    assert not any(model.objects.exists() for model in DETAILS.values())
    assert client.get(issue.get_absolute_url()).status_code == 200


def test_the_kind_is_asked_once(client):
    start = client.get(NEW)

    assert '<select name="issue-kind"' not in start.content.decode()
    left = client.post(NEW, page_form(start, having="issue-title"))
    for page in (client.get(f"{NEW}?kind={CANE}"), left):
        text = page.content.decode()
        assert '<select name="issue-kind"' in text
        assert 'id="kinds"' not in text
    assert "Choose what kind of issue it is." in text


KNOWN = {
    FACTORY: {"category": "dust", "concession_no": "๒๘๖๐๘/๑๕๓๖๐"},
    CANE: {
        "crop_year": "๒๕๖๕/๒๕๖๖",
        "as_of": "14 มี.ค. 66",
        "crushed_ton": "๔๔,๕๑๔.๗๘๖",
        "burnt_ton": "15,941.215",
        "target_pct": "5",
        "burnt_rai": "3-2-51",
        "warnings": "12",
    },
    PIT: {
        "is_closed": "on",
        "landowner": "นายบุญมี",
        "available_m3": "650,000.5",
        "as_of": "1/3/2566",
        "purposes": "agriculture",
        "surface_rai": "12",
        "households": "120",
        "permit": "pending",
    },
    LIVELIHOOD: {
        "group_name": "กลุ่มแม่บ้าน",
        "programme": "OPOAI-C",
        "people_trained": "30",
        "budget": "1,000,000.50",
        "starts_on": "1/1/2566",
        "ends_on": "31/12/2566",
        "dimension": "community",
    },
}
SHOWN = {
    FACTORY: ["Dust, soot and smoke", "28608/15360"],
    CANE: [
        "2565/66",
        "14 March 2023",
        "44,514.786 tons",
        "28,573.571 tons",
        "35.81 per cent; aimed at: at most 5.00 per cent",
        "3 rai 2 ngan 51 square wa",
        "12 cases",
    ],
    PIT: [
        "นายบุญมี",
        "650,000.5 m³",
        "Farming",
        "12 rai",
        "120 households",
        "Being decided",
    ],
    LIVELIHOOD: ["กลุ่มแม่บ้าน", "30 people", "1,000,000.5 baht", "31 December 2023"],
}


@pytest.mark.parametrize("kind", KNOWN)
def test_what_is_known_is_stored_shown_found_and_told(client, officer, kind):
    values = dict(KNOWN[kind])
    if kind == LIVELIHOOD:
        values["dimension"] = opened(client, kind)[f"{kind}-dimension"][0]

    response = filed(client, kind, **values)

    issue = Issue.objects.get()
    assert response.headers["Location"] == issue.get_absolute_url()
    page = page_of(officer, issue.get_absolute_url())
    for words in SHOWN[kind]:
        assert words in page, words
    history = page_of(officer, f"{issue.get_absolute_url()}history/")
    for words in SHOWN[kind]:
        if "aimed at" not in words and not words.endswith("2023"):
            assert words in history, words
    again = edited(client, issue)
    before = all_rows()
    assert client.post(edit_of(issue), again).status_code == 302
    told = Entry.objects.about(issue).last()
    assert (told.step, told.changes) == ("edit", [])
    assert changed_tables(before, all_rows()) <= {
        *("audit.Entry", "audit.Operation", "inspections.Issue")
    }


FOUND = [
    (FACTORY, {"category": "dust"}, ["ฝุ่น", "Dust, soot"]),
    (FACTORY, {"concession_no": "28608/15360"}, ["28608/15360"]),
    (CANE, {"crop_year": "2564/65", "warnings": "1"}, ["2564/65"]),
    (PIT, {"operator": "บจก. ศิลาทอง"}, ["ศิลาทอง"]),
    (LIVELIHOOD, {"group_name": "กลุ่มทอผ้า"}, ["ทอผ้า"]),
]


@pytest.mark.parametrize(("kind", "values", "asked"), FOUND)
def test_a_search_looks_in_the_details(client, officer, kind, values, asked):
    filed(client, kind, **values)

    for words in asked:
        page = client.get("/issues/", {"q": words}).content.decode()
        assert Issue.objects.get().ref in page, words
    Issue.objects.get().save()
    page = client.get("/issues/", {"q": asked[0]}).content.decode()
    assert Issue.objects.get().ref in page


# --- What can't be ------------------------------------------------------------------

TONS = {"as_of": "1/3/2566"}
REFUSED = [
    (CANE, {**TONS, "crushed_ton": "1", "burnt_ton": "1.001"}, "burnt_ton", "burnt"),
    (CANE, {**TONS, "crushed_ton": "1", "fresh_ton": "2"}, "fresh_ton", "fresh"),
    (
        CANE,
        {**TONS, "crushed_ton": "10", "fresh_ton": "4", "burnt_ton": "5.998"},
        "crushed_ton",
        "9.998 tons, not 10: correct one of the three, or leave one empty",
    ),
    (CANE, {"burnt_ton": "1"}, "as_of", "Enter the day as of which"),
    (CANE, {"burnt_ton": "1", "as_of": "21/3/2566"}, "as_of", "still to come"),
    (CANE, {"crop_year": "2565/67"}, "crop_year", "two years that follow"),
    (
        CANE,
        {**TONS, "crop_year": "2566/67", "burnt_ton": "1"},
        "as_of",
        "had not begun",
    ),
    (CANE, {**TONS, "burnt_ton": "-1"}, "burnt_ton", "15,000,000"),
    (
        CANE,
        {**TONS, "fresh_ton": "15000000", "burnt_ton": "1"},
        "crushed_ton",
        "15,000,000",
    ),
    (PIT, {"is_closed": "on"}, "landowner", "whose land"),
    (
        PIT,
        {**TONS, "available_m3": "11", "capacity_m3": "10"},
        "available_m3",
        "can hold",
    ),
    (PIT, {"available_m3": "11"}, "as_of", "Enter the day as of which"),
    (PIT, {"available_m3": "-1", **TONS}, "available_m3", "150,000,000"),
    (
        PIT,
        {"agreed_on": "2/3/2566", "agreement_ends_on": "1/3/2566"},
        "agreement_ends_on",
        "before 2 March 2023, given as",
    ),
    (PIT, {"purposes": "gold"}, "purposes", "valid choice"),
    (LIVELIHOOD, {"starts_on": "2/3/2566", "ends_on": "1/3/2566"}, "ends_on", "before"),
    (LIVELIHOOD, {"people_trained": "100,001"}, "people_trained", "100,000"),
    (FACTORY, {"category": "ghosts"}, "category", "valid choice"),
]


@pytest.mark.parametrize(("kind", "values", "field", "words"), REFUSED)
def test_what_cannot_be_is_refused_beside_its_field(client, kind, values, field, words):
    before = all_rows()

    response = filed(client, kind, **values)

    page = response.content.decode()
    assert response.status_code == 422
    assert f'href="#id_{kind}-{field}' in page
    assert (
        words in page.partition(f'id="id_{kind}-{field}_error"')[2].partition("</p>")[0]
    )
    assert all_rows() == before
    again = page_form(response, having="issue-title")
    for name, text in values.items():
        if text not in {"ghosts", "gold"}:
            assert again[f"{kind}-{name}"] == [text]


@pytest.mark.parametrize(
    ("sent", "third"),
    [
        ({"crushed_ton": "10.5", "burnt_ton": "0.1"}, ("fresh_ton", "10.4")),
        ({"crushed_ton": "10.5", "fresh_ton": "0.2"}, ("burnt_ton", "10.3")),
        ({"fresh_ton": "0.1", "burnt_ton": "0.2"}, ("crushed_ton", "0.3")),
        (
            {"crushed_ton": "0.301", "fresh_ton": "0.1", "burnt_ton": "0.2"},
            ("crushed_ton", "0.301"),
        ),
    ],
)
def test_two_of_three_tons_are_enough_and_a_kilogram_is_forgiven(client, sent, third):
    filed(client, CANE, **TONS, **sent)

    assert getattr(detail(), third[0]) == Decimal(third[1])


# --- What is odd --------------------------------------------------------------------

ODD = [
    (FACTORY, {"concession_no": "1/2558"}, "not written like a concession"),
    (PIT, {"concession_no": "ก1"}, "not written like a concession"),
    (
        PIT,
        {**TONS, "used_m3": "12", "available_m3": "11"},
        "More water is used (12 m³)",
    ),
]


@pytest.mark.parametrize(("kind", "values", "words"), ODD)
def test_what_is_odd_is_asked_once_and_then_stored(client, kind, values, words):
    response = filed(client, kind, **values)

    page = response.content.decode()
    assert response.status_code == 422
    assert f'href="#id_{kind}-confirmed"' in page
    assert words in page
    assert "<title>Please confirm: " in page
    assert not Issue.objects.exists()
    again = page_form(response, having="issue-title")
    assert f"{kind}-confirmed" not in again
    value = page.partition(f'name="{kind}-confirmed" value="')[2].partition('"')[0]
    answered = again | {f"{kind}-confirmed": [value]}
    changed = next(iter(set(values) - {"as_of", "available_m3"}))
    other = answered | {f"{kind}-{changed}": ["99"]}
    assert client.post(NEW, other).status_code == 422

    assert client.post(NEW, answered).status_code == 302

    issue = Issue.objects.get()
    once_more = edited(client, issue) | {"issue-place": ["ที่ใหม่"]}
    assert client.post(edit_of(issue), once_more).status_code == 302


def test_mill_and_field_provinces_are_kept_apart_and_it_is_said(
    client, officer, khon_kaen, songkhla
):
    mill = make_site(kind=SiteKind.SUGAR_MILL, provinces=[songkhla], name="โรงน้ำตาล ก")
    gone = make_site(kind=SiteKind.SUGAR_MILL, name="โรงน้ำตาลเก่า", merged_into=mill)
    assert gone.name not in client.get(f"{NEW}?kind={CANE}").content.decode()

    wrong = {"mill": mill.pk, "mill_province": khon_kaen.pk}
    assert filed(client, CANE, **wrong).status_code == 422
    filed(client, CANE, mill=mill.pk, field_province=khon_kaen.pk)

    stored = detail()
    assert (stored.mill_province, stored.field_province) == (songkhla, khon_kaen)
    page = page_of(officer, Issue.objects.get().get_absolute_url())
    assert "never added up" in page
    assert mill.get_absolute_url() in page


def test_the_crop_year_stands_there_but_says_nothing_alone(client):
    assert opened(client, CANE)[f"{CANE}-crop_year"] == ["2565/66"]
    data = opened(client, FACTORY)
    form = page_form(turned(client, NEW, data, CANE), having="issue-title")
    assert form[f"{CANE}-crop_year"] == ["2565/66"]

    filed(client, CANE, warnings="1")

    assert detail().crop_year == "2565/66"


def test_a_mill_that_is_the_site_is_not_asked_for_again(client, khon_kaen_office):
    province = khon_kaen_office.province
    mill = make_site(kind=SiteKind.SUGAR_MILL, provinces=[province])
    data = opened(client, CANE) | {
        "issue-site": [str(mill.pk)],
        "cane_burning-warnings": ["1"],
    }

    client.post(NEW, data)

    assert (detail().mill, detail().mill_province) == (mill, province)


def test_a_site_of_the_register_lends_what_it_knows(client, officer, khon_kaen_office):
    site = make_site(
        kind=SiteKind.MINE,
        provinces=[khon_kaen_office.province],
        concession_no="28608/15360",
        number_old="3-64(6)-45/17",
        area_wa=461,
    )
    issue = make_issue(office=khon_kaen_office, site=site, kind=FACTORY)

    form, page = edited(client, issue), client.get(edit_of(issue)).content.decode()

    assert f"{FACTORY}-concession_no" not in form
    reading = page_of(officer, issue.get_absolute_url())
    for words in ("28608/15360", "3-64(6)-45/17", "1 rai 61 square wa"):
        assert words in page
        assert words in reading


# --- Another kind -------------------------------------------------------------------


def turned(client, url: str, data: dict, kind: str):
    return client.post(url, data | {"turn": [kind]})


def test_another_kind_keeps_what_was_typed_and_brings_it_back(client):
    data = opened(client, CANE) | of_kind(CANE, {"warnings": "7", "as_of": "ก"})

    response = turned(client, NEW, data, PIT)

    assert response.status_code == 200
    assert not Issue.objects.exists()
    form = page_form(response, having="issue-title")
    assert form["issue-title"] == [TOLD["title"]]
    assert form[f"{PIT}-operator"] == [""]
    assert form["shown"] == [PIT]
    back = page_form(turned(client, NEW, form, CANE), having="issue-title")
    assert back[f"{CANE}-warnings"] == ["7"]
    assert back[f"{CANE}-as_of"] == ["ก"]
    added = client.post(NEW, form | {"add": ["samples"]})
    assert added.status_code == 200
    assert "samples-0-taken_on" in page_form(added, having="issue-title")


def test_the_kind_changed_without_showing_its_form_is_asked_about(client):
    data = opened(client, CANE) | of_kind(CANE, {"warnings": "7"})

    response = client.post(NEW, data | {"issue-kind": [PIT]})

    assert response.status_code == 422
    assert 'href="#id_issue-kind"' in response.content.decode()
    form = page_form(response, having="issue-title")
    assert f"{PIT}-operator" in form
    assert client.post(NEW, form).status_code == 302
    assert Issue.objects.get().kind == PIT
    assert not any(model.objects.exists() for model in DETAILS.values())


def test_stored_details_do_not_go_unasked_with_another_kind(client):
    filed(client, CANE, warnings="7")
    issue = Issue.objects.get()
    data = edited(client, issue) | {"issue-kind": [PIT]}

    response = client.post(edit_of(issue), data)

    assert response.status_code == 422
    assert "goes from the issue when you save" in response.content.decode()
    assert detail().warnings == 7


def test_of_another_kind_the_stored_details_go_and_history_keeps_them(client, officer):
    filed(client, CANE, warnings="7", burnt_rai="3-0-1")
    issue = Issue.objects.get()
    form = page_form(
        turned(client, edit_of(issue), edited(client, issue), LIVELIHOOD),
        having="issue-title",
    )
    form |= of_kind(LIVELIHOOD, {"group_name": "กลุ่มทอผ้า"})

    assert client.post(edit_of(issue), form).status_code == 302

    assert detail().group_name == "กลุ่มทอผ้า"
    assert not DETAILS[TopicKind.CANE_BURNING].objects.exists()
    changes = Entry.objects.about(issue).last().changes
    assert [["details", "", "burnt_rai"], "3.0025", None] in changes
    assert [["details", "", "warnings"], "7", None] in changes
    history = page_of(officer, f"{issue.get_absolute_url()}history/")
    assert "3 rai 1 square wa" in history


# --- Two at once --------------------------------------------------------------------


def test_two_who_change_different_details_are_both_stored(client, inspector):
    filed(client, CANE, warnings="7")
    issue, other = Issue.objects.get(), client_of(inspector)
    mine, theirs = edited(client, issue), edited(other, issue)
    other.post(edit_of(issue), theirs | of_kind(CANE, {"prosecutions": "2"}))

    response = client.post(edit_of(issue), mine | of_kind(CANE, {"warnings": "9"}))

    assert response.status_code == 302
    assert (detail().warnings, detail().prosecutions) == (9, 2)
    issue.refresh_from_db()
    assert issue.version == 3


def test_two_who_change_the_same_detail_are_asked(client, inspector):
    filed(client, CANE, warnings="7")
    issue, other = Issue.objects.get(), client_of(inspector)
    mine, theirs = edited(client, issue), edited(other, issue)
    other.post(edit_of(issue), theirs | of_kind(CANE, {"warnings": "2"}))

    response = client.post(edit_of(issue), mine | of_kind(CANE, {"warnings": "9"}))

    assert response.status_code == 409
    assert f'href="#id_{CANE}-warnings"' in response.content.decode()
    again = page_form(response, having="issue-title")
    assert client.post(edit_of(issue), again).status_code == 302
    assert detail().warnings == 9


def test_two_who_choose_different_kinds_are_asked(client, inspector):
    filed(client, CANE, warnings="7")
    issue, other = Issue.objects.get(), client_of(inspector)
    mine, theirs = edited(client, issue), edited(other, issue)
    other.post(edit_of(issue), theirs | {"issue-kind": [PIT], "turn": [""]})
    form = page_form(turned(other, edit_of(issue), theirs, PIT), having="issue-title")
    assert other.post(edit_of(issue), form).status_code == 302

    response = client.post(edit_of(issue), mine | of_kind(CANE, {"warnings": "9"}))

    assert response.status_code == 409
    again = page_form(response, having="issue-title")
    assert again["issue-kind"] == [PIT]
    asked = client.post(edit_of(issue), again)
    assert asked.status_code == 422
    assert "You chose another kind" in asked.content.decode()
    last = page_form(asked, having="issue-title")
    assert client.post(edit_of(issue), last).status_code == 302
    issue.refresh_from_db()
    assert issue.kind == PIT


def test_of_a_known_issue_the_details_stay_in_its_history(client, khon_kaen_office):
    known = make_issue(office=khon_kaen_office, kind=CANE, title=TOLD["title"])
    data = opened(client, CANE) | of_kind(CANE, {"warnings": "7"})

    assert client.post(NEW, data | {"same": [known.ref]}).status_code == 302

    assert not DETAILS[TopicKind.CANE_BURNING].objects.exists()
    changes = Entry.objects.about(known).last().changes
    assert [["sighting", "", "warnings"], None, "7"] in changes


def test_rows_are_sent_without_script(client, khon_kaen_office):
    data = opened(client, PIT)
    row_of(data, "samples", taken_on="1/3/2566", result_ph="๗.๒", result_lead="<0.001")

    assert client.post(NEW, data).status_code == 302

    results = Issue.objects.get().samples.get().results
    found = [(r.parameter, r.is_below, r.value) for r in results.all()]
    assert found == [("ph", False, Decimal("7.2")), ("lead", True, Decimal("0.001"))]


def test_nought_was_stated_and_is_told(client, officer):
    filed(client, "livelihood", income_after="0", saved="๐")

    page = page_of(officer, Issue.objects.get().get_absolute_url())

    for label in ("Income after", "Costs saved"):
        row = page.partition(f"<dt>{label}")[2].partition("</dd>")[0]
        assert ">0 baht" in row, label
