"""Forms: our fields by default, one look for every field, choices limited."""

import pytest
from django import forms
from django.template import engines
from django.test.html import parse_html
from django.utils import translation

from regions.models import Province, Site, Zone
from tests.factories import make_province, make_zone
from ui.choices import SharedRecords
from ui.fields import (
    RecordChoiceField,
    ThaiCharField,
    WholeNumberField,
)
from ui.forms import Form, ModelForm, hide, limit_choices
from ui.widgets import ListSelect


class SampleForm(Form):
    name = ThaiCharField(label="Name", help_text="As on the sign")
    note = ThaiCharField(label="Note", required=False)
    agreed = forms.BooleanField(label="Agreed")
    mode = forms.ChoiceField(
        label="Mode", choices=[("a", "A")], widget=forms.RadioSelect
    )


def draw(form, name):
    template = engines["django"].from_string("{% field bound %}")
    with translation.override("en"):
        return template.render({"bound": form[name]})


def test_a_field_has_its_label_hint_and_control_tied_together():
    drawn = draw(SampleForm(), "name")

    assert '<label for="id_name">Name</label>' in drawn
    assert 'id="id_name_helptext">As on the sign' in drawn
    assert 'aria-describedby="id_name_helptext"' in drawn
    assert "aria-invalid" not in drawn
    parse_html(drawn)


def test_a_wrong_field_names_its_message_to_the_control():
    drawn = draw(SampleForm({}), "name")

    assert 'aria-invalid="true"' in drawn
    assert 'aria-describedby="id_name_helptext id_name_error"' in drawn
    assert 'id="id_name_error"' in drawn
    assert "field--bad" in drawn


def test_a_field_that_may_be_empty_says_so():
    assert "(optional)" in draw(SampleForm(), "note")
    assert "(optional)" not in draw(SampleForm(), "name")


def test_a_form_of_optional_fields_can_leave_the_mark_out():
    form = SampleForm()
    form.mark_optional = False

    assert "(optional)" not in draw(form, "note")


def test_a_box_stands_before_its_label():
    drawn = draw(SampleForm(), "agreed")

    assert drawn.index("checkbox") < drawn.index("Agreed")


def test_several_controls_are_a_group_with_a_legend():
    drawn = draw(SampleForm({}), "mode")

    assert "<legend>Mode</legend>" in drawn
    assert '<fieldset aria-describedby="id_mode_error">' in drawn


def test_a_hidden_field_is_only_its_control():
    form = SampleForm()
    hide(form, "note")

    assert draw(form, "note").startswith('<input type="hidden"')


def test_the_browser_is_not_asked_to_check():
    assert " required" not in draw(SampleForm(), "name")


def test_a_model_form_gets_our_fields():
    class ZoneForm(ModelForm):
        class Meta:
            model = Zone
            fields = ["number", "name_th"]

    class SiteForm(ModelForm):
        class Meta:
            model = Site
            fields = ["kind"]

    assert isinstance(ZoneForm.base_fields["number"], WholeNumberField)
    assert isinstance(ZoneForm.base_fields["name_th"], ThaiCharField)
    assert isinstance(SiteForm.base_fields["kind"].widget, ListSelect)
    assert "---------" not in str(SiteForm()["kind"])


def test_a_model_forms_own_settings_win():
    class ZoneForm(ModelForm):
        class Meta:
            model = Zone
            fields = ["name_th"]
            field_classes = {"name_th": forms.CharField}
            help_texts = {"name_th": "mine"}

    assert type(ZoneForm.base_fields["name_th"]) is forms.CharField
    assert ZoneForm.base_fields["name_th"].help_text == "mine"


class ProvinceForm(Form):
    province = forms.ModelChoiceField(
        Province.objects.all(), label="Province", widget=ListSelect
    )


@pytest.fixture
def provinces(db):
    zone = make_zone(number=12)
    return [
        make_province(zone=zone, code="40", name_th="ขอนแก่น"),
        make_province(zone=zone, code="46", name_th="กาฬสินธุ์"),
    ]


def test_a_field_offers_only_what_it_is_limited_to(provinces):
    ours, theirs = provinces
    form = ProvinceForm({"province": theirs.pk})
    limit_choices(form, "province", Province.objects.filter(pk=ours.pk))

    assert not form.is_valid()


def test_rows_share_records_without_further_queries(
    provinces, django_assert_num_queries
):
    shared = SharedRecords(
        Province.objects.order_by("code").all, group=lambda p: p.code[0], blank="—"
    )
    rows = [ProvinceForm({"province": p.pk}) for p in provinces * 3]
    for form in rows:
        limit_choices(form, "province", shared)

    with django_assert_num_queries(1):
        drawn = [str(form["province"]) for form in rows]
        chosen = [form.cleaned_data["province"] for form in rows if form.is_valid()]

    assert chosen == provinces * 3
    assert all(text.count("<option") == 3 for text in drawn)
    assert all('<optgroup label="4">' in text for text in drawn)
    assert all(text.count(" selected>") == 1 for text in drawn)


def test_a_record_that_is_not_offered_is_refused(provinces):
    ours, theirs = provinces
    shared = SharedRecords(Province.objects.filter(pk=ours.pk).all)
    field = RecordChoiceField(shared, required=False)

    with pytest.raises(forms.ValidationError) as refused:
        field.clean(str(theirs.pk))

    assert refused.value.code == "invalid_choice"
    assert field.clean("") is None
    assert field.clean(str(ours.pk)) == ours
    assert field.has_changed(ours, str(theirs.pk))
    assert not field.has_changed(ours, str(ours.pk))
    assert not field.has_changed(None, "")
