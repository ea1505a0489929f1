"""The data dictionary as Markdown, from the same lines as its page."""

from typing import Any

from tools.markdown import code, table


def dictionary() -> str:
    """Every field of the registers: meaning, unit, range, source."""
    from inspections.dictionary import registers

    heads = ["field", "meaning", "unit", "range", "source"]
    return "\n".join(
        f"## {register.title}\n\n{table(heads, map(_field, register.lines))}"
        for register in registers()
    )


def _field(line: Any) -> tuple[str, ...]:
    return code(line.name), *(cell or "–" for cell in line[1:])
