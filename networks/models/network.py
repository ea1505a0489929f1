"""The directory of partner networks: bodies, chapters, branches, contacts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from audit.models import Versioned
from regions.models import Office, Province, SortKeyed
from thai.text import search_fold

if TYPE_CHECKING:
    from accounts.models import User


class NetworkKind(models.TextChoices):
    """Kinds of partner; also the `type` of the visits file."""

    FTI = "fti", _("Federation of Thai Industries")
    CHAMBER = "chamber", _("Chamber of commerce")
    SME_BANK = "sme_bank", _("SME D Bank")
    CANE_OFFICE = "cane_office", _("Cane and sugar office")
    ENV_NETWORK = "env_network", _("Environmental care industry network")
    EDP_CLUB = "edp_club", _("Entrepreneurs' club")
    TCG = "tcg", _("Thai Credit Guarantee Corporation")
    UNIVERSITY = "university", _("University or college")
    DIP_CENTRE = "dip_centre", _("Industrial promotion centre")
    LOCAL_GOVERNMENT = "local_government", _("Local government")
    OTHER = "other", _("Other")


#: Bodies of which a province has just one, so that kind and place name them.
ONE_A_PROVINCE = (
    NetworkKind.FTI,
    NetworkKind.CHAMBER,
    NetworkKind.ENV_NETWORK,
    NetworkKind.EDP_CLUB,
)


class Reach(models.TextChoices):
    """How far a body or its chapter reaches."""

    NATIONAL = "national", _("National")
    REGIONAL = "regional", _("Several provinces")
    PROVINCIAL = "provincial", _("One province")
    LOCAL = "local", _("Branch or district")


class NetworkQuerySet(models.QuerySet["Network"]):
    """Bodies of the directory, which everybody may read."""

    def editable_by(self, user: User) -> Self:
        """Those of the user's own places.

        One without a province works in all of them, so that no place may change
        it alone: managers do.
        """
        scope = user.scope
        if scope.everything:
            return self.all()
        if scope.sees_all_places:
            return self.filter(province__isnull=False)
        places = scope.field_provinces | scope.office_provinces
        return self.filter(province__in=places)

    def called(self, name: str) -> Self:
        """Those known by this name, whatever its case, digits and spaces."""
        folded = search_fold(name)
        named = NetworkAlias.objects.filter(search_text=folded)
        return self.filter(Q(search_text=folded) | Q(pk__in=named.values("network")))

    def naming(self, words: str) -> Self:
        """Those whose name, or one of whose other names, holds all these words."""
        found = self
        for word in search_fold(words).split():
            named = NetworkAlias.objects.filter(search_text__contains=word)
            found = found.filter(
                Q(search_text__contains=word) | Q(pk__in=named.values("network"))
            )
        return found


class Network(SortKeyed, Versioned):
    """A partner organisation, or the chapter or branch of one.

    `office` says that it is the same body as an inspected unit, as the SME
    bank is both. SME D Bank's own zone numbers are part of its names and have
    nothing to do with inspection zones.
    """

    kind = models.CharField(_("kind"), max_length=20, choices=NetworkKind)
    name = models.CharField(_("name"), max_length=255)
    reach = models.CharField(
        _("reach"), max_length=20, choices=Reach, default=Reach.PROVINCIAL
    )
    province = models.ForeignKey(
        Province,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="networks",
        verbose_name=_("province"),
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="chapters",
        verbose_name=_("chapter or branch of"),
    )
    office = models.ForeignKey(
        Office,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="as_network",
        verbose_name=_("same body as"),
    )
    note = models.TextField(_("note"), blank=True)

    objects = NetworkQuerySet.as_manager()

    class Meta:
        verbose_name = _("network")
        verbose_name_plural = _("networks")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "province", "name"],
                name="one_network_a_kind_place_and_name",
            ),
            models.UniqueConstraint(
                fields=["kind", "name"],
                condition=Q(province=None),
                name="one_network_a_kind_and_name_without_place",
            ),
            models.UniqueConstraint(
                fields=["kind", "province"],
                condition=Q(kind__in=ONE_A_PROVINCE, reach=Reach.PROVINCIAL),
                name="one_provincial_chapter_a_kind",
            ),
            models.CheckConstraint(
                condition=~Q(reach=Reach.PROVINCIAL) | Q(province__isnull=False),
                name="provincial_network_has_a_province",
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("pk")),
                name="network_is_not_its_own_parent",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=NetworkKind.values), name="network_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("networks:network_detail", args=[self.pk])

    def sorted_by(self) -> str:
        return self.name

    def searched_by(self) -> Iterable[str]:
        return [self.name]


class NetworkAlias(models.Model):
    """Another name under which papers mention a network."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="aliases")
    name = models.CharField(_("name"), max_length=255)
    search_text = models.TextField(editable=False, blank=True)

    class Meta:
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        constraints = [
            models.UniqueConstraint(
                fields=["network", "name"], name="one_alias_a_network_and_name"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with the text by which it is found renewed."""
        self.search_text = search_fold(self.name)
        super().save(*args, **kwargs)


class Contact(Versioned):
    """Somebody to talk to in a network; title and names apart."""

    network = models.ForeignKey(
        Network, models.CASCADE, related_name="contacts", verbose_name=_("network")
    )
    title = models.CharField(_("title"), max_length=60, blank=True)
    first_name = models.CharField(_("first name"), max_length=150)
    last_name = models.CharField(_("last name"), max_length=150, blank=True)
    position = models.CharField(_("position"), max_length=255, blank=True)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["first_name", "last_name", "pk"]

    def __str__(self) -> str:
        return f"{self.title}{self.first_name} {self.last_name}".strip()
