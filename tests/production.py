"""Answers of a real production start, as JSON; run in a process of its own.

    python -m tests.production FOLDER

FOLDER takes the database and the collected files; settings come from the environment.
"""

import json
import sys
from pathlib import Path
from typing import Any

import django

HOST = "inspection.example"
COOKIE = ("secure", "httponly", "samesite", "path", "domain")


def told(response: Any) -> dict[str, Any]:
    """Status, headers by lower-case name, and the cookies that were set."""
    if response.streaming:
        b"".join(response.streaming_content)
    return {
        "status": response.status_code,
        "headers": {name.lower(): value for name, value in response.headers.items()},
        "cookies": {
            name: {
                key: morsel[key] for key in ("secure", "httponly", "samesite", "path")
            }
            | {"domain": morsel["domain"]}
            for name, morsel in response.cookies.items()
        },
    }


def answers() -> dict[str, Any]:
    """What production answers to each kind of request."""
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.contrib.staticfiles.storage import staticfiles_storage
    from django.core.management import call_command
    from django.test import Client

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    make = get_user_model().objects.create_user
    make(username="reader", password="correct horse 2566", language="en")
    client = Client(raise_request_exception=False)
    own = {"secure": True, "headers": {"host": HOST}}
    sign_in = {"login": "reader", "password": "correct horse 2566"}
    module = staticfiles_storage.url("js/sending.js")
    asked = {
        "sign-in": client.get("/accounts/login/", **own),
        "plain http": client.get("/accounts/login/", headers={"host": HOST}),
        "other host": client.get("/", secure=True, headers={"host": "evil.example"}),
        "alive": client.get("/healthz/live", **own),
        "wrong method": client.post("/healthz/live", **own),
        "static": client.get(module, **own),
        "no static": client.get("/static/none.js", **own),
        "signed in": client.post("/accounts/login/", sign_in, **own),
        "home": client.get("/", **own),
        "pattern": client.get("/pattern/", **own),
    }
    found = {name: told(response) for name, response in asked.items()}
    return found | {"debug": settings.DEBUG, "mode": settings.MODE.value}


if __name__ == "__main__":
    import os

    folder = Path(sys.argv[1])
    os.environ["DATABASE_URL"] = f"sqlite:///{folder / 'db.sqlite3'}"
    os.environ["STATIC_ROOT"] = str(folder / "static")
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    json.dump(answers(), sys.stdout)
