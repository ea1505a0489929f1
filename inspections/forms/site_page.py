"""The page of one site of the register as one thing: its form and its like."""

from collections.abc import Iterator
from functools import cached_property

from django.http import QueryDict

from accounts.models import User
from inspections.forms.site import SiteForm
from inspections.forms.site_context import SiteContext
from regions.likeness import likely_same
from regions.models import Site
from ui.pages import EditedPage
from ui.rows import RowForm


class SitePage(EditedPage):
    """The form of one site; of a new one when `site` is not stored yet.

    `known` are sites that are perhaps the same, once a new one was checked;
    `another` says that it is none of them.
    """

    def __init__(self, site: Site, user: User, data: QueryDict | None) -> None:
        super().__init__(data, record=site)
        self.site = site
        self.user = user
        self.another = bool(data and data.get("another"))
        self.known: list[Site] = []
        self.context = SiteContext(user)

    @cached_property
    def form(self) -> SiteForm:
        """What it is and where."""
        return SiteForm(
            self.data, instance=self.site, prefix="site", context=self.context
        )

    def single_forms(self) -> Iterator[RowForm]:
        yield self.form

    def again(self, data: QueryDict) -> "SitePage":
        return SitePage(self.site, self.user, data)

    def suggested(self) -> list[tuple[str, list[str]]]:
        """For each of the two controls the names to choose from, as far as known."""
        keys = {str(key) for key in self.form["provinces"].value() or ()}
        codes = self.context.codes_of(keys)
        district = str(self.form["district"].value() or "")
        return [
            (f"site-{level}-names", self.context.names(level, codes, district))
            for level in ("district", "subdistrict")
        ]

    def agrees(self) -> bool:
        """Whether nothing is left to ask about sites that are perhaps the same."""
        if not self.is_new:
            return True
        told, form = self.form.cleaned_data, self.form
        # Refused or not, it is the name and number that were typed.
        numbers = [
            str(form[name].value() or "").replace("\0", "")
            for name in ("number_new", "number_old", "concession_no")
        ]
        name = str(form["name"].value() or "").replace("\0", "")
        provinces = {province.pk for province in told.get("provinces") or ()}
        self.known = likely_same(name, numbers, provinces)
        return not self.known or "number_new" in form.errors or self.another
