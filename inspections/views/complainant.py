"""Who complained: read with a reason, corrected, made anonymous.

Nothing that was typed here is kept as a draft, and no error report shows it.
"""

from dataclasses import asdict
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import UserRequest
from audit.operations import new_key, posted_key
from inspections.actions.complainant import (
    DAYS,
    anonymise_complainant,
    correct_complainant,
    reveal_complainant,
)
from inspections.complainant_reading import complainants_for, looks_at
from inspections.forms.complainant import CorrectionForm, ReasonForm
from inspections.models import Complainant, Identity
from inspections.views.sealed import (
    address_of,
    answer_once,
    never_stored,
    seen_issue,
)


@require_safe
@never_stored
def complainant_detail(request: UserRequest, ref: str, pk: int) -> HttpResponse:
    """What may be known of a complainant without reason, and who has read it.

    Of one made anonymous, too: who had read it stays to be seen.
    """
    return _detail(request, _complainant(request, ref, pk, is_kept=False))


@require_POST
@sensitive_post_parameters()
@never_stored
def complainant_reveal(request: UserRequest, ref: str, pk: int) -> HttpResponse:
    """Show who complained, once; the reason is kept."""
    complainant = _complainant(request, ref, pk)
    form = _reason_form("reveal", request.POST)
    if not form.is_valid():
        return _detail(request, complainant, reveal=form, status=422)
    shown: list[Identity] = []

    def act() -> str:
        reason = form.cleaned_data["reason"]
        shown.append(reveal_complainant(complainant, reason=reason, by=request.user))
        return address_of(complainant)

    def again(_key: str) -> HttpResponse:
        return _detail(request, complainant, reveal=form, status=409)

    answer = answer_once(request, act, again)
    if not shown:
        if answer.status_code == HTTPStatus.FOUND:
            words = _("It is shown once for each reason. Give the reason again.")
            messages.warning(request, words)
        return answer
    known = {name: getattr(complainant, name) for name in (*DAYS, "stamp")}
    context = {
        "issue": complainant.issue,
        "complainant": complainant,
        "person": shown[0],
        "form": CorrectionForm(initial={**asdict(shown[0]), **known}),
        "operation": new_key(),
    }
    return render(request, "inspections/complainant_reveal.html", context)


@require_POST
@sensitive_post_parameters()
@never_stored
def complainant_edit(request: UserRequest, ref: str, pk: int) -> HttpResponse:
    """Correct who complained, with a reason."""
    complainant = _complainant(request, ref, pk)
    form = CorrectionForm(request.POST)

    def show(key: str, status: int = 409) -> HttpResponse:
        context = {
            "issue": complainant.issue,
            "complainant": complainant,
            "form": form,
            "operation": key,
        }
        page = "inspections/complainant_edit.html"
        return render(request, page, context, status=status)

    if not form.is_valid():
        return show(posted_key(request), 422)

    def act() -> str:
        correct_complainant(
            complainant,
            form.told,
            stamp=form.cleaned_data["stamp"],
            reason=form.cleaned_data["reason"],
            by=request.user,
        )
        messages.success(request, _("The complainant is corrected."))
        return address_of(complainant)

    return answer_once(request, act, show)


@require_POST
@sensitive_post_parameters()
@never_stored
def complainant_anonymise(request: UserRequest, ref: str, pk: int) -> HttpResponse:
    """Erase who complained, now and for good."""
    complainant = _complainant(request, ref, pk)
    form = _reason_form("anonymise", request.POST)
    if not form.is_valid():
        return _detail(request, complainant, anonymise=form, status=422)

    def act() -> str:
        reason = form.cleaned_data["reason"]
        anonymise_complainant(complainant, reason=reason, by=request.user)
        messages.success(request, _("The complainant is anonymous from now on."))
        return f"{complainant.issue.get_absolute_url()}#complainants"

    def again(_key: str) -> HttpResponse:
        return _detail(request, complainant, anonymise=form, status=409)

    return answer_once(request, act, again)


def _complainant(
    request: UserRequest, ref: str, pk: int, *, is_kept: bool = True
) -> Complainant:
    """One of whom the user knows, of an issue that the user sees; anonymous or not."""
    issue = seen_issue(request, ref)
    known = complainants_for(request.user, issue)
    complainant = get_object_or_404(known.revealable() if is_kept else known, pk=pk)
    complainant.issue = issue
    return complainant


def _reason_form(act: str, data: QueryDict | None = None) -> ReasonForm:
    """The form of one of the acts that stand on one page."""
    return ReasonForm(data, auto_id=f"id_{act}_%s")


def _detail(
    request: UserRequest,
    complainant: Complainant,
    *,
    reveal: ReasonForm | None = None,
    anonymise: ReasonForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "issue": complainant.issue,
        "complainant": complainant,
        "reveal": reveal or _reason_form("reveal"),
        "anonymise": anonymise or _reason_form("anonymise"),
        "operations": [new_key(), new_key()],
        "entries": looks_at(complainant),
    }
    page = "inspections/complainant_detail.html"
    return render(request, page, context, status=status)
