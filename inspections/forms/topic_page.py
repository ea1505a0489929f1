"""The page of one topic as one thing: its facts and its indicators."""

from collections.abc import Iterator
from functools import cached_property

from django.http import QueryDict
from django.utils.translation import gettext as _

from inspections.forms.topic import (
    IndicatorRows,
    TopicForm,
    has_no_twins,
    loses_nothing,
)
from inspections.models import Topic
from ui.pages import EditedPage
from ui.rows import RowForm, RowSet

INDICATORS = "indicators"


class TopicPage(EditedPage):
    """The forms of one topic; its version is that of its round.

    A fixed topic asks for no indicators. Sent all the same, as by a page opened
    before the round was, they are judged, so that nothing typed is lost unseen.
    """

    def __init__(self, topic: Topic, data: QueryDict | None) -> None:
        super().__init__(data, record=topic, version=topic.round.version)
        self.topic = topic

    @cached_property
    def general(self) -> TopicForm:
        return TopicForm(
            self.data,
            instance=self.topic,
            prefix="general",
            initial={"applies_everywhere": True} if self.is_new else None,
        )

    @cached_property
    def indicators(self) -> RowSet | None:
        """The rows of indicators; null where none are asked for or sent."""
        is_sent = self.data is not None and f"{INDICATORS}-TOTAL_FORMS" in self.data
        if self.topic.is_fixed and not is_sent:
            return None
        return IndicatorRows(
            self.data,
            rows=self.topic.indicators.all() if self.topic.pk else [],
            prefix=INDICATORS,
            context=self.topic,
            suggested=[] if self.topic.pk else [{}],
            row_name=_("Indicator"),
        )

    def single_forms(self) -> Iterator[RowForm]:
        yield self.general

    def row_sets(self) -> dict[str, RowSet]:
        return {INDICATORS: self.indicators} if self.indicators is not None else {}

    def again(self, data: QueryDict) -> "TopicPage":
        return TopicPage(self.topic, data)

    def agrees(self) -> bool:
        """No code twice, and no indicator taken away that must stay."""
        rows = self.indicators
        if rows is None:
            return True
        return all([has_no_twins(self.topic, rows), loses_nothing(self.topic, rows)])
