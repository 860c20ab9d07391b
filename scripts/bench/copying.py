"""Writing generated lines by COPY, into the tables as they are now.

Columns the generator does not know (a newer migration made them) get the default of their field. COPY into a fenced
table needs a superuser; millions of rows go in without indexes and triggers, which are brought up to date afterwards.
"""

import hmac
import os
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any

import psycopg
from django.apps import apps
from django.db.models import NOT_PROVIDED, Field
from django.db.models.expressions import DatabaseDefault

from bench.rows import COLUMNS, Generator

KEYED = {"cases.Case": "case", "cases.Promise": "promise", "cases.Remark": "remark", "journal.Event": "event"}


@dataclass(frozen=True)
class Table:
    label: str
    name: str
    columns: tuple[str, ...]
    rest: str  # what every line ends with

    @property
    def command(self) -> str:
        columns = ", ".join(f'"{column}"' for column in self.columns)
        return f'COPY "{self.name}" ({columns}) FROM STDIN'


def tables() -> list[Table]:
    return [_table(label, names) for label, names in COLUMNS.items()]


def _table(label: str, names: tuple[str, ...]) -> Table:
    model = apps.get_model(label)
    given = [model._meta.get_field(name) for name in names]  # noqa: SLF001 - public by its name in Django
    rest = [
        field
        for field in model._meta.concrete_fields  # noqa: SLF001
        if field not in given and not field.primary_key and not _made_by_the_database(field)
    ]
    columns = tuple(str(field.column) for field in [*given, *rest])
    return Table(label, model._meta.db_table, columns, "".join(f"\t{_default(field)}" for field in rest))  # noqa: SLF001


def _made_by_the_database(field: Any) -> bool:
    return bool(getattr(field, "generated", False)) or getattr(field, "db_default", NOT_PROVIDED) is not NOT_PROVIDED


def _default(field: "Field[Any, Any]") -> str:
    value = field.get_default()
    if value is None or isinstance(value, DatabaseDefault):
        if not field.null:
            raise SystemExit(
                f"scripts/bench/rows.py has to give {field.model.__name__}.{field.name}: it has no default."
            )
        return r"\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    return "{}" if value == {} else "[]" if value == [] else str(value)


class Writer:
    """Open COPYs of all tables, each over its own connection, so that the server works while we generate.

    Nothing is checked and no trigger runs: for rows of the past alone.
    """

    def __init__(self, address: str) -> None:
        self.address, self.tables = address, tables()

    @contextmanager
    def open(self) -> Any:
        with ExitStack() as stack:
            self.copies = {}
            for table in self.tables:
                connection = stack.enter_context(psycopg.connect(self.address))
                connection.execute("SET synchronous_commit = off")  # of this connection, while filling
                connection.execute("SET session_replication_role = replica")
                self.copies[table.label] = stack.enter_context(connection.cursor().copy(table.command))
            yield self

    def write(self, made: Generator) -> None:
        """Send what the generator has collected, and empty it."""
        _add_codes(made)
        for table in self.tables:
            if lines := made.lines[table.label]:
                self.copies[table.label].write(f"{table.rest}\n".join([*lines, ""]))
                lines.clear()


def write_at_once(address: str, made: Generator) -> None:
    """Send everything in one transaction, with every check and trigger at work."""
    _add_codes(made)
    with psycopg.connect(address) as connection:
        for table in tables():
            with connection.cursor().copy(table.command) as copy:
                copy.write(f"{table.rest}\n".join([*made.lines[table.label], ""]))


def _add_codes(made: Generator) -> None:
    key = _code_key()
    made.lines["cases.QueryCode"] = [
        f"{hmac.digest(key, code.encode(), 'sha256').hex()}\t{made.ground.community}\t{requester}"
        for code, requester in made.codes
    ]
    made.codes.clear()


@cache
def _code_key() -> bytes:
    """Return the key of `keyed_hash("query code", …)`, and see that it is: a million of them take their time."""
    from django.conf import settings

    from linli.fence.sealing import keyed_hash

    key = sha256(b"linli query code" + settings.SECRET_KEY.encode()).digest()
    if hmac.digest(key, b"1", "sha256").hex() != keyed_hash("query code", "1"):
        raise AssertionError("keyed_hash is made in another way now")
    return key


def set_sequences(connection: psycopg.Connection) -> None:
    for table in [*tables()]:
        connection.execute(
            f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), max(id)) FROM {table.name} HAVING max(id) > 0"  # noqa: S608 - our own tables
        )


def last_keys(connection: psycopg.Connection) -> dict[str, int]:
    return {
        key: _one(connection, f"SELECT coalesce(max(id), 0) FROM {apps.get_model(label)._meta.db_table}")  # noqa: S608, SLF001
        for label, key in KEYED.items()
    }


def _one(connection: psycopg.Connection, query: str) -> int:
    row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0


def take_indexes_away(connection: psycopg.Connection, names: Iterable[str]) -> list[str]:
    """Drop every index no constraint needs; return how to make them again."""
    found = connection.execute(
        """SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i
        JOIN pg_class t ON t.oid = i.indrelid
        WHERE t.relname = ANY(%s) AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid)""",
        [list(names)],
    ).fetchall()
    for name, _made_by in found:
        connection.execute(f"DROP INDEX {name}")
    return [made_by for _name, made_by in found]


def make_indexes(made_by: list[str]) -> None:
    """Make indexes again, two at a time."""

    def make(command: str) -> None:
        with psycopg.connect(os.environ["BENCH_SUPERUSER"], autocommit=True) as connection:
            connection.execute("SET maintenance_work_mem = '512MB'")
            connection.execute("SET max_parallel_maintenance_workers = 0")
            connection.execute(command)

    with ThreadPoolExecutor(2) as pool:
        for n, _done in enumerate(pool.map(make, made_by)):
            if n % 10 == 9:
                sys.stderr.write(f"     {n + 1:>9} indexes made\n")
