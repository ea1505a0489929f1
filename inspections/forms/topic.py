"""A topic of a round: its wording, its provinces and its indicators."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inspections.forms.checks import GroupedChecks
from inspections.models import Indicator, Topic
from inspections.models.round import PLACES, IndicatorType
from inspections.models.wording import (
    FROZEN,
    INDICATOR_WORDING,
    TOPIC_WORDING,
    refuse_narrowing,
)
from regions.membership import zone_words, zones_by_province
from regions.models import Province
from ui.fields import WholeNumberField
from ui.rows import RowForm, RowSet, row_set

MOST_TOPICS = 99
LIMITS = ("minimum", "maximum", "target")


class TopicForm(RowForm):
    """A topic's facts; once its round was opened without the frozen wording."""

    mark_optional = True

    position = WholeNumberField(
        required=False,
        min_value=1,
        max_value=MOST_TOPICS,
        label=_("Place in the list"),
    )

    class Meta:
        model = Topic
        fields = [
            "kind",
            "title_th",
            "title_en",
            "guidance",
            "applies_everywhere",
            "provinces",
        ]
        labels = {
            "guidance": _("Guidance for the offices"),
            "applies_everywhere": _("For all provinces"),
            "provinces": _("Provinces"),
        }
        widgets = {"provinces": GroupedChecks}

    def prepare(self) -> None:
        provinces: Any = self.fields["provinces"]
        provinces.queryset = Province.objects.order_by("sort_key")
        provinces.widget.groups = by_zone(provinces.queryset)
        self.order_fields([*TOPIC_WORDING, "position", "applies_everywhere"])
        if self.instance.pk is None:
            words = _("Left empty, a new topic comes last.")
            self.fields["position"].help_text = words
        if self.instance.is_fixed:
            for name in TOPIC_WORDING:
                # Sent all the same, it is judged by the model, not dropped.
                if self.add_prefix(name) not in self.data:
                    del self.fields[name]

    def derived_initial(self, instance: Topic) -> dict[str, Any]:
        keys = [*instance.round.topics.values_list("pk", flat=True)]
        return {
            "provinces": [province.pk for province in instance.provinces.all()],
            "position": keys.index(instance.pk) + 1,
        }

    @property
    def told_fields(self) -> list[forms.BoundField]:
        """All but the provinces, which take much room."""
        return [bound for bound in self.visible_fields() if bound.name != "provinces"]

    @property
    def needs_provinces_open(self) -> bool:
        """Whether the provinces say something or ask for a look."""
        asks = "provinces" in self.errors if self.is_bound else False
        return bool(asks or self.conflicts or self["provinces"].value())

    def clean(self) -> dict[str, Any]:
        """Refuse a twin, a topic for nobody, and a province that would lose it."""
        cleaned = super().clean() or {}
        everywhere = cleaned.get("applies_everywhere", False)
        chosen = cleaned.get("provinces") or []
        if everywhere and chosen and "provinces" in self.changed_data:
            words = _("Provinces are chosen, too: untick this, or choose none.")
            self.add_error("applies_everywhere", words)
        elif everywhere:
            cleaned["provinces"] = Province.objects.none()
        elif not chosen and "provinces" not in self.errors:
            words = _("Choose at least one province, or tick that it is for all.")
            self.add_error("provinces", words)
        self._refuse_twin(cleaned.get("title_th"))
        try:
            refuse_narrowing(self.instance, everywhere, chosen)
        except ValidationError as refused:
            self.add_error("provinces", refused)
        return cleaned

    def _refuse_twin(self, title: str | None) -> None:
        others = Topic.objects.filter(round=self.instance.round, title_th=title)
        if title and others.exclude(pk=self.instance.pk).exists():
            words = _("Another topic of the round has this title already.")
            self.add_error("title_th", words)


def by_zone(provinces: Iterable[Province]) -> list[tuple[str, list[tuple[int, str]]]]:
    """The provinces by the zone that each lies in today, for boxes to tick."""
    zones = zones_by_province(timezone.localdate())
    groups: dict[int | None, list[tuple[int, str]]] = {}
    for province in provinces:
        group = groups.setdefault(zones.get(province.pk), [])
        group.append((province.pk, str(province)))
    numbers = sorted(groups, key=lambda number: (number is None, number or 0))
    none = str(_("Without a zone"))
    return [(zone_words(number) or none, groups[number]) for number in numbers]


class IndicatorForm(RowForm):
    """A number that the topic asks for."""

    class Meta:
        model = Indicator
        fields = [*INDICATOR_WORDING]

    def prepare(self) -> None:
        if self.instance.pk is None:
            self.instance.topic = self.context
        self.fields["code"].help_text = _("Latin letters, digits, - and _")

    def clean(self) -> dict[str, Any]:
        """Refuse a range that holds nothing, and limits finer than the type."""
        cleaned = super().clean() or {}
        low, high = cleaned.get("minimum"), cleaned.get("maximum")
        if low is not None and high is not None and low > high:
            self.add_error("maximum", _("The largest value is below the smallest."))
        if kind := cleaned.get("type"):
            self._refuse_places(cleaned, PLACES[IndicatorType(kind)])
        return cleaned

    def _refuse_places(self, cleaned: dict[str, Any], places: int) -> None:
        words = _("A whole number is asked for; write one here, too.")
        if places:
            words = _("Its values have at most %(places)s digits after the point.")
        for name in LIMITS:
            value = cleaned.get(name)
            # A stored column pads with zeros, which say nothing.
            if value is not None and -value.normalize().as_tuple().exponent > places:
                self.add_error(
                    name, str(words) % {"places": places} if places else words
                )


IndicatorRows = row_set(IndicatorForm)


def has_no_twins(topic: Topic, indicators: RowSet) -> bool:
    """Whether no code stands in two rows; says so at the second one.

    An indicator that no row speaks of stays, so its code counts, too.
    """
    rows = [form.instance.pk for form in indicators.forms if form.instance.pk]
    others = Indicator.objects.filter(topic=topic.pk).exclude(pk__in=rows)
    seen: set[str] = set(others.values_list("code", flat=True))
    sound = True
    for form in indicators.kept_forms:
        cleaned: dict[str, Any] = getattr(form, "cleaned_data", {})
        code = cleaned.get("code") or form.instance.code
        if code and code in seen:
            form.add_error("code", _("Another indicator of the topic has this code."))
            sound = False
        seen.add(code)
    return sound


def loses_nothing(topic: Topic, indicators: RowSet) -> bool:
    """Whether no indicator is removed that must stay; says so at its row."""
    sound = True
    for form in indicators.removed_forms:
        words = FROZEN if topic.is_fixed else ""
        if not words and form.instance.figures.exists():
            words = _("Visits have recorded a figure for this indicator.")
        if words:
            form.full_clean()
            form.add_error(None, words)
            sound = False
    return sound
