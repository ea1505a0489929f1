"""Trying every step of a document as somebody: what is offered, what each call does."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.db import transaction

from accounts.models import User
from audit.models import Entry
from inspections.actions import Given, StepRefused
from inspections.rights import steps_of
from tests.rows import all_rows, changed_tables

#: slug: from, to ("" for no other state), who, what it asks for; written out in the
#: tests.
Table = Mapping[str, tuple[set[str], str, set[str], str]]
Act = Callable[..., Any]

NOT_YOURS, MOVED_ON, INCOMPLETE = 403, 409, 422


def as_table(steps: Mapping[str, Any]) -> Table:
    """The product's steps in the form in which the tests write theirs."""
    return {
        slug: ({*step.sources}, step.target, {a.value for a in step.who}, step.asks)
        for slug, step in steps.items()
    }


def put(document: Any, state: str, **fields: Any) -> Any:
    """The document in another state, as no step would leave it."""
    type(document).objects.filter(pk=document.pk).update(state=state, **fields)
    document.refresh_from_db()
    return document


def expected(table: Table, actors: set[str], state: str) -> dict[str, str]:
    """What each step's call must give somebody who is all of `actors`."""
    found = {}
    for slug, (sources, target, who, _asks) in table.items():
        if not actors & who:
            found[slug] = f"{NOT_YOURS} {state}"
        elif state not in sources:
            found[slug] = f"{MOVED_ON} {state}"
        else:
            found[slug] = f"taken {target or state}"
    return found


def taken(answers: Mapping[str, str]) -> set[str]:
    """The steps that are possible by these answers."""
    return {slug for slug, answer in answers.items() if answer.startswith("taken")}


class Trial:
    """All steps of one document in one state, tried by one user.

    Steps that must be refused are really called, and nothing may have changed
    after them; the others are called and undone again.
    """

    def __init__(
        self, document: Any, act: Act, user: User, given: Mapping[str, Given]
    ) -> None:
        self.document, self.act, self.given = document, act, given
        self.user = User.objects.get(pk=user.pk)  # with a scope of its own

    def run(self, must_give: Mapping[str, str]) -> None:
        """Compare what is offered and what is answered with `must_give`."""
        may = taken(must_give)
        before = all_rows()
        answers = {slug: self.answer(slug) for slug in set(must_give) - may}
        unchanged = changed_tables(before, all_rows()) == set()
        for slug in may:
            with transaction.atomic():
                answers[slug] = self.answer(slug)
                transaction.set_rollback(True)
        assert answers == must_give
        assert set(steps_of(self._fresh(), self.user)) == may
        assert unchanged

    def answer(self, slug: str) -> str:
        """Call the step; how it was answered, and the state afterwards."""
        fresh = self._fresh()
        try:
            self.act(fresh, slug, by=self.user, given=self.given[slug])
        except StepRefused as refused:
            return f"{refused.why.value} {self._fresh().state}"
        return f"taken {self._fresh().state}"

    def _fresh(self) -> Any:
        return type(self.document).objects.get(pk=self.document.pk)


def refused(
    act: Act, document: Any, slug: str, by: User, given: Given | None = None
) -> StepRefused:
    """The refusal of a step, which has left every row as it was."""
    before = all_rows()
    with pytest.raises(StepRefused) as caught:
        act(document, slug, by=by, **({"given": given} if given else {}))
    assert changed_tables(before, all_rows()) == set()
    return caught.value


def history(document: Any) -> list[str]:
    """What happened to a document, the oldest first."""
    return [entry.step for entry in Entry.objects.about(document)]
