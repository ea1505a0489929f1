"""Why somebody reads, corrects or erases a complainant: a real reason, no number."""

import pytest
from django.utils import translation

from audit.models import Entry
from inspections.models import Complainant, Identity
from inspections.redacting import redacted
from tests.inspections.test_complainant import (
    NAME,
    act,
    complainant,
    issue,
)
from tests.page_forms import page_form
from tests.reading import client_of

__all__ = ["complainant", "issue"]
NOBODY = Identity("", "", "", "")
PERSON = Identity("", "081-234-5678", "", "")


@pytest.mark.parametrize(
    "reason", ["x", "ดู", "-------", "081 234 5678", "ๆๆๆๆๆๆๆ", "aaaaaaa"]
)
@pytest.mark.parametrize("name", ["reveal", "anonymise"])
def test_what_tells_no_reason_is_refused_beside_the_field(
    name, reason, officer, complainant
):
    response = act(officer, name, complainant, reason=reason)

    assert response.status_code == 422
    with translation.override("en"):
        errors = str(response.context[name].errors["reason"])
    assert "Write in a few words what for" in errors
    assert NAME not in response.content.decode()
    assert not Entry.objects.about(complainant).exists()


def test_nor_is_one_corrected_without(officer, complainant):
    data = page_form(act(officer, "reveal", complainant), having="stamp")

    response = client_of(officer).post(
        f"{complainant_url(complainant)}edit/", data | {"reason": "x"}
    )

    assert response.status_code == 422
    assert [*response.context["form"].errors] == ["reason"]


def complainant_url(complainant) -> str:
    return f"{complainant.issue.get_absolute_url()}complainants/{complainant.pk}/"


@pytest.mark.parametrize("reason", ["ขอให้ลบข้อมูล", "โทรแจ้งผล", "Call back", "to ask"])
def test_a_few_words_are_enough(reason, officer, complainant):
    assert act(officer, "reveal", complainant, reason=reason).status_code == 200


@pytest.mark.parametrize(
    "number",
    [
        "0812345678",
        "081-234-5678",
        "081.234.5678",
        "(081) 234 5678",
        "๐๘๑ ๒๓๔ ๕๖๗๘",
        "08๑–234—5678",
        "+66812345678",
        "+66 81 234 5678",
        "+66 (0) 81-234-5678",
        "+๖๖ ๘๑ ๒๓๔ ๕๖๗๘",
        "0066812345678",
        "00 66 81 234 5678",
        "66 81 234 5678",
    ],
)
@pytest.mark.parametrize("person", [PERSON, NOBODY], ids=["kept", "not kept"])
def test_a_telephone_number_is_taken_out_in_any_spelling(number, person):
    kept = redacted(f"โทร {number} เรื่องกลิ่น", person)

    assert kept == "โทร […] เรื่องกลิ่น"


@pytest.mark.parametrize(
    ("contact", "typed"),
    [
        ("+66 2 202 4000", "02-202-4000"),
        ("0066 43 123 456", "043123456"),
        ("๐๘๑.๒๓๔.๕๖๗๘", "81 234 5678"),
        ("02-202-4000", "+66 2202 4000"),
        ("+856 20 5512 3456", "00856 20 5512 3456"),
        ("220 240", "๒๒๐-๒๔๐"),
    ],
)
def test_the_number_kept_is_known_in_another_spelling(contact, typed):
    assert redacted(f"โทร {typed}", Identity("", contact, "", "")) == "โทร […]"


@pytest.mark.parametrize("typed", ["+856 20 5512 3456", "043-123-456", "02 202 4000"])
def test_numbers_that_nobody_kept_are_taken_out_too(typed):
    assert redacted(f"ติดต่อ {typed}", NOBODY) == "ติดต่อ […]"


@pytest.mark.parametrize(
    "text",
    [
        "ตามหนังสือ อก 0201/12345 ลงวันที่ 05/08/2569",
        "โรงงาน 3-106-26/36กส เลขใหม่ 10400000125231 หรือ 1-0400-00012523-1",
        "เรื่อง I-2569-00012 ครั้งที่ 2 วันที่ 01-02-2569",
        "ค่าปรับ 1,250,000 บาท ประทานบัตร 28608/15360",
    ],
)
def test_other_numbers_stay(text):
    assert redacted(text, PERSON) == text


def test_taken_out_also_where_the_seal_does_not_open(officer, complainant):
    Complainant.objects.filter(pk=complainant.pk).update(sealed=b"broken")

    act(officer, "anonymise", complainant, reason="ขอให้ลบ +66 81 234 5678")

    assert Entry.objects.about(complainant).get().reason == "ขอให้ลบ […]"
