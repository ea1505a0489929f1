"""The brief of a visit: what has changed there since its reader's last one."""

from collections.abc import Iterable

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import UserRequest
from inspections.actions import mark_opened
from inspections.brief.figures import Move, moves_of
from inspections.brief.page import read_brief
from inspections.brief.setting import readable_briefs, setting_of
from inspections.forms.brief import SinceForm
from thai.dates import format_date
from ui.widgets import reader_language


@require_safe
def visit_brief(request: UserRequest, ref: str) -> HttpResponse:
    """What to know before the visit; made to be printed on two A4 sides."""
    briefs = readable_briefs(request.user).select_related("round", "lead")
    visit = get_object_or_404(briefs, ref=ref)
    today = timezone.localdate()
    asked = SinceForm(request.GET if "since" in request.GET else None, today)
    setting = setting_of(visit, request.user, today, since=asked.chosen)
    if not asked.errors:
        # The day in force stands in the field, also where none was asked for.
        day = format_date(setting.cutoff.day, "short", reader_language())
        asked = SinceForm({"since": day}, today)
    moves = moves_of(setting)
    if request.method != "HEAD":
        _note_as_opened(moves, request)
    context = {
        "visit": visit,
        "places": setting.places,
        "cutoff": setting.cutoff,
        "form": asked,
        "parts": read_brief(setting, moves),
        "today": today,
    }
    return render(request, "inspections/visit_brief.html", context)


def _note_as_opened(moves: Iterable[Move], request: UserRequest) -> None:
    """A reviewer has now seen these figures: they are not taken back any more."""
    sections = {move.section.pk: move.section for move in moves}
    for section in sections.values():
        if section.is_unopened:
            mark_opened(section.report, by=request.user, topic=section.topic_id)
