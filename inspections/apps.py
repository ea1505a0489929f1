"""The inspections app: rounds, visits and what follows from them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InspectionsConfig(AppConfig):
    """The heart of the system."""

    name = "inspections"
    verbose_name = _("Inspections")
