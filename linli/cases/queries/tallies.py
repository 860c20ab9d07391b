"""The numbers on a desk: how many cases stand behind each tab, and what this day has brought."""

from datetime import datetime

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet

from linli.fence.asking import ask

from ..models import OPEN, OPEN_IN_SQL, Case, Status
from .filters import IN_WORK
from .within import within

WORKED_ON = (*OPEN, Status.RESOLVED, Status.CALLED_BACK)
OF_TODAY = ("received", "resolved")

# What `filters.standing` says of each tab, of all tabs in one pass; a test holds the two together.
_TALLIES = """
SELECT count(*) FILTER (WHERE c.status IN ({open})),
    count(*) FILTER (WHERE c.status IN ('registered', 'offered')),
    count(*) FILTER (WHERE c.status IN ({open}) AND (c.next_due_at IS NULL OR c.next_due_at >= %s) AND c.id IN (
        SELECT case_id FROM cases_promise
        WHERE kept_at IS NULL AND broken_at IS NULL AND waived_at IS NULL AND paused_at IS NULL
            AND warn_at <= %s AND due_at >= %s)),
    count(*) FILTER (WHERE c.status IN ({open}) AND c.next_due_at < %s),
    count(*) FILTER (WHERE c.status = 'resolved'),
    count(*) FILTER (WHERE c.status = 'called_back'),
    (SELECT count(*) FROM ({seen}) AS seen(received_at, resolved_at) WHERE received_at >= %s),
    (SELECT count(*) FROM ({seen}) AS seen(received_at, resolved_at) WHERE resolved_at >= %s)
FROM ({listed}) AS c(id, status, next_due_at)
"""


def tallies(listed: QuerySet[Case], seen: QuerySet[Case], now: datetime) -> dict[str, int]:
    """Count what is in work of the cases `listed`, by tab, and what of all `seen` came in or was resolved today."""
    begins = now.replace(hour=0, minute=0, second=0, microsecond=0)
    try:
        all_seen, whom = within(seen, "received_at", "resolved_at")
        in_work, which = within(listed.filter(status__in=WORKED_ON), "pk", "status", "next_due_at")
    except EmptyResultSet:
        return dict.fromkeys((*IN_WORK, *OF_TODAY), 0)
    asked = _TALLIES.format(open=OPEN_IN_SQL, seen=all_seen, listed=in_work)
    (found,) = ask(asked, [now, now, now, now, *whom, begins, *whom, begins, *which])
    return dict(zip((*IN_WORK, *OF_TODAY), found, strict=True))
