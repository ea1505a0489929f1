"""Places: zones and provinces, the offices inspected, and sites."""

from regions.models.naming import Named, SortKeyed
from regions.models.office import Office
from regions.models.site import Site
from regions.models.zone import (
    GroupZone,
    InspectorGroup,
    Province,
    Zone,
    ZoneMembership,
)

__all__ = [
    "GroupZone",
    "InspectorGroup",
    "Named",
    "Office",
    "Province",
    "Site",
    "SortKeyed",
    "Zone",
    "ZoneMembership",
]
