"""Which entries of the register are perhaps one site: asked, never decided."""

from collections.abc import Collection, Iterable

from django.db.models import Q

from regions.models import Site
from regions.site_numbers import bare_number, name_without_branch

LOOKED_AT, SHOWN = 200, 5


def likely_same(
    name: str,
    numbers: Iterable[str],
    provinces: Collection[int],
    *,
    but: int | None = None,
) -> list[Site]:
    """Sites with one of the numbers, or with the name in one of the provinces.

    However they are written, names without the kind of company and the branch; also
    by what was merged into them. `but` is the key of the one that is asked about.
    At most five.
    """
    tokens = {bare_number(number) for number in numbers} - {""}
    called = name_without_branch(name)
    named = Q()
    for token in tokens:
        named |= Q(search_text__contains=token)
    if called and provinces:
        here = Site.provinces.through.objects.filter(province__in=provinces)
        named |= Q(search_text__contains=called, pk__in=here.values("site"))
    if not named:
        return []
    rows = Site.objects.current().filter(named).exclude(pk__in=[but] if but else [])
    looked_at = rows.prefetch_related("provinces").order_by("sort_key", "pk")
    found = []
    for site in looked_at[:LOOKED_AT]:
        # Squeezed, each number and name is a word of its own there.
        known = {*site.search_text.split(), name_without_branch(site.name)}
        is_here = any(province.pk in provinces for province in site.provinces.all())
        if not tokens.isdisjoint(map(bare_number, known)) or (
            is_here and called in known
        ):
            found.append(site)
    return found[:SHOWN]
