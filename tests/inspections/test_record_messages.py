"""What a row of the record says is missing, each field in its own words."""

import pytest
from django.utils import translation

from inspections.forms.given import PartyForm
from inspections.forms.recommended import FollowUpForm


@pytest.mark.parametrize(
    ("form", "field", "message"),
    [
        (PartyForm, "kind", "Choose what kind of body it is."),
        (FollowUpForm, "text", "Write what is asked."),
    ],
)
def test_says_what_is_missing(form, field, message):
    with translation.override("en"):
        told = str(form.base_fields[field].error_messages["required"])

    assert told == message
