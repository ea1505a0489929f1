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
        drawn = self.drawn(self.groups, name, chosen, attrs)
        return format_html('<div id="{}">{}</div>', identity, drawn)

    def drawn(
        self,
        groups: Sequence[Group],
        name: str,
        chosen: set[str],
        attrs: dict[str, Any] | None,
    ) -> SafeString:
        """These groups, each below its heading."""
        identity = (attrs or {}).get("id", name)
        return format_html_join(
            "",
            '<fieldset><legend>{}</legend><div class="fields">{}</div></fieldset>',
            (
                (heading, _boxes(name, identity, boxes, chosen))
                for heading, boxes in groups
            ),
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

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        chosen = {str(key) for key in value or ()}
        far = {str(key) for _heading, boxes in self.groups for key, _label in boxes}
        return format_html(
            '<div id="{}">{}<details{}><summary>{}</summary>{}</details></div>',
            (attrs or {}).get("id", name),
            self.drawn(self.near, name, chosen, attrs),
            flatatt({"open": bool(far & chosen) or not self.near}),
            _("Other provinces"),
            self.drawn(self.groups, name, chosen, attrs),
        )
