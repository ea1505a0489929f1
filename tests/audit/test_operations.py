"""One press of a button takes effect once, however often it arrives."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from audit.models import Operation
from audit.operations import OperationReused, digest, new_key, once, posted_key
from tests.factories import make_user

pytestmark = pytest.mark.django_db


class Act:
    """Something that must happen once."""

    def __init__(self, *, fails: int = 0) -> None:
        self.calls = 0
        self.fails = fails

    def __call__(self) -> str:
        self.calls += 1
        if self.calls <= self.fails:
            raise ValueError(self.calls)
        return f"/done/{self.calls}/"


def test_a_repeat_is_answered_with_the_first_result():
    user, key, act = make_user(), new_key(), Act()

    answers = [once(user, key, "same", act) for _ in range(3)]

    assert answers == ["/done/1/"] * 3
    assert act.calls == 1


def test_other_content_under_a_used_key_is_refused_and_told_where():
    user, key, act = make_user(), new_key(), Act()
    once(user, key, "first", act)

    with pytest.raises(OperationReused) as told:
        once(user, key, "second", act)

    assert told.value.result == "/done/1/"
    assert act.calls == 1


def test_a_failure_frees_the_key():
    user, key, act = make_user(), new_key(), Act(fails=1)
    with pytest.raises(ValueError, match="1"):
        once(user, key, "first", act)
    assert not Operation.objects.exists()

    answer = once(user, key, "mended", act)

    assert answer == "/done/2/"
    assert Operation.objects.get().result == answer


def test_a_key_belongs_to_one_user():
    key, act = new_key(), Act()

    answers = [once(make_user(), key, "same", act) for _ in range(2)]

    assert answers == ["/done/1/", "/done/2/"]


def post(**data) -> str:
    return digest(RequestFactory().post("/", data))


def test_the_digest_is_of_what_was_typed():
    assert post(a="ก", b="ข") == post(b="ข", a="ก")
    assert post(a="ก", csrfmiddlewaretoken="x") == post(a="ก", csrfmiddlewaretoken="y")
    assert len({post(a="ก"), post(a="ข"), post(b="ก"), post(a=["ก", "ก"])}) == 4


def test_the_digest_tells_one_file_from_another():
    def with_file(name: str, content: bytes) -> str:
        return post(upload=SimpleUploadedFile(name, content))

    assert with_file("a.jpg", b"12") == with_file("a.jpg", b"12")
    assert with_file("a.jpg", b"12") != with_file("b.jpg", b"12")
    assert with_file("a.jpg", b"12") != with_file("a.jpg", b"123")


def test_a_forms_key_is_read_from_it():
    key = new_key()

    assert posted_key(RequestFactory().post("/", {"operation": key.upper()})) == key


@pytest.mark.parametrize("sent", ["", "x", "1234", "0" * 500])
def test_a_form_without_a_proper_key_gets_one_for_the_whole_request(sent):
    request = RequestFactory().post("/", {"operation": sent})

    key = posted_key(request)

    assert str(uuid.UUID(key)) == key
    assert posted_key(request) == key
    assert posted_key(RequestFactory().post("/", {"operation": sent})) != key
