"""The order in which units take the chair: who is in it, who comes before whom, and who leaves it."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.journal.record import record
from linli.residents.models import Unit
from linli.web.refusal import Refusal

from .. import events
from ..models import Body, ChairTerm, TurnOrder
from .terms import skip_planned


class HasATurn(Refusal):
    pass


class HasTheChair(Refusal):
    pass


class DoesNotRotate(Refusal):
    pass


@transaction.atomic
def add_turn(body: Body, unit: Unit, *, by: User | None, at: datetime) -> TurnOrder:
    """Let a unit take its turn after all the others."""
    body = Body.objects.select_for_update().get(pk=body.pk)
    if not body.has_rotating_chair:
        raise DoesNotRotate(_("{name}没有轮值会长。").format(name=body.name))
    last = body.turns.aggregate(last=Max("order"))["last"] or 0
    try:
        with transaction.atomic():
            turn = TurnOrder.objects.create(community_id=body.community_id, body=body, unit=unit, order=last + 1)
    except IntegrityError as why:
        if "a_unit_has_one_turn" not in str(why):
            raise
        raise HasATurn(_("{unit}已经排在里面了。").format(unit=unit), field="unit") from why
    record(events.TURN_ADDED, body, by=by, at=at, name=body.name, unit=unit.short_name)
    return turn


@transaction.atomic
def move_turn(turn: TurnOrder, *, up: bool, by: User, at: datetime) -> None:
    """Let a unit change places with the one before it, or after it; at the end of the row nothing changes."""
    body = Body.objects.select_for_update().get(pk=turn.body_id)
    turn = TurnOrder.objects.select_related("unit").get(pk=turn.pk)
    others = body.turns.filter(order__lt=turn.order) if up else body.turns.filter(order__gt=turn.order)
    other = others.order_by("-order" if up else "order").first()
    if other is None:
        return
    turn.order, other.order = other.order, turn.order
    turn.save(update_fields=["order"])
    other.save(update_fields=["order"])
    record(events.TURNS_CHANGED, body, by=by, at=at, name=body.name, unit=turn.unit.short_name)


@transaction.atomic
def leave_turns(turn: TurnOrder, *, reason: str, by: User | None, at: datetime) -> int:
    """Take a unit out of the order: its planned terms are skipped, and everybody after it moves up.

    The chair it may hold it keeps until a hand-over: nobody loses the chair by the calendar. Returns how many terms
    were skipped.
    """
    body = Body.objects.select_for_update().get(pk=turn.body_id)
    turn = TurnOrder.objects.select_related("unit").get(pk=turn.pk)
    unit, skipped = turn.unit, 0
    while term := body.terms.filter(unit=unit, status=ChairTerm.Status.PLANNED).order_by("starts_on").first():
        skip_planned(term, reason=reason, by=by, at=at)
        skipped += 1
    turn.delete()
    record(events.TURN_LEFT, body, by=by, at=at, name=body.name, unit=unit.short_name, reason=reason)
    return skipped


def leave_with_units(community_id: int, *, by: User | None = None, at: datetime) -> int:
    """Take out of every order the units that left the conference by today; return how many."""
    gone = TurnOrder.objects.filter(community=community_id, unit__left_on__lte=localdate(at)).select_related("unit")
    for turn in gone:
        leave_turns(turn, reason=left_words(turn.unit.left_on), by=by, at=at)
    return len(gone)


def left_words(on: date | None) -> str:
    return _("{day} 退出了联席会").format(day=on)
