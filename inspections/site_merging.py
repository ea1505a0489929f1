"""Merging two entries of the register of sites that are one place.

What names the one that goes is moved to the one that stays; which columns those are
is asked of the models, so that none that is added later is forgotten.
"""

from collections.abc import Iterator
from typing import Any

from django.db import models, transaction
from django.utils import translation
from django.utils.text import capfirst

from accounts.models import User
from audit.models import Versioned
from audit.records import Change, plain, record
from inspections.models import VisitSite, VisitUnit
from inspections.models.registers.detail import IssueDetail
from inspections.sites import province_names, refresh_texts
from regions.models import Site

#: What the one that stays takes over where it says nothing, each as a whole.
FACTS = (
    *(("number_new",), ("number_old",), ("factory_class",), ("factory_type",)),
    *(("concession_no",), ("district", "subdistrict"), ("latitude", "longitude")),
    *(("area_wa",), ("note",)),
)
#: How the history of a document calls the part that holds such a row.
PARTS: dict[type[models.Model], str] = {
    VisitSite: "sites",
    VisitUnit: "general",
}


def references() -> list[models.ForeignKey]:
    """The columns that name a site, everywhere; but for the sites' own provinces."""
    return [
        relation.field
        for relation in Site._meta.get_fields(include_hidden=True)
        if isinstance(relation, models.ManyToOneRel)
        and relation.related_model is not Site.provinces.through
    ]


def moving(site: Site) -> list[tuple[str, int]]:
    """What would be moved, in words, and how many of them: one query for each kind."""
    counts = [
        (
            capfirst(str(column.model._meta.verbose_name_plural)),
            _rows(column, site).count(),
        )
        for column in references()
    ]
    return [(words, number) for words, number in counts if number]


def taken_over(site: Site, into: Site) -> list[tuple[models.Field, Any]]:
    """The facts that `into` lacks and would have from `site`: field and value."""
    fields = {field.name: field for field in Site._meta.fields}
    return [
        (fields[name], getattr(site, name))
        for names in FACTS
        if not any(_is_told(into, name) for name in names)
        for name in names
        if _is_told(site, name)
    ]


def _is_told(site: Site, name: str) -> bool:
    return getattr(site, name) not in (None, "")


def merge_sites(site: Site, into: Site, *, versions: tuple[int, int], by: User) -> None:
    """Let `into` stand for `site`, too, which keeps what was written of itself.

    `versions` are those that were seen of the two. Raises StaleVersion if one of
    them has moved on; nothing is changed then. Both must be current, and not one.
    """
    with transaction.atomic(), translation.override("th"):
        # Always in the same order, so that two who merge cannot block one another.
        claims = sorted(zip((site, into), versions, strict=True), key=lambda c: c[0].pk)
        for claimed, version in claims:
            claimed.claim(version)
        for column in references():
            _move(column, site, into, by)
        changes = _fill(site, into)
        site.merged_into = into
        site.save()
        into.save()
        refresh_texts(into)
        record(site, "merge", by=by, changes=[("merged_into", None, into.name)])
        record(into, "join", by=by, changes=[("merged", None, site.name), *changes])


def _fill(site: Site, into: Site) -> list[Change]:
    """Take over what `into` lacks; its provinces are those of both."""
    changes: list[Change] = []
    for field, value in taken_over(site, into):
        setattr(into, field.name, value)
        changes.append((field.name, None, plain(value)))
    before = province_names(into)
    into.provinces.add(*site.provinces.all())
    after = province_names(into)
    if before != after:
        changes.append(("provinces", before, after))
    return changes


def _rows(column: models.ForeignKey, site: Site) -> models.QuerySet:
    return column.model._base_manager.filter(**{column.name: site})


def _move(column: models.ForeignKey, site: Site, into: Site, by: User) -> None:
    """Move what one column names; each document tells of it and has a new version."""
    model: Any = column.model
    for row in _rows(column, site).order_by("pk"):
        path = _path(row, column.name)
        for document in _documents(row):
            documents: Any = type(document)._base_manager
            documents.filter(pk=document.pk).update(version=models.F("version") + 1)
            change = (path, site.name, into.name)
            record(document, "merge-site", by=by, changes=[change])
        model._base_manager.filter(pk=row.pk).update(**{column.name: into})


def _path(row: models.Model, name: str) -> str | list[str]:
    """Where in its document a row stands, as history keeps it."""
    if isinstance(row, IssueDetail):
        return ["details", "", name]
    part = PARTS.get(type(row))
    return [part, str(row)[:120], name] if part else name


def _documents(row: models.Model) -> Iterator[Versioned]:
    """Under whose version a row is changed: its own, or that of what it is part of."""
    if isinstance(row, Versioned):
        yield row
        return
    for column in row._meta.fields:
        is_part = isinstance(column, models.ForeignKey) and (
            column.remote_field.on_delete is models.CASCADE
        )
        if is_part and isinstance(whole := getattr(row, column.name), Versioned):
            yield whole
