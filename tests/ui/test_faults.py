"""The list of what is wrong leads to every place, in the page's order."""

from django import forms
from django.template import engines
from django.utils import translation

from ui.faults import Fault, find_faults
from ui.fields import ThaiCharField
from ui.forms import Form, hide
from ui.questions import Asked


class NameForm(Form):
    name = ThaiCharField(label="Name", error_messages={"required": "Enter it."})
    kind = forms.ChoiceField(
        label="Kind", choices=[("a", "A")], widget=forms.RadioSelect, required=False
    )

    def clean(self):
        if self.data.get(self.add_prefix("name")) == "bad":
            raise forms.ValidationError("Not together.")
        if self.data.get(self.add_prefix("name")) == "odd":
            raise Asked("Is it so?", "id_sure")


class Rows(forms.BaseFormSet):
    row_name = "Person"

    def clean(self):
        raise forms.ValidationError("Too few.")


def rows(data=None, **kwargs):
    made = forms.formset_factory(NameForm, formset=Rows, extra=0, can_delete=True)
    sent = {"p-TOTAL_FORMS": "2", "p-INITIAL_FORMS": "0", **(data or {})}
    return made(sent if data is not None else None, prefix="p", **kwargs)


def test_nothing_sent_is_nothing_wrong():
    assert find_faults(NameForm(), rows(), None, []) == []


def test_a_fault_leads_to_its_control():
    assert find_faults(NameForm({})) == [Fault("id_name", "Name: Enter it.")]


def test_a_fault_of_a_group_leads_to_its_first_control():
    [fault] = find_faults(NameForm({"name": "x", "kind": "b"}))

    assert fault.target == "id_kind_0"


def test_a_fault_of_the_whole_leads_to_its_beginning():
    assert find_faults(NameForm({"name": "bad"})) == [Fault("id_name", "Not together.")]


def test_a_question_leads_to_what_answers_it():
    asked = Fault("id_sure", "Is it so?", is_question=True)

    assert find_faults(NameForm({"name": "odd"})) == [asked]


def test_a_fault_of_a_hidden_field_is_told_without_a_way():
    form = NameForm({})
    hide(form, "name")

    assert find_faults(form) == [Fault("", "Name: Enter it.")]


def test_rows_are_named_and_numbered():
    faults = find_faults([rows({"p-0-name": "bad", "p-1-kind": "a"})])

    assert faults == [
        Fault("id_p", "Too few."),
        Fault("id_p-0-name", "Person 1: Not together."),
        Fault("id_p-1-name", "Person 2: Name: Enter it."),
    ]


def test_the_summary_links_and_escapes():
    class Nasty(Form):
        name = ThaiCharField(label="<b>", error_messages={"required": "<i>"})

    template = engines["django"].from_string(
        "{% error_prefix form %}{% error_summary form %}"
    )
    with translation.override("en"):
        drawn = template.render({"form": Nasty({})})
        empty = template.render({"form": Nasty()})

    assert drawn.startswith("Error: ")
    assert '<a href="#id_name">&lt;b&gt;: &lt;i&gt;</a>' in drawn
    assert 'role="alert"' in drawn
    assert empty.strip() == ""
