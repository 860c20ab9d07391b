import secrets
from datetime import date, datetime

from django.db import connection
from django.db.models import Model
from django.utils import timezone

from linli.fence.sealing import keyed_hash
from linli.territory.models import Community


def next_number(community: Community, kind: str, at: datetime) -> str:
    """Return the community's next number of this kind on the day of `at`: LF20261122-0001, LF-S20261122-0001.

    Two people at once get two numbers: the row of the day is locked until the transaction ends, so ask for it as late
    as can be. A rolled-back action leaves no gap.
    """
    on = timezone.localdate(at)
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO cases_numberseries (community_id, kind, "on", last) VALUES (%s, %s, %s, 1)'
            ' ON CONFLICT (community_id, kind, "on") DO UPDATE SET last = cases_numberseries.last + 1 RETURNING last',
            [community.pk, kind, on],
        )
        last = cursor.fetchone()[0]
    return f"{community.number_prefix}{kind}{_compact(on)}-{last:04}"


def _compact(on: date) -> str:
    return on.strftime("%Y%m%d")


def next_keys(*models: type[Model]) -> tuple[int, ...]:
    """Return the next key of each table, for rows that name each other before they are written.

    Foreign keys are looked at when the transaction ends, so that rows may be written in any order.
    """
    asked = ", ".join(f"nextval(pg_get_serial_sequence('{model._meta.db_table}', 'id'))" for model in models)  # noqa: SLF001
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {asked}")
        return tuple(cursor.fetchone())


def give_query_code(community_id: int, *, requester: int) -> str:
    """Give the requester of this key eight digits nobody has, not guessable from another's, and return them."""
    while True:
        code = f"{secrets.randbelow(10**8):08}"
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO cases_querycode (code_hash, community_id, requester_id) VALUES (%s, %s, %s)"
                " ON CONFLICT (code_hash) DO NOTHING",
                [keyed_hash("query code", code), community_id, requester],
            )
            if cursor.rowcount:
                return code
