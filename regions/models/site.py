"""Sites: factories, mines, mills, pits, communities."""

from collections.abc import Iterable
from typing import Self

from django.core.validators import (
    MaxValueValidator,
    MinValueValidator,
    RegexValidator,
)
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from audit.models import Versioned
from regions.models.measure import MeasureField
from regions.models.naming import SortKeyed
from regions.models.zone import Province
from regions.site_numbers import bare_name, bare_number, squeezed

MOST_WA = 40_000_000
"""Square wa: 100,000 rai, more than any concession or estate covers."""
#: The box that holds Thailand, in WGS84 degrees: what lies outside is a slip.
SOUTH, NORTH, WEST, EAST = 5, 21, 97, 106


class SiteKind(models.TextChoices):
    """What kind of place a site is; also the `type` of the visits file."""

    FACTORY = "factory", _("Factory")
    MINE = "mine", _("Mine")
    SUGAR_MILL = "sugar_mill", _("Sugar mill")
    MINE_PIT = "mine_pit", _("Mine pit")
    COMMUNITY = "community", _("Community")
    OFFICE = "office", _("Office or other building")


class FactoryClass(models.IntegerChoices):
    """Class of factory (จำพวก) by the Factory Act B.E. 2535."""

    FREE = 1, _("Class 1: may operate freely")
    NOTIFY = 2, _("Class 2: notifies before operating")
    LICENSED = 3, _("Class 3: needs a licence")


class SiteQuerySet(models.QuerySet["Site"]):
    """Entries of the register."""

    def current(self) -> Self:
        """Those that stand for themselves: not merged into another."""
        return self.filter(merged_into=None)

    def numbered(self, number: str) -> Self:
        """Those that may have this number, however both are written."""
        return self.filter(search_text__contains=bare_number(number))

    def called(self, name: str) -> Self:
        """Those whose name, or that of one merged into them, holds this one."""
        return self.filter(search_text__contains=bare_name(name))


class Site(SortKeyed, Versioned):
    """A place that is seen or reported; it may lie in more than one province.

    `number_new` is the 14-digit factory registration, `number_old` the older
    form such as 3-64(6)-45/17, `concession_no` a mining concession such as
    28608/15360. All are kept as typed apart from Thai digits. One that turned out
    to be another is `merged_into` that, and kept for what was written of it.
    """

    kind = models.CharField(_("kind"), max_length=20, choices=SiteKind)
    name = models.CharField(_("name"), max_length=255)
    number_new = models.CharField(
        _("registration number (14 digits)"),
        max_length=14,
        blank=True,
        validators=[
            RegexValidator(r"^\d{14}$", _("A registration number has 14 digits."))
        ],
    )
    number_old = models.CharField(
        _("old registration number"), max_length=40, blank=True
    )
    factory_class = models.PositiveSmallIntegerField(
        _("factory class"), choices=FactoryClass, null=True, blank=True
    )
    factory_type = models.CharField(_("factory type"), max_length=20, blank=True)
    concession_no = models.CharField(_("concession number"), max_length=40, blank=True)
    provinces = models.ManyToManyField(
        Province, related_name="sites", verbose_name=_("provinces")
    )
    district = models.CharField(_("district"), max_length=100, blank=True)
    subdistrict = models.CharField(_("sub-district"), max_length=100, blank=True)
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=8,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(SOUTH), MaxValueValidator(NORTH)],
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(WEST), MaxValueValidator(EAST)],
    )
    area_wa = MeasureField(
        _("area"),
        high=MOST_WA,
        places=2,
        unit=_("square wa"),
        source=_("1 rai is 4 ngan or 400 square wa, 1,600 m²."),
    )
    note = models.TextField(_("note"), blank=True)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        editable=False,
        # Nearly all are merged into none: of no use for finding these in an order.
        db_index=False,
        related_name="merged",
        verbose_name=_("the same as"),
    )

    objects = SiteQuerySet.as_manager()

    class Meta:
        verbose_name = _("site")
        verbose_name_plural = _("sites")
        ordering = ["sort_key", "pk"]
        indexes = [
            models.Index(
                fields=["merged_into"],
                condition=Q(merged_into__isnull=False),
                name="site_by_what_stands_for_it",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(number_new="") | Q(number_new__regex=r"^[0-9]{14}$"),
                name="site_number_new_has_14_digits",
            ),
            models.UniqueConstraint(
                fields=["number_new"],
                condition=~Q(number_new="") & Q(merged_into=None),
                name="one_site_a_registration_number",
            ),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(latitude__range=(SOUTH, NORTH), longitude__range=(WEST, EAST)),
                name="site_point_is_whole_and_in_thailand",
            ),
            models.CheckConstraint(
                condition=Q(factory_class=None)
                | Q(factory_class__in=FactoryClass.values),
                name="site_factory_class_is_1_to_3",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=SiteKind.values), name="site_kind_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(merged_into=F("pk")), name="site_is_not_merged_into_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("regions:site_detail", args=[self.pk])

    @property
    def numbers(self) -> list[str]:
        """Those that it has: new, old, concession."""
        stated = (self.number_new, self.number_old, self.concession_no)
        return [number for number in stated if number]

    def sorted_by(self) -> str:
        return self.name

    def searched_by(self) -> Iterable[str]:
        """Names and numbers, as written and squeezed; those merged into it, too."""
        merged = list(self.merged.all()) if self.pk else []
        for site in (self, *merged):
            for text in (site.name, *site.numbers):
                yield from (text, squeezed(text))
            yield bare_name(site.name)
