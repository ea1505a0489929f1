"""Known issues that may be the one which is being typed."""

from django.http import Http404, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.requests import UserRequest
from inspections.likeness import Likely, Told, likely_same
from inspections.models import TopicKind
from inspections.rights import may_report_issues
from regions.models import Office, Site
from thai.dates import format_date
from thai.text import clean_thai
from ui.sent import sent_number
from ui.widgets import reader_language

LONGEST = 500
"""Characters of a field that are compared."""


@require_POST
def issue_likely(request: UserRequest) -> JsonResponse:
    """What may be the same as what is typed, for `likely.js`; nothing is kept.

    A post, so that what was typed stands in no address and no log.
    """
    if not may_report_issues(request.user):
        raise Http404
    told = _told(request)
    found = likely_same(told, request.user) if told.kind in TopicKind.values else []
    words = ngettext(
        "%(number)s known issue may be the same:",
        "%(number)s known issues may be the same:",
        len(found),
    )
    news = words % {"number": len(found)} if found else ""
    return JsonResponse({"news": news, "issues": [_shown(one) for one in found]})


def _told(request: UserRequest) -> Told:
    def typed(name: str) -> str:
        text = request.POST.get(f"issue-{name}", "").replace("\0", "")
        return clean_thai(text[:LONGEST])

    site, office = sent_number(typed("site")), sent_number(typed("office"))
    return Told(
        kind=typed("kind"),
        title=typed("title"),
        place=typed("place"),
        site=Site.objects.filter(pk=site).first() if site else None,
        office=Office.objects.filter(pk=office).first() if office else None,
    )


def _shown(likely: Likely) -> dict[str, str]:
    """One of them, with enough to judge by; the page says where each text goes."""
    issue = likely.issue
    day = format_date(issue.seen_on, "short", reader_language())
    facts = [
        str(likely.why),
        issue.place,
        str(issue.site or ""),
        str(issue.office),
        _("seen %(day)s") % {"day": day},
    ]
    return {
        "ref": issue.ref,
        "address": issue.get_absolute_url(),
        "title": issue.title,
        "state": issue.get_state_display(),
        "tone": issue.tone,
        "facts": " · ".join(filter(None, facts)),
        "reporters": _("Reported by: %(who)s") % {"who": likely.reporters or "–"},
        "act": _("It is %(ref)s: add that we saw it, too") % {"ref": issue.ref},
    }
