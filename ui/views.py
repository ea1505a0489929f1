"""Pages that answer when something went wrong, and the page that shows every part."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ui.pattern import pattern_context

LAST_RESORT = (
    "<!doctype html><meta charset=utf-8><title>500</title>"
    "<p>ระบบขัดข้อง ข้อมูลที่ส่งยังไม่ได้บันทึก กรุณาลองใหม่ภายหลัง</p>"
    "<p lang=en>The server failed; nothing was saved. Please try again later.</p>"
)


def chosen_language(request: HttpRequest) -> str:
    """Read the language cookie: an error may come before anyone else did."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Nothing is here, or nothing that this reader may know of."""
    with translation.override(chosen_language(request)):
        return render(request, "404.html", status=404)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The reader may not do this."""
    with translation.override(chosen_language(request)):
        return render(request, "403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form came without a valid token: mostly it was open too long."""
    with translation.override(chosen_language(request)):
        return render(request, "403_csrf.html", status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The request itself is malformed."""
    language = chosen_language(request)
    with translation.override(language):
        return _minimal("400.html", _("Bad request"), language, status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    """The server failed; this page asks nothing of the database or the session."""
    language = chosen_language(request)
    try:
        with translation.override(language):
            return _minimal("500.html", _("The system failed"), language, status=500)
    except Exception:  # what broke the page may break its error page too
        return HttpResponse(LAST_RESORT, status=500)


def _minimal(template: str, title: str, language: str, *, status: int) -> HttpResponse:
    context = {"title": title, "language": language}
    return HttpResponse(loader.render_to_string(template, context), status=status)


@require_safe
@login_not_required
def pattern(request: HttpRequest) -> HttpResponse:
    """Show every part, field and state (wired only in DEBUG)."""
    return render(request, "ui/pattern.html", pattern_context())
