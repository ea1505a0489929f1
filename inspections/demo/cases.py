"""Cases of the demonstration: issues told whole, over visits, follow-ups and years."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import models

from inspections.demo.fates import office_hour
from inspections.demo.history import Told
from inspections.demo.issues import IssuesMaker, MadeIssue, Seen
from inspections.demo.stock import chance_of
from inspections.lifecycle import VISIT_RECORDING, VisitState
from inspections.loading.directory import find_site
from inspections.management.commands.load_reference import shipped
from inspections.models import (
    DETAILS,
    FollowUp,
    Issue,
    IssueSighting,
    LegalOrder,
    Round,
    Visit,
    WaterResult,
    WaterSample,
)
from inspections.raising import RAISED
from regions.models import Office, Province, Site

Stated = Mapping[str, Any]
HELD = (*VISIT_RECORDING, VisitState.SUBMITTED, VisitState.SIGNED_OFF)


class Cases:
    """The cases first seen in one round, with what came of them up to `latest`.

    `add` puts those that are not there yet into a maker of issues, `store` what
    hangs on them once it has stored them; used once.
    """

    def __init__(self, held_round: Round, latest: date) -> None:
        self.held_round = held_round
        self.latest = latest
        every = shipped("demo_registers")["cases"]
        stated = [row for row in every if row["round"] == held_round.key]
        titles = [row["title"] for row in stated]
        held = Issue.objects.filter(title__in=titles).values_list("title", flat=True)
        known = {*held}
        self.missing: list[Stated] = [r for r in stated if r["title"] not in known]
        self.made: list[tuple[Stated, MadeIssue]] = []
        self.raised: list[tuple[Issue, FollowUp]] = []
        self.sightings: list[IssueSighting] = []

    def add(self, maker: IssuesMaker) -> None:
        """Add the issues, with their later sightings and follow-ups in history."""
        for row in self.missing:
            office = Office.objects.select_related("province").get(code=row["office"])
            seen_on = self.held_round.opens_on + timedelta(days=row["day"])
            chance = chance_of("case", row["title"])
            seen = Seen(office, row["kind"], self.held_round, seen_on)
            made = maker.add({**row, "site": ""}, seen, chance)
            made.issue.site = _site(row.get("site"), office.province)
            self.made.append((row, made))
            self._see_again(row, made, maker)
            self._raise(row, made, maker)

    def _see_again(self, row: Stated, made: MadeIssue, maker: IssuesMaker) -> None:
        issue = made.issue
        held = Visit.objects.filter(
            source__in=row.get("again", ()),
            state__in=HELD,
            starts_on__gt=issue.seen_on,
            starts_on__lte=self.latest,
        )
        for visit in held.select_related("lead").order_by("starts_on"):
            doer, note = maker.reporter(issue.office, visit), row["again"][visit.source]
            self.sightings.append(
                IssueSighting(
                    issue=issue,
                    visit=visit,
                    seen_on=visit.starts_on,
                    note=note,
                    by=doer.user,
                )
            )
            at = office_hour(visit.starts_on, made.chance)
            told = Told(issue, "sight", at, doer, note)
            day = visit.starts_on.isoformat()
            told.changes.append([["sighting", "", "seen_on"], None, day])
            made.told.append(told)
            made.again += 1

    def _raise(self, row: Stated, made: MadeIssue, maker: IssuesMaker) -> None:
        """Tie the ledger's follow-ups that begin with these words."""
        for words in row.get("raises", ()):
            found = FollowUp.objects.filter(
                ref__isnull=False,
                text__startswith=words,
                province=made.issue.office.province,
                given_on__gt=made.issue.seen_on,
            )
            for follow_up in found.order_by("pk")[:1]:
                self.raised.append((made.issue, follow_up))
                at = office_hour(min(follow_up.given_on, self.latest), made.chance)
                doer = maker.cast.reviewer(made.issue.office)
                told = Told(made.issue, RAISED, at, doer)
                told.changes.append(["follow_up", None, follow_up.ref])
                made.told.append(told)

    def store(self) -> None:
        """Store sightings, ties and details of the issues, which are stored by now."""
        IssueSighting.objects.bulk_create(self.sightings)
        ties = FollowUp.issues.through
        ties._default_manager.bulk_create(
            ties(issue_id=issue.pk, followup_id=follow_up.pk)
            for issue, follow_up in self.raised
        )
        for row, made in self.made:
            _store_detail(made.issue, row["detail"])
            _store_orders(made.issue, row.get("orders", ()))
            for sample in row.get("samples", ()):
                _store_sample(made.issue, sample)
            # Searches find it by what was stored after it.
            made.issue.describe()
            Issue.objects.bulk_update([made.issue], ["search_text"])


def _site(stated: Stated | None, province: Province | None) -> Site | None:
    """The site of the register with what is known of it; what is there stays."""
    if stated is None:
        return None
    site = find_site(stated["name"], stated["kind"], province)
    if site:
        for name, value in stated.get("register", {}).items():
            setattr(site, name, getattr(site, name) or value)
        site.save()
    return site


def _day(issue: Issue, days: int) -> date:
    """A day so long after the issue was first seen."""
    return issue.seen_on + timedelta(days=days)


def _store_detail(issue: Issue, stated: Stated) -> None:
    model = DETAILS[issue.kind]  # type: ignore[index]
    values: dict[str, Any] = {}
    for name, value in stated.items():
        field = model._meta.get_field(name)
        if isinstance(field, models.DateField):
            value = _day(issue, value)
        elif isinstance(field, models.DecimalField):
            value = Decimal(value)
        elif name.endswith("_province"):
            value = Province.objects.get(code=value)
        elif isinstance(field, models.ForeignKey):
            place = Province.objects.get(code=value["province"])
            value = find_site(value["name"], value["kind"], place)
        values[name] = value
    model._default_manager.create(issue=issue, **values)


def _store_orders(issue: Issue, stated: Sequence[Stated]) -> None:
    stored: list[LegalOrder] = []
    for row in stated:
        days = {n: _day(issue, row[n]) for n in ("due_on", "result_on") if n in row}
        follows = stored[row["follows"]] if "follows" in row else None
        texts = {
            name: row.get(name, "")
            for name in ("section", "number", "scope", "content", "result")
        }
        order = LegalOrder(issue=issue, issued_on=_day(issue, row["issued_on"]))
        for name, value in {**texts, **days, "follows": follows}.items():
            setattr(order, name, value)
        order.save()
        stored.append(order)


def _store_sample(issue: Issue, stated: Stated) -> None:
    sample = WaterSample.objects.create(
        issue=issue,
        taken_on=_day(issue, stated["taken_on"]),
        laboratory=stated["laboratory"],
        water_class=stated.get("water_class"),
        note=stated.get("note", ""),
    )
    WaterResult.objects.bulk_create(_results(sample, stated["results"]))


def _results(sample: WaterSample, found: Mapping[str, str]) -> Iterable[WaterResult]:
    """Results as a laboratory writes them: `<0.001` lies below detection."""
    for parameter, written in found.items():
        yield WaterResult(
            sample=sample,
            parameter=parameter,
            is_below=written.startswith("<"),
            value=Decimal(written.lstrip("<")),
        )
