"""Which orders of a sender are here already, and what stands in their rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q, QuerySet
from django.urls import reverse

from linli.accounts.models import User
from linli.sheets.registry import Link

from ..models import Case, SentOrder


def link_to(case: Case) -> Link:
    return Link(f"{case.number} {case.title}", reverse("cases:detail", args=[case.number]))


def known_orders(community_id: int, sender: str, keys: Sequence[str]) -> dict[str, Link]:
    """Return the cases of these keys: brought by this sender before, or registered by hand under the same
    number, or our own by their own numbers (a ledger of ours that comes back)."""
    by_hand = Case.objects.filter(community=community_id, external_number__in=[key for key in keys if key])
    found = {case.external_number: link_to(case) for case in by_hand.only("number", "title", "external_number")}
    ours = Case.objects.filter(community=community_id, number__in=keys).only("number", "title")
    found |= {case.number: link_to(case) for case in ours}
    orders = SentOrder.objects.filter(community=community_id, sender=sender, key__in=keys).select_related("case")
    return found | {order.key: link_to(order.case) for order in orders}


def colleague_called(community_id: int, name: str) -> User | None:
    """Return the one person of that name who holds or held a duty in the community; None when there are two or none."""
    if not name:
        return None
    found = list(User.objects.filter(name=name, duties__community=community_id).distinct()[:2])
    return found[0] if len(found) == 1 else None


def orders_of(community_id: int, sender: str) -> QuerySet[SentOrder]:
    return SentOrder.objects.filter(community=community_id, sender=sender)


@dataclass(frozen=True)
class Sending:
    """What one sender sent: all of it, what is settled and not answered yet, and when the last came."""

    sender: str
    orders: int
    to_answer: int
    open: int
    last_at: datetime


def sendings(community_id: int) -> list[Sending]:
    """Return every sender with their counts, the latest first; one query."""
    rows = (
        SentOrder.objects.filter(community=community_id)
        .values("sender")
        .annotate(
            orders=Count("pk"),
            to_answer=Count("pk", filter=Q(answered_at=None, case__resolved_at__isnull=False, layout__isnull=False)),
            open=Count("pk", filter=Q(case__resolved_at=None)),
            last_at=Max("taken_at"),
        )
        .order_by("-last_at")
    )
    return [Sending(**row) for row in rows]
