"""What the history of a complainant speaks of: acts and days, never a name."""

from django.utils.translation import pgettext_lazy

from inspections.history.vocabulary import Vocabulary
from inspections.models import Complainant

COMPLAINANT = Vocabulary(
    model=Complainant,
    acts={
        "add": pgettext_lazy("of a complainant", "Entered"),
        "reveal": pgettext_lazy("of a complainant", "Read"),
        "correct": pgettext_lazy("of a complainant", "Corrected"),
        "anonymise": pgettext_lazy("of a complainant", "Made anonymous"),
    },
    fields_of={"": (Complainant,)},
    quiet=frozenset({"reveal", "correct", "anonymise"}),
)
