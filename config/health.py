"""Whether the process lives and whether it can serve; says no more than that."""

from django.contrib.auth.decorators import login_not_required
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe


@require_safe
@login_not_required
def healthz_live(request: HttpRequest) -> HttpResponse:
    """The process answers; touches neither database nor disk."""
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


@require_safe
@login_not_required
def healthz_ready(request: HttpRequest) -> HttpResponse:
    """The database answers and is migrated, and files can be stored."""
    try:
        executor = MigrationExecutor(connection)
        is_ready = not executor.migration_plan(executor.loader.graph.leaf_nodes())
        default_storage.listdir("") if default_storage.exists("") else None
    except (DatabaseError, OSError):
        is_ready = False
    return HttpResponse(
        "ok" if is_ready else "fail",
        status=200 if is_ready else 503,
        content_type="text/plain; charset=utf-8",
    )
