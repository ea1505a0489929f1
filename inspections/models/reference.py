"""Human references: sequential in a fiscal year, never reused."""

from django.db import models, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _


class ReferenceCounter(models.Model):
    """The last number given for a letter (V visit, F follow-up) and fiscal year."""

    letter = models.CharField(max_length=1)
    fiscal_year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("reference counter")
        verbose_name_plural = _("reference counters")
        constraints = [
            models.UniqueConstraint(
                fields=["letter", "fiscal_year"], name="one_counter_a_letter_and_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.letter}-{self.fiscal_year}"


def next_reference(letter: str, fiscal_year: int) -> str:
    """The next reference, such as V-2566-00017; `fiscal_year` is B.E.

    Belongs in the transaction that saves the record: the counter's row stays
    locked until then, so no number is given twice, and one that is rolled
    back is given again.
    """
    return reserve_references(letter, fiscal_year, 1)[0]


def reserve_references(letter: str, fiscal_year: int, count: int) -> list[str]:
    """The next `count` references at once, in their order; as `next_reference`."""
    with transaction.atomic():
        counter, _made = ReferenceCounter.objects.get_or_create(
            letter=letter, fiscal_year=fiscal_year
        )
        own = ReferenceCounter.objects.filter(pk=counter.pk)
        own.update(last=F("last") + count)
        last = own.values_list("last", flat=True).get()
    numbers = range(last - count + 1, last + 1)
    return [f"{letter}-{fiscal_year}-{number:05d}" for number in numbers]
