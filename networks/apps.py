"""The networks app: partner organisations and meetings with them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NetworksConfig(AppConfig):
    """Bodies outside the ministry that inspectors meet."""

    name = "networks"
    verbose_name = _("Networks")
