"""Who may enter, change and merge entries of the register of sites."""

from django.db.models import QuerySet

from accounts.models import User
from inspections.partner_rights import may_enter_partners
from regions.models import Province, Site

#: Field staff, provincial offices and managers, as with networks.
may_enter_sites = may_enter_partners


def may_merge_sites(user: User) -> bool:
    """Merging two entries is a manager's."""
    return user.scope.everything


def sites_of(user: User) -> QuerySet[Site]:
    """The sites of the user's own places; merged ones among them."""
    scope = user.scope
    if scope.sees_all_places:
        return Site.objects.all()
    own = scope.field_provinces | scope.office_provinces
    placed = Site.provinces.through.objects.filter(province__in=own)
    return Site.objects.filter(pk__in=placed.values("site"))


def may_edit_site(site: Site, user: User) -> bool:
    """Whether the user may change the register's entry now."""
    if site.merged_into_id is not None:
        return False
    return sites_of(user).filter(pk=site.pk).exists()


def own_provinces(user: User) -> QuerySet[Province]:
    """The provinces in which the user may enter sites, in dictionary order."""
    scope = user.scope
    found = Province.objects.order_by("sort_key")
    if scope.sees_all_places:
        return found
    own = scope.field_provinces | scope.office_provinces
    return found.filter(pk__in=own)
