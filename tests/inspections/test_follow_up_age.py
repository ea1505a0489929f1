"""How old a follow-up is: the rounds into which it was carried, still open."""

from inspections.models import FollowUp
from tests.factories import make_carry, make_follow_up, make_round, make_visit


def test_age_counts_the_rounds_into_which_it_was_carried(db):
    first, second = make_round(), make_round()
    new, young, old = make_follow_up(), make_follow_up(), make_follow_up()
    make_carry(young, second)
    make_carry(old, first)
    make_carry(old, second)

    ages = dict(FollowUp.objects.with_age().values_list("pk", "age"))

    assert ages == {new.pk: 0, young.pk: 1, old.pk: 2}


def test_age_stays_right_beside_other_joins_and_counts(db):
    visit = make_visit()
    old = make_follow_up(visit=visit)
    for _number in range(3):
        make_carry(old, make_round())

    rows = FollowUp.objects.filter(carries__look="").with_age().distinct()

    assert [(row.pk, row.age) for row in rows] == [(old.pk, 3)]
    assert rows.filter(age__gte=3).count() == 1
    assert rows.filter(age__gt=3).count() == 0
