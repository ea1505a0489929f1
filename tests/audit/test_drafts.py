"""What is typed and not saved: kept for one person, by page, until it is saved."""

import json
from datetime import timedelta
from functools import partial

import pytest
from django.http import QueryDict
from django.utils import timezone

from audit.drafts import (
    MAX_BYTES,
    DraftElsewhere,
    DraftTooLong,
    close_draft,
    draft_of,
    drop_draft,
    give_up_draft,
    keep_draft,
    others_writing,
)
from audit.models import Draft, Entry
from audit.operations import new_key
from tests.racing import race

FORM = "/visits/V-2566-00001/record/"

pytestmark = pytest.mark.django_db


def sent(text="ข้อความ", page="", seen="", **more):
    """What a page posts; `page` is its name and its message's number."""
    posted = QueryDict(mutable=True)
    posted.update({"text": text, "draft_page": page, "draft_seen": seen, **more})
    return posted


def text_of(user) -> str | None:
    kept = draft_of(user, FORM)
    return str(kept.data["text"]) if kept else None


def test_gives_back_just_what_was_posted_but_for_what_steers(inspector):
    posted = sent("  ๑ <b>\0\r\n😀  ", "a:1", csrfmiddlewaretoken="x", keep_draft="1")
    posted.setlist("several", ["ก", "", "ข"])

    keep_draft(inspector, FORM, posted)

    kept = draft_of(inspector, FORM)
    assert dict(kept.data.lists()) == {
        "text": ["  ๑ <b>\0\r\n😀  "],
        "several": ["ก", "", "ข"],
    }
    assert abs(kept.saved_at - timezone.now()) < timedelta(minutes=1)
    assert not Entry.objects.exists()


def test_belongs_to_one_person_and_one_form(inspector, assistant):
    keep_draft(inspector, FORM, sent())

    assert draft_of(assistant, FORM) is None
    assert draft_of(inspector, f"{FORM}other/") is None
    drop_draft(assistant, FORM)
    assert text_of(inspector) == "ข้อความ"
    drop_draft(inspector, FORM)
    assert draft_of(inspector, FORM) is None


def test_refuses_what_is_too_long_and_keeps_what_was_there(inspector):
    keep_draft(inspector, FORM, sent("เดิม", "a:1"))

    with pytest.raises(DraftTooLong):
        keep_draft(inspector, FORM, sent("ก" * (MAX_BYTES // 3), "a:2"))

    assert text_of(inspector) == "เดิม"
    keep_draft(inspector, FORM, sent("ก" * (MAX_BYTES // 3 - 100), "a:3"))
    assert len(text_of(inspector)) == MAX_BYTES // 3 - 100


def test_the_later_message_of_a_page_wins_however_they_arrive(inspector):
    keep_draft(inspector, FORM, sent("หนึ่ง", "a:1"))
    keep_draft(inspector, FORM, sent("สาม", "a:3"))
    keep_draft(inspector, FORM, sent("สอง", "a:2"))

    assert text_of(inspector) == "สาม"


def test_a_page_does_not_overwrite_what_another_one_kept(inspector):
    keep_draft(inspector, FORM, sent("หน้าแรก", "a:1"))

    for stranger in (sent("หน้าสอง", "b:1"), sent("หน้าสอง"), sent("ก", seen="a:0")):
        with pytest.raises(DraftElsewhere):
            keep_draft(inspector, FORM, stranger)

    assert text_of(inspector) == "หน้าแรก"


def test_a_page_made_from_a_draft_takes_it_over(inspector):
    seen = keep_draft(inspector, FORM, sent("หน้าแรก", "a:1")).stamp

    keep_draft(inspector, FORM, sent("ต่อที่นี่", "b:1", seen))

    assert text_of(inspector) == "ต่อที่นี่"
    with pytest.raises(DraftElsewhere):
        keep_draft(inspector, FORM, sent("ต่อที่เดิม", "a:2"))


def test_a_page_without_script_takes_over_what_it_has_seen_only(inspector):
    seen = keep_draft(inspector, FORM, sent("หนึ่ง")).stamp

    assert keep_draft(inspector, FORM, sent("สอง", seen=seen)).stamp != seen
    with pytest.raises(DraftElsewhere):
        keep_draft(inspector, FORM, sent("สาม", seen=seen))


def test_what_arrives_after_saving_is_not_kept_unless_typed_after_it(inspector):
    keep_draft(inspector, FORM, sent("กำลังพิมพ์", "a:1"))
    close_draft(inspector, FORM, sent("บันทึก", "a:3"))

    keep_draft(inspector, FORM, sent("มาช้า", "a:2"))
    assert draft_of(inspector, FORM) is None
    keep_draft(inspector, FORM, sent("พิมพ์ต่อ", "a:4"))
    assert text_of(inspector) == "พิมพ์ต่อ"


def test_also_when_nothing_was_kept_before(inspector):
    close_draft(inspector, FORM, sent("บันทึก", "a:2"))

    keep_draft(inspector, FORM, sent("มาช้า", "a:1"))
    assert draft_of(inspector, FORM) is None
    keep_draft(inspector, FORM, sent("หน้าใหม่", "b:1"))
    assert text_of(inspector) == "หน้าใหม่"


def test_what_arrives_after_giving_up_is_not_kept_unless_typed_after_it(inspector):
    keep_draft(inspector, FORM, sent("หน้าแรก", "a:1"))
    give_up_draft(inspector, FORM, sent("", "b:3"))

    assert draft_of(inspector, FORM) is None
    keep_draft(inspector, FORM, sent("มาช้า", "b:2"))
    assert draft_of(inspector, FORM) is None
    keep_draft(inspector, FORM, sent("พิมพ์ต่อ", "b:4"))
    assert text_of(inspector) == "พิมพ์ต่อ"
    give_up_draft(inspector, FORM, sent(""))
    assert not Draft.objects.exists()


def test_saving_one_page_leaves_what_another_one_kept(inspector):
    seen = keep_draft(inspector, FORM, sent("หน้าแรก", "a:1")).stamp

    close_draft(inspector, FORM, sent("หน้าสอง", "b:5"))
    assert text_of(inspector) == "หน้าแรก"
    close_draft(inspector, FORM, sent("หน้าสอง"))
    assert text_of(inspector) == "หน้าแรก"
    close_draft(inspector, FORM, sent("หน้าสาม", seen=seen))
    assert draft_of(inspector, FORM) is None


def test_tells_others_who_writes_and_since_when_but_not_what(inspector, assistant):
    keep_draft(inspector, FORM, sent("ลับ", "a:1"))
    begun = Draft.objects.get().begun_at
    keep_draft(inspector, FORM, sent("ลับ ๆ", "a:2"))

    assert others_writing(FORM, assistant) == [(str(inspector), begun)]
    assert others_writing(FORM, inspector) == []
    assert others_writing("/elsewhere/", assistant) == []
    Draft.objects.update(saved_at=timezone.now() - timedelta(hours=13))
    assert others_writing(FORM, assistant) == []
    close_draft(inspector, FORM, sent("ลับ", "a:3"))
    assert others_writing(FORM, assistant) == []


@pytest.mark.parametrize(
    "page", ["", "a", ":", "a:-1", "a:๓", f"{'ก' * 99}:{'9' * 99}"]
)
def test_a_made_up_page_name_does_no_harm(inspector, page):
    keep_draft(inspector, FORM, sent("ข้อความ", f"\0{page}", "\0", operation="x"))

    assert text_of(inspector) == "ข้อความ"
    assert Draft.objects.get().key is None


def test_the_key_of_the_form_is_noted(inspector):
    key = new_key()

    keep_draft(inspector, FORM, sent(operation=key))

    assert str(Draft.objects.get().key) == key
    assert json.loads(Draft.objects.get().data)["operation"] == [key]


@pytest.mark.django_db(transaction=True)
def test_of_messages_at_once_the_latest_is_kept(inspector):
    race(
        [
            partial(keep_draft, inspector, FORM, sent(str(number), f"a:{number}"))
            for number in range(1, 5)
        ]
    )

    assert text_of(inspector) == "4"
