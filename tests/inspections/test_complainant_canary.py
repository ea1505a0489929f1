"""A complainant is found by whoever may ask, with a reason, and nowhere else.

That no page, list, file or search shows one to any role, see `test_scope_leaks`: its
world has complainants, too. Here: what lies on the disk, the log, e-mail, the session.
"""

import logging
from pathlib import Path

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.log import AdminEmailHandler

from audit.operations import new_key
from tests.factories import make_issue
from tests.reading import client_of

CANARY = "cnrycomplainantz"
TEXTS = {
    "name": f"{CANARY}name",
    "contact": f"{CANARY}contact@example.com",
    "address": f"{CANARY}address",
    "note": f"{CANARY}note",
}


def stored() -> bytes:
    """All that the database holds, as its files or its rows tell it."""
    if connection.vendor == "sqlite":
        name = Path(connection.settings_dict["NAME"])
        parts = [name.with_name(name.name + end) for end in ("", "-wal", "-journal")]
        return b"".join(part.read_bytes() for part in parts if part.exists())
    found = b""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            quoted = connection.ops.quote_name(table)
            # A row as text, and what is stored in bytes as bytes.
            cursor.execute(f"SELECT t::text FROM {quoted} t")  # noqa: S608 - our tables
            for (row,) in cursor.fetchall():
                found += row.encode()
                for part in row.replace(")", ",").split("\\x")[1:]:
                    digits = part.partition(",")[0].strip('"')
                    found += bytes.fromhex(digits) if len(digits) % 2 == 0 else b""
    return found


@pytest.mark.django_db(transaction=True)
def test_nothing_on_the_disk_in_the_log_or_in_the_mail_tells_who_complained(
    request, settings, caplog
):
    settings.ADMINS = [("Admin", "admin@example.com")]
    settings.DEBUG_PROPAGATE_EXCEPTIONS = False
    office = request.getfixturevalue("khon_kaen_office")
    officer = request.getfixturevalue("officer")
    issue = make_issue(office=office, title="seencanaryz")
    client = client_of(officer)
    caplog.set_level(logging.DEBUG)
    new = reverse("inspections:complainant_new", args=[issue.ref])
    days = {"told_on": issue.seen_on.isoformat(), "keep_until": ""}

    refused = client.post(new, {**TEXTS, "told_on": "", "operation": new_key()})
    made = client.post(new, {**TEXTS, **days, "operation": new_key()})
    shown = client.post(
        f"{made.headers['Location']}reveal/",
        {"reason": f"Call {CANARY}name", "operation": new_key()},
    )
    call_command("send_reminders")

    assert (refused.status_code, made.status_code) == (422, 302)
    assert all(text in shown.content.decode() for text in TEXTS.values())
    assert b"seencanaryz" in stored(), "looked in the right place"
    assert CANARY.encode() not in stored()
    assert CANARY not in caplog.text
    assert CANARY not in str([one.message() for one in mail.outbox])


@pytest.mark.parametrize(
    "place", ["audit.sealing._bound", "inspections.actions.complainant.record"]
)
def test_an_error_report_shows_nothing_that_was_typed(
    place, officer, khon_kaen_office, monkeypatch, caplog, settings
):
    """Also where it breaks while the texts are in the hands of some function."""
    monkeypatch.setattr(place, _broken)
    settings.ADMINS = [("Admin", "admin@example.com")]
    issue = make_issue(office=khon_kaen_office)
    client = Client(raise_request_exception=False)
    client.force_login(officer)
    new = reverse("inspections:complainant_new", args=[issue.ref])
    data = {**TEXTS, "told_on": "1/1/2569", "operation": new_key()}
    # The fullest report that Django can write: with the variables of each function.
    handler = AdminEmailHandler(include_html=True)
    logging.getLogger("django.request").addHandler(handler)
    try:
        answer = client.post(new, data)
    finally:
        logging.getLogger("django.request").removeHandler(handler)

    assert answer.status_code == 500
    reports = "".join(str(one.message()) for one in mail.outbox)
    for told in (answer.content.decode(), caplog.text, reports):
        assert CANARY not in told
    for told in (caplog.text, reports):
        assert "broken on purpose" in told
    assert 'class="vars"' in reports, "with variables"


def _broken(*args, **kwargs):
    raise RuntimeError("broken on purpose")
