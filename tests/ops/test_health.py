"""/healthz says that the process lives, /readyz whether it can work, and neither needs a signed-in person."""

import pytest
from django.db import connection

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


def test_not_ready_when_a_migration_is_missing(client, monkeypatch):
    from linli.config import health

    known = health._migrations_on_disk()
    monkeypatch.setattr(health, "_migrations_on_disk", lambda: known | {("cases", "9999_not_yet")})
    assert client.get("/readyz").json()["migrations"] == "1 missing: run linli migrate"


def test_answers_are_never_kept_by_a_cache(client):
    assert "no-store" in client.get("/healthz")["Cache-Control"]
