"""Whose turn comes: the order of units, and where in it the chair is."""

from datetime import date

from django.db.models import Q

from linli.residents.models import Unit

from ..models import Body, ChairTerm, Swap, TurnOrder


def turns_of(body: Body) -> list[TurnOrder]:
    return list(body.turns.select_related("unit").order_by("order", "pk"))


def units_from(body: Body, on: date, count: int) -> list[Unit]:
    """Return the units of the next `count` terms, the order beginning anew when it is through; none without an order.

    Who has left by that day is passed over.
    """
    units = [turn.unit for turn in turns_of(body) if turn.unit.left_on is None or turn.unit.left_on > on]
    if not units:
        return []
    last = last_turn(body)
    start = next((n + 1 for n, unit in enumerate(units) if unit.pk == last), 0)
    return [units[(start + n) % len(units)] for n in range(count)]


def last_turn(body: Body) -> int | None:
    """Return the key of the unit whose turn it was last: the one the order had there, though two changed places."""
    last = ChairTerm.objects.filter(body=body).order_by("-number").first()
    if last is None:
        return None
    swap = Swap.objects.filter(Q(asking=last) | Q(asked=last), answer=Swap.Answer.AGREED).order_by("-answered_at")
    agreed = swap.select_related("asking", "asked").first()
    if agreed is None:
        return last.unit_id
    return agreed.asked.unit_id if agreed.asking_id == last.pk else agreed.asking.unit_id
