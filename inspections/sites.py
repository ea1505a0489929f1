"""Storing an entry of the register of sites, with its history."""

from django.db import IntegrityError, transaction
from django.utils import translation

from accounts.models import User
from audit.models import StaleVersion
from audit.records import difference, record
from inspections.forms.site_page import SitePage
from inspections.models import Issue, Visit
from inspections.recorded import as_words
from inspections.search import refresh_visit
from regions.models import Site


def store_site(page: SitePage, *, by: User) -> Site:
    """Store a valid page: a new site, or what was changed of one.

    Raises StaleVersion if the site has moved on or somebody was quicker to enter
    its number; nothing is stored then.
    """
    try:
        with transaction.atomic(), translation.override("th"):
            return _stored(page, by)
    except IntegrityError:
        raise StaleVersion(str(page.site)) from None


def _stored(page: SitePage, by: User) -> Site:
    form, site, is_new = page.form, page.site, page.is_new
    before = {} if is_new else as_words(form, form.initial)
    if not is_new:
        before["provinces"] = province_names(site)
        site.claim(page.stored_version)
    form.save()
    if not is_new and "name" in form.changed_data:
        refresh_texts(site)
    changes = difference(before, as_words(form, form.cleaned_data))
    record(site, "enter" if is_new else "edit", by=by, changes=changes)
    return site


def province_names(site: Site) -> str:
    """A site's provinces as history keeps them."""
    return ", ".join(sorted(str(province) for province in site.provinces.all()))


def refresh_texts(site: Site) -> None:
    """Renew what searches look in of all that names the site.

    Belongs in the transaction of the change.
    """
    for visit in Visit.objects.filter(units__site=site).distinct():
        refresh_visit(visit)
    for issue in Issue.objects.filter(site=site).select_related("office", "site"):
        issue.describe()
        Issue.objects.filter(pk=issue.pk).update(search_text=issue.search_text)
