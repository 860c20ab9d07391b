"""PostgreSQL itself hides rows of communities nobody opened."""

from collections.abc import Iterable

from django.db import connection, migrations


def open_fence(community_ids: Iterable[int]) -> None:
    """Show the database which communities may be seen until the current transaction ends.

    Outside a transaction the setting would be forgotten at once, so that is refused: a page has ATOMIC_REQUESTS,
    a job opens `transaction.atomic()` first.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("open_fence needs a transaction: outside one the setting is lost before the next query.")
    wanted = ",".join(str(i) for i in sorted(community_ids))
    with connection.cursor() as cursor:
        cursor.execute(OPEN, [wanted])


OPEN = "SELECT set_config('linli.communities', %s, true), set_config('linli.reader', '', true)"
"""Whoever comes through an ordinary door is nobody to the third wall."""


def open_sealed(reader: int) -> None:
    """Show the database who is reading, until the current transaction ends: rows behind the third wall that name them.

    Only the doors of such rows call this, after `open_fence`. Every other page, list, search, export and job goes
    without, and finds none of these rows even for those who are named in them.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("open_sealed needs a transaction: see open_fence.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('linli.reader', %s, true)", [str(reader)])


def fence(table: str) -> migrations.RunSQL:
    """A migration operation: rows of `table` are seen and written only inside an open fence.

    `nullif` because the setting reads as the empty string, not NULL, once a connection has used it.
    """
    return migrations.RunSQL(
        f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
        CREATE POLICY community_fence ON {table} USING (community_id = ANY (
            string_to_array(nullif(current_setting('linli.communities', true), ''), ',')::bigint[]));
        """,
        f"""
        DROP POLICY community_fence ON {table};
        ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
        ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
        """,
    )


def sealed_fence(table: str, *, within: str = "", by: str = "") -> migrations.RunSQL:
    """A migration operation: a third wall around a table that has its fence already.

    Rows are seen and written only by people named in the row's own `readers`; or, of a table `within` another such
    one, by those who see the row that `by` points to. Restrictive: it can only take away from what the fence shows.
    """
    named = "nullif(current_setting('linli.reader', true), '')::bigint = ANY (readers)"
    seen = f"EXISTS (SELECT 1 FROM {within} AS whole WHERE whole.id = {table}.{by})"  # noqa: S608 - our own tables
    return migrations.RunSQL(
        f"CREATE POLICY reader_fence ON {table} AS RESTRICTIVE USING ({seen if within else named});",
        f"DROP POLICY reader_fence ON {table};",
    )
