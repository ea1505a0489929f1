"""What the world's rounds bring: topics, reports in every state, reported issues.

Whose a text is: what an office has not sent is its own, as is what it took back
before anybody opened it; what was sent is for those who judge it, too.
"""

from dataclasses import fields
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.urls import reverse

from accounts.models import User
from audit.models import Attachment
from audit.records import record
from inspections.lifecycle import IssueState, RoundState, SectionState
from inspections.models import (
    Complainant,
    Identity,
    Issue,
    ReportSection,
    Round,
    SectionComment,
    SectionVersion,
    Topic,
)
from inspections.versions import content_of
from tests import factories as make
from tests.access import FIELD, MANAGERS, OFFICE, READERS, SIGNED_IN
from tests.page_forms import page_form
from thai.dates import BANGKOK

if TYPE_CHECKING:
    from tests.world import Places, World

PDF = b"%PDF-1.4\n% "
#: Who reads what an office has sent or has to deal with.
OF_THE_PLACE = FIELD | MANAGERS | OFFICE
SENT_AT = datetime(2023, 1, 20, 9, 0, tzinfo=BANGKOK)
BACK_AT = datetime(2023, 1, 25, 9, 0, tzinfo=BANGKOK)
#: How each of a report's sections stands; beyond the states, one that was sent
#: and taken back, and one into which an officer has typed without saving.
STANDINGS = (*SectionState.values, "withdrawn", "unsaved")
OTHER_ROUNDS = {
    "planned": (2567, 1),
    "summarising": (2565, 2),
    "closed": (2565, 1),
}


def build_rounds(world: "World", places: "Places") -> None:
    """Rounds in every state with their topics; reports where there are any."""
    for state, (year, number) in OTHER_ROUNDS.items():
        held = make.make_round(state=state, fiscal_year=year, number=number)
        _round(world, held)
        topic = _topic(world, held, "only")
        if state == RoundState.PLANNED:
            continue
        for place in ("here", "elsewhere"):
            report = make.make_report(round=held, office=places.offices[place])
            _keep_report(world, f"{state} {place}", report)
            if state == RoundState.CLOSED:
                _section(world, _Report(world, report, place), topic, "locked")
    held = places.round
    _round(world, held)
    topics = {standing: _topic(world, held, standing) for standing in STANDINGS}
    # Only of one office somebody has typed something.
    everywhere = {name: topics[name] for name in topics if name != "unsaved"}
    for place in ("here", "next-door", "elsewhere"):
        report = make.make_report(round=held, office=places.offices[place])
        _keep_report(world, f"open {place}", report)
        told = _Report(world, report, place)
        for standing, topic in (topics if place == "here" else everywhere).items():
            _section(world, told, topic, standing)


def _keep_report(world: "World", label: str, report: Any) -> None:
    here = (report.round.key, report.office.code)
    world.keep("report", label, *here)
    world.keep("report_step", label, *here, "accept")


def _round(world: "World", held: Round) -> None:
    """All of a round is for everybody."""
    label = f"{held.state} here"

    def text(where: str) -> str:
        return world.plant(f"round.{where} [{label}]", SIGNED_IN, "here")

    held.policy_note = text("policy_note")
    held.save()
    record(held, "reopen", by=world.users["manager"], reason=text("history.reason"))
    world.keep("round", label, held.key)
    world.keep("round_step", label, held.key, "summarise")


def _topic(world: "World", held: Round, name: str) -> Topic:
    label = f"{held.state} {name} here"

    def text(where: str) -> str:
        return world.plant(f"topic.{where} [{label}]", SIGNED_IN, "here")

    topic = make.make_topic(
        held,
        title_th=text("title_th"),
        guidance=text("guidance"),
        order=held.topics.count(),
    )
    make.make_indicator(topic, name_th=text("indicator"), unit_th=text("unit"))
    if name in {"only", "accepted"}:
        world.keep("topic", label, held.key, topic.pk)
    return topic


class _Report:
    """One office's report; plants what only the office knows, and what was sent."""

    def __init__(self, world: "World", report: Any, place: str) -> None:
        self.world, self.report, self.place = world, report, place
        self.officer: User = world.users[
            "neighbour" if place == "next-door" else "officer"
        ]

    def own(self, where: str) -> str:
        """For the office alone."""
        return self.world.plant(f"{where} [{self.place}]", OFFICE, self.place)

    def sent(self, where: str) -> str:
        """For who judges the report, too."""
        return self.world.plant(f"{where} [{self.place}]", OF_THE_PLACE, self.place)


def _section(world: "World", told: _Report, topic: Topic, standing: str) -> None:
    """A section with every part; what was sent before it came back is a version."""
    is_sent = standing in {"submitted", "accepted"}
    text = told.sent if is_sent else told.own
    state = standing if standing in SectionState.values else SectionState.DRAFT
    first = None if standing in {"draft", "unsaved", "locked"} else SENT_AT
    section = make.make_section(
        told.report,
        topic=topic,
        state=state,
        narrative=text(f"section.narrative {standing}"),
        obstacles=text(f"section.obstacles {standing}"),
        needs=text(f"section.needs {standing}"),
        first_submitted_at=first,
        submitted_at=first,
        # Reading it is then no first reading, which would be noted.
        opened_at=SENT_AT
        if standing in {"submitted", "returned", "accepted"}
        else None,
    )
    _figure(section, text, standing)
    file = make_file(
        section,
        told.officer,
        # Sent, and afterwards described otherwise: the file itself is known.
        (told.sent if standing == "returned" else text)(
            f"content of a section's file {standing}"
        ),
        text(f"section.file.original_name {standing}"),
        text(f"section.file.caption {standing}"),
    )
    here = (told.report.round.key, told.report.office.code, topic.pk)
    label = f"{standing} {told.place}"
    world.keep("section", label, *here)
    world.keep("section_step", label, *here, "submit")
    world.keep("section_file", label, *here, file.pk)
    _past(told, section, standing)


def _figure(section: ReportSection, text: Any, standing: str) -> None:
    make.make_official_figure(
        section,
        name=text(f"official figure.name {standing}"),
        unit=text(f"official figure.unit {standing}"),
        value=4321,
        printed="4321",
    )
    make.make_official_figure(
        section, indicator=section.topic.indicators.get(), value=7
    )


def make_file(
    about: Any, by: User, content: str, name: str, caption: str
) -> Attachment:
    """A PDF file of a record with these texts."""
    data = ContentFile(PDF + content.encode())
    attachment = Attachment(
        record=about,
        by=by,
        original_name=f"{name}.pdf",
        caption=caption,
        media_type="application/pdf",
        size=len(data),
        sha256=content.ljust(64, "0"),
    )
    attachment.file.save("", data)
    return attachment


def _past(told: _Report, section: ReportSection, standing: str) -> None:
    """What was sent and came back, how it was written, what was asked for."""
    record(
        section,
        "write",
        by=told.officer,
        changes=[
            ("narrative", told.own(f"history before {standing}"), None),
            (["figures", "1", "name"], None, told.own(f"history after {standing}")),
        ],
    )
    if standing == "withdrawn":
        _version(section, told.own, "withdrawn", 1)
        entry = record(section, "withdraw", by=told.officer)
        type(entry).objects.filter(pk=entry.pk).update(at=BACK_AT)
    elif standing in {"returned", "accepted"}:
        _version(section, told.sent, f"{standing} first", 1)
        _version(section, told.sent, standing, 2)
        manager = told.world.users["manager"]
        asked = told.sent(f"section.comment {standing}")
        SectionComment.objects.create(
            section=section, part="needs", text=asked, by=manager
        )
        record(section, "return", by=manager, changes=[("comment.needs", None, asked)])
        reason = told.sent(f"section.history.reason {standing}")
        record(section, "reopen", by=manager, reason=reason)


def _version(section: ReportSection, text: Any, name: str, number: int) -> None:
    """What was sent differs from what is stored, in every text.

    One file that was sent has been removed since, another only described anew.
    """
    held = content_of(section)
    for part in ("narrative", "obstacles", "needs"):
        held[part] = text(f"version.{part} {name}")
    own = next(figure for figure in held["figures"] if not figure["indicator"])
    own["name"] = text(f"version.figure.name {name}")
    own["unit"] = text(f"version.figure.unit {name}")
    gone = {"name": f"{text(f'version.gone file {name}')}.pdf", "caption": ""}
    held["files"] = [{**gone, "sha256": f"{number}" * 64}]
    if name == "returned":
        caption = text(f"version.file.caption {name}")
        stored = Attachment.objects.about(section).get()
        kept = {"name": "sent.pdf", "caption": caption, "sha256": stored.sha256}
        held["files"].append(kept)
    SectionVersion.objects.create(
        section=section, number=number, at=SENT_AT + timedelta(number), content=held
    )


def keep_unsaved(world: "World") -> None:
    """Let an officer type into a section and not save it."""
    client = world.client("officer")
    address = reverse(
        "inspections:section_edit", args=world.objects["section"]["unsaved here"]
    )
    form = page_form(client.get(address), having="section-narrative")
    who = frozenset({"officer"})
    form["section-narrative"] = [world.plant("kept draft", who, "here")]
    answer = client.post(address, {**form, "keep_draft": "1"})
    if answer.status_code != 200:
        raise AssertionError(answer.status_code)


# --- Issues -------------------------------------------------------------------------


#: Visits that saw an issue again.
SAW_AGAIN = ("in_progress here", "signed_off here", "in_progress elsewhere")


def build_issues(world: "World", places: "Places") -> None:
    """Issues in every state and place, one of them seen by a visit of `lead`."""
    for state in IssueState.values:
        if state != IssueState.DUPLICATE:
            _issue(world, places, f"{state} here")
    for place in ("next-door", "elsewhere", "agency"):
        _issue(world, places, f"reported {place}")
        _issue(world, places, f"verified {place}")
    visit = world.visits["in_progress here"]
    seen = _issue(world, places, "reported visit here", visit=visit)
    _issue(world, places, "resolved visit here", visit=visit)
    elsewhere = world.issues["verified elsewhere"]
    _issue(world, places, "duplicate here", duplicate_of=elsewhere)
    world.issues["verified elsewhere"].sightings.create(
        visit=world.visits["planned elsewhere"], seen_on=date(2023, 2, 1)
    )
    seen.sightings.create(office=places.offices["here"], seen_on=date(2023, 2, 1))
    seen.sightings.create(by=world.users["inspector"], seen_on=date(2023, 2, 1))
    for label in SAW_AGAIN:
        _seen_again(world, places, label)


def _seen_again(world: "World", places: "Places", label: str) -> None:
    """An issue that its office reported and the visit saw again, with a note."""
    from tests.world import Held

    visit, (state, place) = world.visits[label], label.split()
    issue = _issue(world, places, f"reported visit again-{state} {place}")
    note = world.plant(f"sighting.note [{label}]", READERS | OFFICE, place)
    issue.sightings.create(visit=visit, seen_on=visit.starts_on, note=note)
    follow_up = make.make_follow_up(
        office=places.offices[place],
        text=world.plant(f"raised [{label}]", OF_THE_PLACE, place),
    )
    follow_up.issues.add(issue)
    world.follow_ups.append(Held(follow_up, OF_THE_PLACE, place))
    world.keep("visit_seen", label, visit.ref, issue.ref)


def _issue(world: "World", places: "Places", label: str, **fields: Any) -> Issue:
    state, *words, place = label.split()
    who = READERS | OFFICE if "visit" in words else OF_THE_PLACE

    def text(where: str) -> str:
        return world.plant(f"{where} [{label}]", who, place)

    issue = make.make_issue(
        office=places.offices[place],
        state=state,
        kind="other",
        title=text("issue.title"),
        what=text("issue.what"),
        place=text("issue.place"),
        seen_on=date(2023, 1, 2),
        **fields,
    )
    world.issues[label] = issue
    file = make_file(
        issue,
        world.users["manager"],
        text("content of an issue's file"),
        text("issue.file.original_name"),
        text("issue.file.caption"),
    )
    record(
        issue,
        "edit",
        by=world.users["manager"],
        reason=text("issue.history.reason"),
        changes=[
            ("what", text("issue.history before"), None),
            ("title", None, text("issue.history after")),
        ],
    )
    if duplicate_of := fields.get("duplicate_of"):
        changes = [("duplicate_of", None, duplicate_of.ref)]
        record(issue, "duplicate", by=world.users["manager"], changes=changes)
        record(
            duplicate_of,
            "join",
            by=world.users["manager"],
            changes=[("duplicate", None, issue.ref)],
        )
    if label in {"reported here", "reported elsewhere"}:
        _complainants(world, issue, place)
    world.keep("issue", label, issue.ref)
    world.keep("issue_step", label, issue.ref, "take")
    world.keep("issue_file", label, issue.ref, file.pk)
    return issue


def _complainants(world: "World", issue: Issue, place: str) -> None:
    """One filed by the office, one that an inspector took; no page shows who it is."""
    for word, office in (("filed", issue.office), ("taken", None)):
        complainant = Complainant(
            issue=issue,
            office=office,
            told_on=date(2023, 1, 2),
            keep_until=date(2099, 1, 2),
            created_by=world.users["manager"],
        )
        texts = [
            world.plant(f"complainant.{field.name} {word}", (), place)
            for field in fields(Identity)
        ]
        complainant.seal(Identity(*texts))
        complainant.save()
        world.keep("complainant", f"{word} {place}", issue.ref, complainant.pk)
