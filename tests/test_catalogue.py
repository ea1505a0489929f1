"""The Thai catalogue is whole, and the tools that say so see everything."""

import pytest
from babel.messages.catalog import Catalog

from tools import extract, messages


@pytest.fixture(scope="module")
def catalog():
    return messages.read()


def test_every_text_of_ours_has_a_thai_translation(catalog):
    missing = messages.missing(messages.own_texts(), messages.translated(catalog))

    assert [f"{text.place}: {text.singular}" for text in missing] == []


def test_every_text_of_the_packages_that_users_meet_has_a_thai_translation(catalog):
    done = messages.translated(catalog) | messages.done_by_packages()

    missing = messages.missing(messages.met_texts(), done)

    assert [f"{text.place}: {text.singular}" for text in missing] == []


def test_no_translation_is_a_guess(catalog):
    assert not catalog.fuzzy
    assert [entry.id for entry in messages.entries(catalog) if entry.fuzzy] == []


def test_translations_keep_placeholders_and_tags(catalog):
    lost = {entry.id: messages.lost_marks(entry) for entry in messages.entries(catalog)}

    assert {text: marks for text, marks in lost.items() if marks} == {}


def test_the_committed_catalogue_is_as_the_tool_writes_it(catalog):
    assert messages.formatted(catalog) == messages.CATALOGUE.read_bytes()


def test_texts_are_found_in_python_under_any_name():
    source = """
from django.utils import translation
from django.utils.translation import gettext_lazy as _, ngettext as counted
from django.utils.translation import pgettext

label = _("One " "text")
number = counted("%d visit", "%d visits", n) % n
verb = pgettext("verb", "Order")
later = translation.gettext("Later")
unknown = _(label)
"""

    found = {text[:3] for text in extract.from_python(source, "x.py")}

    assert found == {
        (None, "One text", None),
        (None, "%d visit", "%d visits"),
        ("verb", "Order", None),
        (None, "Later", None),
    }


@pytest.mark.parametrize("call", ['_(f"{n} visits")', '_("%s visits" % n)'])
def test_a_text_built_before_it_is_translated_is_refused(call):
    source = f"from django.utils.translation import gettext as _\n{call}"

    with pytest.raises(extract.NotTranslatableError, match=r"x\.py:2"):
        list(extract.from_python(source, "x.py"))


def test_texts_are_found_in_templates_in_every_place():
    source = """{% extends "base.html" %}
{% translate "Save" %} {% translate "Order" context "verb" as order %}
{% include "ui/_panel.html" with title=_("Of the (whole) round") only %}
{{ name|default:_("No name") }}
{% blocktranslate trimmed count n=visits|length %}
  {{ n }} visit
{% plural %}
  {{ n }} visits, 100%
{% endblocktranslate %}
"""

    found = {text[:3] for text in extract.from_template(source, "x.html")}

    assert found == {
        (None, "Save", None),
        ("verb", "Order", None),
        (None, "Of the (whole) round", None),
        (None, "No name", None),
        (None, "%(n)s visit", "%(n)s visits, 100%%"),
    }


def test_merging_adds_plain_plural_and_contextual_texts(catalog):
    pairs = {
        "A new text": "ข้อความใหม่",
        "%(n)s new": ["%(n)s new ones", "ใหม่ %(n)s รายการ"],
        "verb\u0004Order": "สั่ง",
    }
    catalog = messages.read()

    remarks = messages.merge(catalog, pairs)

    assert remarks == []
    added = {
        (None, "A new text", False),
        (None, "%(n)s new", True),
        ("verb", "Order", False),
    }
    assert added <= messages.translated(catalog)


def test_merging_remarks_on_another_wording_and_on_lost_placeholders():
    catalog = messages.read()
    messages.merge(catalog, {"A new text": "ข้อความใหม่"})

    remarks = messages.merge(catalog, {"A new text": "อีกข้อความ", "%(n)s new": "ใหม่"})

    assert len(remarks) == 2
    assert "becomes" in remarks[0]
    assert "%(n)s" in remarks[1]


def test_an_empty_or_guessed_translation_counts_as_missing():
    catalog = messages.read()
    catalog.add("Empty one", "")
    catalog.add("Guessed one", "เดา", flags={"fuzzy"})
    texts = [
        extract.Text(None, name, None, "x.py:1")
        for name in ("Empty one", "Guessed one")
    ]

    assert messages.missing(texts, messages.translated(catalog)) == texts


def test_a_counted_text_needs_a_counted_translation():
    catalog = Catalog(locale="th")
    catalog.add("Mend the fault.", "แก้ไขข้อผิดพลาด")
    one = extract.Text(None, "Mend the fault.", None, "x.py")
    counted = extract.Text(None, "Mend the fault.", "Mend the faults.", "x.py")

    assert messages.missing([one, counted], messages.translated(catalog)) == [counted]
