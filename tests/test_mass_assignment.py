"""A form stores what it shows, whatever else is sent along with it.

Each form is sent twice from the same start: as its page would send it, and with
the name of every field of every model added to it, plain and under every prefix.
Both must leave the same behind. Rows and choices of other visits don't get in.
"""

import re
import uuid
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

import pytest
from django.apps import apps
from django.db import models, transaction
from django.urls import reverse

from audit.models import Attachment, Entry, Operation
from tests.page_forms import page_form
from tests.rows import all_rows, changed_tables
from tests.world import World, built_world

Form = dict[str, list[str]]

OURS = ("accounts", "audit", "inspections", "networks", "regions")
CONTROL = re.compile(r'\bname="([^"]+)"')
ROW_SETS = (
    "units",
    "itinerary",
    "topics",
    "figures",
    "sites",
    "parties",
    "recommendations",
    "files",
)
DIMENSIONS = [f"dimension-{name}" for name in ("business", "community")]
#: What differs each time: by which request, under which key.
VOLATILE = {
    (Entry, "request_id"),
    (Operation, "key"),
    (Operation, "digest"),
    (Operation, "result"),
}
#: Names that steer the form itself, on every page.
STEERING = {"csrfmiddlewaretoken", "operation", "version", "add", "next"}


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    with built_world(django_db_blocker) as built:
        yield built


# --- What is stored, comparable -------------------------------------------------------


def shape() -> dict[str, list[dict[str, Any]]]:
    """Everything stored, with the keys of new rows told by their rank."""
    ours = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in OURS
    ]
    rows = {model: list(model._base_manager.order_by("pk")) for model in ours}
    ranks = {
        model: {row.pk: number for number, row in enumerate(rows[model])}
        for model in ours
    }
    return {
        model._meta.label: [
            {
                field.name: _told(row, field, ranks)
                for field in model._meta.concrete_fields
                if not field.primary_key and (model, field.name) not in VOLATILE
            }
            for row in rows[model]
        ]
        for model in ours
    }


def _told(row: Any, field: models.Field, ranks: Any) -> Any:
    value = field.value_from_object(row)
    if field.name == "object_id" and value is not None:
        return ranks[row.content_type.model_class()].get(value)
    if isinstance(field, models.ForeignKey) and field.related_model in ranks:
        return ranks[field.related_model].get(value)
    if isinstance(field, models.FileField):
        return bool(value)
    return value.date() if isinstance(value, datetime) else value


# --- What is sent along ---------------------------------------------------------------


def every_field() -> Iterator[tuple[models.Model, models.Field]]:
    """Each field that a model of ours has."""
    for model in apps.get_models():
        if model._meta.app_label in OURS:
            for field in model._meta.get_fields():
                if isinstance(field, models.Field):
                    yield model, field


def evil(field: models.Field) -> str:
    """A value that the column would take and that is unlike what is stored."""
    if field.choices:
        return str(list(field.flatchoices)[-1][0])
    if field.is_relation and field.related_model:
        newest = field.related_model._base_manager.order_by("-pk").first()
        return str(newest.pk if newest else 1)
    return {
        models.BooleanField: "on",
        models.DateField: "2001-02-03",
        models.DateTimeField: "2001-02-03 04:05",
        models.TimeField: "04:05",
        models.UUIDField: str(uuid.UUID(int=7)),
        models.JSONField: "[]",
        models.EmailField: "evil@example.go.th",
    }.get(type(field), "77" if "Integer" in type(field).__name__ else "V-2566-99999")


def junk(shown: Iterable[str], prefixes: Iterable[str]) -> Form:
    """The names of all fields under all prefixes, but for the page's own controls."""
    known = {*shown, *STEERING}
    sent = {
        f"{prefix}{name}": [evil(field)]
        for _model, field in every_field()
        for name in {field.name, field.attname}
        for prefix in prefixes
    }
    return {name: value for name, value in sent.items() if name not in known}


def controls(page: str, new_row: int) -> set[str]:
    """The names of the page's controls, those of a row to be added too."""
    return {name.replace("__prefix__", str(new_row)) for name in CONTROL.findall(page)}


def outcome(send: Callable[[], Any]) -> tuple[int, dict[str, Any]]:
    """The status of an answer and what it left behind, then undone."""
    with transaction.atomic():
        status = send().status_code
        left = shape()
        transaction.set_rollback(True)
    return status, left


# --- The forms ------------------------------------------------------------------------


def filled(client: Any, url: str, having: str) -> tuple[Form, set[str]]:
    """The page's form as shown, and the names of all its controls."""
    response = client.get(url)
    assert response.status_code == 200, url
    page = response.content.decode()
    return page_form(response, having=having), controls(page, 1) | controls(page, 2)


def assert_nothing_more(client: Any, url: str, form: Form, extra: Form) -> None:
    """The form does its work, and the same work with everything else sent along."""
    before = shape()

    plain_status, plain_rows = outcome(lambda: client.post(url, form))
    status, rows = outcome(lambda: client.post(url, {**extra, **form}))

    assert plain_status == status == 302
    assert plain_rows != before
    for label in plain_rows:
        assert rows[label] == plain_rows[label], label
    assert len(extra) > 100


def test_the_record_stores_only_what_its_page_shows(world, db):
    visit, client = world.visits["in_progress here"], world.client("inspector")
    url = reverse("inspections:visit_record", args=[visit.ref])
    form, shown = filled(client, url, "general-summary")
    form["general-summary"] = ["changed"]
    form["topics-0-found"] = ["changed"]
    form["sites-0-note"] = ["changed"]
    form["parties-0-points"] = ["changed"]
    form["recommendations-0-text"] = ["changed"]
    form["files-0-caption"] = ["changed"]
    form["dimension-community-evidence"] = ["changed"]
    for prefix, name, value in (
        ("itinerary", "activity", "new"),
        ("sites", "printed_name", "new"),
        ("parties", "printed_name", "new"),
    ):
        form[f"{prefix}-TOTAL_FORMS"] = ["2"]
        form[f"{prefix}-1-{name}"] = [value]
        kinds = {"itinerary": "session", "sites": "mine", "parties": "other"}
        form[f"{prefix}-1-kind"] = [kinds[prefix]]
    rows = [f"{name}-{number}-" for name in ROW_SETS for number in (0, 1)]
    singles = ["", "general-", "meeting-", *(f"{one}-" for one in DIMENSIONS)]

    for prefixes in (singles, rows[:8], rows[8:]):
        assert_nothing_more(client, url, form, junk(shown, prefixes))


def test_a_changed_plan_stores_only_what_its_page_shows(world, db):
    visit, client = world.visits["planned here"], world.client("inspector")
    url = reverse("inspections:visit_edit", args=[visit.ref])
    form, shown = filled(client, url, "general-place")
    form["general-place"] = ["changed"]
    form["units-0-head_wording"] = ["changed"]

    extra = junk(shown, ["", "general-", "units-0-", "units-1-", "recommendations-0-"])
    assert_nothing_more(client, url, form, extra)


def test_a_new_plan_stores_only_what_its_page_shows(world, db):
    client = world.client("inspector")
    office = world.visits["planned here"].units.get().office
    url = reverse("inspections:visit_new")
    form, shown = filled(client, url, "general-place")
    form["general-starts_on"] = ["2/3/2566"]
    form["general-lead"] = [str(world.users["inspector"].pk)]
    form["units-0-office"] = [str(office.pk)]

    extra = junk(shown, ["", "general-", "units-0-", "units-1-", "topics-0-"])
    assert_nothing_more(client, url, form, extra)


@pytest.mark.parametrize(
    ("role", "step", "label", "given"),
    [
        ("inspector", "start", "planned here", {}),
        ("inspector", "submit", "in_progress here", {}),
        ("manager", "return", "submitted here", {"comment-topics": "mend"}),
        ("manager", "sign-off", "submitted here", {}),
        ("inspector", "postpone", "planned here", {"reason": "flood"}),
        ("manager", "amend", "signed_off here", {"reason": "a figure"}),
    ],
)
def test_a_step_moves_the_state_and_nothing_else(world, db, role, step, label, given):
    visit, client = world.visits[label], world.client(role)
    url = reverse("inspections:visit_step", args=[visit.ref, step])
    form = {name: [value] for name, value in given.items()}

    extra = junk({*form, "reason"}, ["", "visit-", "comment-", "comment-0-"])
    extra = {name: v for name, v in extra.items() if name != "comment-general"}
    assert_nothing_more(client, url, form, extra)


def test_the_choice_of_language_changes_only_the_language(world, db):
    client = world.client("nobody")

    extra = junk({"language"}, ["", "user-"])
    assert_nothing_more(client, reverse("set_language"), {"language": ["th"]}, extra)


def test_a_new_password_changes_only_the_password(world, db):
    client = world.client("nobody")
    url = reverse("account_change_password")
    form, shown = filled(client, url, "oldpassword")
    form["oldpassword"] = ["demo-2566"]
    form["password1"] = form["password2"] = ["แม่น้ำชีไหลผ่านขอนแก่น"]
    before = shape()["accounts.User"]

    status, left = outcome(
        lambda: client.post(url, {**junk(shown, ["", "user-"]), **form})
    )

    changed = {
        name
        for old, new in zip(before, left["accounts.User"], strict=True)
        for name in old
        if old[name] != new[name]
    }
    assert status == 302
    assert changed == {"password"}


# --- Rows and choices of others -------------------------------------------------------


@pytest.mark.parametrize("role", ["inspector", "manager"])
@pytest.mark.parametrize("prefix", ROW_SETS)
def test_a_row_of_another_visit_is_not_reached_by_its_number(world, db, role, prefix):
    """Not even by a manager, who might change that visit by its own page."""
    visit, other = world.visits["in_progress here"], world.visits["returned here"]
    client = world.client(role)
    url = reverse("inspections:visit_record", args=[visit.ref])
    form, _shown = filled(client, url, "general-summary")
    theirs = {
        "units": other.units,
        "itinerary": other.sessions,
        "topics": other.notes,
        "figures": other.figures,
        "sites": other.sites_seen,
        "parties": other.meetings.get().meeting.parties,
        "recommendations": other.follow_ups,
        "files": Attachment.objects.about(other),
    }[prefix]
    row = theirs.first()
    stored = list(theirs.order_by("pk").values())
    form[f"{prefix}-0-id"] = [str(row.pk)]
    text = {
        "units": "head_wording",
        "itinerary": "activity",
        "topics": "found",
        "figures": "name",
        "sites": "note",
        "parties": "represented_by",
        "recommendations": "text",
        "files": "caption",
    }[prefix]

    for change in ({f"{prefix}-0-{text}": ["taken"]}, {f"{prefix}-0-DELETE": ["on"]}):
        with transaction.atomic():
            client.post(url, {**form, **change})
            assert list(theirs.order_by("pk").values()) == stored
            transaction.set_rollback(True)


def test_choices_that_were_not_offered_are_refused(world, db):
    """By their keys, in each select that offers only some records."""
    here, elsewhere = world.visits["in_progress here"], "in_progress elsewhere"
    client, other = world.client("inspector"), world.visits[elsewhere]
    url = reverse("inspections:visit_record", args=[here.ref])
    form, _shown = filled(client, url, "general-summary")
    songkhla = other.units.get()
    stranger, nobody = world.users["stranger"], world.users["nobody"]
    before = all_rows()

    for name, value in (
        ("general-lead", nobody.pk),
        ("general-lead", stranger.pk),
        ("general-team", nobody.pk),
        ("general-round", 987654),
        ("units-0-office", songkhla.office_id),
        ("topics-0-unit", songkhla.pk),
        ("figures-0-unit_inspected", songkhla.pk),
        ("parties-0-network", world.objects["network"]["elsewhere"][0]),
        ("sites-0-site", world.objects["site"]["elsewhere"][0]),
        ("recommendations-0-to", f"office:{songkhla.office_id}"),
        (
            "recommendations-0-to",
            f"network:{world.objects['network']['elsewhere'][0]}",
        ),
        ("recommendations-0-to", "manager:1"),
        ("recommendations-0-kind", "commitment"),
    ):
        response = client.post(url, {**form, name: [str(value)]})
        assert response.status_code == 422, name

    # What was typed is kept for its writer, and read by no one else.
    assert changed_tables(before, all_rows()) == {"audit.Draft"}


def test_an_inspector_plans_no_visit_to_an_office_of_another_zone(world, db):
    client = world.client("stranger")
    url = reverse("inspections:visit_new")
    form, _shown = filled(client, url, "general-place")
    form["general-starts_on"] = ["2/3/2566"]
    form["units-0-office"] = [str(world.visits["planned here"].units.get().office_id)]
    before = all_rows()

    response = client.post(url, form)

    assert response.status_code == 422
    assert changed_tables(before, all_rows()) == set()


def test_an_upload_of_somebody_else_is_not_taken_over(world, db):
    """Neither by the key under which it was staged nor by its number."""
    visit, client = world.visits["in_progress here"], world.client("assistant")
    url = reverse("inspections:visit_record", args=[visit.ref])
    staged = Attachment.objects.get(pk=world.objects["upload"]["staged here"][0])
    form, _shown = filled(client, url, "general-summary")
    form["operation"] = [str(staged.staged_key)]
    form["files-TOTAL_FORMS"] = ["2"]
    form["files-1-id"] = [str(staged.pk)]
    form["files-1-caption"] = ["mine now"]
    form["general-summary"] = ["changed"]

    for extra in ({}, {"files-1-DELETE": ["on"]}):
        with transaction.atomic():
            client.post(url, {**form, **extra})
            kept = Attachment.objects.get(pk=staged.pk)
            transaction.set_rollback(True)
        assert (kept.by_id, kept.caption, kept.object_id) == (staged.by_id, "", None)
