"""The parts of a brief that speak of networks: what they raised, whom to meet."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from accounts.models import OFFICE_ROLES, Assignment
from inspections.assigned import may_know_staff
from inspections.brief.conditions import MEETINGS, meetings_there
from inspections.brief.lines import (
    SHOWN,
    Line,
    More,
    Part,
    cut,
    first_rows,
    list_of,
    more_of,
    short,
    told,
)
from inspections.brief.setting import Setting
from inspections.lists import MEETINGS as MEETING_LIST
from inspections.lists import NETWORKS as DIRECTORY
from networks.models import Contact, Meeting, MeetingParty, Point
from regions.models import Office


def points_raised(setting: Setting) -> Part:
    """What networks raised at meetings, the latest first."""
    meetings: QuerySet[Meeting] = MEETING_LIST.rows(setting.user)
    meetings = meetings.filter(
        meetings_there(setting), MEETINGS["points"](setting)
    ).annotate(day=Coalesce("held_on", "at_visit__visit__ends_on"))
    points = Point.objects.filter(meeting__in=meetings.values("pk"))
    points = points.annotate(
        day=Coalesce("meeting__held_on", "meeting__at_visit__visit__ends_on")
    )
    rows, count = first_rows(
        points.select_related("meeting", "party").order_by("-day", "meeting", "pk")
    )
    lines = [
        Line(
            one.meeting.get_absolute_url(),
            cut(str(one.party or one.meeting)),
            cut(one.text),
            [_("raised %(day)s") % {"day": short(one.day)}],
            is_number=False,
        )
        for one in rows
    ]
    words = _("%(count)s more: all meetings at which points were raised")
    url = list_of(setting, MEETING_LIST, "points")
    more = more_of(count - len(lines), url, words)
    return Part("points", lines, count, more)


# --- People -------------------------------------------------------------------------


@dataclass(frozen=True)
class _Staff:
    """Who works in one office."""

    office: Office
    held: list[Assignment]


def people(setting: Setting) -> Part:
    """Heads, officers, and contacts of networks; only whom the reader may know."""
    staff = _staff(setting)
    contacts, count = first_rows(_contacts(setting))
    # Of the eight, networks have half, or what offices leave.
    room = max(SHOWN // 2, SHOWN - len(contacts))
    shown = [one for office in staff for one in office.held]
    shown = sorted(shown, key=lambda one: one.role)[:room]
    lines = [_member(setting, one) for one in shown]
    known = [_contact(one) for one in contacts[: SHOWN - len(lines)]]
    more = [at for office in staff for at in _more_at(office, shown)]
    words = _("%(count)s more of networks")
    more += more_of(count - len(known), list_of(setting, DIRECTORY, "people"), words)
    total = count + sum(len(office.held) for office in staff)
    return Part("people", [*lines, *known], total, more)


def _more_at(office: _Staff, shown: list[Assignment]) -> list[More]:
    rest = len([one for one in office.held if one not in shown])
    words = _("%(count)s more at %(office)s") % {"count": rest, "office": office.office}
    return [More(words, office.office.get_absolute_url())] if rest else []


def _staff(setting: Setting) -> list[_Staff]:
    offices = Office.objects.filter(pk__in=setting.places.offices).order_by("sort_key")
    known = [office for office in offices if may_know_staff(office, setting.user)]
    held = Assignment.objects.current(setting.today).filter(
        office__in=known, role__in=OFFICE_ROLES, user__is_active=True
    )
    # "head" comes before "officer".
    rows = list(
        held.select_related("user", "office").order_by("role", "user__first_name", "pk")
    )
    return [
        _Staff(office, [one for one in rows if one.office_id == office.pk])
        for office in known
    ]


def _contacts(setting: Setting) -> QuerySet[Contact]:
    """Contacts of networks of those provinces whose people the reader may know."""
    may_know = setting.user.scope.may_edit_place
    known = [p for p in setting.places.provinces if may_know(frozenset({p}))]
    met = MeetingParty.objects.filter(
        network=OuterRef("network"),
        meeting__in=Meeting.objects.visible_to(setting.user).values("pk"),
        meeting__held_on__lte=setting.today,
    ).order_by("-meeting__held_on")
    return (
        Contact.objects.filter(Q(network__province__in=known))
        .select_related("network")
        .annotate(met_on=Subquery(met.values("meeting__held_on")[:1]))
        .order_by(F("met_on").desc(nulls_last=True), "network__sort_key", "pk")
    )


def _member(setting: Setting, one: Assignment) -> Line:
    office = one.office
    return Line(
        office.get_absolute_url() if office else "",
        str(one.user),
        one.wording or one.get_role_display(),
        told(
            not setting.places.is_one and office,
            _("since %(day)s") % {"day": short(one.starts_on)},
        ),
        is_number=False,
    )


def _contact(one: Contact) -> Line:
    met_on: date | None = one.met_on  # type: ignore[attr-defined]
    met = _("last met %(day)s") % {"day": short(met_on)} if met_on else _("not met yet")
    return Line(
        one.network.get_absolute_url(),
        str(one),
        one.position,
        told(one.network, one.phone, met),
        is_number=False,
    )
