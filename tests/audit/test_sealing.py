"""Sealed texts: opened by their key, for what they were sealed for, unchanged."""

import pytest

from audit.checks import check_field_keys
from audit.sealing import NoFieldKey, SealBroken, is_of_old_key, key_of, seal, unseal

TEXTS = {"name": "นางสาวสมใจ ใจดี", "contact": "081-234-5678"}
OLD, NEW = {"old": b"1" * 32}, {"new": b"2" * 32}


@pytest.fixture(autouse=True)
def keys(settings):
    settings.FIELD_KEYS = OLD
    return settings


def test_it_opens_again_and_shows_nothing_meanwhile():
    sealed = seal(TEXTS, "row 1")

    assert unseal(sealed, "row 1") == TEXTS
    for word in ("สมใจ", "081", "name"):
        assert word.encode() not in sealed
    assert len(seal({"name": "ก"}, "row 1")) == len(sealed), "its length tells nothing"


def test_the_same_text_never_gives_the_same_seal():
    assert len({seal(TEXTS, "row 1") for _time in range(500)}) == 500


def test_moved_to_another_row_or_changed_anywhere_it_does_not_open():
    sealed = seal(TEXTS, "row 1")

    with pytest.raises(SealBroken):
        unseal(sealed, "row 2")
    for at in range(len(sealed)):
        bent = sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]
        with pytest.raises((SealBroken, NoFieldKey)):
            unseal(bent, "row 1")
    for end in (0, 1, 10, len(sealed) - 1):
        with pytest.raises(SealBroken):
            unseal(sealed[:end], "row 1")


def test_the_first_key_seals_and_all_of_them_open(keys):
    before = seal(TEXTS, "row 1")
    keys.FIELD_KEYS = NEW | OLD

    after = seal(TEXTS, "row 1")

    assert [key_of(before), key_of(after)] == ["old", "new"]
    assert [is_of_old_key(before), is_of_old_key(after)] == [True, False]
    assert unseal(before, "row 1") == unseal(after, "row 1") == TEXTS


def test_a_retired_key_opens_nothing_and_without_any_nothing_is_sealed(keys):
    sealed = seal(TEXTS, "row 1")
    keys.FIELD_KEYS = NEW
    with pytest.raises(NoFieldKey):
        unseal(sealed, "row 1")

    keys.FIELD_KEYS = {}
    with pytest.raises(NoFieldKey):
        seal(TEXTS, "row 1")


def test_the_system_check_tells_that_no_key_is_set(keys):
    assert check_field_keys(None) == []

    keys.FIELD_KEYS = {}
    assert [told.id for told in check_field_keys(None)] == ["audit.W001"]
