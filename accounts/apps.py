"""The accounts app: people and whose places these are."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Users, their dated assignments, and the scope that follows from them."""

    name = "accounts"
    verbose_name = _("People")
