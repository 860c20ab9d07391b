"""Who is still to be called back."""

from collections.abc import Iterable, Sequence

from ..models import Callback, Case, Requester

TRIES_BEFORE_FILING = 3
"""Who could not be reached this often may be filed without an answer; the figures show them as not covered."""


def still_to_ask(case: Case) -> list[Requester]:
    """Return the callers of this round who left a phone number, have not answered, and were not tried often enough.

    Two queries.
    """
    return left_to_ask(list(case.requesters.unopened()), case.callbacks.filter(round=case.round))


def left_to_ask(callers: Sequence[Requester], callbacks: Iterable[Callback]) -> list[Requester]:
    """The same of callers and the callbacks of a round at hand.

    A callback of before callers were told apart counts for the first of them.
    """
    tried: dict[int, int] = {}
    answered: set[int] = set()
    for row in callbacks:
        whose = row.requester_id or (callers[0].pk if callers else 0)
        tried[whose] = tried.get(whose, 0) + 1
        if row.reached:
            answered.add(whose)
    return [
        each
        for each in callers
        if each.phone_tail and each.pk not in answered and tried.get(each.pk, 0) < TRIES_BEFORE_FILING
    ]
