"""The keys that seal single fields: from the environment, never stored with them."""

import base64
import binascii
import re
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from config.modes import installed

KEY_BYTES = 32
"""AES-256."""
ID = re.compile(r"[A-Za-z0-9_-]{1,20}")
FAULT = (
    'FIELD_KEYS must be "id:base64" with commas between: each id of its own, 1 to 20 '
    f"letters and digits; each key {KEY_BYTES} random bytes in base64."
)


def read_keys(text: str) -> dict[str, bytes]:
    """The keys by their ids, in the order given; none where nothing is set.

    Raises ImproperlyConfigured, which never prints a key, for what is none.
    """
    keys: dict[str, bytes] = {}
    for told in filter(None, (part.strip() for part in text.split(","))):
        name, _colon, encoded = told.partition(":")
        try:
            key = base64.b64decode(encoded.translate(_STANDARD), validate=True)
        except (binascii.Error, ValueError):
            raise ImproperlyConfigured(FAULT) from None
        if not ID.fullmatch(name) or len(key) != KEY_BYTES or name in keys:
            raise ImproperlyConfigured(FAULT)
        keys[name] = key
    return keys


#: Both alphabets of base64 are taken.
_STANDARD = str.maketrans("-_", "+/")


def installed_keys(folder: Path) -> str:
    """The key of a trial installation, made at its first start and kept in a file."""
    fresh = base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()
    return installed(folder / "field_keys", f"first:{fresh}")
