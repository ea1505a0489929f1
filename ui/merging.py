"""Bringing sent rows up to what is stored now, field by field, three ways.

What the editor saw, what they typed, what is stored: only a field that both
sides changed, differently, is put to the editor.
"""

import json
from typing import Any

from django import forms
from django.forms.formsets import DELETION_FIELD_NAME, TOTAL_FORM_COUNT
from django.http import QueryDict
from django.utils.translation import gettext as _

from ui.rows import MOST_ROWS, Conflict, RowForm, RowSet
from ui.sent import is_several, meaning, put_text, sent_text


def rebase_form(form: RowForm, data: QueryDict) -> None:
    """Bring one row's sent values up to what is stored now, in `data`.

    Fields that only the other side changed take the stored value; fields that
    both changed keep the typed one and become `form.conflicts`.
    """
    base = as_dict(data.get(form.add_prefix("base"), ""))
    if not isinstance(base, dict):
        base = {}
    stored = form.stored_values()
    for name, theirs in stored.items():
        field = form.fields[name]
        mine = sent_text(field, data, form.add_prefix(name))
        seen = str(base.get(name, ""))
        is_mine_new = meaning(field, mine) != meaning(field, seen)
        is_theirs_new = meaning(field, theirs) != meaning(field, seen)
        if not is_mine_new:
            put_text(field, data, form.add_prefix(name), theirs)
        elif is_theirs_new and meaning(field, mine) != meaning(field, theirs):
            shown = readable(field, theirs)
            form.conflicts.append(Conflict(str(form[name].label), shown, name))
    data[form.add_prefix("base")] = json.dumps(stored, ensure_ascii=False)


def readable(field: forms.Field, sent: str) -> str:
    """A sent value as a reader sees it: a choice by its label."""
    choices = getattr(field.widget, "choices", None)
    if choices is None:
        return sent
    flat: dict[str, str] = {}
    for value, label in choices:
        pairs = label if isinstance(label, list | tuple) else [(value, label)]
        flat.update((str(key), str(text)) for key, text in pairs)
    if is_several(field):
        return ", ".join(flat.get(key, key) for key in sent.split(",") if key)
    return flat.get(sent, sent)


def rebase_rows(rows: RowSet, data: QueryDict) -> dict[int, list[Conflict]]:
    """Bring a whole set up to date in `data`; conflicts by the row's index."""
    found: dict[int, list[Conflict]] = {}
    for index, form in enumerate(rows.forms):
        key = data.get(form.add_prefix("id"), "")
        if not key or (key in rows.by_key and not form.instance.pk):
            # New, or just adopted: nothing to compare.
            continue
        if key in rows.by_key:
            _rebase_stored(form, data)
        else:
            _rebase_gone(form, data)
        if form.conflicts:
            found[index] = form.conflicts
    return found


def _rebase_stored(form: RowForm, data: QueryDict) -> None:
    removal = form.add_prefix(DELETION_FIELD_NAME)
    before = data.get(form.add_prefix("base"), "")
    rebase_form(form, data)
    after = data[form.add_prefix("base")]
    if data.get(removal) and as_dict(before) != as_dict(after):
        # Removing what somebody has just changed is asked again.
        del data[removal]
        form.conflicts = [
            Conflict(
                _("You removed this row, but somebody changed it meanwhile."),
                "\n".join(value for value in form.stored_values().values() if value),
            )
        ]


def as_dict(text: Any) -> Any:
    """What a hidden `base` holds; nothing if it isn't readable."""
    try:
        return json.loads(text or "{}")
    except (ValueError, RecursionError):  # the latter of "[[[[…"
        return {}


def _rebase_gone(form: RowForm, data: QueryDict) -> None:
    """The row was removed by somebody: keep it only if it was also written in."""
    base = as_dict(data.get(form.add_prefix("base"), ""))
    is_changed = isinstance(base, dict) and any(
        meaning(
            form.fields[name],
            sent_text(form.fields[name], data, form.add_prefix(name)),
        )
        != meaning(form.fields[name], str(base.get(name, "")))
        for name in form.fields_shown()
    )
    data[form.add_prefix("id")] = data[form.add_prefix("base")] = ""
    if data.get(form.add_prefix(DELETION_FIELD_NAME)) or not is_changed:
        data[form.add_prefix(DELETION_FIELD_NAME)] = "on"
        return
    form.conflicts.append(
        Conflict(
            _("Somebody removed this row meanwhile. Save again to keep it anyway."), ""
        )
    )


def adopt_rows(rows: RowSet, data: QueryDict) -> None:
    """Take a row sent as new for the stored one that says just the same.

    It comes from a page that was saved, left and returned to: stored once, it
    must not be stored again.
    """
    sent = {data.get(form.add_prefix("id"), "") for form in rows.forms}
    free = {
        key: _meanings(form, form.stored_values())
        for key, form in _stored_forms(rows).items()
        if key not in sent
    }
    for form in rows.forms:
        if data.get(form.add_prefix("id")) or not free:
            continue
        typed = {
            name: sent_text(form.fields[name], data, form.add_prefix(name))
            for name in form.fields_shown()
        }
        said = _meanings(form, typed)
        key = next((key for key, stored in free.items() if stored == said), None)
        if key is not None:
            del free[key]
            data[form.add_prefix("id")] = key
            data[form.add_prefix("base")] = json.dumps(typed, ensure_ascii=False)


def _meanings(form: RowForm, sent: dict[str, str]) -> dict[str, Any]:
    return {name: meaning(form.fields[name], text) for name, text in sent.items()}


def add_unseen_rows(rows: RowSet, data: QueryDict) -> None:
    """List the rows that others added since the page was opened, as they stand.

    A page that is shown again would hide them, and somebody type them twice.
    """
    total = len(rows.forms)
    sent = {data.get(form.add_prefix("id"), "") for form in rows.forms}
    for key, form in _stored_forms(rows).items():
        if key in sent or total >= MOST_ROWS:
            continue
        values = form.stored_values()
        start = rows.add_prefix(total)
        for name, value in values.items():
            put_text(form.fields[name], data, f"{start}-{name}", value)
        data[f"{start}-id"] = key
        data[f"{start}-base"] = json.dumps(values, ensure_ascii=False)
        total += 1
    data[f"{rows.prefix}-{TOTAL_FORM_COUNT}"] = str(total)


def _stored_forms(rows: RowSet) -> dict[str, RowForm]:
    return {
        key: rows.form(instance=row, context=rows.form_kwargs.get("context"))
        for key, row in rows.by_key.items()
    }
