"""The ledger as somebody works through it: each row with what they can do there."""

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from typing import Any, NamedTuple

from django.db.models import Case, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from inspections.acting import ANSWER, LOOK, Act, acts_of, to_look_at
from inspections.models import FollowUp
from inspections.tables.follow_up import A_NUMBER, FollowUpListing, FollowUpTable
from ui.tables import NOTHING, DateColumn, Draw, TextColumn

FORM = "quick"
"""The id of the page's one form, to which every button belongs.

So a row costs no form, token and key of its own.
"""
A_STEP = "a-step"


class Offered(NamedTuple):
    """What can be done with one follow-up, and the version that was read."""

    ref: str
    version: int
    acts: Sequence[Act]


class ActsColumn(TextColumn):
    """Buttons that take a step at once, and links to pages that ask for more."""

    def drawer(self, language: str) -> Draw:
        press = reverse("inspections:follow_up_step", args=[A_NUMBER, A_STEP])
        own = reverse("inspections:follow_up_detail", args=[A_NUMBER])
        answer = reverse("inspections:follow_up_answer", args=[A_NUMBER])

        def opened(act: Act) -> str:
            if act.slug == ANSWER:
                return answer
            return own if act.slug == LOOK else f"{own}#step-{act.slug}"

        def draw_act(ref: str, version: int, act: Act) -> str:
            words = (
                f'{escape(str(act.label))}<span class="visually-hidden"> {ref}</span>'
            )
            if not act.is_pressed:
                address = opened(act).replace(A_NUMBER, ref)
                return f'<a class="button button--plain" href="{address}">{words}</a>'
            address = press.replace(A_NUMBER, ref).replace(A_STEP, act.slug)
            return (
                f'<button class="button button--plain" form="{FORM}" '
                f'formaction="{address}" name="version" value="{version}">'
                f"{words}</button>"
            )

        def draw(offered: Offered | None) -> str:
            if offered is None or not offered.acts:
                return NOTHING
            ref = escape(offered.ref)
            drawn = (draw_act(ref, offered.version, act) for act in offered.acts)
            return f'<div class="buttons">{"".join(drawn)}</div>'

        return draw


class ActingTable(FollowUpTable):
    """The columns of the ledger and one to act in.

    The numbers tell the order of issue, so its day makes room for the acts.
    """

    given_on = DateColumn(_("Given on"), order_by="given_on", visible=False)
    acts = ActsColumn(_("What you can do"), exclude_from_export=True)

    class Meta(FollowUpTable.Meta):
        pass


class ActingListing(FollowUpListing):
    """The ledger for one reader, who acts in it; see `acting_listing`."""

    table = ActingTable
    reader: User

    def related(self, keys: Sequence[int]) -> tuple[date, Mapping[int, Offered]]:
        """Today, and what the reader can do with each; two queries."""
        unseen = Case(When(to_look_at(self.reader), then=True), default=False)
        found = FollowUp.objects.filter(pk__in=keys).select_related("visit")
        offered = {
            row.pk: Offered(
                str(row.ref),
                row.version,
                [*acts_of(row, self.reader, is_to_look_at=row.is_to_look_at)],
            )
            for row in found.annotate(is_to_look_at=unseen).prefetch_related(
                "visit__members"
            )
        }
        return timezone.localdate(), offered

    def cells(self, row: tuple[Any, ...], related: Any) -> Sequence[Any]:
        today, offered = related
        return (*super().cells(row, today), offered.get(row[0]))


def acting_listing(user: User) -> type[ActingListing]:
    """The ledger with what this reader can do in each row."""
    return type("ReadersLedger", (ActingListing,), {"reader": user})
