"""Boxes to tick that stand in groups, each with its heading."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms.renderers import BaseRenderer
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

Group = tuple[str, Sequence[tuple[Any, str]]]
"""A heading, and the value and label of each box."""


class GroupedChecks(forms.CheckboxSelectMultiple):
    """Several of many: `groups` are the boxes as they are drawn."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups: Sequence[Group] = ()

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        chosen = {str(key) for key in value or ()}
        identity = (attrs or {}).get("id", name)
        inside = self.inside(name, identity, chosen)
        return format_html('<div id="{}">{}</div>', identity, inside)

    def inside(self, name: str, identity: str, chosen: set[str]) -> SafeString:
        """All boxes."""
        return _drawn(self.groups, name, identity, chosen)


def _drawn(
    groups: Sequence[Group], name: str, identity: str, chosen: set[str]
) -> SafeString:
    """These groups, each below its heading."""
    return format_html_join(
        "",
        '<fieldset><legend>{}</legend><div class="fields">{}</div></fieldset>',
        ((heading, _boxes(name, identity, boxes, chosen)) for heading, boxes in groups),
    )


def _boxes(
    name: str, identity: str, boxes: Sequence[tuple[Any, str]], chosen: set[str]
) -> SafeString:
    return format_html_join(
        "",
        '<div><label for="{0}_{2}">'
        '<input type="checkbox" name="{1}" value="{2}" id="{0}_{2}"{3}>{4}'
        "</label></div>",
        (
            (
                identity,
                name,
                key,
                flatatt({"checked": str(key) in chosen}),
                label,
            )
            for key, label in boxes
        ),
    )


class NearAndFarChecks(GroupedChecks):
    """As above, but those that are `near` stand open and all others folded away."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.near: Sequence[Group] = ()

    def inside(self, name: str, identity: str, chosen: set[str]) -> SafeString:
        """The near ones, and the others below them."""
        far = {str(key) for _heading, boxes in self.groups for key, _label in boxes}
        return format_html(
            "{}<details{}><summary>{}</summary>{}</details>",
            _drawn(self.near, name, identity, chosen),
            flatatt({"open": bool(far & chosen) or not self.near}),
            _("Other provinces"),
            super().inside(name, identity, chosen),
        )
