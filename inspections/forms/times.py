"""Changing how many days offices have to respond."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from inspections.models import ResponseTimes
from ui.pages import EditedPage
from ui.rows import RowForm


class ResponseTimesForm(RowForm):
    """The days of the regulation."""

    mark_optional = True

    class Meta:
        model = ResponseTimes
        fields = ["response_days", "unable_to_comply_days"]

    def clean(self) -> dict[str, Any]:
        """Whoever cannot comply says so no later than others answer."""
        cleaned = super().clean() or {}
        days, unable = (cleaned.get(name) for name in self._meta.fields or ())
        if days is not None and unable is not None and unable > days:
            message = _("This is later than the answer itself is due.")
            self.add_error("unable_to_comply_days", message)
        return cleaned


class ResponseTimesPage(EditedPage):
    """The form of the one row of times."""

    def __init__(self, times: ResponseTimes, data: QueryDict | None) -> None:
        super().__init__(data, record=times)
        self.times = times

    @cached_property
    def form(self) -> ResponseTimesForm:
        """The days as they stand, or as they were sent."""
        return ResponseTimesForm(self.data, instance=self.times, prefix="times")

    def single_forms(self) -> Iterator[RowForm]:
        yield self.form

    def again(self, data: QueryDict) -> "ResponseTimesPage":
        return ResponseTimesPage(self.times, data)
