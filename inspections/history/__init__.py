"""History rows in words; the words of each kind of document stand in their module."""

from inspections.history.telling import (
    ToldChange,
    ToldEntry,
    last_entry,
    last_told,
    told,
)

__all__ = ["ToldChange", "ToldEntry", "last_entry", "last_told", "told"]
