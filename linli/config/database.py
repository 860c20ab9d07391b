"""Which database, and as whom.

Two roles touch it. The *owner* makes tables and policies (`linli migrate`). The *application* role reads and writes
rows and is neither owner nor superuser, so that row-level security holds for it. `DATABASE_URL` names the owner;
`APP_DATABASE_URL` names the application role where an administrator made it by hand; otherwise `linli migrate` makes
one called `<database>_app`, with a password derived from the installation's secret key.
Without `DATABASE_URL` both roles live in the embedded server under `var/pg`.
"""

import hashlib
import hmac
from pathlib import Path
from typing import Any

import psycopg.conninfo
from psycopg_pool import ConnectionPool

from . import env

EMBEDDED_DATABASE = "linli"
EMBEDDED_OWNER = "linli_owner"


def socket_folder(var: Path) -> Path:
    """Return where the embedded server's socket is; the server writes the name down when it has to choose another."""
    pointer = var / "pg" / "socket-folder"
    return Path(pointer.read_text().strip()) if pointer.exists() else var / "pg" / "run"


def app_role(database: str) -> str:
    return f"{database}_app"


def app_password(secret_key: str, database: str) -> str:
    return hmac.new(secret_key.encode(), f"application role of {database}".encode(), hashlib.sha256).hexdigest()


def parse(name: str, url: str) -> dict[str, str]:
    """Return the parts of a PostgreSQL address; raise WrongSetting with a sentence when it is not one."""
    scheme = url.split("://", 1)[0]
    if scheme not in {"postgres", "postgresql"}:
        raise env.WrongSetting(f"{name} must begin with postgresql:// (it begins with {scheme[:20]!r}).")
    try:
        parts = psycopg.conninfo.conninfo_to_dict(url)
    except psycopg.ProgrammingError as why:
        raise env.WrongSetting(f"{name} cannot be read as a PostgreSQL address: {why}".rstrip()) from None
    if not parts.get("dbname"):
        raise env.WrongSetting(f"{name} names no database: end it with /NAME.")
    return {key: str(value) for key, value in parts.items()}


def as_django(parts: dict[str, str]) -> dict[str, Any]:
    rest = {key: value for key, value in parts.items() if key not in {"dbname", "user", "password", "host", "port"}}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts["dbname"],
        "USER": parts.get("user", ""),
        "PASSWORD": parts.get("password", ""),
        "HOST": parts.get("host", ""),
        "PORT": parts.get("port", ""),
        "OPTIONS": rest | kept_statements(),
    }


def kept_statements() -> dict[str, Any]:
    """Return how statements are sent: prepared, so that the database reads and plans each once a connection.

    Not where a pooler may give every transaction another connection (PREPARED_STATEMENTS=no).
    """
    return {"server_side_binding": True, "prepare_threshold": 3} if env.yes("PREPARED_STATEMENTS", default=True) else {}


FEWEST, MOST, TRY_SECONDS = 1, 12, 1


def shared() -> dict[str, Any]:
    """Return how one process shares its connections; whoever finds none waits for ten seconds.

    By itself the library waits longer before each try, so that pages would stay away for as long again as the database
    was. A database that is away is asked for every second, as the worker does.
    """
    return {
        "min_size": FEWEST,
        "max_size": MOST,
        "timeout": 10,
        "reconnect_timeout": TRY_SECONDS,
        "reconnect_failed": _try_again,
    }


def _try_again(pool: ConnectionPool[Any]) -> None:
    """Ask for another connection in place of the one given up: growing is the one way to."""
    pool.resize(FEWEST - 1, MOST)
    pool.resize(FEWEST, MOST)


def connection_parts(*, role: str, var: Path, secret_key: str) -> dict[str, str]:
    """Return how to connect as `role` ("owner" or "app"): libpq keywords and values."""
    url = env.text("DATABASE_URL")
    if not url:
        user = EMBEDDED_OWNER if role == "owner" else app_role(EMBEDDED_DATABASE)
        return {"dbname": EMBEDDED_DATABASE, "user": user, "host": str(socket_folder(var)), "port": "5432"}
    owner = parse("DATABASE_URL", url)
    if role == "owner":
        return owner
    if app_url := env.text("APP_DATABASE_URL"):
        return parse("APP_DATABASE_URL", app_url)
    database = owner["dbname"]
    return owner | {"user": app_role(database), "password": app_password(secret_key, database)}
