"""What happened at a site over the years, as one dated list: the newest first.

Merged from its sources, each giving as many lines as the pages up to this one hold:
so a page costs the same queries whatever happened.
"""

from dataclasses import dataclass, field
from datetime import date

from accounts.models import User
from inspections.site_events import Line, sources
from regions.models import Site

LINES = 40
"""Lines of a page."""
MOST_PAGES = 50


@dataclass(frozen=True)
class Story:
    """A page of the story; `newer` and `older` are the numbers of the others."""

    lines: list[Line] = field(default_factory=list)
    newer: int | None = None
    older: int | None = None


def story_of(site: Site, user: User, today: date, page: int = 1) -> Story:
    """What the user may know of what happened at the site; pages count from 1."""
    page = min(max(page, 1), MOST_PAGES)
    first, last = (page - 1) * LINES, page * LINES
    told = [source(site, user, last + 1) for source in sources(today)]
    lines = [line for source in told for line in source]
    lines.sort(key=lambda line: (line.on, line.rank), reverse=True)
    return Story(
        lines=lines[first:last],
        newer=page - 1 if page > 1 else None,
        older=page + 1 if len(lines) > last and page < MOST_PAGES else None,
    )
