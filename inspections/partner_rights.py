"""Who may enter and change networks and meetings."""

from accounts.models import User
from networks.models import Meeting, Network


def may_enter_partners(user: User) -> bool:
    """Field staff, provincial offices and managers enter networks and meetings."""
    scope = user.scope
    return scope.everything or scope.is_field or bool(scope.office_provinces)


def may_edit_network(network: Network, user: User) -> bool:
    """Whether the user may change the directory's entry."""
    return Network.objects.editable_by(user).filter(pk=network.pk).exists()


def may_edit_meeting(meeting: Meeting, user: User) -> bool:
    """Whether the user may change the meeting on its own page."""
    return Meeting.objects.editable_by(user).filter(pk=meeting.pk).exists()
