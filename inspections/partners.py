"""Storing an entry of the directory of networks, with its history."""

from django.db import IntegrityError, transaction
from django.utils import translation

from accounts.models import User
from audit.models import StaleVersion, Versioned
from audit.records import Change, difference, record
from inspections.forms.network_page import NetworkPage
from inspections.recorded import as_words
from networks.models import Network
from ui.rows import RowForm


def store_network(page: NetworkPage, *, by: User) -> Network:
    """Store a valid page: a new network, or what was changed of one.

    Raises StaleVersion if the network has moved on or somebody was quicker to
    enter its twin; nothing is stored then.
    """
    try:
        with transaction.atomic(), translation.override("th"):
            return _stored(page, by)
    except IntegrityError:
        raise StaleVersion(str(page.network)) from None


def _stored(page: NetworkPage, by: User) -> Network:
    form, is_new = page.general, page.is_new
    network = page.network
    before = {} if is_new else as_words(form, form.initial)
    if not is_new:
        network.claim(page.stored_version)
    form.save()
    changes: list[Change] = [*difference(before, as_words(form, form.cleaned_data))]
    for part, rows in page.sets.items():
        for row in rows.removed_forms:
            changes += _words(part, row, is_gone=True)
            row.instance.delete()
        for row in rows.written_forms:
            changes += _store_row(part, row, network)
    record(network, "enter" if is_new else "edit", by=by, changes=changes)
    return network


def _store_row(part: str, row: RowForm, network: Network) -> list[Change]:
    row.instance.network = network
    if isinstance(row.instance, Versioned) and row.instance.pk:
        row.instance.version += 1
    row.save()
    return _words(part, row)


def _words(part: str, row: RowForm, *, is_gone: bool = False) -> list[Change]:
    before = as_words(row, row.initial) if row.initial.get("id") else {}
    after = {} if is_gone else as_words(row, row.cleaned_data)
    return [
        ([part, str(row.instance)[:120], name], old, new)
        for name, old, new in difference(before, after)
    ]
