import secrets
from datetime import date, datetime

from django.db import connection
from django.utils import timezone

from linli.fence.sealing import keyed_hash
from linli.territory.models import Community

from ..models import QueryCode, Requester


def next_number(community: Community, kind: str, at: datetime) -> str:
    """Return the community's next number of this kind on the day of `at`: LF20261122-0001, LF-S20261122-0001.

    Two people at once get two numbers: the row of the day is locked until the transaction ends. A rolled-back
    action leaves no gap.
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


def give_query_code(requester: Requester) -> None:
    """Give a saved requester eight digits nobody has, not guessable from another's."""
    while True:
        code = f"{secrets.randbelow(10**8):08}"
        _made, is_new = QueryCode.objects.get_or_create(
            code_hash=keyed_hash("query code", code),
            defaults={"community_id": requester.community_id, "requester": requester},
        )
        if is_new:
            requester.query_code = code
            requester.save(update_fields=["query_code"])
            return
