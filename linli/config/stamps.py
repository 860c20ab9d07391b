"""What the database was last brought up to, so that a second start need not do it again.

The stamp is a comment on a table of that very database: it goes where the tables go, into a backup and back.
"""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

import psycopg
from psycopg import sql

from .places import ROOT

TABLE = "django_migrations"


def tables_now() -> str:
    """Return a print of everything that decides what `linli migrate` makes."""
    own = (ROOT / "linli").glob("*/migrations/*.py")
    beside = (Path(__file__).with_name(name) for name in ("roles.py", "redrawing.py"))
    return _print([*own, ROOT / "requirements" / "run.lock", *beside])


def reference_now(*, demo: bool = True) -> str:
    """Return a print of what decides which reference data is loaded and, with `demo`, which town is built."""
    rooms = ROOT / "linli"
    town = rooms.glob("demo/**/*.py") if demo else ()
    return _print([*rooms.glob("*/data/**/*.toml"), *rooms.glob("*/reference*.py"), *town])


def read(connection: psycopg.Connection) -> dict[str, str]:
    row = connection.execute("SELECT obj_description(to_regclass(%s), 'pg_class')", [f"public.{TABLE}"]).fetchone()
    try:
        return dict(json.loads(row[0])) if row and row[0] else {}
    except ValueError:
        return {}


def write(connection: psycopg.Connection, **stamps: str) -> None:
    """Add `stamps` to those that stand. The connection is the owner's."""
    text = json.dumps(read(connection) | stamps)
    connection.execute(sql.SQL("COMMENT ON TABLE {} IS {}").format(sql.Identifier(TABLE), sql.Literal(text)))


def _print(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(f"{file.relative_to(ROOT)}\n".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
