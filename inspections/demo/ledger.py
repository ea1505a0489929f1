"""The ledger of the demonstration: what earlier rounds gave and what came of it."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType

from audit.models import Attachment, Entry
from inspections.actions.answering import Told as Answered
from inspections.actions.answering import words_of
from inspections.demo.carried import Season, carries_of
from inspections.demo.cast import Cast
from inspections.demo.fates import office_hour
from inspections.demo.history import Told, keeping_moments, write
from inspections.demo.lives import Life, Living, Said
from inspections.demo.networks import Met
from inspections.demo.photos import attach_photo
from inspections.demo.stock import chance_of
from inspections.lifecycle import FollowUpState, RoundState
from inspections.management.commands.load_reference import shipped
from inspections.models import (
    Answer,
    Carry,
    FollowUp,
    Redating,
    ResponseTimes,
    Round,
)
from inspections.models.reference import reserve_references
from inspections.rhythm import first_report
from regions.models import Office, Province
from thai.dates import BANGKOK, fiscal_year

MARK = "demo"
SAME = ("kind", "text", "level", "dimension", "priority", "rhythm", "company")
OPEN = "open"
"""What data/demo_ledger.json calls the demonstration's own round."""

Stated = Mapping[str, Any]


def load_ledger(held_round: Round, cast: Cast, begun: date) -> bool:
    """Make the ledger of the closed rounds and of `held_round`, if it is missing.

    `begun` is the day of the first load. Tells whether it was missing.
    """
    made = Entry.objects.filter(
        content_type=ContentType.objects.get_for_model(FollowUp), step=MARK
    )
    if made.exists():
        return False
    LedgerMaker(held_round, cast, begun).make()
    return True


class LedgerMaker:
    """Makes everything that data/demo_ledger.json states; used once."""

    def __init__(self, held_round: Round, cast: Cast, begun: date) -> None:
        self.stated = shipped("demo_ledger")
        self.cast, self.held_round = cast, held_round
        self.living = Living(cast, begun)
        closed = Round.objects.filter(state=RoundState.CLOSED)
        rounds = [*closed.exclude(pk=held_round.pk), held_round]
        self.seasons = Season.of(rounds)
        self.rounds = {held.key: held for held in rounds} | {OPEN: held_round}
        self.offices = {
            office.code: office for office in Office.objects.select_related("province")
        }
        self.by_province = {
            office.province_id: office
            for office in self.offices.values()
            if office.code.startswith("moi-")
        }
        self.met = Met(cast, self.rounds)

    def make(self) -> None:
        """Make and store it all."""
        self.met.make(self.stated["meetings"])
        given = [
            self._given(row) for row in self._rows() if row["round"] in self.rounds
        ]
        _number(given)
        lives = [*given, *self._adopted()]
        for life in lives:
            life.follow_up.save()
        self._tie_successors(given)
        carries = [
            carry
            for life in lives
            for carry in carries_of(
                life, self.seasons, self.living, self.stated["looks"]
            )
        ]
        Carry.objects.bulk_create(carries)
        self._store(lives)
        self._tell_round(sum(row.round_id == self.held_round.pk for row in carries))

    def _rows(self) -> Iterator[Stated]:
        """What is stated, of one given to several offices one for each."""
        for row in self.stated["follow_ups"]:
            for code, life in row.get("offices", {}).items():
                tied = uuid.uuid5(uuid.NAMESPACE_URL, row["key"])
                key = f"{row['key']}-{code}"
                yield {**row, "key": key, "office": code, "life": life, "tied": tied}
            if "offices" not in row:
                yield row

    def _given(self, row: Stated) -> Life:
        """One given in a round, with its life; not stored yet."""
        held, chance = self.rounds[row["round"]], chance_of(row["key"])
        first = self.living.begun if row["round"] == OPEN else held.opens_on
        given_on = min(first + timedelta(days=row["day"]), self.living.last)
        follow_up = FollowUp(
            round=held,
            state=FollowUpState.ISSUED,
            topic_kind=row["topic"],
            given_on=given_on,
            due_on=self.living.due(row, given_on),
            report_due_on=first_report(row.get("rhythm", ""), given_on),
            given_together=row.get("tied"),
            **{name: row[name] for name in SAME if name in row},
        )
        self._address(follow_up, row)
        office = follow_up.office or self.by_province[_province(follow_up).pk]
        at = office_hour(given_on, chance)
        life = Life(row["key"], follow_up, office, at, chance, at)
        self.living.tell(life, MARK)
        issued = self.living.tell(life, "issue")
        issued.changes.append(["state", FollowUpState.DRAFT, FollowUpState.ISSUED])
        follow_up.version = 2
        self.living.live(life, row["life"])
        return life

    def _address(self, follow_up: FollowUp, row: Stated) -> None:
        if "network" in row:
            follow_up.network = self.met.network(row["network"])
            follow_up.province = follow_up.network.province
            follow_up.meeting = self.met.meetings.get(row.get("meeting", ""))
        elif "company" in row:
            follow_up.province = Province.objects.get(code=row["province"])
        else:
            follow_up.office = self.offices[row["office"]]

    def _adopted(self) -> Iterator[Life]:
        """Those of real visits that a manager has adopted."""
        for row in self.stated["adopted"]:
            follow_up = FollowUp.objects.filter(
                visit__source=row["source"], order=row["order"], is_imported=True
            ).first()
            if follow_up:
                yield self._adopt(follow_up, row)

    def _adopt(self, follow_up: FollowUp, row: Stated) -> Life:
        key = f"{row['source']}-{row['order']}"
        chance, day = chance_of(key), self.living.day(row, follow_up.given_on)
        at = office_hour(day, chance)
        told = Told(follow_up, "adopt", at, self.cast.manager)
        told.changes.append(["is_imported", True, False])
        if "office" in row:
            follow_up.office = self.offices[row["office"]]
            told.changes.append(["to", None, str(follow_up.office)])
        follow_up.due_on = day + timedelta(days=ResponseTimes.current().response_days)
        told.changes.append(["due_on", None, follow_up.due_on.isoformat()])
        follow_up.is_imported = False
        follow_up.version += 1
        office = follow_up.office or self.by_province[_province(follow_up).pk]
        life = Life(key, follow_up, office, at, chance, at, told=[told])
        self.living.live(life, row["life"])
        return life

    def _tie_successors(self, lives: Iterable[Life]) -> None:
        by_key = {life.key: life for life in lives}
        for life in by_key.values():
            if life.successor in by_key:
                newer = by_key[life.successor].follow_up
                life.follow_up.superseded_by = newer
                life.follow_up.save(update_fields=["superseded_by"])
                life.looks[-1].changes.append(["superseded_by", None, newer.ref])

    def _store(self, lives: Sequence[Life]) -> None:
        """Store what hangs on the follow-ups, which are stored already."""
        said = [one for life in lives for one in life.said]
        with keeping_moments(Answer, "at"):
            Answer.objects.bulk_create(one.answer for one in said)
        with keeping_moments(Redating, "at"):
            Redating.objects.bulk_create(row for one in lives for row in one.redatings)
        for one in said:
            one.told.changes += _words(one)
        write([told for life in lives for told in life.told])

    def _tell_round(self, carried: int) -> None:
        """Let the round's history say how many were carried into it."""
        opened = Entry.objects.about(self.held_round).filter(step="open").first()
        if opened and not any(change[0] == "carried" for change in opened.changes):
            changes = [*opened.changes, ["carried", None, carried]]
            Entry.objects.filter(pk=opened.pk).update(changes=changes)


def _province(follow_up: FollowUp) -> Province:
    assert follow_up.province is not None, follow_up.text  # noqa: S101
    return follow_up.province


def _number(lives: Iterable[Life]) -> None:
    """Give each its number, in the order and the years in which they were given."""
    by_year: defaultdict[int, list[FollowUp]] = defaultdict(list)
    for life in sorted(lives, key=lambda life: life.began):
        by_year[fiscal_year(life.follow_up.given_on)].append(life.follow_up)
    for year, rows in sorted(by_year.items()):
        references = reserve_references("F", year, len(rows))
        for row, reference in zip(rows, references, strict=True):
            row.ref = reference


def _words(said: Said) -> list[list[Any]]:
    """What history tells of an answer, which keeps its photo now."""
    files: tuple[Attachment, ...] = ()
    stated, by = said.stated, said.told.doer.user
    if "photo" in stated and by:
        at = datetime.combine(said.answer.answered_on, said.told.at.time(), BANGKOK)
        taken_at = at - timedelta(hours=2)
        photo = attach_photo(
            said.answer, stated["photo"], stated["caption"], taken_at, by
        )
        files = (photo,)
    told = Answered(said.answer.text, said.answer.answered_on, None, files)
    return [list(change) for change in words_of(said.answer, told)]
