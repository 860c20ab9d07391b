"""/healthz says that the process lives, /readyz whether it can work, and neither needs a signed-in person."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models.functions import Now

from linli.cases.tests.builders import a_case
from linli.fence.rows import open_fence
from linli.notices.models import Untold

pytestmark = pytest.mark.django_db


def heartbeat(age: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s::interval)", [age])


def test_alive(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "alive"})


def test_ready_with_a_fresh_worker(client):
    heartbeat("5 seconds")
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ready", "database": "ok", "migrations": "ok", "worker": "ok", "paper": "ok"}


def test_not_ready_without_a_worker(client):
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["worker"] == "none is running: start linli worker"


def test_not_ready_when_the_worker_has_been_silent(client):
    heartbeat("90 seconds")
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["worker"]) == (503, "silent for 90 s")


def test_not_ready_when_people_hear_late_of_what_happens(client, town, at):
    heartbeat("5 seconds")
    a_case(town, at=at)
    assert client.get("/readyz").status_code == 200

    open_fence([town.guihua.pk])
    Untold.objects.update(tell_at=Now() - timedelta(seconds=75))
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["worker"][:28]) == (503, "behind: people hear 75 s lat")

    open_fence([town.guihua.pk])
    Untold.objects.update(tries=1)  # a fault of one event: it is in the log, and no other waits for it
    assert client.get("/readyz").status_code == 200


def test_not_ready_when_a_migration_is_missing(client, monkeypatch):
    from linli.config import health

    known = health._migrations_on_disk()
    monkeypatch.setattr(health, "_migrations_on_disk", lambda: known | {("cases", "9999_not_yet")})
    assert client.get("/readyz").json()["migrations"] == "1 missing: run linli migrate"


def test_answers_are_never_kept_by_a_cache(client):
    assert "no-store" in client.get("/healthz")["Cache-Control"]
