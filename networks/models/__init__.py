"""Partner organisations, the people in them, and meetings with them."""

from networks.models.meeting import (
    Meeting,
    MeetingMode,
    MeetingParty,
    Point,
    PointLevel,
)
from networks.models.network import (
    Contact,
    Network,
    NetworkAlias,
    NetworkKind,
    Reach,
)

__all__ = [
    "Contact",
    "Meeting",
    "MeetingMode",
    "MeetingParty",
    "Network",
    "NetworkAlias",
    "NetworkKind",
    "Point",
    "PointLevel",
    "Reach",
]
