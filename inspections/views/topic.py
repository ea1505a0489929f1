"""The topics of a round: read by everyone, arranged by managers."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts.requests import UserRequest
from audit.models import StaleVersion
from audit.operations import OperationReused, digest, new_key, once, posted_key
from inspections.forms.topic_page import TopicPage
from inspections.lifecycle import RoundState
from inspections.models import Round, Topic
from inspections.rights import may_manage_rounds
from inspections.topic_reading import told_topic, told_topics
from inspections.topics import DraftsWouldGo, TopicStays, remove_topic, store_topic
from inspections.urls.converters import RoundKey
from inspections.views.round_edit import SHUT
from inspections.views.saving import Editor, answer_sent
from ui.sent import sent_number


@require_safe
def round_topics(request: UserRequest, key: RoundKey) -> HttpResponse:
    """The round's topics in order, with guidance, provinces and indicators."""
    return _show_topics(request, get_object_or_404(Round, **key._asdict()))


def _show_topics(
    request: UserRequest, held_round: Round, status: int = 200
) -> HttpResponse:
    may_edit = may_manage_rounds(request.user) and _is_open(held_round)
    context = {
        "round": held_round,
        "topics": told_topics(held_round),
        "may_edit": may_edit,
        "operation": new_key(),
        "own_address": _topics_of(held_round),
    }
    return render(request, "inspections/round_topics.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def topic_new(request: UserRequest, key: RoundKey) -> HttpResponse:
    """Add a topic; while reports are being written, offices get a draft of it."""
    held_round = _managed(request, key)

    def make(data: QueryDict | None) -> TopicPage:
        fresh = get_object_or_404(Round, pk=held_round.pk)
        return TopicPage(Topic(round=fresh), data)

    return _answer(request, held_round, make, topic=None)


@require_http_methods(["GET", "HEAD", "POST"])
def topic_edit(request: UserRequest, key: RoundKey, pk: int) -> HttpResponse:
    """Change a topic; once the round was opened, no longer its wording."""
    held_round = _managed(request, key)
    topics = Topic.objects.filter(round=held_round).select_related("round")
    topic = get_object_or_404(topics, pk=pk)

    def make(data: QueryDict | None) -> TopicPage:
        return TopicPage(get_object_or_404(topics.all(), pk=pk), data)

    return _answer(request, held_round, make, topic)


@require_POST
def topic_remove(request: UserRequest, key: RoundKey, pk: int) -> HttpResponse:
    """Remove a topic; where drafts would go with it, ask first."""
    held_round = _managed(request, key)
    whole = _topics_of(held_round)
    agreed = sent_number(request.POST.get("agreed", ""))

    def act() -> str:
        topics = Topic.objects.filter(round=held_round).select_related("round")
        remove_topic(get_object_or_404(topics, pk=pk), by=request.user, agreed=agreed)
        return whole

    try:
        address = once(request.user, posted_key(request), digest(request), act)
    except OperationReused as reused:
        return redirect(reused.result)
    except DraftsWouldGo as asked:
        topic = get_object_or_404(Topic, pk=pk, round=held_round)
        context = {
            "round": held_round,
            "topic": topic,
            "drafts": asked.drafts,
            "operation": new_key(),
            "own_address": whole,
        }
        return render(request, "inspections/topic_remove.html", context, status=409)
    except TopicStays as stays:
        messages.error(request, stays.reason)
        return _show_topics(request, held_round, 409)
    except StaleVersion:
        messages.error(request, _("Somebody has just changed the round. Look again."))
        return _show_topics(request, held_round, 409)
    messages.success(request, _("The topic is removed."))
    return redirect(address)


def _managed(request: UserRequest, key: RoundKey) -> Round:
    held_round: Round = get_object_or_404(Round, **key._asdict())
    if not may_manage_rounds(request.user):
        raise Http404
    return held_round


def _topics_of(held_round: Round) -> str:
    return reverse("inspections:round_topics", args=[held_round.key])


def _is_open(held_round: Round) -> bool:
    return held_round.state != RoundState.CLOSED


def _answer(
    request: UserRequest,
    held_round: Round,
    make: Callable[[QueryDict | None], TopicPage],
    topic: Topic | None,
) -> HttpResponse:
    whole = _topics_of(held_round)

    def write(page: TopicPage) -> str:
        made = store_topic(
            page.general, page.indicators, by=request.user, version=page.stored_version
        )
        messages.success(request, _("The topic is saved."))
        if made:
            words = ngettext(
                "%(number)s office got a draft of it.",
                "%(number)s offices got a draft of it.",
                made,
            )
            messages.success(request, words % {"number": made})
        return f"{whole}#topic-{page.topic.pk}"

    def show(page: TopicPage, key: str, status: int = 200) -> HttpResponse:
        context = {
            "page": page,
            "round": held_round,
            "told": told_topic(topic) if topic else None,
            "operation": key,
        }
        return render(request, "inspections/topic_edit.html", context, status=status)

    editor = Editor(
        make=lambda data, _key: make(data),
        is_open=lambda page: _is_open(page.topic.round),
        write=write,
        show=show,
        shut=SHUT,
    )
    if request.method != "POST":
        if not _is_open(held_round):
            messages.error(
                request, _("The round is closed: nothing of it can be changed.")
            )
            return redirect(whole)
        return show(make(None), new_key())
    return answer_sent(request, editor)
