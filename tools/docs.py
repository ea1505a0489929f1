"""Writes the tables of docs/ that are made from the code; tests/test_docs.py compares.

A block stands between `<!-- made by tools/docs.py: NAME -->` and `<!-- end -->`.
"""

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import django

DOCS = Path(__file__).resolve().parent.parent / "docs"
BLOCK = re.compile(
    r"(?P<start><!-- made by tools/docs\.py: (?P<name>[\w-]+) -->\n)"
    r".*?(?P<end><!-- end -->)",
    re.DOTALL,
)


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(str(cell) for cell in line)} |\n" for line in lines)


def code(*slugs: str) -> str:
    """Slugs in their own letters, in the order given."""
    return ", ".join(f"`{slug}`" for slug in slugs)


def ordered(some: Iterable[Any], every: Iterable[Any]) -> list[Any]:
    """Those of `every` that are among `some`, in its order."""
    wanted = set(some)
    return [one for one in every if one in wanted]


def visit_states() -> str:
    """The states of a visit, and what may be written in each."""
    from inspections.lifecycle import VISIT_PLANNING, VISIT_RECORDING, VisitState

    def written(state: VisitState) -> str:
        if state in VISIT_PLANNING:
            return "the plan"
        return "the record" if state in VISIT_RECORDING else "nothing"

    rows = [(code(state), state.label, written(state)) for state in VisitState]
    return table(["state", "in words", "what may be written"], rows)


def visit_steps() -> str:
    """The steps of a visit: from where to where, by whom, with what."""
    from inspections.lifecycle import VISIT_STEPS, Actor, VisitState

    rows = [
        (
            code(slug),
            step.label,
            code(*ordered(step.sources, VisitState.values)),
            code(step.target),
            ", ".join(actor.value for actor in ordered(step.who, Actor)),
            step.asks or "–",
        )
        for slug, step in VISIT_STEPS.items()
    ]
    return table(["step", "button", "from", "to", "who", "asks for"], rows)


def visit_sections() -> str:
    """The sections of a visit's record."""
    from inspections.lifecycle import VISIT_SECTIONS

    rows = [(code(slug), label) for slug, label in VISIT_SECTIONS.items()]
    return table(["section", "in words"], rows)


def other_states() -> str:
    """The states of rounds and follow-ups."""
    from inspections.lifecycle import FollowUpState, RoundState

    rows = [
        (name, ", ".join(f"{code(state)} ({state.label})" for state in states))
        for name, states in (("round", RoundState), ("follow-up", FollowUpState))
    ]
    return table(["document", "states"], rows)


def roles() -> str:
    """The roles of the access table."""
    from tests.access import ROLES

    return table(["role", "who that is"], [(code(r), t) for r, t in ROLES.items()])


def standing() -> str:
    """How a role stands towards objects of another place."""
    from tests.access import AS_SEEN_FROM

    rows = [
        (
            place,
            ", ".join(f"{code(role)} as {code(other)}" for role, other in as_.items()),
        )
        for place, as_ in AS_SEEN_FROM.items()
        if as_
    ]
    return table(["place of the object", "who stands there as whom"], rows)


def access() -> str:
    """Every address, the methods it answers, and who gets which answer."""
    from tests.access import TABLE

    routes = dict(_routes())
    rows = []
    for name, row in TABLE.items():
        lines = "<br>".join(_allowed(line, row.methods) for line in row.lines)
        rows.append((f"{code(name)}<br>`{routes[name]}`", row.methods, lines))
    return table(["address", "methods", "who gets an answer (else 404)"], rows)


def _allowed(line: Any, methods: str) -> str:
    """One line of a row in words; HEAD is answered as GET is."""
    answers = {m: line.answer(m) for m in methods.split() if m != "HEAD"}
    if len(set(answers.values())) > 1:
        told = ", ".join(f"{method} {status}" for method, status in answers.items())
    else:
        told = str(line.status if not answers else next(iter(answers.values())))
    when = f" – {', '.join(sorted(line.words))}" if line.words else ""
    return f"{_who(line.who)}{when}: {told}"


def _who(some: frozenset[str]) -> str:
    from tests.access import ANYONE, ROLES, SIGNED_IN

    if some == ANYONE:
        return "everybody"
    if some == SIGNED_IN:
        return "everybody signed in"
    return ", ".join(ordered(some, ROLES))


def _routes() -> Iterator[tuple[str, str]]:
    """Each URL name with its address, as written in the URL modules."""
    from django.urls import URLPattern, get_resolver

    def walk(patterns: Iterable[Any], route: str, space: str) -> Iterator[Any]:
        for entry in patterns:
            here = f"{route}{entry.pattern}"
            if isinstance(entry, URLPattern):
                yield f"{space}{entry.name}", f"/{here}"
            elif entry.app_name != "admin":
                inner = f"{entry.namespace}:" if entry.namespace else ""
                yield from walk(entry.url_patterns, here, f"{space}{inner}")

    yield from walk(get_resolver().url_patterns, "", "")


BLOCKS: Mapping[str, Callable[[], str]] = {
    "visit-states": visit_states,
    "visit-steps": visit_steps,
    "visit-sections": visit_sections,
    "other-states": other_states,
    "roles": roles,
    "standing": standing,
    "access": access,
}


def renewed(text: str) -> str:
    """The text with every block made anew. Raises KeyError for an unknown one."""
    from django.utils import translation

    def block(found: re.Match[str]) -> str:
        return found["start"] + BLOCKS[found["name"]]() + found["end"]

    with translation.override("en"):
        return BLOCK.sub(block, text)


def main() -> int:
    """Renew every page of docs/; 0."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    for path in sorted(DOCS.rglob("*.md")):
        text = path.read_text()
        if (fresh := renewed(text)) != text:
            path.write_text(fresh)
            print(f"{path.relative_to(DOCS.parent)} renewed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
