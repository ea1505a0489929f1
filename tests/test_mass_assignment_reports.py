"""The forms of rounds, reports and issues store what they show, and nothing more.

As in `test_mass_assignment`, from which the means come.
"""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from audit.models import Attachment
from inspections.models import Issue, ReportSection, Round, Topic
from tests.rows import all_rows, changed_tables
from tests.test_mass_assignment import assert_nothing_more, filled, junk
from tests.world import World, built_world

FROZEN = {"kind", "title_th", "title_en", "guidance"}


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    with built_world(django_db_blocker) as built:
        yield built


def address(world: World, name: str, kind: str, label: str) -> str:
    return reverse(f"inspections:{name}", args=world.objects[kind][label])


def section_of(world: World, label: str) -> ReportSection:
    _key, office, topic = world.objects["section"][label]
    return ReportSection.objects.get(report__office__code=office, topic=topic)


def issue_of(world: World, label: str) -> Issue:
    return Issue.objects.get(pk=world.issues[label].pk)


# --- Forms ----------------------------------------------------------------------------


def test_a_section_stores_only_what_its_page_shows(world, db):
    client = world.client("officer")
    url = address(world, "section_edit", "section", "draft here")
    form, shown = filled(client, url, "section-narrative")
    form["section-narrative"] = ["changed"]
    form["figures-0-name"] = ["changed"]
    form["files-0-caption"] = ["changed"]
    indicator = section_of(world, "draft here").topic.indicators.get()
    rows = [f"{name}-{number}-" for name in ("figures", "files") for number in (0, 1)]

    extra = junk(shown, ["", "section-", f"indicator-{indicator.pk}-", *rows])
    assert_nothing_more(client, url, form, extra)


def test_a_round_stores_only_what_its_page_shows(world, db):
    client = world.client("manager")
    url = address(world, "round_edit", "round", "planned here")
    form, shown = filled(client, url, "general-policy_note")
    form["general-policy_note"] = ["changed"]

    extra = junk(shown, ["", "general-", "topics-0-", "round-"])
    assert_nothing_more(client, url, form, extra)


def test_a_new_round_stores_only_what_its_page_shows(world, db):
    client = world.client("manager")
    url = reverse("inspections:round_new")
    form, shown = filled(client, url, "general-policy_note")
    form |= {
        "general-fiscal_year": ["2570"],
        "general-number": ["1"],
        "general-opens_on": ["1/3/2570"],
        "general-closes_on": ["31/3/2570"],
        "general-reports_due_on": ["20/3/2570"],
    }

    extra = junk(shown, ["", "general-", "topics-0-", "round-"])
    assert_nothing_more(client, url, form, extra)


def test_a_topic_stores_only_what_its_page_shows(world, db):
    client = world.client("manager")
    url = address(world, "topic_edit", "topic", "planned only here")
    form, shown = filled(client, url, "general-title_th")
    form["general-guidance"] = ["changed"]
    form["indicators-0-name_th"] = ["changed"]
    rows = ["indicators-0-", "indicators-1-"]

    assert_nothing_more(client, url, form, junk(shown, ["", "general-", *rows]))


def test_a_new_topic_stores_only_what_its_page_shows(world, db):
    client = world.client("manager")
    url = address(world, "topic_new", "round", "open here")
    form, shown = filled(client, url, "general-title_th")
    form["general-title_th"] = ["ประเด็นใหม่"]
    form["general-kind"] = ["other"]
    rows = ["indicators-0-", "indicators-1-"]

    assert_nothing_more(client, url, form, junk(shown, ["", "general-", *rows]))


@pytest.mark.parametrize("label", ["open accepted here", "summarising only here"])
def test_the_wording_of_an_opened_round_is_frozen_whatever_is_sent(world, db, label):
    client = world.client("manager")
    url = address(world, "topic_edit", "topic", label)
    form, shown = filled(client, url, "version")
    assert not {f"general-{name}" for name in FROZEN} & shown
    topics = list(Topic.objects.order_by("pk").values())
    before = all_rows()

    for name in sorted(FROZEN):
        value = "mine_pit_water" if name == "kind" else "other words"
        response = client.post(url, {**form, f"general-{name}": [value]})
        assert response.status_code == 422, name
    with transaction.atomic():
        extra = junk({*shown, *(f"general-{name}" for name in FROZEN)}, ["", "topic-"])
        client.post(url, {**form, **extra})
        assert list(Topic.objects.order_by("pk").values()) == topics
        transaction.set_rollback(True)

    assert changed_tables(before, all_rows()) == set()


def test_a_changed_issue_stores_only_what_its_page_shows(world, db):
    client = world.client("officer")
    url = address(world, "issue_edit", "issue", "reported here")
    form, shown = filled(client, url, "issue-what")
    form["issue-what"] = ["changed"]
    form["files-0-caption"] = ["changed"]

    extra = junk(shown, ["", "issue-", "files-0-", "files-1-"])
    assert_nothing_more(client, url, form, extra)


@pytest.mark.parametrize("role", ["officer", "inspector"])
def test_a_new_issue_stores_only_what_its_page_shows(world, db, role):
    client = world.client(role)
    url = reverse("inspections:issue_new")
    form, shown = filled(client, url, "issue-what")
    office = issue_of(world, "reported here").office_id
    form |= {
        "issue-kind": ["other"],
        "issue-title": ["น้ำเสีย"],
        "issue-what": ["ไหลลงคลอง"],
        "issue-severity": ["low"],
        "issue-office": [str(office)],
        "issue-seen_on": ["2/3/2566"],
    }

    extra = junk(shown, ["", "issue-", "files-0-"])
    assert_nothing_more(client, url, form, extra)


@pytest.mark.parametrize(
    ("kind", "prefix", "day"),
    [
        ("factory_mine", "orders", "issued_on"),
        ("mine_pit_water", "samples", "taken_on"),
    ],
)
def test_the_register_of_a_kind_stores_only_what_its_page_shows(
    world, db, kind, prefix, day
):
    client = world.client("officer")
    url = f"{reverse('inspections:issue_new')}?kind={kind}"
    form, shown = filled(client, url, "issue-what")
    form |= {
        "issue-title": ["น้ำเสีย"],
        "issue-what": ["ไหลลงคลอง"],
        "issue-severity": ["low"],
        "issue-seen_on": ["2/3/2566"],
        "another": ["on"],
        f"{kind}-concession_no": ["28608/15360"],
        f"{prefix}-TOTAL_FORMS": ["1"],
        f"{prefix}-0-section": ["37"],
        f"{prefix}-0-content": ["ให้แก้ไข"],
        f"{prefix}-0-{day}": [timezone.localdate().isoformat()],
    }

    # The page's own row to be added is drawn under the numbers 1 and 2.
    own = {n.replace("-1-", "-0-") for n in shown if n.startswith(f"{prefix}-1-")}
    extra = junk(shown | own, ["", f"{kind}-", f"{prefix}-0-"])
    assert own
    assert_nothing_more(client, url, form, extra)


STEPS = [
    ("manager", "round_step", "open here", "summarise", {}),
    ("manager", "round_step", "closed here", "reopen", {"reason": "late"}),
    ("officer", "section_step", "draft here", "submit", {}),
    ("inspector", "section_step", "submitted here", "accept", {}),
    ("inspector", "section_step", "submitted here", "return", {"comment-needs": "a"}),
    ("manager", "section_step", "accepted here", "reopen", {"reason": "figure"}),
    ("officer", "issue_step", "reported here", "take", {}),
    ("officer", "issue_step", "in_hand here", "resolve", {"reason": "done"}),
    ("manager", "issue_step", "resolved here", "verify", {}),
    ("manager", "issue_step", "reported here", "dismiss", {"reason": "wrong"}),
]


@pytest.mark.parametrize(("role", "name", "label", "step", "given"), STEPS)
def test_a_step_moves_the_state_and_nothing_else(
    world, db, role, name, label, step, given
):
    args = (*world.objects[name][label][:-1], step)
    url = reverse(f"inspections:{name}", args=args)
    form = {key: [value] for key, value in given.items()}

    extra = junk({*form, "reason", "original"}, ["", "comment-", "comment-0-"])
    parts = ("narrative", "figures", "obstacles", "needs", "files")
    extra = {
        key: value
        for key, value in extra.items()
        if key not in {f"comment-{part}" for part in parts}
    }
    assert_nothing_more(world.client(role), url, form, extra)


# --- Rows and choices of others -------------------------------------------------------


@pytest.mark.parametrize("prefix", ["figures", "files"])
@pytest.mark.parametrize("theirs", ["draft next-door", "returned here"])
def test_a_row_of_another_section_is_not_reached_by_its_number(
    world, db, prefix, theirs
):
    client, other = world.client("officer"), section_of(world, theirs)
    url = address(world, "section_edit", "section", "draft here")
    form, _shown = filled(client, url, "section-narrative")
    rows = {
        "figures": other.figures.filter(indicator=None),
        "files": Attachment.objects.about(other),
    }[prefix]
    stored = list(rows.order_by("pk").values())
    form[f"{prefix}-0-id"] = [str(rows.get().pk)]
    text = {"figures": "name", "files": "caption"}[prefix]

    for change in ({f"{prefix}-0-{text}": ["taken"]}, {f"{prefix}-0-DELETE": ["on"]}):
        with transaction.atomic():
            client.post(url, {**form, **change})
            assert list(rows.order_by("pk").values()) == stored
            transaction.set_rollback(True)


def test_an_indicator_of_another_topic_is_not_reached_by_its_number(world, db):
    client = world.client("officer")
    url = address(world, "section_edit", "section", "draft here")
    form, _shown = filled(client, url, "section-narrative")
    form["section-narrative"] = ["changed"]
    other = section_of(world, "returned here").topic.indicators.get()
    held = list(other.figures.order_by("pk").values())

    with transaction.atomic():
        response = client.post(url, {**form, f"indicator-{other.pk}-number": ["99"]})
        assert response.status_code == 302
        assert list(other.figures.order_by("pk").values()) == held
        transaction.set_rollback(True)


def test_a_file_of_another_issue_is_not_reached_by_its_number(world, db):
    client, other = world.client("officer"), issue_of(world, "in_hand here")
    url = address(world, "issue_edit", "issue", "reported here")
    form, _shown = filled(client, url, "issue-what")
    files = Attachment.objects.about(other)
    stored = list(files.values())
    form["files-0-id"] = [str(files.get().pk)]

    for change in ({"files-0-caption": ["taken"]}, {"files-0-DELETE": ["on"]}):
        with transaction.atomic():
            client.post(url, {**form, **change})
            assert list(files.values()) == stored
            transaction.set_rollback(True)


def test_an_indicator_row_of_another_topic_is_not_reached_by_its_number(world, db):
    client = world.client("manager")
    url = address(world, "topic_edit", "topic", "planned only here")
    form, _shown = filled(client, url, "general-title_th")
    other = Topic.objects.exclude(round__state="planned").first()
    held = list(other.indicators.values())
    form["indicators-0-id"] = [str(other.indicators.get().pk)]

    for change in (
        {"indicators-0-name_th": ["taken"]},
        {"indicators-0-DELETE": ["on"]},
    ):
        with transaction.atomic():
            client.post(url, {**form, **change})
            assert list(other.indicators.values()) == held
            transaction.set_rollback(True)


def test_choices_that_were_not_offered_are_refused(world, db):
    """An office names itself, sites of its place, and no visit."""
    elsewhere = issue_of(world, "reported elsewhere")
    visit = world.visits["signed_off elsewhere"]
    known = {
        "issue-kind": ["other"],
        "issue-title": ["น้ำเสีย"],
        "issue-what": ["ไหลลงคลอง"],
        "issue-severity": ["low"],
        "issue-office": [str(issue_of(world, "reported here").office_id)],
        "issue-seen_on": ["2/3/2566"],
    }
    before = all_rows()

    for role, name, value in (
        ("officer", "issue-office", elsewhere.office_id),
        ("inspector", "issue-office", elsewhere.office_id),
        ("neighbour", "issue-office", known["issue-office"][0]),
        ("officer", "issue-site", world.objects["site"]["elsewhere"][0]),
        ("inspector", "issue-visit", visit.pk),
        ("inspector", "issue-kind", "no-such"),
        ("inspector", "issue-severity", "no-such"),
    ):
        client = world.client(role)
        form, _shown = filled(client, reverse("inspections:issue_new"), "issue-what")
        sent = {**form, **known, name: [str(value)]}
        response = client.post(reverse("inspections:issue_new"), sent)
        assert response.status_code == 422, (role, name)

    assert changed_tables(before, all_rows()) == set()


def test_an_office_reports_for_no_visit_whatever_it_sends(world, db):
    """It has no such control; what it sends under its name counts for nothing."""
    client = world.client("officer")
    url = reverse("inspections:issue_new")
    visit = world.visits["signed_off here"]
    form, shown = filled(client, f"{url}?visit={visit.ref}", "issue-what")
    assert "issue-visit" not in shown
    form |= {
        "issue-kind": ["other"],
        "issue-title": ["น้ำเสีย"],
        "issue-what": ["ไหลลงคลอง"],
        "issue-severity": ["low"],
        "issue-seen_on": ["2/3/2566"],
        "issue-visit": [str(visit.pk)],
    }

    assert client.post(f"{url}?visit={visit.ref}", form).status_code == 302

    made = Issue.objects.latest("pk").sightings.get()
    assert (made.visit, made.office.code) == (None, "moi-kkn")


def test_a_round_that_is_copied_from_must_exist(world, db):
    client = world.client("manager")
    url = reverse("inspections:round_new")
    form, _shown = filled(client, url, "general-policy_note")
    rounds = Round.objects.count()

    response = client.post(url, {**form, "general-copy_from": ["987654"]})

    assert response.status_code == 422
    assert Round.objects.count() == rounds
