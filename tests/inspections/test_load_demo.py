"""load_demo: accounts, the real visits, an open round with visits in every state."""

from datetime import timedelta
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import User
from audit.models import Attachment, Entry
from inspections.lifecycle import VisitState
from inspections.models import Round, Visit
from tests.visits_file import dump, load, unordered
from thai.dates import fiscal_year

pytestmark = pytest.mark.django_db

DEMO = "DEMO-"


@pytest.fixture(scope="module")
def demo(reference):
    """The demonstration, loaded once for this module."""
    run()


def run():
    output = StringIO()
    call_command("load_demo", stdout=output)
    return output.getvalue().strip()


def made_up():
    return Visit.objects.filter(source__startswith=DEMO)


def roles_of(username):
    rows = User.objects.get(username=username).assignments.all()
    return [
        (row.role, row.zone and row.zone.number, row.office and row.office.code)
        for row in rows
    ]


@pytest.mark.parametrize(
    ("username", "assigned"),
    [
        ("inspector12", [("inspector", 12, None)]),
        ("inspector5", [("inspector", 5, None)]),
        ("assistant12", [("assistant", 12, None)]),
        ("khonkaen", [("officer", None, "moi-kkn")]),
        ("khonkaen.head", [("head", None, "moi-kkn")]),
        ("kalasin", [("officer", None, "moi-ksn")]),
        ("manager", [("manager", None, None)]),
        ("admin", []),
    ],
)
def test_the_accounts_can_sign_in_and_have_their_places(demo, username, assigned):
    user = User.objects.get(username=username)

    assert user.check_password("demo-2566")
    assert roles_of(username) == assigned
    assert user.email == f"{username}@example.com"
    assert user.is_superuser == user.is_staff == (username == "admin")
    today = timezone.localdate()
    assert all(row.is_current(today) for row in user.assignments.all())


def test_the_real_visits_are_there(demo):
    assert Visit.objects.filter(source__startswith="TG-").count() == 63


def test_the_round_is_open_today_and_its_reports_were_due_a_week_ago(demo):
    today = timezone.localdate()

    opened = Round.objects.get(state="open")
    before = Round.objects.exclude(pk=opened.pk).latest("fiscal_year", "number")
    assert opened.fiscal_year == fiscal_year(today)
    assert opened.opens_on <= today <= opened.closes_on
    assert opened.reports_due_on == today - timedelta(days=7)
    assert [topic.title_th for topic in opened.topics.all()] == [
        topic.title_th for topic in before.topics.all()
    ]
    for copied, original in zip(opened.topics.all(), before.topics.all(), strict=True):
        assert set(copied.provinces.all()) == set(original.provinces.all())
        assert [row.code for row in copied.indicators.all()] == [
            row.code for row in original.indicators.all()
        ]


@pytest.mark.parametrize(("zone", "lead"), [(12, "inspector12"), (5, "inspector5")])
def test_there_is_a_visit_in_every_state(demo, zone, lead):
    visits = made_up().filter(zone__number=zone, lead__username=lead)

    assert {visit.state for visit in visits} == set(VisitState.values)
    assert {visit.round.state for visit in visits} == {"open"}


def test_each_state_was_reached_by_its_steps(demo):
    returned = made_up().filter(state=VisitState.RETURNED).first()
    steps = [entry.step for entry in Entry.objects.about(returned)]
    assert steps == ["demo", "start", "record", "submit", "return"]
    assert returned.comments.exists()

    for state, slug in (("postponed", "postpone"), ("cancelled", "cancel")):
        for visit in made_up().filter(state=state):
            assert Entry.objects.about(visit).get(step=slug).reason


def test_what_was_signed_off_is_issued_with_due_days(demo):
    signed = made_up().filter(state=VisitState.SIGNED_OFF)

    given = [row for visit in signed for row in visit.follow_ups.all()]
    assert given
    assert all(row.ref and not row.is_imported for row in given)
    assert any(row.due_on and row.due_on < timezone.localdate() for row in given)


def test_records_hold_photos_figures_sites_and_points(demo):
    visit = made_up().get(source="DEMO-01")

    photos = Attachment.objects.about(visit)
    assert len(photos) == 2
    assert all(photo.caption and photo.preview for photo in photos)
    assert visit.figures.exclude(indicator=None).exclude(as_of=None).exists()
    assert visit.sites_seen.exclude(site=None).exists()
    assert visit.meetings.get().meeting.points.exists()
    assert visit.search_text


def test_inspectors_see_their_own_zone_only(demo):
    other = User.objects.get(username="inspector5")

    seen = made_up().visible_to(other)

    assert {visit.zone.number for visit in seen} == {5}


def test_a_second_run_changes_nothing(demo):
    def everything():
        return {
            model._meta.label: list(model._base_manager.order_by("pk").values())
            for app in ("accounts", "audit", "regions", "networks", "inspections")
            for model in apps.get_app_config(app).get_models(include_auto_created=True)
        }

    before = everything()

    assert run() == "demo: 0 real visits and 0 made-up ones added"

    assert everything() == before


def test_it_can_be_dumped_and_loaded_back(demo):
    records = dump(DEMO)

    again = load(*records)

    assert (again.code, again.counts) == (0, "visits: 15 loaded, 0 refused")
    for record in records:
        record["source"] = record["source"].replace("DEMO", "COPY")
    assert load(*records).code == 0
    assert unordered(dump("COPY")) == unordered(records)


def test_it_refuses_in_production(settings):
    settings.PRODUCTION = True

    with pytest.raises(CommandError):
        call_command("load_demo")

    assert not User.objects.filter(username="admin").exists() or made_up().exists()
