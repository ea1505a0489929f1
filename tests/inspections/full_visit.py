"""A visit of two offices in which every text says whose it is."""

from decimal import Decimal

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile

from accounts.models import User
from audit.models import Attachment
from inspections.models import Visit
from networks.models import Meeting, Point
from regions.models import Office
from tests.factories import make_follow_up, make_meeting, make_party, make_visit

#: What stands in the plan; the offices know it from the first day.
PLAN = ("ห้องประชุมศาลากลาง",)
#: What is of the whole visit, or for those who go out.
COMMON = (
    "สรุปรวมของการตรวจ",
    "กำหนดการรวม",
    "หลักฐานมิติชุมชน",
    "ภาพถ่ายรวม.pdf",
)
INNER = ("บันทึกภายใน", "flag-of-the-source", "สื่อมวลชน 1/2566")


def words_of(name: str) -> tuple[str, ...]:
    """The texts of one office's own part."""
    return tuple(
        f"{kind}-{name}"
        for kind in (
            "รายงานเรื่อง",
            "ตัวเลข",
            "เหมือง",
            "ผู้แทนเครือข่าย",
            "ประเด็นที่เสนอ",
            "ข้อสั่งการ",
        )
    )


def make_full_visit(
    offices: dict[str, Office], *, state: str = "signed_off", **fields
) -> Visit:
    """A visit to the offices, each with its own part; names say whose it is."""
    visit = make_visit(
        offices=list(offices.values()),
        state=state,
        place=PLAN[0],
        summary=COMMON[0],
        note=INNER[0],
        source=INNER[2],
        **fields,
    )
    visit.sessions.create(activity=COMMON[1])
    visit.dimensions.create(dimension="community", score=3, evidence=COMMON[2])
    visit.flags.create(code=INNER[1])
    for unit, (name, office) in zip(visit.units.all(), offices.items(), strict=True):
        _write_part(visit, unit, office, words_of(name))
    return visit


def _write_part(visit: Visit, unit, office: Office, words: tuple[str, ...]) -> None:
    note, figure, site, party, point, order = words
    visit.notes.create(title=note, reported=note, unit=unit)
    visit.figures.create(name=figure, value=Decimal(7), unit="โรง", unit_inspected=unit)
    visit.sites_seen.create(printed_name=site, kind="mine", province=office.province)
    meeting: Meeting = make_meeting(visit=visit, province=office.province, title="")
    met = make_party(meeting, printed_name=party)
    Point.objects.create(meeting=meeting, party=met, text=point)
    is_issued = visit.state == "signed_off"
    make_follow_up(
        visit=visit,
        office=office,
        text=order,
        state="issued" if is_issued else "draft",
    )


def attach(visit: Visit, by: User, *, name: str = COMMON[3], **fields) -> Attachment:
    """A small file of the visit, with a preview if it is a picture."""
    values = {"media_type": "application/pdf", "size": 4, "sha256": "0" * 64}
    kept = Attachment(by=by, original_name=name, **{**values, **fields})
    if not kept.staged_key:
        kept.content_type = ContentType.objects.get_for_model(visit)
        kept.object_id = visit.pk
    kept.file.save("", ContentFile(b"file"), save=False)
    if kept.is_image:
        kept.preview.save("", ContentFile(b"small"), save=False)
    kept.save()
    return kept
