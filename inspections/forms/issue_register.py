"""The part of an issue's page that depends on its kind: the typed details and rows."""

from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from django.forms.formsets import INITIAL_FORM_COUNT, TOTAL_FORM_COUNT
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from inspections.forms.registers import (
    DETAIL_FORMS,
    DetailForm,
    OrderRows,
    SampleRows,
    orders_agree,
)
from inspections.models import DETAILS, Issue, TopicKind
from inspections.models.registers import OrderSection
from inspections.register_reading import Fact, lent_by
from ui.rows import RowSet, quiet
from ui.sent import put_text

if TYPE_CHECKING:
    from inspections.forms.issue_context import IssueContext

SHOWN = "shown"
"""Names the kind whose form is on the page: another may be chosen meanwhile."""
TURN = "turn"
"""The button that shows the form of another kind: of its value or, if that is empty,
of the kind that is chosen in the page."""
KIND = "issue-kind"


class RegisterPart:
    """The typed form of one kind, its rows, and what happens as the kind changes."""

    data: QueryDict | None
    issue: Issue
    form: Any
    context: "IssueContext"

    #: What the address of a page that is opened asks for: `kind`, `escalate`.
    asked: Mapping[str, str] = MappingProxyType({})

    @cached_property
    def kind(self) -> str:
        """The kind that is chosen; empty if none is yet."""
        if self.data is not None:
            chosen = str(self.data.get(KIND, ""))
            return chosen if chosen in TopicKind.values else ""
        asked = self.asked.get("kind", "")
        return self.issue.kind or (asked if asked in TopicKind.values else "")

    @cached_property
    def shown(self) -> str:
        """The kind whose form is on the page."""
        return self.kind if self.data is None else str(self.data.get(SHOWN, ""))

    @property
    def lent(self) -> list[Fact]:
        """What the register of sites knows of the site that is chosen."""
        return lent_by(self.context.chosen_site)

    @property
    def asks_kind(self) -> bool:
        """Whether the page begins with a button for each kind, instead of a list."""
        return self.data is None and not self.kind

    @property
    def kinds(self) -> list[tuple[str, Any]]:
        """The kinds to choose from."""
        return list(TopicKind.choices)

    @cached_property
    def detail(self) -> DetailForm | None:
        """What is known of an issue of the kind; null where nothing more is asked."""
        made = DETAIL_FORMS.get(self.shown)
        if made is None:
            return None
        return made(
            self.data,
            instance=self._stored_detail(),
            prefix=self.shown,
            context=self.context,
        )

    def _stored_detail(self) -> Any:
        model: Any = DETAILS[TopicKind(self.shown)]
        if self.issue.pk is None:
            return model()
        stored = model.objects.filter(issue=self.issue).first()
        return stored or model(issue=self.issue)

    @cached_property
    def rows(self) -> dict[str, RowSet]:
        """The orders of a factory, the samples of a pit."""
        if self.shown == TopicKind.FACTORY_MINE:
            orders = self.context.orders
            return {"orders": self._rows(OrderRows, "orders", orders, ORDER)}
        if self.shown == TopicKind.MINE_PIT_WATER:
            samples = []
            if self.issue.pk:
                samples = list(self.issue.samples.prefetch_related("results"))
            return {"samples": self._rows(SampleRows, "samples", samples, SAMPLE)}
        return {}

    def _rows(
        self, made: type[RowSet], prefix: str, rows: list[Any], name: Any
    ) -> RowSet:
        return made(
            self.data,
            rows=rows,
            prefix=prefix,
            context=self.context,
            suggested=self._suggested() if prefix == "orders" else (),
            row_name=name,
        )

    def _suggested(self) -> list[dict[str, Any]]:
        """An order under section 39 after one that was not obeyed, if that is asked."""
        known = self.context.orders_to_follow.by_key
        followed = {str(one.follows_id) for one in self.context.orders}
        earlier = self.asked.get("escalate", "")
        if earlier not in known or earlier in followed:
            return []
        return [{"section": OrderSection.S39, "follows": known[earlier].pk}]

    def register_agrees(self) -> bool:
        """Whether the orders fit one another, and the form is that of the kind."""
        orders = self.rows.get("orders")
        fits = orders is None or orders_agree(orders)
        return self._is_of_its_kind() and fits

    @property
    def is_turned(self) -> bool:
        """Whether another kind is chosen than the one whose form is on the page."""
        return bool(self.kind) and self.shown != self.kind

    def _is_of_its_kind(self) -> bool:
        if not self.is_turned or not self._tells_details():
            return True
        words = _(
            "You chose another kind: what is asked of it stands below. What is told "
            "for “%(kind)s” is not kept with the issue."
        )
        self.form.add_error("kind", words % {"kind": TopicKind(self.shown).label})
        return False

    def _tells_details(self) -> bool:
        """Whether something is typed or stored in the form that is on the page."""
        form = self.detail
        told = form is not None and (
            form.has_changed() or not form.instance._state.adding
        )
        return told or any(
            rows.written_forms or rows.rows for rows in self.rows.values()
        )

    @property
    def goes(self) -> str:
        """The kind whose stored details go when the page is saved; else empty."""
        # The form has put the chosen kind into the issue already.
        held = str(self.form.initial.get("kind", "")) if self.issue.pk else ""
        if not held or self.shown == held or held not in DETAIL_FORMS:
            return ""
        return str(TopicKind(held).label)

    @property
    def carried(self) -> list[tuple[str, str]]:
        """What was typed for other kinds: it comes back with them."""
        own = {self.shown: "", "orders": "", "samples": ""}
        kept = [kind for kind in DETAIL_FORMS if kind not in own]
        kept += [prefix for prefix in ("orders", "samples") if prefix not in self.rows]
        starts = tuple(f"{prefix}-" for prefix in kept)
        sent = self.data.lists() if self.data is not None else ()
        return [
            (name, value)
            for name, values in sent
            if name.startswith(starts)
            for value in values
        ]

    def quiet_register(self) -> None:
        """Show the typed form as it is, without telling what is wrong with it."""
        if self.detail is not None:
            quiet([self.detail])
        for rows in self.rows.values():
            rows.quiet()

    def first_sent(self) -> dict[str, list[str]]:
        """What the typed form would send if nothing was written in it yet."""
        form = self.detail
        if form is None:
            return {}
        sent = QueryDict(mutable=True)
        for name, value in form.stored_values().items():
            put_text(form.fields[name], sent, form.add_prefix(name), value)
        sent[form.add_prefix("base")] = str(form.initial["base"])
        for prefix in self.rows:
            sent[f"{prefix}-{TOTAL_FORM_COUNT}"] = "0"
            sent[f"{prefix}-{INITIAL_FORM_COUNT}"] = "0"
        return dict(sent.lists())


def with_kind(data: QueryDict, kind: str) -> QueryDict:
    """The same page for a kind, if that is one."""
    changed = data.copy()
    if kind in TopicKind.values:
        changed[KIND] = kind
    return changed


ORDER = pgettext_lazy("to an operator", "Order")
SAMPLE = gettext_lazy("Sample")
