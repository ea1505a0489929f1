"""Response headers, content policy and the reader's language, for every answer."""

from collections.abc import Callable

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation

Respond = Callable[[HttpRequest], HttpResponseBase]

#: Django's admin predates Trusted Types; it keeps the rest of the policy.
ADMIN_PREFIX = "/admin/"
TRUSTED_TYPES = ("require-trusted-types-for", "trusted-types")


class HeadersMiddleware:
    """Headers that Django has no setting for, on every answer, static files too."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault(
            "Permissions-Policy",
            "geolocation=(self), camera=(self), microphone=(), payment=(), usb=()",
        )
        if not request.path.startswith(settings.STATIC_URL):
            # What a signed-in reader saw stays out of shared and local caches.
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class PolicyMiddleware(CSPMiddleware):
    """The content security policy; the admin's leaves out Trusted Types."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if request.path.startswith(ADMIN_PREFIX):
            directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
            kept = {k: v for k, v in directives.items() if k not in TRUSTED_TYPES}
            response._csp_replace = {**kept, **dict.fromkeys(TRUSTED_TYPES)}  # type: ignore[attr-defined]
        return super().process_response(request, response)


class ChosenLanguageMiddleware:
    """Thai unless the reader picked English; the browser's own setting has no say."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else "th"
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class PlainAddressMiddleware:
    """No record's address holds a NUL, on which PostgreSQL would fail: not found."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "\0" in request.path_info:
            raise Http404
        return self.get_response(request)
