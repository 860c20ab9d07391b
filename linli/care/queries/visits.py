"""How one visit came to be what it says."""

from ..models import Visit

MOST = 20


def history_of(visit: Visit) -> list[Visit]:
    """Return what a visit said before it was corrected, the newest first; mostly nothing."""
    earlier: list[Visit] = []
    key = visit.corrects_id
    while key is not None and len(earlier) < MOST:
        before = Visit.objects.select_related("withdrawn_by").get(pk=key)
        earlier.append(before)
        key = before.corrects_id
    return earlier
