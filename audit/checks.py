"""What `manage.py check` says of sealing."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Tags, register
from django.core.checks import Warning as CheckWarning

from audit.sealing import can_seal


@register(Tags.security)
def check_field_keys(app_configs: Sequence[Any] | None, **_: Any) -> list[CheckMessage]:
    """Warn where no key is set: production makes none itself."""
    if can_seal():
        return []
    return [
        CheckWarning(
            "FIELD_KEYS is not set: it cannot be kept who complained.",
            hint="docs/operations.md says how to make a key, and where not to keep it.",
            id="audit.W001",
        )
    ]
