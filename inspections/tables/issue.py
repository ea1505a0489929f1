"""The register of reported issues."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from inspections.filters.issue import IssueFilter
from inspections.issue_reading import person_reporting
from inspections.lifecycle import IssueState
from inspections.models import IssueSighting, Severity, TopicKind, Visit
from inspections.models.issue_choices import ISSUE_TONES
from inspections.tables.columns import LongColumn, WordsColumn
from inspections.tables.visit import round_words
from regions.models.naming import localized
from ui.listing import Listing
from ui.tables import (
    NOTHING,
    DateColumn,
    Draw,
    LinkColumn,
    ListTable,
    NowrapColumn,
    StatusColumn,
    TextColumn,
)

#: How a severity is coloured; the words say the same.
SEVERITY_TONES: Mapping[str, str] = {
    Severity.LOW: "neutral",
    Severity.MEDIUM: "todo",
    Severity.HIGH: "late",
    Severity.CRITICAL: "late",
}

A_NUMBER = "I-2500-99999"
Reporters = Mapping[str, bool]


class What(NamedTuple):
    """What an issue is called, its number, its place, whether it was there before."""

    title: str
    ref: str
    place: str
    is_repeated: bool


class IssueColumn(LongColumn):
    """What an issue is, leading to it, with its place and repetition below.

    A file has only what it is called.
    """

    def drawer(self, language: str) -> Draw:
        again = _now("has occurred before")
        address = reverse("inspections:issue_detail", args=[A_NUMBER])

        def draw(what: What) -> str:
            link = escape(address.replace(A_NUMBER, what.ref))
            told = [what.place, again if what.is_repeated else ""]
            below = " · ".join(filter(None, told))
            soft = f'<br><span class="soft">{escape(below)}</span>' if below else ""
            return f'<span><a href="{link}">{escape(what.title)}</a>{soft}</span>'

        return draw

    def exporter(self, language: str) -> Callable[[What], Sequence[object]]:
        return lambda what: (what.title,)


class ReportersColumn(TextColumn):
    """Who reported an issue; the number of a visit is never broken.

    The value is names, each with whether it is such a number.
    """

    def drawer(self, language: str) -> Draw:
        def draw(names: Reporters) -> str:
            shown = [
                f'<span class="nowrap">{escape(name)}</span>' if whole else escape(name)
                for name, whole in names.items()
            ]
            return f"<span>{', '.join(shown)}</span>" if shown else NOTHING

        return draw

    def exporter(self, language: str) -> Callable[[Reporters], Sequence[object]]:
        return lambda names: (", ".join(names),)


class IssueTable(ListTable):
    """The issues, last seen first; a file also holds the columns not shown."""

    ref = LinkColumn(
        _("Number"),
        url="inspections:issue_detail",
        sample=A_NUMBER,
        order_by="ref",
        initial_sort_descending=True,
    )
    round = NowrapColumn(_("Round"), visible=False)
    title = IssueColumn(_("Issue"))
    kind = WordsColumn(_("Kind"))
    what = TextColumn(_("What was found"), visible=False)
    office = WordsColumn(_("Office responsible"))
    province = NowrapColumn(_("Province"), visible=False)
    place = TextColumn(_("Place"), visible=False)
    site = TextColumn(_("Site"), visible=False)
    severity = StatusColumn(
        _("Severity"), labels=Severity.choices, tones=SEVERITY_TONES
    )
    seen_on = DateColumn(_("Seen on"), order_by="seen_on", initial_sort_descending=True)
    state = StatusColumn(
        _("State"),
        labels=IssueState.choices,
        tones={str(state): tone for state, tone in ISSUE_TONES.items()},
        order_by=("state", "seen_on"),
    )
    reported_by = ReportersColumn(_("Reported by"))
    repeated = NowrapColumn(_("Repeated"), visible=False)

    class Meta:
        order_by = "-seen_on"
        empty_text = _("No issue that you can see is reported yet.")


class IssueListing(Listing):
    """The issues as one reader may see them; see `issue_listing`."""

    table = IssueTable
    filterset = IssueFilter
    caption = pgettext_lazy("register", "Reported issues")
    fields = [
        "ref",
        "round__fiscal_year",
        "round__number",
        "title",
        "kind",
        "what",
        "office__name_th",
        "office__name_en",
        "province__name_th",
        "province__name_en",
        "place",
        "site__name",
        "severity",
        "seen_on",
        "state",
        "is_repeated",
    ]
    file_name = "issues"
    reader: User

    def related(self, keys: Sequence[int]) -> Mapping[int, Reporters]:
        """Who reported each issue; visits by number if known to the reader."""
        known = Visit.objects.visible_to(self.reader).filter(pk=OuterRef("visit"))
        rows = IssueSighting.objects.filter(issue__in=keys).annotate(
            is_known=Exists(known)
        )
        found: dict[int, dict[str, bool]] = defaultdict(dict)
        for issue, visit, is_known, *others in rows.values_list(*REPORTER):
            words = visit if is_known else _now("A visit")
            found[issue][words if visit else _unvisited(*others)] = is_known
        return found

    def cells(
        self, row: tuple[Any, ...], related: Mapping[int, Reporters]
    ) -> Sequence[Any]:
        key, ref, year, number, title, kind, what, *rest = row
        office_th, office_en, province_th, province_en, place, site, *rest = rest
        severity, seen_on, state, is_repeated = rest
        return (
            ref,
            round_words(year, number),
            What(title, ref, place, is_repeated),
            dict(TopicKind.choices).get(kind, kind),
            what,
            localized(office_th, office_en),
            localized(province_th or "", province_en or ""),
            place,
            site,
            severity,
            seen_on,
            state,
            related.get(key, {}),
            _("Yes") if is_repeated else "",
        )


#: What is read of a sighting, and of who saw it.
REPORTER = (
    *("issue", "visit__ref", "is_known"),
    *("office__abbr_th", "office__name_th", "office__name_en"),
    *("by__title", "by__first_name", "by__last_name", "by__username"),
)


def _unvisited(abbr: str, thai: str, english: str, *names: str) -> str:
    """The office that reported, as short as it is called, or else the person."""
    if thai:
        return localized(abbr or thai, english)
    title, first, last, username = names
    known = User(title=title, first_name=first, last_name=last, username=username)
    return person_reporting(known)


def issue_listing(user: User) -> type[IssueListing]:
    """The register as this reader may see it."""
    return type("ReadersIssues", (IssueListing,), {"reader": user})
