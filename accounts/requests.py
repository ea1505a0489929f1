"""The request that views behind the sign-in get."""

from django.http import HttpRequest

from accounts.models import User


class UserRequest(HttpRequest):
    """A request whose user is one of ours; LoginRequiredMiddleware sees to it."""

    user: User
