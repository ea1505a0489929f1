"""A factory or mine: what is complained of, and the orders given for it."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections.forms.asking import Oddity
from inspections.forms.registers.detail import DetailForm, RegisterForm
from inspections.forms.registers.fields import CodeField
from inspections.models import FactoryDetail, LegalOrder
from inspections.models.registers import OrderResult, OrderSection
from ui.forms import limit_choices
from ui.rows import RowSet, row_set
from ui.widgets import Textarea, TextInput

LEADS_ON = {"number", "issued_on", "due_on", "content", "result"}
"""What says that a new order was given; the rest stands there from the beginning."""


class FactoryForm(DetailForm):
    """What is complained of; numbers, class, type and area are the site's."""

    shown = ("category",)

    concession_no = CodeField(
        required=False,
        max_length=40,
        label=gettext_lazy("Concession number"),
        help_text=FactoryDetail._meta.get_field("concession_no").help_text,
    )

    class Meta:
        model = FactoryDetail
        fields = ["category", "concession_no"]

    def prepare(self) -> None:
        site = self.context.chosen_site
        self.lend("concession_no", site and site.concession_no)

    def oddities(self, cleaned: dict[str, Any]) -> Iterable[Oddity]:
        return self.odd_concession(cleaned)


class OrderForm(RegisterForm):
    """An order to the operator; one of section 39 may follow one of section 37."""

    shown = ("section", "number", "issued_on", "due_on", "content")
    fold_title = gettext_lazy("Scope, result, and what it follows")

    class Meta:
        model = LegalOrder
        fields = [
            "section",
            "number",
            "issued_on",
            "due_on",
            "content",
            "scope",
            "follows",
            "result",
            "result_on",
        ]
        widgets = {"number": TextInput, "content": Textarea({"rows": 2})}

    def prepare(self) -> None:
        limit_choices(self, "follows", self.context.orders_to_follow)
        if not self.context.orders_to_follow.by_key:
            del self.fields["follows"]
        if self.instance.result != OrderResult.ESCALATED:
            # It comes by itself, with the order that follows.
            result: Any = self.fields["result"]
            escalated = OrderResult.ESCALATED
            result.choices = [c for c in result.choices if c[0] != escalated]

    def is_blank(self) -> bool:
        return not LEADS_ON & set(self.changed_data)

    def oddities(self, cleaned: dict[str, Any]) -> Iterable[Oddity]:
        earlier, day = cleaned.get("follows"), cleaned.get("issued_on")
        if earlier and day and earlier.due_on and day <= earlier.due_on:
            text = _(
                "The order that it follows could still be obeyed on that day. Is it so?"
            )
            yield Oddity(("follows", "issued_on"), text)

    def check(self, cleaned: dict[str, Any]) -> None:
        self.refuse_days_to_come(cleaned, "issued_on", "result_on")
        self.refuse_end_before_start(cleaned, "issued_on", "due_on")
        self.refuse_end_before_start(cleaned, "issued_on", "result_on")
        if not cleaned.get("number") and not cleaned.get("content"):
            words = _("Write the order's number, or what it orders.")
            self.add_error("content", words)
        if cleaned.get("result_on") and not cleaned.get("result"):
            self.add_error("result", _("Say what came of the order that day."))
        if cleaned.get("follows") and cleaned.get("section") != OrderSection.S39:
            words = _("Only an order under section 39 follows another.")
            self.add_error("section", words)


OrderRows = row_set(OrderForm)


def orders_agree(rows: RowSet) -> bool:
    """Whether each order that follows can follow the one it names; else says so.

    That one is of section 37, not issued later, followed by no other, and stays.
    """
    told = {form.instance.pk: form for form in rows.kept_forms if form.instance.pk}
    followed: set[int] = set()
    sound = True
    for form in rows.kept_forms:
        earlier = _value(form, "follows")
        if earlier is None:
            continue
        fault = _fault(form, told.get(earlier.pk), is_taken=earlier.pk in followed)
        followed.add(earlier.pk)
        if fault:
            form.add_error("follows" if "follows" in form.fields else None, fault)
            sound = False
    return sound


def _fault(form: Any, earlier: Any, *, is_taken: bool) -> str:
    """Why an order can't follow another, whose row is null if it is to go."""
    if earlier is None:
        return _("The order that it follows is removed.")
    if is_taken:
        return _("Another order follows that one already.")
    if _value(earlier, "section") != OrderSection.S37:
        return _("Only an order under section 37 is followed by another.")
    issued, day = _value(earlier, "issued_on"), _value(form, "issued_on")
    if issued and day and day < issued:
        return _("It is issued before the order that it follows.")
    return ""


def _value(form: Any, name: str) -> Any:
    """What a row says: as typed, or as stored where it wasn't typed or is wrong."""
    cleaned: dict[str, Any] = getattr(form, "cleaned_data", {})
    return cleaned[name] if name in cleaned else getattr(form.instance, name)
