"""What can stand in a brief of a visit to Khon Kaen, on a day of one's choice."""

from contextlib import contextmanager
from datetime import date, datetime, time
from itertools import count

import time_machine
from django.db import transaction

from audit.models import Attachment
from audit.records import record
from inspections.lifecycle import FollowUpState
from inspections.models import FollowUp, FollowUpKind, Issue, IssueSighting, Redating
from networks.models import Contact, Meeting, Network, Point
from regions.models import Office
from tests.factories import (
    make_answer,
    make_follow_up,
    make_indicator,
    make_issue,
    make_meeting,
    make_official_figure,
    make_party,
    make_report,
    make_round,
    make_section,
    make_topic,
    make_user,
)
from thai.dates import BANGKOK

#: The reader's last visit, what came after it, today, and the visit to come.
LONG_BEFORE, BEFORE = date(2023, 1, 5), date(2023, 2, 10)
LAST, SINCE, LATER = date(2023, 3, 1), date(2023, 3, 20), date(2023, 4, 5)
TODAY, NEXT = date(2023, 5, 1), date(2023, 5, 10)
_serial = count(1)


@contextmanager
def on(day: date):
    """As if it were nine o'clock on that day."""
    moment = datetime.combine(day, time(9), tzinfo=BANGKOK)
    with time_machine.travel(moment, tick=False), transaction.atomic():
        yield


def give(office: Office, day: date = LONG_BEFORE, **fields) -> FollowUp:
    """Issued on that day, to be done by the end of the year."""
    fields.setdefault("due_on", date(2023, 12, 31))
    return make_follow_up(**{"office": office, "given_on": day, **fields})


def end(follow_up: FollowUp, day: date, step: str, state: str) -> FollowUp:
    """Brought to its end on that day."""
    FollowUp.objects.filter(pk=follow_up.pk).update(state=state)
    with on(day):
        record(follow_up, step, by=None)
    return follow_up


def verified(office: Office, day: date) -> FollowUp:
    return end(give(office), day, "verify", FollowUpState.VERIFIED)


def redate(follow_up: FollowUp, day: date, due_on: date, reason: str) -> FollowUp:
    """Another due day, set on that day."""
    with on(day):
        Redating.objects.create(
            follow_up=follow_up,
            was_due_on=follow_up.due_on,
            due_on=due_on,
            reason=reason,
        )
    follow_up.due_on = due_on
    follow_up.save()
    return follow_up


def prove(follow_up: FollowUp, day: date, files: int = 1) -> FollowUp:
    """Answered on that day, with so many files."""
    with on(day):
        answer = make_answer(follow_up, text=f"แก้ไขแล้ว {next(_serial)}")
    by = make_user()
    for _number in range(files):
        Attachment.objects.create(
            original_name="ก.pdf",
            media_type="application/pdf",
            size=1,
            by=by,
            record=answer,
        )
    return follow_up


def promise(network: Network, day: date, due_on: date, **fields) -> FollowUp:
    return make_follow_up(
        network=network,
        kind=FollowUpKind.COMMITMENT,
        given_on=day,
        due_on=due_on,
        **fields,
    )


def report_issue(office: Office, day: date, **fields) -> Issue:
    """Reported and seen on that day."""
    with on(day):
        return make_issue(office=office, seen_on=day, **fields)


def see_again(issue: Issue, day: date, **how) -> Issue:
    how = how or {"office": issue.office}
    IssueSighting.objects.create(issue=issue, seen_on=day, **how)
    return issue


def raise_point(province, day: date | None, text: str, **fields) -> Meeting:
    meeting = make_meeting(province=province, held_on=day, **fields)
    Point.objects.create(meeting=meeting, party=make_party(meeting), text=text)
    return meeting


def add_contact(network: Network, name: str) -> Contact:
    return Contact.objects.create(network=network, first_name=name, position="ประธาน")


class Figures:
    """Two rounds' reports of one office, with a topic that was copied."""

    def __init__(self, office: Office) -> None:
        # The factory's own rounds are numbered by the test, these by the year.
        self.last = make_round(
            fiscal_year=2565,
            number=1,
            opens_on=date(2022, 10, 1),
            closes_on=date(2022, 12, 31),
            reports_due_on=date(2022, 10, 31),
        )
        self.now = make_round(
            fiscal_year=2566,
            number=1,
            opens_on=date(2023, 2, 1),
            closes_on=date(2023, 6, 30),
            reports_due_on=date(2023, 3, 31),
        )
        self.reports = [
            make_report(office=office, round=held) for held in (self.last, self.now)
        ]

    def report(self, was: int | None, now: int, sent: date = SINCE, code: str = ""):
        """What was reported last time and what is now, by the same code."""
        code = code or f"code-{next(_serial)}"
        topic = None
        sections = []
        days = (date(2022, 10, 20), sent)
        for report, value, day in zip(self.reports, (was, now), days, strict=True):
            topic = make_topic(report.round, copied_from=topic)
            moment = datetime.combine(day, time(9), tzinfo=BANGKOK)
            section = make_section(
                report,
                topic=topic,
                state="accepted",
                first_submitted_at=moment,
                submitted_at=moment,
            )
            sections.append(section)
            indicator = make_indicator(topic, code=code, name_en=f"Counted {code}")
            if value is not None:
                make_official_figure(section, indicator=indicator, value=value)
        return sections[-1]
