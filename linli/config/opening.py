"""What every command does before its own work: find the database, then set up Django in the right role."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from . import database, env, places, roles
from .embedded import Hold, holding
from .trouble import Trouble


def secret_key() -> str:
    return env.secret("SECRET_KEY", kept_in=places.VAR / "secret-key")


def parts(role: str) -> dict[str, str]:
    """Return how to connect as `role`, "owner" or "app"."""
    return database.connection_parts(role=role, var=places.VAR, secret_key=secret_key())


def where() -> str:
    return "DATABASE_URL" if env.text("DATABASE_URL") else "the embedded server"


@contextmanager
def database_at_hand() -> Iterator[Hold | None]:
    """Hold the embedded server while the body runs; where DATABASE_URL names another, only read it."""
    if env.text("DATABASE_URL"):
        parts("owner")
        parts("app")
        yield None
        return
    with holding(places.VAR / "pg") as hold:
        yield hold


def check_app() -> None:
    """Say in one sentence why the application cannot reach its tables, before Django says it in forty lines."""
    with roles.connect(parts("app"), "APP_DATABASE_URL" if env.text("APP_DATABASE_URL") else where()) as connection:
        roles.check_server(connection)
        if not connection.execute("SELECT to_regclass('public.django_migrations')").fetchone()[0]:  # type: ignore[index]
            raise Trouble("The database has no tables yet: run linli migrate.")


def set_up_django(role: str) -> None:
    """Set up Django, once in a process. The owner's settings differ from the application's in the connection alone."""
    os.environ["LINLI_DATABASE_ROLE"] = role
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings")
    import django

    django.setup()
