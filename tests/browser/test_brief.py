"""A brief at its fullest: on two A4 sides, on a phone, and sound for everybody."""

from datetime import timedelta

import pytest
from django.utils import timezone

from audit.models import Attachment
from audit.records import record
from inspections.lifecycle import FollowUpState
from inspections.models import FollowUpKind, Redating, Visit
from networks.models import Contact, Network, Point
from tests import factories as make
from tests.browser.probes import axe, settle

ROWS = 12
#: As long as real ones; one has no place to break it.
TEXT = "ให้สำนักงานอุตสาหกรรมจังหวัดเร่งตรวจกำกับดูแลโรงงานกลุ่มเสี่ยง และรายงานผลภายในกำหนด"
UNBROKEN = "หนองบัวลำภูอุดรธานีสกลนคร" * 4
PAGE = b"/Type /Page\n"
FILL = "from tests.browser.test_brief import fill; fill({ref!r})"


def fill(ref: str) -> None:
    """Let there be more of everything than the visit's brief shows."""
    from django.db import transaction

    visit = Visit.objects.get(ref=ref)
    with transaction.atomic():
        for number in range(ROWS):
            _fill_once(visit, TEXT if number else UNBROKEN)


def _fill_once(visit: Visit, text: str) -> None:
    today = timezone.localdate()
    unit = visit.units.get()
    given = {"office": unit.office, "text": text, "given_on": today}
    moved = make.make_follow_up(**given, due_on=today + timedelta(days=30))
    for days in (10, 30):
        Redating.objects.create(
            follow_up=moved,
            was_due_on=today + timedelta(days=days - 5),
            due_on=today + timedelta(days=days),
            reason="ผู้ประกอบการขอขยายเวลาเพื่อจัดหางบประมาณปรับปรุงระบบบำบัดน้ำเสีย",
        )
    ended = make.make_follow_up(**given, state=FollowUpState.VERIFIED)
    record(ended, "verify", by=visit.lead)
    answered = make.make_follow_up(**given)
    Attachment.objects.create(
        original_name="ก.pdf",
        media_type="application/pdf",
        size=1,
        by=visit.lead,
        record=make.make_answer(answered, text=text),
    )
    past = {"given_on": today - timedelta(days=90), "due_on": today - timedelta(9)}
    make.make_follow_up(**{**given, **past})
    network = Network.objects.filter(province=unit.office.province).first()
    make.make_follow_up(
        **{**given, "office": None},
        kind=FollowUpKind.COMMITMENT,
        network=network,
        due_on=visit.starts_on,
    )
    make.make_issue(office=unit.office, title=text, seen_on=today)
    make.make_issue(office=unit.office, title=text, seen_on=today, is_repeated=True)
    meeting = make.make_meeting(province=unit.office.province, held_on=today)
    party = make.make_party(meeting, printed_name="สภาอุตสาหกรรมจังหวัด")
    Point.objects.create(meeting=meeting, party=party, text=text)
    Contact.objects.create(
        network=network,
        title="นาย",
        first_name="สมชาย",
        last_name="ใจดีเหลือเกิน",
        position="ประธานหอการค้าจังหวัด",
        phone="0 4323 6000",
    )


@pytest.fixture
def brief(site, new_context):
    """Opens the full brief of inspector12's next visit, in Thai."""
    address = site.visit_in("planned")
    site.manage("shell", "-c", FILL.format(ref=address.strip("/").split("/")[1]))
    context = new_context(
        storage_state=site.signed_in("inspector12", new_context),
        viewport={"width": 360, "height": 800},
    )
    page = context.new_page()
    page.goto(f"{address}brief/")
    settle(page)
    return page


def test_a_full_brief_is_two_a4_sides_and_readable_on_a_phone(brief):
    parts = brief.locator("#changes section")
    full = [part for part in parts.all() if part.locator("li").count() == 8]
    assert len(full) >= 10, "the province is full"

    width = brief.evaluate("document.documentElement.scrollWidth")
    paper = brief.pdf(format="A4", prefer_css_page_size=True)

    assert paper.count(PAGE) == 2
    assert width == 360
    assert axe(brief) == []
