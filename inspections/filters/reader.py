"""Who reads the list: some filters show each reader something else."""

from typing import cast

from accounts.models import User
from ui.filters import ListFilterSet


def reader_of(filters: ListFilterSet) -> User:
    """The signed-in user for whom a list is filtered."""
    if filters.request is None:
        raise ValueError("a filter that needs its reader")
    return cast(User, filters.request.user)
