"""Rules of this code base that no linter knows; docs/decisions tells why."""

import ast
import inspect
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth.models import AbstractUser
from django.core.management import call_command
from django.db import models
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from django.urls import URLPattern, URLResolver, get_resolver

from tests.access import SIGN_IN_PAGES
from tools.check import lock_faults

APPS = ("accounts", "audit", "inspections", "networks", "regions")
PRODUCT = (*APPS, "config", "thai", "ui", "tools", "bench")
LONGEST_FILE = 250
#: All settings in one file, read from top to bottom once (DESIGN §3).
LONG_ON_PURPOSE = {"config/settings.py"}
LONGEST_PAGE, LONGEST_PART, LONGEST_SCRIPT = 80, 40, 60
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "misc"}

#: Pages that two addresses share, and what is a page without an address.
SHARED_PAGES = {
    "inspections/visit_plan.html": ("visit_new", "visit_edit"),
    "inspections/round_edit.html": ("round_new", "round_edit"),
    "inspections/topic_edit.html": ("topic_new", "topic_edit"),
}
FRAMES = {
    "base.html",
    "base_minimal.html",
    "400.html",
    "403.html",
    "403_csrf.html",
    "404.html",
    "500.html",
}
#: Who may hand text to a page as it stands; each says in place why it is safe.
TRUSTED_TEXT = {"ui/choices.py", "ui/listing.py", "ui/templatetags/ui.py"}

#: Open to everyone signed in (DESIGN §4), so that a view may ask for any row.
REFERENCE = {
    *("Zone", "ZoneMembership", "Province", "Office", "Site", "Network"),
    *("Round", "Topic", "Series"),
}
SCOPED = {
    *("visible_to", "seen_whole_by", "editable_by", "recordable_by", "raisable_by"),
}
#: The reader's own rows, or the history of a record just loaded through its scope.
OWN_ROWS = {
    ("Assignment", "filter(user=request.user)"),
    ("Attachment", "filter(by=request.user, staged_key__isnull=False)"),
    ("Attachment", "staged_for(attachment.by, str(attachment.staged_key))"),
    ("Attachment", "staged_for(request.user, key)"),
    ("Entry", "about(held_round)"),
    ("Entry", "about(site)"),
    ("Entry", "about(visit)"),
    ("Operation", "filter(user=request.user, key=key)"),
}


def files(pattern: str, *folders: str) -> list[Path]:
    found = (path for folder in folders for path in Path(folder).rglob(pattern))
    return sorted(path for path in found if "vendor" not in path.parts)


def product_files() -> list[Path]:
    return [
        path
        for path in [*files("*.py", *PRODUCT), Path("manage.py")]
        if "migrations" not in path.parts
    ]


def templates() -> list[Path]:
    return files("*.html", "templates")


def hits(pattern: str, paths: list[Path]) -> list[str]:
    """Where a pattern occurs, as `file:line: text`."""
    wanted = re.compile(pattern)
    return [
        f"{path}:{number}: {line.strip()}"
        for path in paths
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if wanted.search(line)
    ]


def own_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.app_label in APPS]


# --- Names --------------------------------------------------------------------------


def addresses(
    patterns: list[URLPattern | URLResolver], space: str = ""
) -> Iterator[tuple[str, str, Callable]]:
    """Namespace, name and view of each address that is ours."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            if pattern.namespace != "admin":
                yield from addresses(pattern.url_patterns, pattern.namespace or space)
        elif pattern.name not in SIGN_IN_PAGES:
            yield space, pattern.name or "", pattern.callback


OURS = list(addresses(get_resolver().url_patterns))


def test_an_address_is_named_as_its_view():
    assert [
        f"{space}:{name} is {view.__qualname__}"
        for space, name, view in OURS
        if not inspect.isfunction(view) or name != view.__name__
    ] == []
    assert len(OURS) > 20


def test_a_page_is_named_as_its_address():
    named = {name for _space, name, _view in OURS}
    unnamed = [
        page
        for path in templates()
        if (page := str(path.relative_to("templates"))) not in FRAMES
        and not path.name.startswith("_")
        and path.parent.name in {*APPS, "config"}
        and path.stem not in named
        and not named.issuperset(SHARED_PAGES.get(page, ("",)))
    ]

    assert unnamed == []


def test_a_view_shows_its_own_page():
    """Itself or through a helper of its module; two views may share one page."""
    assert [
        f"{path}: {function.name} shows {page}"
        for path in view_files()
        for function in functions(path)
        for page in re.findall(r"'([\w/]+\.html)'", ast.unparse(function))
        if callers(path, function.name).isdisjoint(
            {Path(page).stem, *SHARED_PAGES.get(page, ())}
        )
    ] == []


def test_a_page_named_beside_the_views_is_that_of_one_of_them():
    """As in an `Entry`: two views of its module make and change a record."""
    assert [
        f"{path} names {page}"
        for path in view_files()
        for beside in ast.parse(path.read_text()).body
        if isinstance(beside, ast.Assign)
        for page in re.findall(r"'([\w/]+\.html)'", ast.unparse(beside))
        if {function.name for function in functions(path)}.isdisjoint(
            {Path(page).stem, *SHARED_PAGES.get(page, ())}
        )
    ] == []


def functions(path: Path) -> list[ast.FunctionDef]:
    tree = ast.parse(path.read_text())
    return [node for node in tree.body if isinstance(node, ast.FunctionDef)]


def callers(path: Path, name: str) -> set[str]:
    """A function of a module and those that call it."""
    return {
        function.name
        for function in functions(path)
        if re.search(rf"\b{name}\(", ast.unparse(function))
    }


def test_days_end_in_on_and_moments_in_at():
    inherited = {field.name for field in AbstractUser._meta.get_fields()}
    endings = {
        models.DateField: r"(.*_(on|until)|as_of)$",
        models.DateTimeField: r"(.*_)?at$",
        models.TimeField: r".*_at$",
    }

    strange = [
        str(field)
        for model in own_models()
        for field in model._meta.fields
        if field.name not in inherited
        and type(field) in endings
        and not re.match(endings[type(field)], field.name)
    ]

    assert strange == []


def test_constraints_and_indexes_have_names_that_read():
    generated = [
        f"{model.__name__}: {rule.name}"
        for model in own_models()
        for rule in [*model._meta.constraints, *model._meta.indexes]
        if re.search(r"_[0-9a-f]{6,8}_|_idx$|_uniq$|^[A-Z]", rule.name)
    ]

    assert generated == []


def test_no_module_admits_anything():
    assert [
        str(path)
        for path in product_files()
        if FORBIDDEN_NAMES & {path.stem, *path.parts[:-1]}
    ] == []


def test_no_variable_hides_round_or_filter():
    shadows = [
        f"{path}:{name.lineno}: {name.id}"
        for path in product_files()
        for function in ast.walk(ast.parse(path.read_text()))
        if isinstance(function, ast.FunctionDef)
        for name in ast.walk(function)
        if isinstance(name, ast.Name)
        and isinstance(name.ctx, ast.Store)
        and name.id in {"round", "filter"}
    ]

    assert shadows == []


# --- Models -------------------------------------------------------------------------


@pytest.mark.parametrize("model", own_models(), ids=lambda model: model.__name__)
def test_a_model_says_what_it_is(model):
    stated = model.__dict__.get("Meta") or model._meta
    default = re.sub(r"(?<!^)(?=[A-Z])", " ", model.__name__).lower()

    assert model.__doc__
    assert not model.__doc__.startswith(f"{model.__name__}("), "has no docstring"
    assert model.__str__ is not models.Model.__str__
    assert stated.verbose_name.__class__.__name__ == "__proxy__", default
    assert stated.verbose_name_plural.__class__.__name__ == "__proxy__", default


def test_no_migration_is_missing(db, capsys):
    call_command("makemigrations", "--check", "--dry-run", verbosity=1)

    assert capsys.readouterr().out == "No changes detected\n"


def own_migrations() -> list[Migration]:
    graph = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    return [graph[key] for key in sorted(graph) if key[0] in APPS]


@pytest.mark.parametrize("migration", own_migrations(), ids=str)
def test_a_migration_has_a_name_and_a_way_back(migration):
    assert not re.search(r"_auto_|_\d{8}_", migration.name), "name it with -n"
    for operation in migration.operations:
        assert operation.reversible, operation


# --- Reading through the scope ------------------------------------------------------


def manager_calls(path: Path) -> Iterator[tuple[str, str]]:
    """Each `Model.objects.method(…)` of a module: the model, the call."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            manager = node.func.value
            if isinstance(manager, ast.Attribute) and manager.attr in {
                "objects",
                "_base_manager",
                "_default_manager",
            }:
                call = ast.unparse(node).partition(f".{manager.attr}.")[2]
                yield ast.unparse(manager.value), call


def view_files() -> list[Path]:
    return [*files("*.py", "inspections/views"), *files("views.py", *APPS, "config")]


def test_views_read_scoped_rows_only_through_the_scope():
    """Else one forgotten condition shows everybody everything."""
    unscoped = [
        f"{path}: {model}.objects.{call}"
        for path in view_files()
        for model, call in manager_calls(path)
        if model not in REFERENCE
        and call.partition("(")[0] not in SCOPED
        and (model, call) not in OWN_ROWS
    ]

    assert unscoped == []
    assert sum(1 for path in view_files() for _call in manager_calls(path)) > 10


def test_every_exception_of_the_scope_rule_is_still_needed():
    used = {found for path in view_files() for found in manager_calls(path)}

    assert used >= OWN_ROWS


# --- Templates and scripts ----------------------------------------------------------


def test_templates_hold_no_inline_code():
    """The content policy would refuse it."""
    inline = r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=[\"']|javascript:"

    assert hits(inline, templates()) == []


def test_templates_trust_no_text_and_print_no_day_by_themselves():
    """Days go through the era's own filters, text through escaping."""
    assert hits(r"\|\s*(date|time|safe|safeseq)\b|autoescape off", templates()) == []
    marked = {
        str(path)
        for path in product_files()
        if re.search(r"\bmark_safe\(|\.__html__|SafeString\(", path.read_text())
    }
    assert marked == TRUSTED_TEXT


def test_scripts_build_no_page_from_text():
    scripts = files("*.js", "static")
    sinks = (
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function"
    )

    assert len(scripts) > 5
    assert hits(sinks, scripts) == []
    assert hits(r"https?://", scripts) == []


def test_files_are_short_enough_to_be_read_at_once():
    limits = [
        *((path, LONGEST_FILE) for path in product_files()),
        *((path, LONGEST_SCRIPT) for path in files("*.js", "static")),
        *(
            (path, LONGEST_PART if path.name.startswith("_") else LONGEST_PAGE)
            for path in templates()
        ),
    ]

    assert [
        f"{path}: {lines} lines, at most {limit}"
        for path, limit in limits
        if str(path) not in LONG_ON_PURPOSE
        and (lines := len(path.read_text().splitlines())) > limit
    ] == []


def test_a_module_says_first_what_it_is_for():
    texts = {path: path.read_text() for path in product_files()}

    assert [
        str(path)
        for path, text in texts.items()
        if text.strip() and not ast.get_docstring(ast.parse(text))
    ] == []


# --- What is not in the repository --------------------------------------------------


def committed() -> list[Path]:
    kinds = ("*.py", "*.html", "*.md", "*.toml", "*.txt", "*.in", "*.js", "*.css")
    here = [path for kind in kinds for path in Path().glob(kind)]
    folders = ("data", "docs", "static", "templates", "tests", *PRODUCT)
    return [*here, *(path for kind in kinds for path in files(kind, *folders))]


def test_nothing_is_read_from_outside():
    own = Path(__file__).relative_to(Path.cwd())
    paths = [path for path in committed() if path not in (own, own.absolute())]

    assert len(paths) > 200
    assert hits(r"\.\./shared|/work/(main|shared)|/tmp/brief", paths) == []
    assert lock_faults() == []
