"""Sealing a few texts together, so that the database alone does not tell them.

AES-256-GCM. A seal says which key made it, so that keys can be renewed, and is bound
to what it is about: moved to another row it does not open.
"""

import json
import secrets
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.views.decorators.debug import sensitive_variables

FORMAT = 1
NONCE_BYTES = 12
PADDED_TO = 256
"""Bytes: the length of a seal hardly tells that of what is in it."""


class NoFieldKey(Exception):
    """No key is set with which one could seal, or not the one that sealed this."""


class SealBroken(Exception):
    """What was sealed was changed since, or belongs to another row."""


def can_seal() -> bool:
    """Whether a key is set."""
    return bool(settings.FIELD_KEYS)


@sensitive_variables()
def seal(texts: Mapping[str, str], about: str) -> bytes:
    """The texts, sealed by the first key for what `about` names.

    Raises NoFieldKey where none is set.
    """
    for name, key in settings.FIELD_KEYS.items():
        head = bytes([FORMAT, len(name)]) + name.encode()
        nonce = secrets.token_bytes(NONCE_BYTES)
        plain = json.dumps(dict(texts), ensure_ascii=False).encode()
        plain += b" " * (-len(plain) % PADDED_TO)
        return head + nonce + AESGCM(key).encrypt(nonce, plain, _bound(head, about))
    raise NoFieldKey


@sensitive_variables()
def unseal(sealed: bytes, about: str) -> dict[str, str]:
    """The texts again. Raises NoFieldKey or SealBroken."""
    name = key_of(sealed)
    start = 2 + len(name)
    key = settings.FIELD_KEYS.get(name)
    if key is None:
        raise NoFieldKey
    nonce, body = sealed[start : start + NONCE_BYTES], sealed[start + NONCE_BYTES :]
    try:
        plain = AESGCM(key).decrypt(nonce, body, _bound(sealed[:start], about))
    except (InvalidTag, ValueError):
        raise SealBroken from None
    texts: dict[str, str] = json.loads(plain)
    return texts


def key_of(sealed: bytes) -> str:
    """The id of the key that made a seal. Raises SealBroken for what is no seal."""
    size = sealed[1] if len(sealed) > 1 else 0
    if sealed[:1] != bytes([FORMAT]) or len(sealed) < 2 + size + NONCE_BYTES:
        raise SealBroken
    return sealed[2 : 2 + size].decode("ascii", errors="replace")


def is_of_old_key(sealed: bytes) -> bool:
    """Whether another key than the first made it."""
    return key_of(sealed) != next(iter(settings.FIELD_KEYS), None)


def _bound(head: bytes, about: str) -> bytes:
    return head + b"\0" + about.encode()
