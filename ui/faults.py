"""What is wrong in the forms of a page, as a list that leads to each place."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.forms import BaseForm, BaseFormSet, BoundField

Part = BaseForm | BaseFormSet | Iterable[Any] | None
"""A form, a formset, a list of such, or nothing."""

CONFIRM = "confirm"
"""The code of an error of a whole form that only asks to confirm something.

The error then names the control that answers it as `target` (see `ui.questions`).
"""


@dataclass(frozen=True)
class Fault:
    """One message and the id of the control that it is about ("" if of none).

    A question is no fault of what was typed: it only has to be answered.
    """

    target: str
    text: str
    is_question: bool = False


def find_faults(*parts: Part) -> list[Fault]:
    """List the faults of forms in the order in which the page shows them."""
    return [fault for part in parts for fault in _of_part(part)]


def _of_part(part: Part) -> Iterator[Fault]:
    if part is None:
        return
    if isinstance(part, BaseForm):
        yield from _of_form(part, getattr(part, "place", ""))
    elif isinstance(part, BaseFormSet):
        yield from _of_formset(part)
    else:
        for inner in part:
            yield from _of_part(inner)


def _of_formset(formset: BaseFormSet) -> Iterator[Fault]:
    if not formset.is_bound:
        return
    for message in formset.non_form_errors():
        yield Fault(f"id_{formset.prefix}", str(message))
    row_name = getattr(formset, "row_name", "")
    for number, form in enumerate(formset.forms, start=1):
        yield from _of_form(form, f"{row_name} {number}: " if row_name else "")


def _of_form(form: BaseForm, place: str) -> Iterator[Fault]:
    if not form.is_bound:
        return
    for name, messages in form.errors.items():
        if name == NON_FIELD_ERRORS:
            yield from _of_whole(form, place)
            continue
        field = form[name]
        for message in messages:
            yield Fault(_control(field), f"{place}{field.label}: {message}")


def _of_whole(form: BaseForm, place: str) -> Iterator[Fault]:
    """The faults of a form that are of none of its fields, and its questions."""
    for error in form.non_field_errors().as_data():
        for message in error.messages:
            if error.code == CONFIRM:
                target = str(getattr(error, "target", ""))
                yield Fault(target, f"{place}{message}", is_question=True)
            else:
                yield Fault(_first_control(form), f"{place}{message}")


def _first_control(form: BaseForm) -> str:
    visible = form.visible_fields()
    return _control(visible[0]) if visible else ""


def _control(field: BoundField) -> str:
    if field.is_hidden:
        return ""
    if hasattr(field.field.widget, "groups"):  # all its boxes stand in one element
        return str(field.auto_id)
    return f"{field.auto_id}_0" if field.use_fieldset else str(field.id_for_label)
