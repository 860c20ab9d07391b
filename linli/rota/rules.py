"""Who may do what with the rota. A permission has the name of its action."""

from typing import Any

import rules
from django.db.models import Q

from linli.accounts.models import Duty, User
from linli.accounts.rules import LEADERS, OFFICE, acts_as

from .models import Handover, Shift, Swap

STANDS = (*OFFICE, Duty.Role.ZONE_KEEPER)
"""Who may be put on a shift."""

stands_somewhere = acts_as(*STANDS)
keeps_the_rota = acts_as(*LEADERS, Duty.Role.COMMUNITY_WORKER)


@rules.predicate
def stands_on_it(user: User, shift: Shift | None = None) -> bool:
    return shift is not None and user.pk in {shift.person_id, shift.backup_id}


@rules.predicate
def has_the_shift(user: User, shift: Shift | None = None) -> bool:
    return shift is not None and shift.person_id == user.pk


@rules.predicate
def is_asked(user: User, swap: Swap | None = None) -> bool:
    return swap is not None and swap.taker_id == user.pk


@rules.predicate
def asked_the_swap(user: User, swap: Swap | None = None) -> bool:
    return swap is not None and user.pk in {swap.asked_by_id, swap.giver_id}


@rules.predicate
def only_gave_it_away(user: User, swap: Swap | None = None) -> bool:
    """Whoever gave a shift for nothing may take it back; an exchange is put back by who keeps the rota, as taking it
    back would put the other on a shift unasked."""
    return swap is not None and swap.in_return_id is None and swap.giver_id == user.pk


@rules.predicate
def comes_after(user: User, note: Handover | None = None) -> bool:
    """Whoever stands on the post after the one who wrote the note."""
    if note is None or note.by_id == user.pk:
        return False
    later = Shift.objects.filter(post=note.shift.post_id, starts_at__gt=note.shift.starts_at)
    return later.filter(Q(person=user) | Q(backup=user)).exists()


@rules.predicate
def is_their_own(user: User, thing: Any = None) -> bool:
    return thing is not None and thing.person_id == user.pk


rules.add_perm("rota.view_rota", stands_somewhere)
rules.add_perm("rota.view_own_shifts", stands_somewhere)
rules.add_perm("rota.plan_rota", keeps_the_rota)
rules.add_perm("rota.view_shift", stands_somewhere)
rules.add_perm("rota.change_shift", keeps_the_rota)
rules.add_perm("rota.ask_swap", (stands_somewhere & has_the_shift) | keeps_the_rota)
rules.add_perm("rota.answer_swap", stands_somewhere & is_asked)
rules.add_perm("rota.withdraw_swap", (stands_somewhere & asked_the_swap) | keeps_the_rota)
rules.add_perm("rota.undo_swap", (stands_somewhere & only_gave_it_away) | keeps_the_rota)
rules.add_perm("rota.hand_over", (stands_somewhere & stands_on_it) | keeps_the_rota)
rules.add_perm("rota.read_handover", stands_somewhere & comes_after)
rules.add_perm("rota.note_own_absence", stands_somewhere)
rules.add_perm("rota.end_absence", (stands_somewhere & is_their_own) | keeps_the_rota)
rules.add_perm("rota.keep_own_calendar", stands_somewhere)
rules.add_perm("rota.end_feed", (stands_somewhere & is_their_own) | keeps_the_rota)
