"""Every measured field of the registers at its bounds: in the form, in the database."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from inspections.forms.issue_context import IssueContext
from inspections.forms.registers import DETAIL_FORMS
from inspections.forms.registers.water import SampleForm
from inspections.models import DETAILS, Issue, WaterResult, WaterSample
from inspections.models.registers import PARAMETERS
from regions.models.measure import MeasureField, RaiField
from tests.factories import A_DAY, make_issue, make_user

THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
MODELS: dict[str, Any] = {str(kind): model for kind, model in DETAILS.items()}
FIELDS: list[Any] = [
    pytest.param(kind, field, id=f"{kind}-{field.name}")
    for kind, model in MODELS.items()
    for field in model._meta.concrete_fields
    if isinstance(field, MeasureField)
]


@pytest.fixture
def lists(db) -> IssueContext:
    return IssueContext(make_user(), Issue(), None)


def plain(number: Decimal) -> str:
    return format(number, "f")


@pytest.mark.parametrize(("kind", "field"), FIELDS)
def test_takes_what_lies_in_the_range_and_nothing_else(lists, kind, field):
    low, high, step = Decimal(field.low), Decimal(field.high), field.step

    def read(text: str):
        form = DETAIL_FORMS[kind](
            {f"{kind}-{field.name}": text},
            instance=MODELS[kind](),
            prefix=kind,
            context=lists,
        )
        form.full_clean()
        return form

    for number in (low, low + step, high - step, high):
        for text in (plain(number), plain(number).translate(THAI), f"{number:,f}"):
            form = read(text)
            assert field.name not in form.errors, (text, form.errors)
            assert form.cleaned_data[field.name] == number
    for text in (plain(high + step), plain(low - step), "มาก", "1e3", "1 2", "12x"):
        assert field.name in read(text).errors, text
    finer = plain(low + step / 10)
    assert field.name in read(finer).errors
    told = str(read(plain(high + step)).errors[field.name])
    assert f"{field.high:,}" in told


@pytest.mark.parametrize(("kind", "field"), FIELDS)
def test_the_database_holds_the_range_too(db, kind, field):
    model, names = MODELS[kind], {f.name for f in MODELS[kind]._meta.fields}
    known = {"as_of": A_DAY} if "as_of" in names else {}

    def store(number: Decimal) -> None:
        issue = make_issue(kind=kind)
        values = {**known, field.name: number}
        with transaction.atomic():
            model.objects.create(issue=issue, **values)
        stored = model.objects.get(issue=issue)
        assert getattr(stored, field.name) == number

    store(Decimal(field.low))
    store(Decimal(field.high))
    store(field.high - field.step)
    for number in (field.high + field.step, field.low - field.step):
        with pytest.raises(IntegrityError):
            store(number)


@pytest.mark.parametrize("parameter", PARAMETERS)
def test_results_keep_to_the_scale_of_their_parameter(lists, parameter):
    scale, step = PARAMETERS[parameter], Decimal("0.000001")
    name = f"result_{parameter}"

    def read(text: str) -> SampleForm:
        data = {f"s-{name}": text, "s-taken_on": "1/3/2566"}
        form = SampleForm(data, instance=None, prefix="s", context=lists)
        form.full_clean()
        return form

    for number in (scale.low, scale.high, scale.low + step, scale.high - step):
        for text in (str(number), str(number).translate(THAI)):
            text = format(Decimal(number), "f") if text.isascii() else text
            assert read(text).cleaned_data[name].value == Decimal(number)
        below = read(f" < {format(Decimal(number), 'f')}")
        if number == 0:  # nothing lies below nought
            assert name in below.errors
            continue
        told = below.cleaned_data[name]
        assert (told.value, told.is_below) == (Decimal(number), True)
    for text in (str(scale.high + step), str(scale.low - step), "<", "ND", "7.0000001"):
        assert name in read(text).errors, text
    sample = WaterSample.objects.create(issue=make_issue(), taken_on=A_DAY)
    for number in (scale.high + step, scale.low - step):
        with pytest.raises(IntegrityError), transaction.atomic():
            WaterResult.objects.create(sample=sample, parameter=parameter, value=number)


def test_every_number_says_its_unit_and_where_its_range_comes_from():
    told = [
        (str(field.unit), field.source) for _kind, field in (f.values for f in FIELDS)
    ]

    assert [pair for pair in told if not all(pair)] == []
    assert len(told) > 20


def test_an_area_is_exact_to_the_square_wa(lists):
    rai = next(f.values[1] for f in FIELDS if isinstance(f.values[1], RaiField))
    assert rai.step * rai.wa_a_unit < 1
    form = DETAIL_FORMS["mine_pit_water"](
        {"p-surface_rai": "๓-๒-๕๑", "p-served_rai": "1 ไร่ 61 ตร.ว."},
        instance=MODELS["mine_pit_water"](),
        prefix="p",
        context=lists,
    )
    form.full_clean()

    assert form.cleaned_data["surface_rai"] == Decimal("3.6275")
    assert form.cleaned_data["served_rai"] == Decimal("1.1525")
    assert form.fields["surface_rai"].widget.format_value(
        form.fields["surface_rai"].prepare_value(Decimal("3.6275"))
    ) == ("3-2-51")
