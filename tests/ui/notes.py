"""A small model of the tests' own and its list, with every kind of column."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import path

from config.urls import urlpatterns as product_urls
from thai.text import search_fold
from ui.filters import (
    DateFilter,
    FlagFilter,
    ListFilterSet,
    OptionFilter,
    TextFilter,
)
from ui.listing import Listing, render_list
from ui.tables import (
    DateColumn,
    LinkColumn,
    ListTable,
    NowrapColumn,
    NumberColumn,
    StatusColumn,
    TextColumn,
)

STATES = [("open", "Open"), ("shut", "Shut")]
FIRST_DAY = dt.date(2023, 3, 1)


class Note(models.Model):
    """Has ties, nulls and text of every sort."""

    ref = models.CharField(max_length=20, unique=True)
    title = models.TextField()
    search_text = models.TextField()
    day = models.DateField(null=True)
    state = models.CharField(max_length=10, default="open")
    amount = models.IntegerField(null=True)
    weight = models.DecimalField(max_digits=6, decimal_places=2, default=0)
    parent = models.ForeignKey("self", models.CASCADE, null=True)

    class Meta:
        app_label = "ui_tests"
        indexes = [models.Index(fields=["day", "id"], name="note_by_day")]

    def __str__(self) -> str:
        return self.ref


class NoteTable(ListTable):
    ref = LinkColumn("Number", url="note_detail", order_by="ref")
    title = TextColumn("Title")
    day = DateColumn("Day", order_by="day", initial_sort_descending=True)
    state = StatusColumn(
        "State", labels=STATES, tones={"shut": "done"}, order_by=("state", "day")
    )
    amount = NumberColumn("Amount", order_by=("amount", "-weight"))
    answers = NowrapColumn("Answers", exclude_from_export=True)
    remark = TextColumn("Remark", visible=False)

    class Meta:
        order_by = "-day"
        empty_text = "No notes were written yet."


class NoteFilter(ListFilterSet):
    q = TextFilter(field_name="search_text", label="Text")
    state = OptionFilter(label="State", options=STATES)
    since = DateFilter(field_name="day", lookup_expr="gte", label="From")
    until = DateFilter(
        field_name="day", lookup_expr="lte", label="To", not_before="since"
    )
    undated = FlagFilter(field_name="day", lookup_expr="isnull", label="Undated")


class NoteListing(Listing):
    table = NoteTable
    filterset = NoteFilter
    caption = "บันทึก"
    file_name = "notes"
    fields = ("ref", "title", "day", "state", "amount")

    def related(self, keys: Sequence[Any]) -> Any:
        answers = Note.objects.filter(parent__in=keys).values_list("parent", "ref")
        return dict(answers)

    def cells(self, row: tuple[Any, ...], related: Any) -> Sequence[Any]:
        key, *shown = row
        return *shown, related.get(key), f"written as {row[1]}"


def make_notes(count: int, **fields: Any) -> list[Note]:
    """Notes N-0001 and so on, two on each day."""
    notes: list[Note] = Note.objects.bulk_create(
        Note(
            ref=f"N-{number:04}",
            **{
                "title": f"Note {number}",
                "search_text": search_fold(fields.get("title", f"Note {number}")),
                "day": FIRST_DAY + dt.timedelta(number // 2),
                "amount": number * 1000,
                **fields,
            },
        )
        for number in range(1, count + 1)
    )
    return notes


def note_list(request: HttpRequest) -> HttpResponseBase:
    return render_list(request, Note.objects.all(), NoteListing)


def note_detail(request: HttpRequest, ref: str) -> HttpResponse:
    return HttpResponse(ref)


urlpatterns = [
    *product_urls,
    path("notes/", note_list, name="note_list"),
    path("notes/<str:ref>/", note_detail, name="note_detail"),
]
