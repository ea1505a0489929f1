"""What no page of the admin sends is a fault told there, never a failure of ours."""

import pytest
from django.contrib import admin
from django.forms import ModelChoiceField
from django.test import Client

from tests.factories import make_network, make_site, make_user

FORGED = [str(10**30), str(2**63), "-1", "a\0b", "x" * 9000, "1.5"]
MODELS = [*admin.site._registry]


def label(model) -> str:
    return model._meta.label_lower.replace(".", "/")


@pytest.fixture
def client(db) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(make_user(username="a", is_staff=True, is_superuser=True))
    return client


@pytest.fixture
def world(inspector, officer, khon_kaen) -> None:
    """At least one of what the admin changes."""
    make_site(provinces=[khon_kaen])
    make_network()


def forged(page, text: str) -> dict[str, list[str]]:
    """The text in each field of the page, and in those of a new row of each kind."""
    data = {name: [text] for name in page.context["adminform"].form.fields}
    for inline in page.context["inline_admin_formsets"]:
        rows, count = inline.formset, len(inline.formset.forms)
        data[f"{rows.prefix}-TOTAL_FORMS"] = [str(count + 1)]
        data[f"{rows.prefix}-INITIAL_FORMS"] = [str(count)]
        for number in range(count + 1):
            for name in rows.empty_form.fields:
                data[f"{rows.prefix}-{number}-{name}"] = [text]
    return data


@pytest.mark.parametrize("model", MODELS, ids=label)
def test_a_forged_field_is_refused_beside_it(model, client, world):
    one = model.objects.first()
    for page in ("add/", f"{one.pk}/change/" if one else "add/"):
        url = f"/admin/{label(model)}/{page}"
        shown = client.get(url)
        if shown.status_code == 403:  # provinces come with the reference data
            continue

        for text in FORGED:
            answer = client.post(url, forged(shown, text))

            assert answer.status_code < 500, (url, text)
            if answer.status_code == 200:  # what is a name could be called so
                form = answer.context["adminform"].form
                assert keys_of(form) <= form.errors.keys(), (url, text)
            else:
                assert not keys_of(shown.context["adminform"].form), (url, text)


def keys_of(form) -> set[str]:
    """Its fields that choose among records."""
    fields = form.fields.items()
    return {name for name, field in fields if isinstance(field, ModelChoiceField)}
