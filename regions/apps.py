"""The regions app: places."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegionsConfig(AppConfig):
    """Zones, provinces, offices and sites: where everything else happens."""

    name = "regions"
    verbose_name = _("Places")
