"""The smaller parts of storing a visit, shared by plan and record."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models

from accounts.models import User
from audit.records import plain
from inspections.forms.plan import zone_of
from inspections.models import Topic, Visit, VisitMember
from networks.models import Meeting, MeetingParty, Point
from ui.rows import RowForm


def as_words(form: RowForm, values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as history keeps them: choices by slug, records by Thai name."""
    words = {}
    for name in form.fields_shown():
        value = values.get(name)
        field = form.fields[name]
        found = getattr(field, "records", None)
        if (
            found is not None
            and value is not None
            and not isinstance(value, models.Model)
        ):
            value = found.by_key.get(str(value), value)
        elif (
            hasattr(field, "queryset")
            and value
            and not isinstance(value, models.Model | list | models.QuerySet)
        ):
            value = field.queryset.filter(pk=value).first()
        if isinstance(value, list | models.QuerySet):
            value = ", ".join(sorted(str(item) for item in value))
        words[name] = plain(value)
    return words


def set_zone(visit: Visit) -> None:
    """Fill in the zone that holds all the visit's provinces, if none was said."""
    if visit.zone_id is None:
        visit.zone_id = zone_of(visit.province_ids(), visit.starts_on)
        visit.save(update_fields=["zone"])


def set_team(visit: Visit, people: Iterable[User] | None) -> None:
    """Let exactly these people go along."""
    wanted = {person.pk for person in people or ()}
    visit.members.exclude(user__in=wanted).delete()
    held = set(visit.members.values_list("user_id", flat=True))
    VisitMember.objects.bulk_create(
        VisitMember(visit=visit, user_id=key) for key in sorted(wanted - held)
    )


def set_points(
    meeting: Meeting, party: MeetingParty | None, raised: Mapping[str, str]
) -> None:
    """Make the lines of each level's text the points, keeping what is unchanged.

    Without a party they are those of which it isn't known who raised them.
    """
    points = Point.objects.filter(meeting=meeting, party=party)
    for level, text in raised.items():
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        stored = points.filter(level=level)
        held = [point.text for point in stored]
        if lines == held or "\n".join(held).split("\n") == lines:
            continue
        stored.delete()
        Point.objects.bulk_create(
            Point(meeting=meeting, party=party, order=order, text=line, level=level)
            for order, line in enumerate(lines, start=1)
        )


def match_topics(visit: Visit) -> None:
    """After a change of round, tie notes to that round's topics of the same title."""
    strays = visit.notes.exclude(topic=None).exclude(topic__round=visit.round)
    for note in strays:
        same = Topic.objects.filter(notes=note).values("title_th")
        note.topic = Topic.objects.filter(
            round=visit.round, kind=note.kind, title_th__in=same
        ).first()
        note.save(update_fields=["topic"])
