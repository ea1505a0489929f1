"""What the typed forms of the registers choose from; each list is loaded once."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.db.models import Q

from inspections.models import CaneDetail, Issue, LegalOrder, LivelihoodDetail
from inspections.models.registers import OrderSection
from regions.models import Province, Site
from regions.models.site import SiteKind
from thai.dates import format_date
from ui.choices import SharedRecords
from ui.forms import NO_CHOICE
from ui.widgets import reader_language

#: Kinds of sites beside which there is a community to care for.
WORKING = {SiteKind.FACTORY, SiteKind.SUGAR_MILL, SiteKind.MINE}


class RegisterContext:
    """The part of a page's context that the registers need.

    `is_sent` says that the page was sent, so that the site is the one it names.
    """

    issue: Issue
    sent_site: int | None
    is_sent = False

    @cached_property
    def sites(self) -> SharedRecords:
        """The sites that are offered; for subclasses."""
        raise NotImplementedError

    @cached_property
    def chosen_site(self) -> Site | None:
        """The site that the issue is of, as the page says it now."""
        key = self.sent_site if self.is_sent else self.issue.site_id
        found = self.sites.by_key.get(str(key)) if key else None
        return found if isinstance(found, Site) else None

    @cached_property
    def provinces(self) -> SharedRecords:
        """All provinces: cane is driven far."""
        offered = Province.objects.order_by("sort_key")
        return SharedRecords(lambda: offered, blank=NO_CHOICE)

    @cached_property
    def mills(self) -> SharedRecords:
        """The sugar mills of the register, and the one that is stored."""
        held = CaneDetail.objects.filter(issue=self.issue.pk).values("mill")
        found = Site.objects.filter(
            Q(kind=SiteKind.SUGAR_MILL, merged_into=None) | Q(pk__in=held)
        )
        offered = found.order_by("sort_key", "pk").prefetch_related("provinces")
        return SharedRecords(lambda: offered, blank=NO_CHOICE)

    @cached_property
    def factories(self) -> SharedRecords:
        """Those of the sites offered where somebody works, with their order."""
        details = LivelihoodDetail.objects.filter(issue=self.issue.pk)
        held = {*details.values_list("factory", flat=True)}

        def works(site: Any) -> bool:
            return site.kind in WORKING or site.pk in held

        return SharedRecords(
            lambda: filter(works, self.sites.by_key.values()), blank=NO_CHOICE
        )

    @cached_property
    def orders(self) -> list[LegalOrder]:
        """The orders given because of the issue."""
        if self.issue.pk is None:
            return []
        return list(self.issue.orders.select_related("follows"))

    @cached_property
    def orders_to_follow(self) -> SharedRecords:
        """Those under section 37, which one under section 39 may follow."""

        def load() -> Iterable[LegalOrder]:
            return [one for one in self.orders if one.section == OrderSection.S37]

        return SharedRecords(load, label=_order_label, blank=NO_CHOICE)


def _order_label(order: LegalOrder) -> str:
    day = format_date(order.issued_on, "short", reader_language())
    return f"{order} · {day}"
