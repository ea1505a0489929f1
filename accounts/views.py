"""The account page and the choice of language."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import set_language as set_language_cookie

from accounts.models import Assignment
from accounts.requests import UserRequest


@require_safe
def account(request: UserRequest) -> HttpResponse:
    """Who one is here: names, roles and places, and what one may change."""
    today = timezone.localdate()
    assignments = (
        Assignment.objects.filter(user=request.user)
        .select_related("zone", "office")
        .order_by("-starts_on", "pk")
    )
    context = {
        "current": [a for a in assignments if a.is_current(today)],
        "earlier": [a for a in assignments if not a.is_current(today)],
    }
    return render(request, "accounts/account.html", context)


@require_POST
@login_not_required
def set_language(request: HttpRequest) -> HttpResponse:
    """Set the language cookie and, signed in, the account's own language."""
    chosen = request.POST.get("language", "")
    if request.user.is_authenticated and chosen in dict(settings.LANGUAGES):
        request.user.language = chosen
        request.user.save(update_fields=["language"])
    return set_language_cookie(request)
