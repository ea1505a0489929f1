"""Offices: the units that are inspected and that answer."""

from collections.abc import Iterable

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from regions.models.naming import Named, localized
from regions.models.zone import Province


class OfficeKind(models.TextChoices):
    """What kind of body an office is."""

    PROVINCIAL = "provincial", _("Provincial industry office")
    DEPARTMENT = "department", _("Department")
    BANK = "bank", _("Bank")
    INSTITUTE = "institute", _("Institute")
    ABROAD = "abroad", _("Office abroad")


class Office(Named):
    """An inspected unit (หน่วยรับตรวจ).

    A provincial industry office (สอจ.) has the code `moi-` and its province's
    English abbreviation; an agency its own English abbreviation.
    """

    code = models.CharField(
        _("code"),
        max_length=20,
        unique=True,
        validators=[RegexValidator(r"^[a-z][a-z0-9-]*$")],
    )
    kind = models.CharField(_("kind"), max_length=20, choices=OfficeKind)
    abbr_th = models.CharField(_("Thai abbreviation"), max_length=40, blank=True)
    province = models.ForeignKey(
        Province,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="offices",
        verbose_name=_("province"),
    )
    head_title_th = models.CharField(_("head's Thai title"), max_length=255, blank=True)
    head_title_en = models.CharField(
        _("head's English title"), max_length=255, blank=True
    )

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        ordering = ["sort_key"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=OfficeKind.PROVINCIAL) | Q(province__isnull=False),
                name="provincial_office_has_a_province",
            ),
            models.UniqueConstraint(
                fields=["province"],
                condition=Q(kind=OfficeKind.PROVINCIAL),
                name="one_provincial_office_a_province",
            ),
            models.CheckConstraint(
                condition=~Q(kind=OfficeKind.ABROAD) | Q(province=None),
                name="office_abroad_has_no_province",
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("regions:office_detail", args=[self.code])

    @property
    def head_title(self) -> str:
        """What its head is called, in the reader's language."""
        return localized(self.head_title_th, self.head_title_en)

    def searched_by(self) -> Iterable[str]:
        return [self.name_th, self.name_en, self.abbr_th, self.code]
