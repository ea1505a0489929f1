"""An entry of the directory of networks: the body, its other names, its people."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from networks.models import Contact, Network, NetworkAlias, Reach
from networks.models.network import ONE_A_PROVINCE
from thai.text import search_fold
from ui.forms import limit_choices
from ui.rows import RowForm, row_set
from ui.widgets import Textarea, TextInput


class NetworkForm(RowForm):
    """What a network is and where; what cannot be is said beside its field."""

    mark_optional = True

    class Meta:
        model = Network
        fields = ["kind", "name", "reach", "province", "parent", "office", "note"]
        widgets = {"note": Textarea({"rows": 3})}
        help_texts = {
            "office": _("Where it is inspected, too, as the SME bank is."),
            "province": _("Empty only if it works in several provinces."),
        }
        error_messages = {
            "kind": {"required": _("Choose what kind of body it is.")},
            "name": {"required": _("Write the name of the network.")},
        }

    def prepare(self) -> None:
        for name in ("province", "parent", "office"):
            offered = {"province": "provinces", "parent": "parents"}.get(
                name, "offices"
            )
            limit_choices(self, name, getattr(self.context, offered))
        field = self.fields["province"]
        field.required = self.context.needs_a_province
        field.error_messages["required"] = _(
            "Choose the province. A network of several provinces is entered by a "
            "manager."
        )
        if self.instance.pk is None:
            self.initial.setdefault("province", self.context.sole_place)

    def validate_constraints(self) -> None:
        """Nothing: `clean` says each of them beside its field."""

    def clean(self) -> dict[str, Any]:
        """One body a kind, place and name; one chapter a province; no circle."""
        cleaned = super().clean() or {}
        kind, place = cleaned.get("kind"), cleaned.get("province")
        reach = cleaned.get("reach")
        if reach == Reach.PROVINCIAL and "province" in cleaned and place is None:
            self.add_error("province", _("Choose the province that it reaches."))
        others = Network.objects.exclude(pk=self.instance.pk)
        here = others.filter(kind=kind, province=place)
        if here.filter(name=cleaned.get("name")).exists():
            self.add_error(
                "name", _("The directory has a network of this kind, place and name.")
            )
        is_sole = kind in ONE_A_PROVINCE and reach == Reach.PROVINCIAL
        if is_sole and place and here.filter(reach=Reach.PROVINCIAL).exists():
            self.add_error(
                "province",
                _(
                    "This province has its network of this kind. Choose another reach "
                    "if yours is a branch."
                ),
            )
        if self._goes_in_circles(cleaned.get("parent")):
            self.add_error(
                "parent", _("That one is itself a chapter or branch of this network.")
            )
        return cleaned

    def _goes_in_circles(self, above: Network | None) -> bool:
        seen: set[int] = set()
        while above is not None and above.pk not in seen and self.instance.pk:
            if above.pk == self.instance.pk:
                return True
            seen.add(above.pk)
            above = above.parent
        return False


class AliasForm(RowForm):
    """Another name under which papers mention the network."""

    class Meta:
        model = NetworkAlias
        fields = ["name"]
        error_messages = {"name": {"required": _("Write the other name.")}}

    def is_blank(self) -> bool:
        return not self.changed_data


class ContactForm(RowForm):
    """Somebody to talk to."""

    class Meta:
        model = Contact
        fields = ["title", "first_name", "last_name", "position", "phone", "email"]
        widgets = {
            name: TextInput({"autocomplete": "off"})
            for name in ("title", "first_name", "last_name", "position", "phone")
        }
        error_messages = {"first_name": {"required": _("Write the first name.")}}

    def is_blank(self) -> bool:
        return not self.changed_data


def has_no_twins(rows: Any) -> bool:
    """Whether no other name stands there twice; if one does, its row says so."""
    seen: set[str] = set()
    sound = True
    for form in rows.kept_forms:
        name = search_fold(form.cleaned_data.get("name") or form.instance.name)
        if name and name in seen:
            form.add_error("name", _("This name stands here twice."))
            sound = False
        seen.add(name)
    return sound


AliasRows = row_set(AliasForm)
ContactRows = row_set(ContactForm)
