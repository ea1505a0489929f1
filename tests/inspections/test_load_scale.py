"""load_scale: as many visits as asked for, the same at every run."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from inspections.models import FollowUp, Visit
from inspections.scale import visits as scale
from tests.visits_file import dump, unordered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


def run(visits):
    output = StringIO()
    call_command("load_scale", visits=visits, stdout=output)
    return output.getvalue().splitlines()[-1]


def test_it_makes_as_many_as_asked_for_and_tells():
    told = run(30)

    assert Visit.objects.filter(source__startswith="SCALE-").count() == 30
    assert told.startswith("scale: 30 visits, ")


def test_another_run_adds_only_what_is_missing():
    run(20)
    before = list(Visit.objects.order_by("pk").values())

    run(20)
    assert list(Visit.objects.order_by("pk").values()) == before

    run(25)
    assert list(Visit.objects.order_by("pk").values())[:20] == before
    assert Visit.objects.count() == 25


def test_the_same_is_made_in_chunks_of_any_size(monkeypatch):
    run(12)
    whole = unordered(dump("SCALE-"))
    FollowUp.objects.all().delete()
    Visit.objects.all().delete()

    monkeypatch.setattr(scale, "CHUNK", 5)
    run(12)

    assert unordered(dump("SCALE-")) == whole


def test_what_is_made_is_whole():
    run(40)

    for visit in Visit.objects.all():
        assert visit.units.exclude(office=None).filter(provinces__isnull=False).exists()
        assert visit.ref.startswith(f"V-{visit.fiscal_year}-")
        assert visit.ref.lower() in visit.search_text
        assert visit.round.opens_on <= visit.starts_on <= visit.round.closes_on
    follow_ups = FollowUp.objects.all()
    assert follow_ups.exists()
    assert not follow_ups.filter(answering_office=None).exists()


def test_it_refuses_in_production(settings):
    settings.PRODUCTION = True

    with pytest.raises(CommandError):
        run(5)

    assert not Visit.objects.exists()
