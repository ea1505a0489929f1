"""What an office sent, each time it did."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from inspections.models.report import ReportSection


class SectionVersion(models.Model):
    """A section as it was submitted, the `number`-th time; kept for good.

    `content` holds the three texts, and `figures` and `files` as lists of
    plain values (see `inspections.versions`), so that nothing later changes it.
    """

    section = models.ForeignKey(ReportSection, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    at = models.DateTimeField(_("submitted"))
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    content = models.JSONField()

    class Meta:
        verbose_name = _("version of a report section")
        verbose_name_plural = _("versions of report sections")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["section", "number"], name="one_version_a_section_and_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.section} {self.number}"
