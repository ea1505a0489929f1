"""Reading pages in tests: what a list holds for somebody, and its file."""

import csv
from io import StringIO
from typing import Any

from django.test import Client

from accounts.models import User


def client_of(user: User) -> Client:
    """A browser in which `user` is signed in, in English."""
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


def page_of(user: User, url: str, **query: Any) -> str:
    """The text of a page as `user` reads it."""
    response = client_of(user).get(url, query)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def count_of(user: User, url: str, **query: Any) -> int:
    """How many rows a list says it has."""
    page = client_of(user).get(url, query).context["listing"].page
    assert not page.is_capped
    return page.count


def file_of(user: User, url: str, **query: Any) -> list[dict[str, str]]:
    """The rows of a list's CSV file."""
    response = client_of(user).get(url, {**query, "format": "csv"})
    assert response.status_code == 200, response.context["listing"].filters.form.errors
    text = b"".join(response).decode("utf-8-sig")  # type: ignore[arg-type]
    return list(csv.DictReader(StringIO(text)))
