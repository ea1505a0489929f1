"""What the history of the response times speaks of."""

from django.utils.translation import gettext_lazy as _

from inspections.history.vocabulary import Vocabulary
from inspections.models import ResponseTimes

TIMES = Vocabulary(
    model=ResponseTimes,
    acts={"edit": _("Changed the response times")},
    fields_of={"": (ResponseTimes,)},
)
