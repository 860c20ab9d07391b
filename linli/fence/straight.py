"""Rows read and written by plain statements, where a queryset would cost more than what the database does for it.

For what every hour is full of: registering a case, accepting it, arriving, ending it. The community stands in each
statement, and the fence stands behind it, as with any other. `docs/decisions/0018` says when this is worth it.
"""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache, lru_cache
from typing import Any, TypeVar

from django.db import DatabaseError, connection, models
from django.db.models import Model

from .asking import ask
from .sealing import SealedTextField

M = TypeVar("M", bound=Model)
PLAIN = {
    models.BigAutoField,
    models.BooleanField,
    models.CharField,
    models.DateField,
    models.DateTimeField,
    models.ForeignKey,
    models.PositiveIntegerField,
    models.PositiveSmallIntegerField,
    models.TextField,
    models.UUIDField,
}
"""Fields whose values are sent as they are; others say themselves how they are written."""


def rows(model: type[M], rest: str, params: Sequence[Any] | dict[str, Any]) -> list[M]:
    """Return rows of one table, whole but for what is sealed: that is fetched when somebody reads it.

    `rest` is what follows FROM table: WHERE, ORDER BY, LIMIT, FOR UPDATE.
    """
    statement = f"SELECT {columns(model)} FROM {_table(model)} {rest}"  # noqa: S608 - names of our own tables and columns
    return [row_from(model, values) for values in ask(statement, params)]


def row_from(model: type[M], values: Sequence[Any]) -> M:
    """Return a row of `model` from the values of its `columns`, as a queryset would have made it."""
    if openers := _openers(model):
        values = list(values)
        for place, field in openers:
            values[place] = field.from_db_value(values[place], None, connection)
    return model.from_db(connection.alias, _names(model), values)


def side_by_side(values: Sequence[Any], *models: type[Model]) -> list[Any]:
    """Cut one row of an answer, which begins with the `columns` of these tables in this order, into a row of each.

    None stands where a join found nothing.
    """
    cut: list[Any] = []
    begin = 0
    for model in models:
        end = begin + len(_names(model))
        cut.append(None if values[begin] is None else row_from(model, values[begin:end]))
        begin = end
    return cut


def from_facts(model: type[M], facts: Mapping[str, Any]) -> M:
    """Return a row from some of its columns by name, as JSON gives them; the others are fetched when somebody asks.

    What names no column is left alone.
    """
    names, moments = _known(model, tuple(facts))
    return model.from_db(
        connection.alias,
        names,
        [datetime.fromisoformat(facts[name]) if name in moments and facts[name] else facts[name] for name in names],
    )


@lru_cache(maxsize=64)
def _known(model: type[Model], given: tuple[str, ...]) -> tuple[list[str], frozenset[str]]:
    """Return which columns of `model` are among `given`, in the order of the model, and which of them are moments."""
    fields = [field for field in _fields(model) if field.attname in given]
    moments = frozenset(field.attname for field in fields if isinstance(field, models.DateTimeField))
    return [field.attname for field in fields], moments


@cache
def columns(model: type[Model], of: str = "") -> str:
    """Return the columns of a table for a SELECT; `of` is the name the table goes by there, if it has one."""
    return ", ".join(f'{of or _table(model)}."{field.column}"' for field in _fields_read(model))


def change(row: Model, *names: str) -> None:
    """Write these fields of a row that is there, like `save(update_fields=names)`."""
    fields = [_field(type(row), name) for name in names]
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    if not ask(_change_statement(type(row), names), [*values, row.pk]):
        raise DatabaseError(f"{_table(type(row))} {row.pk} is not there")


@cache
def _change_statement(model: type[Model], names: tuple[str, ...]) -> str:
    changes = ", ".join(f'"{_field(model, name).column}" = %s' for name in names)
    return f"UPDATE {_table(model)} SET {changes} WHERE id = %s RETURNING id"  # noqa: S608


def change_many(drafts: Sequence[Model], *names: str) -> None:
    """Write these fields of many rows of one table with one statement, whatever their number."""
    if not drafts:
        return
    model = type(drafts[0])
    fields = [_field(model, name) for name in names]
    values = [
        [field.get_db_prep_save(getattr(draft, field.attname), connection) for draft in drafts] for field in fields
    ]
    ask(_change_many_statement(model, names), [[draft.pk for draft in drafts], *values])


@cache
def _change_many_statement(model: type[Model], names: tuple[str, ...]) -> str:
    fields = [_field(model, name) for name in names]
    changes = ", ".join(f'"{field.column}" = new_{n}' for n, field in enumerate(fields))
    arrays = ", ".join(f"%s::{_plain_type(field)}[]" for field in fields)
    called = ", ".join(f"new_{n}" for n in range(len(fields)))
    return f"""
        UPDATE {_table(model)} SET {changes} FROM unnest(%s::bigint[], {arrays}) AS given (key, {called})
        WHERE {_table(model)}.id = given.key RETURNING 1"""  # noqa: S608 - names of our own tables and columns


def write_many(drafts: Sequence[M]) -> list[M]:
    """Insert rows of one table, however many, with one statement of few parameters; they get their keys.

    A column that says the same of all rows is sent once, the others as one JSON text: at a thousand rows a third of the
    price of `bulk_create`. (COPY would be no dearer, but PostgreSQL does not let it into a table behind row security.)
    """
    if not drafts:
        return []
    model = type(drafts[0])
    fields = [field for field in _fields(model) if not field.primary_key]
    once: list[Any] = []
    apart: dict[str, list[Any]] = {}
    for field in fields:
        values = [getattr(draft, field.attname) for draft in drafts]
        if all(value == values[0] for value in values):
            once.append(field.get_db_prep_save(values[0], connection))
        elif type(field) in PLAIN or isinstance(field, models.JSONField):
            apart[field.attname] = values
        else:
            apart[field.attname] = [field.get_db_prep_save(value, connection) for value in values]
    said = [dict(zip(apart, line, strict=True)) for line in zip(*apart.values(), strict=True)] or [{}] * len(drafts)
    text = json.dumps(said, ensure_ascii=False, default=str)
    alias = connection.alias  # looked up once: it is another's in every thread
    for draft, (key,) in zip(drafts, ask(_write_many_statement(model, tuple(apart)), [*once, text]), strict=True):
        draft.pk = key
        draft._state.adding, draft._state.db = False, alias  # noqa: SLF001 - public by its name in Django
    return list(drafts)


@cache
def _write_many_statement(model: type[Model], apart: tuple[str, ...]) -> str:
    fields = [field for field in _fields(model) if not field.primary_key]
    into = ", ".join(f'"{field.column}"' for field in fields)
    values = ", ".join(
        f'given."{field.attname}"' if field.attname in apart else f"%s::{_plain_type(field)}" for field in fields
    )
    given = ", ".join(f'"{field.attname}" {_plain_type(field)}' for field in fields if field.attname in apart)
    return f"""
        INSERT INTO {_table(model)} ({into}) SELECT {values}
        FROM json_to_recordset(%s::json) AS given ({given or '"nothing" text'}) RETURNING id"""  # noqa: S608


def _plain_type(field: Any) -> str:
    """Return a column's type without its length: what is too long is refused, not cut."""
    return re.sub(r"[(].*[)]", "", field.db_type(connection))


def write_together(*drafts: Model) -> None:
    """Insert rows of one or several tables with one statement; rows without a key get theirs.

    A row may name one of another table that stands before it, as the only one of its table. Foreign keys are looked at
    when the transaction ends, and triggers run when the statement is over: they find all of the rows.
    """
    written: list[str] = []
    params: list[Any] = []
    by_table = {model: [draft for draft in drafts if type(draft) is model] for model in map(type, drafts)}
    tables = list(by_table)
    for model, mine in by_table.items():
        lines = ", ".join(_line(model, draft, params, tables) for draft in mine)
        into = f"{_table(model)} ({_names_quoted(model)})"
        written.append(f"INSERT INTO {into} VALUES {lines} RETURNING id")  # noqa: S608
    parts = ", ".join(f"written_{n} AS ({part})" for n, part in enumerate(written))
    keys = " UNION ALL ".join(f"SELECT id FROM written_{n}" for n in range(len(written)))  # noqa: S608
    given = ask(f"WITH {parts} {keys}", params)
    for draft, (key,) in zip((each for mine in by_table.values() for each in mine), given, strict=True):
        draft.pk = key
        draft._state.adding, draft._state.db = False, connection.alias  # noqa: SLF001 - public by its name in Django
    for draft in drafts:
        for field in _fields(type(draft)):
            if field.is_relation and getattr(draft, field.attname) is None and field.is_cached(draft):
                setattr(draft, field.name, getattr(draft, field.name))


def _line(model: type[Model], draft: Model, params: list[Any], tables: list[type[Model]]) -> str:
    """Return the place of one row in VALUES, and put what stands in it behind `params`."""
    signs = []
    for field in _fields(model):
        value = getattr(draft, field.attname)
        if type(field) not in PLAIN:
            value = field.get_db_prep_save(value, connection)
        if value is None and field.primary_key:
            signs.append("DEFAULT")
        elif value is None and field.is_relation and field.is_cached(draft) and getattr(draft, field.name):
            signs.append(f"(SELECT id FROM written_{tables.index(field.related_model)})")  # noqa: S608
        else:
            signs.append("%s")
            params.append(value)
    return f"({', '.join(signs)})"


@cache
def _names_quoted(model: type[Model]) -> str:
    return ", ".join(f'"{field.column}"' for field in _fields(model))


@cache
def _field(model: type[Model], name: str) -> Any:
    return model._meta.get_field(name)  # noqa: SLF001 - public by its name in Django


@cache
def _fields(model: type[Model]) -> tuple[Any, ...]:
    return tuple(model._meta.concrete_fields)  # noqa: SLF001 - public by its name in Django


@cache
def _fields_read(model: type[Model]) -> tuple[Any, ...]:
    return tuple(field for field in _fields(model) if not isinstance(field, SealedTextField))


@cache
def _names(model: type[Model]) -> list[str]:
    return [field.attname for field in _fields_read(model)]


@cache
def _openers(model: type[Model]) -> list[tuple[int, Any]]:
    """The fields whose values the database gives in another form: as JSON text."""
    return [(n, field) for n, field in enumerate(_fields_read(model)) if hasattr(field, "from_db_value")]


def _table(model: type[Model]) -> str:
    return model._meta.db_table  # noqa: SLF001 - public by its name in Django
