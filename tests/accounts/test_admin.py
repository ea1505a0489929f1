"""People and assignments in Django's admin."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import Assignment, Role, User
from audit.models import Entry
from tests.factories import make_user
from tests.reading import client_of


@pytest.fixture
def superuser(db) -> User:
    return make_user(username="admin", is_staff=True, is_superuser=True)


def test_signs_in_as_every_page_does(client, db):
    response = client.get("/admin/login/?next=/admin/")

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


@pytest.mark.parametrize("who", ["inspector", "officer", "manager", "nobody"])
def test_is_closed_to_all_but_superusers(who, request):
    client = client_of(request.getfixturevalue(who))

    assert client.get("/admin/", follow=True).status_code == 403


@pytest.mark.parametrize(
    "model",
    [
        "accounts/user",
        "accounts/assignment",
        "regions/zone",
        "regions/province",
        "regions/zonemembership",
        "regions/inspectorgroup",
        "regions/office",
        "regions/site",
        "networks/network",
    ],
)
def test_lists_and_searches(model, superuser, inspector, officer):
    client = client_of(superuser)

    assert client.get(f"/admin/{model}/").status_code == 200
    # InspectorGroup has nothing to search; the parameter is harmless there.
    assert client.get(f"/admin/{model}/?q=12", follow=True).status_code == 200


def user_form(user, **changed):
    """What the user's page sends, with no assignment added."""
    return {
        "username": user.username,
        "title": user.title,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "is_active": "on",
        "assignments-TOTAL_FORMS": 0,
        "assignments-INITIAL_FORMS": 0,
        **changed,
    }


def history(record):
    """The last history row of a record."""
    return Entry.objects.about(record).last()


def test_a_changed_user_leaves_history(superuser, nobody):
    url = f"/admin/accounts/user/{nobody.pk}/change/"

    response = client_of(superuser).post(url, user_form(nobody, title="นางสาว"))

    assert response.status_code == 302
    entry = history(nobody)
    assert (entry.step, entry.by) == ("correct", superuser)
    assert entry.changes == [["title", "นาย", "นางสาว"]]


def test_saving_unchanged_leaves_none(superuser, nobody):
    url = f"/admin/accounts/user/{nobody.pk}/change/"

    client_of(superuser).post(url, user_form(nobody))

    assert history(nobody) is None


def test_an_assignment_is_added_in_the_buddhist_era(superuser, nobody, zone_12):
    url = f"/admin/accounts/user/{nobody.pk}/change/"
    row = {
        "assignments-TOTAL_FORMS": 1,
        "assignments-0-role": "inspector",
        "assignments-0-zone": zone_12.pk,
        "assignments-0-starts_on": "1 ต.ค. 2568",
        "assignments-0-capacity": "substantive",
    }

    client_of(superuser).post(url, user_form(nobody, **row))

    assignment = nobody.assignments.get()
    assert assignment.starts_on == date(2025, 10, 1)
    changes = {
        path.partition(".")[2]: after for path, _, after in history(nobody).changes
    }
    assert changes["role"] == "inspector"
    assert changes["starts_on"] == "2025-10-01"


def test_an_assignment_that_does_not_fit_its_role_is_refused(
    superuser, nobody, khon_kaen_office
):
    url = f"/admin/accounts/user/{nobody.pk}/change/"
    row = {
        "assignments-TOTAL_FORMS": 1,
        "assignments-0-role": "inspector",
        "assignments-0-office": khon_kaen_office.pk,
        "assignments-0-starts_on": "1/10/2568",
        "assignments-0-capacity": "substantive",
    }

    response = client_of(superuser).post(url, user_form(nobody, **row))

    assert b"Inspectors and assistants have a zone" in response.content
    assert not nobody.assignments.exists()
    assert history(nobody) is None


def test_days_are_shown_in_the_readers_era(superuser, inspector):
    assignment = inspector.assignments.get()
    client = client_of(superuser)
    client.cookies["django_language"] = "th"

    listed = client.get("/admin/accounts/assignment/").content.decode()
    opened = client.get(f"/admin/accounts/assignment/{assignment.pk}/change/")

    assert "10 ก.ย. 2561" in listed
    assert "2561" in opened.content.decode()
    assert "10/09/2018" not in opened.content.decode()


def test_an_assignment_ends_with_history(superuser, inspector, zone_12):
    assignment = inspector.assignments.get()
    sent = {
        "user": inspector.pk,
        "role": "inspector",
        "zone": zone_12.pk,
        "starts_on": "10/9/2561",
        "ends_on": "30/9/2568",
        "capacity": "substantive",
    }

    client_of(superuser).post(
        f"/admin/accounts/assignment/{assignment.pk}/change/", sent
    )

    assert history(assignment).changes == [["ends_on", None, "2025-09-30"]]


def test_a_new_superuser_may_open_the_admin_and_a_former_one_not(superuser, nobody):
    url = f"/admin/accounts/user/{nobody.pk}/change/"
    client = client_of(superuser)

    client.post(url, user_form(nobody, is_superuser="on"))
    assert client_of(nobody).get("/admin/").status_code == 200

    client.post(url, user_form(nobody))
    nobody.refresh_from_db()
    assert not nobody.is_staff


def test_a_user_is_added_with_a_good_password_and_history(superuser):
    sent = {
        "username": "somsri",
        "first_name": "สมศรี",
        "usable_password": "true",
        "password1": "ขอนแก่น-ตรวจ-2566",
        "password2": "ขอนแก่น-ตรวจ-2566",
        "assignments-TOTAL_FORMS": 0,
        "assignments-INITIAL_FORMS": 0,
    }

    client_of(superuser).post("/admin/accounts/user/add/", sent)

    added = User.objects.get(username="somsri")
    assert added.check_password("ขอนแก่น-ตรวจ-2566")
    assert history(added).step == "add"
    assert "ขอนแก่น-ตรวจ-2566" not in str(history(added).changes)


def test_a_new_password_is_in_the_history_without_its_text(superuser, nobody):
    sent = {
        "usable_password": "true",
        "password1": "กาฬสินธุ์-ตรวจ-2566",
        "password2": "กาฬสินธุ์-ตรวจ-2566",
        "set-password": "1",
    }

    client_of(superuser).post(f"/admin/accounts/user/{nobody.pk}/password/", sent)

    nobody.refresh_from_db()
    assert nobody.check_password("กาฬสินธุ์-ตรวจ-2566")
    assert history(nobody).changes == [["password", None, None]]


@pytest.mark.parametrize("model", ["accounts/user", "accounts/assignment"])
def test_nothing_is_deleted(model, superuser, inspector):
    pk = {"user": inspector.pk, "assignment": inspector.assignments.get().pk}
    url = f"/admin/{model}/{pk[model.partition('/')[2]]}/delete/"

    assert client_of(superuser).post(url, {"post": "yes"}).status_code == 403
    assert User.objects.filter(pk=inspector.pk).exists()
    assert Assignment.objects.filter(role=Role.INSPECTOR).exists()
