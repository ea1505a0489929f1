"""What is asked about a site's entry because it is merely odd."""

from typing import Any

from django.utils.translation import gettext as _

from regions.districts import nearest_name
from regions.models import Province
from regions.outlines import lies_in
from regions.site_numbers import is_usual_concession, is_usual_old, province_code


def ask_about(form: Any) -> None:
    """Ask about everything odd that was newly typed into a checked form of a site.

    What is refused isn't asked about, and nothing for the second time that stood
    there before and is unchanged.
    """
    for check in (_province_in_number, _patterns, _names, _point):
        check(form)


def _is_new(form: Any, *names: str) -> bool:
    if form.errors.keys() & {*names, "provinces"}:
        return False
    return bool({*names, "provinces"} & set(form.changed_data))


def _province_in_number(form: Any) -> None:
    number = form.cleaned_data.get("number_new") or ""
    code = province_code(number)
    if not code or not form.codes or code in form.codes:
        return
    if _is_new(form, "number_new"):
        named = Province.objects.filter(code=code).first()
        words = _("The number is one of %(province)s (%(code)s). Is it right?")
        told = {"province": named or _("another place"), "code": code}
        form.ask("number_new", words % told, number, *form.codes)


def _patterns(form: Any) -> None:
    for name, is_usual, example in (
        ("number_old", is_usual_old, "3-64(6)-45/17"),
        ("concession_no", is_usual_concession, "28608/15360"),
    ):
        number = form.cleaned_data.get(name)
        if number and name in form.changed_data and not is_usual(number):
            words = _("Such numbers mostly look like %(example)s. Is %(number)s right?")
            form.ask(name, words % {"example": example, "number": number}, number)


def _names(form: Any) -> None:
    district = form.cleaned_data.get("district") or ""
    for name in ("district", "subdistrict"):
        typed = form.cleaned_data.get(name)
        names = form.context.names(name, form.codes, district)
        # Of a district that isn't in the list no sub-district is known either.
        if not typed or not names or typed in names:
            continue
        if _is_new(form, "district", name):
            form.ask(name, _unknown(typed, nearest_name(typed, names)), typed)


def _unknown(typed: str, nearest: str) -> str:
    if nearest:
        words = _("The list has no %(typed)s there, but %(nearest)s. Is it right?")
    else:
        words = _("The list has no %(typed)s there. Is it right?")
    return words % {"typed": typed, "nearest": nearest}


def _point(form: Any) -> None:
    point = [form.cleaned_data.get(name) for name in ("latitude", "longitude")]
    if None in point or not form.codes or not _is_new(form, "latitude", "longitude"):
        return
    latitude, longitude = map(float, point)
    if not lies_in(latitude, longitude, form.codes):
        words = _("The point lies outside the provinces chosen. Is it right?")
        form.ask("longitude", words, *point, *form.codes)
