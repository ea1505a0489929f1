"""What every page's frame needs to know of the request."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Offer `{{ navigation }}`: the main menu with the current page marked.

    The menu is the same for all readers of a language, so each of its states is
    drawn once and kept.
    """
    addresses = _addresses()
    place = _place(request.path, addresses)
    exact = bool(place) and addresses[place - 1] == request.path
    return {"navigation": _menu(get_language() or "", place, exact)}


@lru_cache(maxsize=1)
def _addresses() -> tuple[str, ...]:
    return tuple(reverse(name) for name, _label, _icon in settings.NAVIGATION)


def _place(path: str, addresses: tuple[str, ...]) -> int:
    """Say which entry (from 1) the path lies under; 0 if under none."""
    for number, address in enumerate(addresses, start=1):
        if address == path or (address != "/" and path.startswith(address)):
            return number
    return 0


@lru_cache(maxsize=256)
def _menu(_language: str, place: int, exact: bool) -> SafeString:
    entries = [
        {
            "address": address,
            "label": label,
            "icon": icon,
            "current": ("page" if exact else "true") if number == place else "",
        }
        for number, ((_name, label, icon), address) in enumerate(
            zip(settings.NAVIGATION, _addresses(), strict=True), start=1
        )
    ]
    return render_to_string("ui/_navigation.html", {"entries": entries})
