"""The version guard: a change takes the next number, or is refused."""

import pytest

from audit.models import StaleVersion
from inspections.models import Visit
from tests.factories import make_visit

pytestmark = pytest.mark.django_db


def test_takes_the_next_version():
    visit = make_visit()

    visit.claim(1)

    assert visit.version == 2
    assert Visit.objects.get(pk=visit.pk).version == 2


@pytest.mark.parametrize("version", [0, 2, 99])
def test_refuses_any_other_version_and_writes_nothing(version):
    visit = make_visit()

    with pytest.raises(StaleVersion):
        visit.claim(version)

    assert visit.version == 1
    assert Visit.objects.get(pk=visit.pk).version == 1


def test_of_two_who_read_one_version_the_second_is_refused():
    visit = make_visit()
    first, second = (Visit.objects.get(pk=visit.pk) for _ in range(2))

    first.claim(first.version)

    with pytest.raises(StaleVersion):
        second.claim(second.version)


def test_a_record_that_is_gone_is_refused():
    visit = make_visit()
    Visit.objects.filter(pk=visit.pk).delete()

    with pytest.raises(StaleVersion):
        visit.claim(1)
