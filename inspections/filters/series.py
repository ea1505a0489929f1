"""How the register of published series is filtered."""

from django.utils.translation import gettext_lazy as _

from inspections.models import TopicKind
from ui.filters import ListFilterSet, OptionFilter


class SeriesFilter(ListFilterSet):
    """Filters of the series."""

    topic = OptionFilter(field_name="kind", label=_("Topic"), options=TopicKind.choices)
