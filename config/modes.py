"""The three ways an installation runs, and what production refuses."""

import os
import secrets
from enum import Enum
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.http.request import validate_host

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
    return installed(folder / "secret_key", secrets.token_urlsafe(60))


def installed(path: Path, fresh: str) -> str:
    """What the file holds; where there is none yet, `fresh` becomes it.

    Nobody but its owner can read it.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        draft.touch(mode=0o600)
        draft.write_text(fresh)
        try:
            # Of two processes that start at once, the first one's secret stays.
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()


def usual_site_url(hosts: list[str], *, https: bool) -> str:
    """Where the first host served is found, if nothing else was said."""
    first = next(iter(hosts), "127.0.0.1").removeprefix(".")
    if first in LOOPBACK:
        return f"http://{first}:8000/"
    return f"{'https' if https else 'http'}://{first}/"


def refuse_unsafe(
    *, secret_key: str, hosts: list[str], debug: str, https: bool, site_url: str
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
    if not _is_served(site_url, hosts, https=https):
        faults.append(
            "SITE_URL must begin with https:// (http:// on this machine alone) and "
            "name a host of ALLOWED_HOSTS"
        )
    if faults:
        raise ImproperlyConfigured("Refusing to start: " + "; ".join(faults) + ".")


def _is_served(site_url: str, hosts: list[str], *, https: bool) -> bool:
    """Whether a link that an e-mail carries leads here, and safely."""
    try:
        site = urlsplit(site_url)
        host = site.hostname or ""
    except ValueError:
        return False
    is_here = not https or host in LOOPBACK
    schemes = {"https", "http"} if is_here else {"https"}
    bracketed = f"[{host}]" if ":" in host else host
    return site.scheme in schemes and validate_host(bracketed, hosts)
