"""What a search for an issue finds of the register of its kind."""

from typing import Any

from inspections.models.round import TopicKind

#: Where the register of each kind keeps its rows, by reverse name.
SEARCHED = {
    TopicKind.FACTORY_MINE: ("factorydetail", "orders"),
    TopicKind.CANE_BURNING: ("canedetail",),
    TopicKind.MINE_PIT_WATER: ("pitdetail", "samples"),
    TopicKind.LIVELIHOOD: ("livelihooddetail",),
}


def told_in_details(issue: Any) -> list[str]:
    """The texts of a stored issue's details, a query for each table of its kind."""
    if issue.pk is None:
        return []
    rows: list[Any] = []
    for name in SEARCHED.get(issue.kind, ()):
        rows += issue._meta.get_field(name).related_model.objects.filter(issue=issue)
    return [text for row in rows for text in row.searched_by()]
