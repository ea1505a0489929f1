"""The audit app: who changed what, when and why, and the files that go with it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    """Knows no word of the domain; every other app may use it."""

    name = "audit"
    verbose_name = _("History and files")

    def ready(self) -> None:
        """Let `manage.py check` say what is missing."""
        from audit import checks  # noqa: F401 - registers itself
