"""换班: asked, agreed to or not, arranged, taken back.

Nobody is put on a shift unasked, except by who keeps the rota.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.journal.record import Verb, record
from linli.web.refusal import Refusal

from .. import events
from ..models import Absence, Shift, Swap
from .shifts import keep_change, locked, one_shift_at_a_time, remember_former

State = Swap.State


class CannotSwap(Refusal):
    pass


@transaction.atomic
def ask_swap(
    shift: Shift, *, taker: User, in_return: Shift | None = None, note: str = "", by: User, at: datetime
) -> Swap:
    """Ask `taker` to stand on `shift`, perhaps for a shift of theirs in return. Nothing changes until they agree."""
    swap = _begin(shift, taker=taker, in_return=in_return, note=note, by=by, at=at)
    _tell(events.SWAP_ASKED, swap, by=by, at=at)
    return swap


@transaction.atomic
def arrange_swap(
    shift: Shift, *, taker: User, in_return: Shift | None = None, note: str = "", by: User, at: datetime
) -> Swap:
    """Make a swap at once, as who keeps the rota may; both are told."""
    swap = _begin(shift, taker=taker, in_return=in_return, note=note, by=by, at=at)
    _exchange(swap, at=at)
    _decide(swap, State.AGREED, by=by, at=at)
    _tell(events.SWAP_ARRANGED, swap, by=by, at=at)
    return swap


@transaction.atomic
def answer_swap(swap: Swap, *, agrees: bool, by: User, at: datetime) -> Swap:
    """The other one agrees or not. Agreeing changes both shifts at once, or, when one has begun by now, nothing."""
    swap = _waiting(swap)
    if agrees:
        _exchange(swap, at=at)
    _decide(swap, State.AGREED if agrees else State.DECLINED, by=by, at=at)
    _tell(events.SWAP_AGREED if agrees else events.SWAP_DECLINED, swap, by=by, at=at)
    return swap


@transaction.atomic
def withdraw_swap(swap: Swap, *, by: User, at: datetime) -> None:
    """Whoever asked no longer wants it."""
    swap = _waiting(swap)
    _decide(swap, State.WITHDRAWN, by=by, at=at)
    _tell(events.SWAP_WITHDRAWN, swap, by=by, at=at)


@transaction.atomic
def undo_swap(swap: Swap, *, by: User, at: datetime) -> None:
    """Put both shifts back, before the earlier of them begins and while both still stand as the swap left them."""
    swap = _lock(swap)
    if swap.state != State.AGREED:
        raise CannotSwap(_("这次换班没有换成，没有什么要换回来。"))
    _has_not_begun(swap, at)
    moved = [(swap.shift, swap.taker), *([(swap.in_return, swap.giver)] if swap.in_return else [])]
    if any(shift.person_id != holder.pk for shift, holder in moved):
        raise CannotSwap(_("这个班后来又换了人，不能换回来。请重新换一次。"))
    _give(swap.shift, swap.giver, swap.in_return, swap.taker, at=at)
    _decide(swap, State.UNDONE, by=by, at=at)
    _tell(events.SWAP_UNDONE, swap, by=by, at=at)


def _begin(shift: Shift, *, taker: User, in_return: Shift | None, note: str, by: User, at: datetime) -> Swap:
    shift = locked(shift, at)
    if shift.starts_at <= at:
        raise CannotSwap(_("这个班已经开始了，不能再换。请找带班或备班。"))
    if taker.pk == shift.person_id:
        raise CannotSwap(_("这个班本来就是{name}的。").format(name=taker.name), field="taker")
    if in_return and in_return.person_id != taker.pk:
        raise CannotSwap(_("换回来的那个班不是{name}的。").format(name=taker.name), field="in_return")
    if Swap.objects.filter(shift=shift, state=State.WAITING).exists():
        raise CannotSwap(_("这个班已经在等别人答复换班，先撤回那一次。"))
    swap = Swap(
        community_id=shift.community_id, shift=shift, in_return=in_return, giver=shift.person, taker=taker, note=note,
        asked_by=by, asked_at=at,
    )  # fmt: skip
    _is_possible(swap, at)
    swap.save()
    return swap


def _is_possible(swap: Swap, at: datetime) -> None:
    """Refuse what could not be stood on: begun, elsewhere at the time, or away."""
    _has_not_begun(swap, at)
    moves = [
        (swap.shift, swap.taker, swap.in_return),
        *([(swap.in_return, swap.giver, swap.shift)] if swap.in_return else []),
    ]
    for shift, person, given in moves:
        during = {"person": person, "starts_at__lt": shift.ends_at, "ends_at__gt": shift.starts_at}
        if Shift.objects.filter(**during).exclude(pk__in=[given.pk] if given else []).exists():
            raise CannotSwap(_("{name}这段时间已经排了班。").format(name=person.name), field="taker")
        if Absence.objects.filter(**during).exists():
            raise CannotSwap(_("{name}这段时间请了假。").format(name=person.name), field="taker")


def _has_not_begun(swap: Swap, at: datetime) -> None:
    if swap.first_moment() <= at:
        raise CannotSwap(_("班已经开始了，不能再换。请找带班或备班。"))


def _lock(swap: Swap) -> Swap:
    found = Swap.objects.select_for_update(of=("self",)).select_related("giver", "taker").filter(pk=swap.pk).first()
    if found is None:
        raise CannotSwap(_("这个班刚才被撤了。"))
    shifts = Shift.objects.select_for_update(of=("self",)).with_people().order_by("pk")
    held = {each.pk: each for each in shifts.filter(pk__in=[found.shift_id, found.in_return_id])}
    found.shift = held[found.shift_id]
    found.in_return = held[found.in_return_id] if found.in_return_id else None
    return found


def _waiting(swap: Swap) -> Swap:
    swap = _lock(swap)
    if swap.state != State.WAITING:
        raise CannotSwap(_("这次换班已经有结果了：{state}。").format(state=swap.get_state_display()))
    return swap


def _exchange(swap: Swap, *, at: datetime) -> None:
    moved = [(swap.shift, swap.giver), *([(swap.in_return, swap.taker)] if swap.in_return else [])]
    if any(shift.person_id != holder.pk for shift, holder in moved):
        raise CannotSwap(_("这个班已经换了人，不能再换。"))
    _is_possible(swap, at)
    _give(swap.shift, swap.taker, swap.in_return, swap.giver, at=at)


def _give(shift: Shift, person: User, in_return: Shift | None, other: User, *, at: datetime) -> None:
    """Give `shift` to `person`, and `in_return` to `other`."""
    for each, holder in [(shift, person), *([(in_return, other)] if in_return else [])]:
        remember_former(each, at=at)
        each.person = holder
        with one_shift_at_a_time(holder):
            keep_change(each, at=at)


def _decide(swap: Swap, state: Swap.State, *, by: User, at: datetime) -> None:
    swap.state, swap.decided_by, swap.decided_at = state, by, at
    swap.save(update_fields=["state", "decided_by", "decided_at"])


def _tell(verb: Verb, swap: Swap, *, by: User, at: datetime) -> None:
    record(verb, swap, by=by, at=at, giver=swap.giver.name, taker=swap.taker.name, starts_at=swap.shift.starts_at)
