"""Offering the steps of a document on its page, and answering when one is taken."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.requests import UserRequest
from audit.operations import OperationReused, digest, new_key, once, posted_key
from inspections.actions import Given, StepRefused, Why
from inspections.lifecycle import ADDRESSEE, ANSWER, Step
from inspections.rights import steps_of
from thai.text import clean_thai
from ui.sent import sent_number

Parts = Mapping[str, "str | Promise"]


@dataclass(frozen=True)
class Refusal:
    """A step that was refused, with what its taker had typed."""

    refused: StepRefused
    slug: str
    typed: Given

    @property
    def status(self) -> int:
        """The HTTP status that says why."""
        return self.refused.why.value


@dataclass(frozen=True)
class Offer:
    """A step that can be taken now: its form posts to `address`.

    Of a step with a page of its own the address is that page's. `key` tells its
    controls from those of other documents on the page; `subject` says what it
    would be done with, for the question asked before; `caution` what is odd about
    taking it now; `operation` tells its press from that of another step. With
    `is_known` nobody need be asked what the step asks for.
    """

    slug: str
    step: Step
    address: str
    key: str
    subject: str
    is_known: bool = False
    caution: str = ""
    operation: str = field(default_factory=new_key)

    @property
    def asks(self) -> str:
        """What must be given with it."""
        return "" if self.is_known else self.step.asks


@dataclass(frozen=True)
class Moves:
    """What can happen next with a document; `_steps.html` draws it.

    `wording` says how its inputs are called, where the usual words don't fit;
    `offices` are those one can choose from, where one is asked for.
    """

    document: Any
    offers: list[Offer]
    parts: Parts
    refusal: Refusal | None = None
    wording: Parts = field(default_factory=dict)
    offices: Iterable[Any] = ()

    def __bool__(self) -> bool:
        return bool(self.offers)

    @property
    def may_go_on(self) -> bool:
        """Whether a step waits that asks for no words."""
        return any(not offer.asks for offer in self.offers)

    @property
    def is_form_gone(self) -> bool:
        """Whether the refused step is no longer offered, so nothing shows its text."""
        refused = self.refusal
        return refused is not None and all(o.slug != refused.slug for o in self.offers)

    def cautioned(self, cautions: Mapping[str, str]) -> "Moves":
        """The same, with what is odd about taking some of the steps now."""
        offers = [
            replace(offer, caution=cautions.get(offer.slug, ""))
            for offer in self.offers
        ]
        return replace(self, offers=offers)

    def comment_boxes(self) -> list[tuple[str, "str | Promise", str]]:
        """Each part that can be commented on: slug, name, what was typed."""
        typed = self.refusal.typed.comments if self.refusal else {}
        return [(part, name, typed.get(part, "")) for part, name in self.parts.items()]


def moves_of(
    document: Any,
    user: User,
    address: Callable[[str], str],
    *,
    parts: Parts | None = None,
    refusal: Refusal | None = None,
    key: str = "",
) -> Moves:
    """The steps the user may take now; what asks for no words comes first.

    `address` gives a step's own address by its slug.
    """
    offers = [
        Offer(
            slug,
            step,
            address(slug),
            f"{key}{slug}",
            str(document),
            is_known=step.asks == ADDRESSEE and bool(document.addressee),
        )
        for slug, step in steps_of(document, user).items()
    ]
    offers.sort(key=lambda offer: _RANKS.get(offer.asks, len(_RANKS)))
    return Moves(document, offers, parts or {}, refusal)


#: What is hoped for comes first; what asks for no words before what does.
_RANKS = {ANSWER: 0, "": 1, ADDRESSEE: 2}


def answer_step(
    request: UserRequest,
    slug: str,
    *,
    steps: Mapping[str, Step],
    parts: Parts,
    act: Callable[[Given], str],
    show: Callable[[Refusal], HttpResponse],
) -> HttpResponse:
    """Take a step, once however often it is sent; refused, `show` says why.

    `act` takes it and gives the address that shows the result.
    """
    if slug not in steps:
        raise Http404
    given = given_by(request, parts)
    key, content = posted_key(request), digest(request)
    try:
        address = once(request.user, key, content, lambda: act(given))
    except OperationReused:
        return show(Refusal(sent_before(), slug, given.readable()))
    except StepRefused as refused:
        return show(Refusal(refused, slug, given.readable()))
    messages.success(request, _("Done: %(step)s.") % {"step": steps[slug].label})
    return redirect(address)


def sent_before() -> StepRefused:
    """Other words under the key of a press that took effect: nothing is done again."""
    words = _("That page was sent before. Look how it stands.")
    return StepRefused(words, Why.MOVED_ON)


def given_by(request: UserRequest, parts: Parts) -> Given:
    """What was sent with a step."""
    return Given(
        reason=_typed(request, "reason"),
        comments={part: _typed(request, f"comment-{part}") for part in parts},
        version=_version(request),
        original=_typed(request, "original"),
        office=sent_number(request.POST.get("office", "")),
    )


def _version(request: UserRequest) -> int | None:
    """The version that was read; one that can't be told is none of them."""
    sent = request.POST.get("version")
    return None if sent is None else sent_number(sent) or 0


def _typed(request: UserRequest, name: str) -> str:
    """A typed text in its proper spelling."""
    return clean_thai(request.POST.get(name, ""))
