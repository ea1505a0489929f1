"""Who reads the list: some filters show each reader something else."""

from typing import cast

from accounts.models import User
from ui.filters import ListFilterSet


def withhold(filters: ListFilterSet, name: str, *, unless: bool) -> None:
    """Leave out a filter that means nothing to the reader; a set one is kept."""
    if not unless and name not in filters.data:
        del filters.filters[name]


def reader_of(filters: ListFilterSet) -> User:
    """The signed-in user for whom a list is filtered."""
    if filters.request is None:
        raise ValueError("a filter that needs its reader")
    return cast(User, filters.request.user)
