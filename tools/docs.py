"""Writes the tables of docs/ that are made from the code; tests/test_docs.py compares.

A block stands between `<!-- made by tools/docs.py: NAME -->` and `<!-- end -->`.
"""

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import django

from tools.dictionary import dictionary
from tools.markdown import code, ordered, table

DOCS = Path(__file__).resolve().parent.parent / "docs"
BLOCK = re.compile(
    r"(?P<start><!-- made by tools/docs\.py: (?P<name>[\w-]+) -->\n)"
    r".*?(?P<end><!-- end -->)",
    re.DOTALL,
)


def visit_states() -> str:
    """The states of a visit, and what may be written in each."""
    from inspections.lifecycle import VISIT_PLANNING, VISIT_RECORDING, VisitState

    def written(state: VisitState) -> str:
        if state in VISIT_PLANNING:
            return "the plan"
        return "the record" if state in VISIT_RECORDING else "nothing"

    rows = [(code(state), state.label, written(state)) for state in VisitState]
    return table(["state", "in words", "what may be written"], rows)


def steps_table(steps: Mapping[str, Any], states: Iterable[str]) -> str:
    """Steps of one kind of document: from where to where, by whom, with what."""
    from inspections.lifecycle import Actor

    every = list(states)
    rows = [
        (
            code(slug),
            step.label,
            code(*ordered(step.sources, every)),
            code(step.target) if step.target else "as it was",
            ", ".join(actor.value for actor in ordered(step.who, Actor)),
            step.asks or "–",
            *([step.bar.value if step.bar else "–"] if has_bars(steps) else []),
        )
        for slug, step in steps.items()
    ]
    heads = ["step", "button", "from", "to", "who", "asks for"]
    return table([*heads, *["and only"] * has_bars(steps)], rows)


def has_bars(steps: Mapping[str, Any]) -> bool:
    """Whether anything beyond state and role can stand against one of the steps."""
    return any(step.bar for step in steps.values())


def steps_of(kind: str) -> Callable[[], str]:
    """Makes the table of the steps of one kind of document."""

    def made() -> str:
        from inspections import lifecycle

        name = "".join(part.capitalize() for part in kind.split("_"))
        states = getattr(lifecycle, f"{name}State")
        return steps_table(getattr(lifecycle, f"{kind.upper()}_STEPS"), states.values)

    return made


def follow_up_states() -> str:
    """The states of a follow-up, and who is waited for in each."""
    from inspections.lifecycle import FOLLOW_UP_OPEN, FOLLOW_UP_WAITING, FollowUpState

    def waited_for(state: FollowUpState) -> str:
        if state in FOLLOW_UP_OPEN:
            is_office = state in FOLLOW_UP_WAITING
            return "the office that answers" if is_office else "who verifies it"
        return "its issue" if state == FollowUpState.DRAFT else "nobody: it is closed"

    rows = [(code(state), state.label, waited_for(state)) for state in FollowUpState]
    return table(["state", "in words", "waits for"], rows)


def visit_sections() -> str:
    """The sections of a visit's record."""
    from inspections.lifecycle import VISIT_SECTIONS

    rows = [(code(slug), label) for slug, label in VISIT_SECTIONS.items()]
    return table(["section", "in words"], rows)


def report_parts() -> str:
    """The parts of a report's section."""
    from inspections.lifecycle import SECTION_PARTS

    rows = [(code(slug), label) for slug, label in SECTION_PARTS.items()]
    return table(["part", "in words"], rows)


def other_states() -> str:
    """The states of rounds, reports and issues."""
    from inspections.lifecycle import IssueState, RoundState, SectionState

    every: dict[str, Any] = {
        "round": RoundState,
        "report and its sections, the least advanced first": SectionState,
        "issue": IssueState,
    }
    rows = [
        (name, ", ".join(f"{code(state)} ({state.label})" for state in states))
        for name, states in every.items()
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
    "visit-steps": steps_of("visit"),
    "visit-sections": visit_sections,
    "round-steps": steps_of("round"),
    "report-steps": steps_of("section"),
    "report-parts": report_parts,
    "issue-steps": steps_of("issue"),
    "follow-up-states": follow_up_states,
    "follow-up-steps": steps_of("follow_up"),
    "other-states": other_states,
    "dictionary": dictionary,
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
