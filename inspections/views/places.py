"""The pages of zones, provinces and offices, with what hangs on them."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.requests import UserRequest
from inspections.assigned import field_staff, may_know_staff, office_staff
from inspections.ledger import ledger_section
from inspections.lists import (
    FOLLOW_UPS,
    ISSUES,
    MEETINGS,
    NETWORKS,
    REPORTS,
    SITES,
    VISITS,
    Section,
    section,
)
from inspections.own_plots import own_plots
from inspections.plots import published_plots
from regions.models import Office, Province, Zone, ZoneMembership
from regions.models.office import OfficeKind


@require_safe
def zone_detail(request: UserRequest, number: int) -> HttpResponse:
    """A zone: its provinces now and earlier, who inspects there, what happened."""
    zone = get_object_or_404(Zone, number=number)
    today = timezone.localdate()
    memberships = zone.memberships.select_related("province").prefetch_related(
        "province__offices"
    )
    members = list(memberships.order_by("province__sort_key", "-starts_on"))
    context = {
        "zone": zone,
        "members": [member for member in members if is_current(member, today)],
        "others": [member for member in members if not is_current(member, today)],
        "groups": list(
            zone.group_zones.current(today).select_related("group").order_by("pk")
        ),
        "assignments": field_staff(zone, today),
        "sections": [
            section(request, "visits", _("Visits"), VISITS, zone=number),
            section(request, "reports", _("Reports"), REPORTS, zone=number),
            section(request, "issues", _("Issues"), ISSUES, zone=number),
            section(request, "follow-ups", _("Follow-ups"), FOLLOW_UPS, zone=number),
        ],
    }
    return render(request, "regions/zone_detail.html", context)


@require_safe
def province_detail(request: UserRequest, code: str) -> HttpResponse:
    """A province: everything the reader may see that hangs on it."""
    province = get_object_or_404(Province, code=code)
    today = timezone.localdate()
    members = list(province.memberships.select_related("zone").order_by("-starts_on"))
    here = {"province": code}
    context = {
        "province": province,
        "members": members,
        "member": next((m for m in members if is_current(m, today)), None),
        "offices": list(province.offices.all()),
        "assignments": [
            a
            for m in members
            if is_current(m, today)
            for a in field_staff(m.zone, today)
        ],
        "sections": [
            section(request, "visits", _("Visits"), VISITS, **here),
            section(request, "reports", _("Reports"), REPORTS, **here),
            section(request, "issues", _("Issues"), ISSUES, **here),
            ledger_section(request, **here),
            section(request, "meetings", _("Network meetings"), MEETINGS, **here),
            section(request, "networks", _("Networks"), NETWORKS, **here),
            section(request, "sites", _("Sites"), SITES, **here),
        ],
        "plots": [*own_plots(request.user, province), *published_plots(province)],
    }
    return render(request, "regions/province_detail.html", context)


@require_safe
def office_detail(request: UserRequest, code: str) -> HttpResponse:
    """An office: what it is, who works there, visits to it, what it must answer."""
    office = get_object_or_404(Office.objects.select_related("province"), code=code)
    today = timezone.localdate()
    knows_staff = may_know_staff(office, request.user)
    memberships = ZoneMembership.objects.current(today).select_related("zone")
    context = {
        "office": office,
        "member": memberships.filter(province=office.province_id).first(),
        "may_know_staff": knows_staff,
        "assignments": office_staff(office, today) if knows_staff else [],
        "sections": [
            section(request, "visits", _("Visits"), VISITS, office=code),
            *_reports(request, office),
            section(request, "issues", _("Issues"), ISSUES, office=code),
            ledger_section(request, office=code),
        ],
    }
    return render(request, "regions/office_detail.html", context)


def _reports(request: UserRequest, office: Office) -> list[Section]:
    """The reports of a provincial office; others make none."""
    if office.kind != OfficeKind.PROVINCIAL:
        return []
    return [section(request, "reports", _("Reports"), REPORTS, office=office.code)]


def is_current(member: ZoneMembership, today: date) -> bool:
    """Whether the membership holds on `today`."""
    return member.starts_on <= today and (
        member.ends_on is None or today <= member.ends_on
    )
