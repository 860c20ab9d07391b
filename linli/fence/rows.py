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
        cursor.execute("SELECT set_config('linli.communities', %s, true)", [wanted])


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
