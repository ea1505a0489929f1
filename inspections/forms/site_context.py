"""What the page of a site chooses from and suggests."""

from collections.abc import Collection, Sequence
from functools import cached_property

from django.utils.translation import gettext as _

from accounts.models import User
from inspections.forms.checks import Group
from inspections.forms.topic import by_zone
from inspections.site_rights import own_provinces
from regions.districts import districts_of, subdistricts_of
from regions.models import Province

NEAR = 12
"""Up to so many provinces of one's own stand open on the page."""


class SiteContext:
    """The lists of one page for one user."""

    def __init__(self, user: User) -> None:
        self.user = user

    @cached_property
    def provinces(self) -> list[Province]:
        """All provinces, in dictionary order."""
        return list(Province.objects.order_by("sort_key"))

    @cached_property
    def own(self) -> list[Province]:
        """Those of which the user may write; none where that is all of them."""
        if self.user.scope.sees_all_places:
            return []
        return list(own_provinces(self.user))

    @property
    def sole_place(self) -> int | None:
        """The province of a user who has just one."""
        return self.own[0].pk if len(self.own) == 1 else None

    @property
    def near(self) -> Sequence[Group]:
        """The boxes of the user's own provinces, if they are few."""
        if not 0 < len(self.own) <= NEAR:
            return []
        return [(_("Your provinces"), [(p.pk, str(p)) for p in self.own])]

    @property
    def far(self) -> Sequence[Group]:
        """The boxes of all others, by zone."""
        near = {province.pk for province in self.own} if self.near else set()
        return by_zone(p for p in self.provinces if p.pk not in near)

    def may_edit(self, provinces: Collection[int]) -> bool:
        """Whether the user may write of a site in these provinces."""
        return self.user.scope.may_edit_place(frozenset(provinces))

    def codes_of(self, keys: Collection[str]) -> list[str]:
        """The codes of the provinces with these keys, as a form sends them."""
        return [p.code for p in self.provinces if str(p.pk) in keys]

    def names(self, level: str, codes: Sequence[str], district: str) -> list[str]:
        """The districts of these provinces, or the sub-districts of one of them."""
        if level == "district":
            return districts_of(codes)
        return subdistricts_of(codes, district)
