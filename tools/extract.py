"""Finds every translatable text in Python sources and templates, without xgettext."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.utils.translation.template import templatize

#: What each translating function's first arguments are.
SIGNATURES = {
    "gettext": ("singular",),
    "ngettext": ("singular", "plural"),
    "pgettext": ("context", "singular"),
    "npgettext": ("context", "singular", "plural"),
}
MODULE = "django.utils.translation"
STRING = r"""(u?(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'))"""
TEMPLATE_CALL = re.compile(
    rf"\b(n?p?gettext|_)\(\s*{STRING}(?:\s*,\s*{STRING})?(?:\s*,\s*{STRING})?"
)


class Text(NamedTuple):
    """A text as gettext knows it, and the place it was found."""

    context: str | None
    singular: str
    plural: str | None
    place: str

    @property
    def key(self) -> tuple[str | None, str, bool]:
        """What makes it the same text elsewhere: counted texts are others."""
        return self.context, self.singular, self.plural is not None


class NotTranslatableError(Exception):
    """A text that is put together before gettext sees it, and so is in no catalogue."""


def texts_in(paths: list[Path]) -> list[Text]:
    """All texts of the given Python sources and templates, places in file order."""
    found: list[Text] = []
    for path in sorted(paths):
        reader = from_python if path.suffix == ".py" else from_template
        found += reader(path.read_text(), str(path))
    return found


def from_python(source: str, place: str) -> Iterator[Text]:
    """The texts of one Python source.

    Raises NotTranslatableError for a text built inside the call, such as an f-string.
    """
    tree = ast.parse(source)
    names = _imported_names(tree)
    for node in ast.walk(tree):
        signature = SIGNATURES.get(_called(node, names))
        if signature and isinstance(node, ast.Call):
            values = [_constant(argument, place) for argument in node.args]
            if all(values[: len(signature)]):
                yield _text(signature, values, f"{place}:{node.lineno}")


def from_template(source: str, place: str) -> Iterator[Text]:
    """The texts of one template; Django itself turns it into calls to read."""
    calls: str = templatize(source, origin=place)
    for match in TEMPLATE_CALL.finditer(calls):
        function = match[1] if match[1] != "_" else "gettext"
        values = [value and ast.literal_eval(value) for value in match.groups()[1:]]
        line = calls.count("\n", 0, match.start()) + 1
        yield _text(SIGNATURES[function], values, f"{place}:{line}")


def _text(signature: tuple[str, ...], values: list[str | None], place: str) -> Text:
    parts = dict(zip(signature, values, strict=False))
    return Text(
        context=parts.get("context"),
        singular=parts["singular"] or "",
        plural=parts.get("plural"),
        place=place,
    )


def _plain(name: str) -> str:
    """`gettext_lazy` and `gettext_noop` are `gettext` here."""
    return name.removesuffix("_lazy").removesuffix("_noop")


def _imported_names(tree: ast.AST) -> dict[str, str]:
    """What the file calls the translating functions."""
    return {
        alias.asname or alias.name: _plain(alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == MODULE
        for alias in node.names
    }


def _called(node: ast.AST, names: dict[str, str]) -> str:
    """The translating function that this node calls, or ""."""
    if not isinstance(node, ast.Call):
        return ""
    if isinstance(node.func, ast.Name):
        return names.get(node.func.id, "")
    if isinstance(node.func, ast.Attribute):
        return _plain(node.func.attr)
    return ""


def _constant(argument: ast.expr, place: str) -> str | None:
    """The argument's text; None for a value known only at run time."""
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        return argument.value
    if isinstance(argument, ast.JoinedStr | ast.BinOp):
        where = f"{place}:{argument.lineno}"
        raise NotTranslatableError(f"{where}: put values in after translating")
    return None
