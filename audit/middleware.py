"""Gives every request an id that its history rows carry."""

import uuid
from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from audit.records import current_request_id


class RequestMiddleware:
    """Sets the request id; never taken from the client, who could forge it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        token = current_request_id.set(uuid.uuid4().hex)
        try:
            return self.get_response(request)
        finally:
            current_request_id.reset(token)
