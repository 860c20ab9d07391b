"""Two questions a load balancer asks. Anybody may ask: the answers name no person and no place."""

import functools

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache

from linli.notices.queries import seconds_late
from linli.paper.fonts import NoChineseFont, folders
from linli.territory.queries import open_every_fence

FRESH_SECONDS = 60  # a worker says that it is alive every five
TOLD_SECONDS = 60  # and tells people of what happened within one


@login_not_required
@transaction.non_atomic_requests  # answered without the database
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "alive"})


@login_not_required
@transaction.non_atomic_requests  # a missing database is an answer, not an error
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    found = {"database": _database(), "migrations": "unknown", "worker": "unknown", "paper": _paper()}
    if found["database"] == "ok":
        found["migrations"], found["worker"] = _migrations(), _worker()
    ready = set(found.values()) == {"ok"}
    return JsonResponse({"status": "ready" if ready else "not ready"} | found, status=200 if ready else 503)


healthz.permission = readyz.permission = "public"  # type: ignore[attr-defined]


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "cannot be reached"
    return "ok"


@functools.cache
def _migrations_on_disk() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).graph.nodes)


def _migrations() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT app, name FROM django_migrations")
            missing = _migrations_on_disk() - set(cursor.fetchall())
    except DatabaseError:
        return "not begun: run linli migrate"
    return f"{len(missing)} missing: run linli migrate" if missing else "ok"


@functools.cache
def _paper() -> str:
    """Whether printed pages would show Chinese, and not empty boxes."""
    try:
        folders()
    except NoChineseFont as why:
        return str(why)
    return "ok"


def _worker() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT extract(epoch FROM now() - max(last_heartbeat)) FROM procrastinate_workers")
            seconds = cursor.fetchone()[0]
    except DatabaseError:
        return "unknown"
    if seconds is None:
        return "none is running: start linli worker"
    return _telling() if seconds <= FRESH_SECONDS else f"silent for {seconds:.0f} s"


def _telling() -> str:
    """Whether people hear of what happens. What a fault of ours keeps from being told is in the log, not here."""
    with transaction.atomic():
        open_every_fence()
        seconds = seconds_late()
    return "ok" if seconds <= TOLD_SECONDS else f"behind: people hear {seconds:.0f} s late of what happens"
