"""The three ways an installation runs, and what production refuses."""

import os
import secrets
from enum import Enum
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]", "testserver"})
TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"0", "false", "no", "off"})
SHORTEST_SECRET = 50


class Mode(Enum):
    """TRIAL serves this machine only; DEBUG adds debug pages; PRODUCTION is strict."""

    TRIAL = "trial"
    DEBUG = "debug"
    PRODUCTION = "production"

    @classmethod
    def chosen(cls, *, debug: str, hosts: list[str]) -> "Mode":
        """The mode that the DEBUG and ALLOWED_HOSTS variables ask for.

        Raises ImproperlyConfigured if DEBUG is neither a yes nor a no.
        """
        wanted = debug.strip().lower()
        if wanted and wanted not in TRUE | FALSE:
            raise ImproperlyConfigured(f"DEBUG must be 1 or 0, not {debug!r}.")
        if wanted in FALSE or not LOOPBACK.issuperset(hosts):
            return cls.PRODUCTION
        return cls.DEBUG if wanted else cls.TRIAL


def installed_secret(folder: Path) -> str:
    """The secret of a trial installation, made at its first start and kept."""
    path = folder / "secret_key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f"secret_key.{secrets.token_hex(8)}"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(60))
        try:
            # Of two processes that start at once, the first one's secret stays.
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()


def refuse_unsafe(
    *, secret_key: str, hosts: list[str], debug: str, https: bool
) -> None:
    """Stop a production start that would be unsafe; the message says what to set."""
    faults = []
    if len(secret_key) < SHORTEST_SECRET:
        faults.append(f"SECRET_KEY must be set, {SHORTEST_SECRET} characters or more")
    if not hosts or "*" in hosts:
        faults.append("ALLOWED_HOSTS must name the hosts served, never *")
    if debug.strip().lower() in TRUE:
        faults.append("DEBUG must be off when other hosts than this one are allowed")
    if not https and not LOOPBACK.issuperset(hosts):
        faults.append("HTTPS must stay on when other hosts than this one are allowed")
    if faults:
        raise ImproperlyConfigured("Refusing to start: " + "; ".join(faults) + ".")
