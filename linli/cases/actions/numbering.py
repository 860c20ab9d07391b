import secrets
from datetime import date, datetime

from django.db.models import Model
from django.utils import timezone

from linli.fence.asking import ask
from linli.fence.sealing import keyed_hash
from linli.territory.models import Community


def next_number(community: Community, kind: str, at: datetime) -> str:
    """Return the community's next number of this kind on the day of `at`: LF20261122-0001, LF-S20261122-0001.

    Two people at once get two numbers: the row of the day is locked until the transaction ends, so ask for it as late
    as can be. A rolled-back action leaves no gap.
    """
    on = timezone.localdate(at)
    [(last,)] = ask(
        'INSERT INTO cases_numberseries (community_id, kind, "on", last) VALUES (%s, %s, %s, 1)'
        ' ON CONFLICT (community_id, kind, "on") DO UPDATE SET last = cases_numberseries.last + 1 RETURNING last',
        [community.pk, kind, on],
    )
    return f"{community.number_prefix}{kind}{_compact(on)}-{last:04}"


def _compact(on: date) -> str:
    return on.strftime("%Y%m%d")


def next_key(model: type[Model]) -> int:
    """Return the next key of a table, for a row that is named before it is written.

    Foreign keys are looked at when the transaction ends, so that rows may be written in any order.
    """
    return int(ask("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [model._meta.db_table])[0][0])  # noqa: SLF001


def give_query_code(community_id: int, *, requester: int) -> str:
    """Give the requester of this key eight digits nobody has, not guessable from another's, and return them."""
    while True:
        code, code_hash = _a_code()
        if ask(
            "INSERT INTO cases_querycode (code_hash, community_id, requester_id) VALUES (%s, %s, %s)"
            " ON CONFLICT (code_hash) DO NOTHING RETURNING 1",
            [code_hash, community_id, requester],
        ):
            return code


_KEYS_AND_CODE = """
    WITH keys AS MATERIALIZED (
        SELECT nextval(pg_get_serial_sequence('cases_case', 'id')) AS of_case,
            nextval(pg_get_serial_sequence('cases_requester', 'id')) AS of_requester
    ), given AS (
        INSERT INTO cases_querycode (code_hash, community_id, requester_id) SELECT %s, %s, of_requester FROM keys
        ON CONFLICT (code_hash) DO NOTHING RETURNING 1
    )
    SELECT of_case, of_requester FROM keys, given
"""


def next_keys_and_code(community_id: int) -> tuple[int, int, str]:
    """Return the next keys of a case and of its first requester, and the query code given to the requester."""
    while True:
        code, code_hash = _a_code()
        for of_case, of_requester in ask(_KEYS_AND_CODE, [code_hash, community_id]):
            return of_case, of_requester, code


def _a_code() -> tuple[str, str]:
    code = f"{secrets.randbelow(10**8):08}"
    return code, keyed_hash("query code", code)
