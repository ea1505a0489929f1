"""What pages that seal what is typed share: nothing of it is left behind."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control

from accounts.requests import UserRequest
from audit.models import StaleVersion
from audit.operations import OperationReused, digest, new_key, once, posted_key
from audit.sealing import NoFieldKey, SealBroken
from inspections.models import Complainant, Issue

never_stored = cache_control(no_store=True, private=True)


def answer_once(
    request: UserRequest,
    act: Callable[[], str],
    again: Callable[[str], HttpResponse],
) -> HttpResponse:
    """Act once however often it is sent; what stands against it is said, `again`.

    The digest is keyed: a plain one of a name and a number could be guessed at.
    """
    content = salted_hmac("complainant", digest(request), algorithm="sha256")
    try:
        address = once(request.user, posted_key(request), content.hexdigest(), act)
    except OperationReused:
        messages.warning(
            request, _("That page was sent before. What you typed now is below.")
        )
        return again(new_key())
    except StaleVersion:
        messages.error(
            request, _("Somebody has changed this meanwhile. Look again, then decide.")
        )
        return again(new_key())
    except NoFieldKey:
        messages.error(request, _("The key is missing; tell the administrator."))
        return again(new_key())
    except SealBroken:
        messages.error(
            request, _("What is kept cannot be opened; tell the administrator.")
        )
        return again(new_key())
    return redirect(address)


def seen_issue(request: UserRequest, ref: str) -> Issue:
    return get_object_or_404(Issue.objects.visible_to(request.user), ref=ref)


def address_of(complainant: Complainant) -> str:
    named = [complainant.issue.ref, complainant.pk]
    return reverse("inspections:complainant_detail", args=named)
