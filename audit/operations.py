"""Exactly one effect for one press of a button, however often it arrives."""

import hashlib
import uuid
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import HttpRequest

from audit.models import Operation

#: The hidden field that carries the key.
FIELD = "operation"
#: Which opened page sent it, and as which of its messages, is no content either.
_NOT_CONTENT = frozenset({"csrfmiddlewaretoken", "draft_page", "draft_seen"})


class OperationReused(Exception):
    """A key that already took effect came back with other content.

    `result` is where the first effect can be seen.
    """

    def __init__(self, result: str) -> None:
        super().__init__(result)
        self.result = result


def new_key() -> str:
    """A key for a form that is about to be shown."""
    return str(uuid.uuid4())


def posted_key(request: HttpRequest) -> str:
    """The form's key; a form without a proper one gets one for this request."""
    # Asked for several times, it must be one: uploads are staged under it.
    return as_key(request.POST.get(FIELD, "")) or str(
        request.META.setdefault("operation.key", new_key())
    )


def as_key(text: str) -> str | None:
    """A key as it was sent, in its proper spelling; null for what is none."""
    try:
        return str(uuid.UUID(text))
    except ValueError:
        return None


def digest(request: HttpRequest) -> str:
    """A digest of what was posted, to tell a repeat from a new text."""
    total = hashlib.sha256(request.path.encode())
    for name, values in sorted(request.POST.lists()):
        if name not in _NOT_CONTENT:
            total.update(repr((name, values)).encode())
    for name, files in sorted(request.FILES.lists()):
        total.update(repr((name, [(f.name, f.size) for f in files])).encode())
    return total.hexdigest()


@transaction.atomic
def once(user: Any, key: str, content: str, act: Callable[[], str]) -> str:
    """Run `act` unless this key has taken effect; return the effect's address.

    The row is inserted first: a twin waits on the unique key until the first
    commits, then finds its result. If `act` raises, the key is free again.
    Raises OperationReused when the key returns with different content.
    """
    operation, is_first = Operation.objects.get_or_create(
        user=user, key=key, defaults={"digest": content}
    )
    if not is_first:
        if operation.digest != content:
            raise OperationReused(operation.result)
        return operation.result
    operation.result = act()
    operation.save(update_fields=["result"])
    return operation.result
