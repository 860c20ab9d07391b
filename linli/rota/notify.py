"""Who hears about which event of the rota."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone

from linli.accounts.models import Duty, User
from linli.accounts.queries import holders_of
from linli.journal.models import Event
from linli.notices.models import Notice
from linli.notices.registry import when

from . import events
from .models import GapWarning, Handover, Shift, Swap
from .queries.mine import following

NOW, TODAY = Notice.Urgency.NOW, Notice.Urgency.TODAY


def to_mine(_event: Event) -> str:
    return reverse("rota:mine")


def to_the_week(event: Event) -> str:
    """Lead to the week in which the gap begins."""
    return f"{reverse('rota:week')}?from={event.facts['starts_at'][:10]}"


def people(event: Event, *keys: str) -> list[User]:
    wanted = [key for name in keys for key in _listed(event.facts.get(name))]
    return list(User.objects.filter(pk__in=wanted, is_active=True))


def _listed(value: object) -> list[int]:
    return value if isinstance(value, list) else [value] if isinstance(value, int) else []


def responsible(event: Event) -> list[User]:
    """Return who keeps the rota of the post; the secretaries when nobody is named."""
    warning = GapWarning.objects.select_related("post__responsible").get(pk=event.subject_id)
    named = warning.post.responsible
    if named and named.is_active:
        return [named]
    return holders_of(Duty.Role.BRANCH_SECRETARY, event.community_id, timezone.localdate(event.recorded_at))


def both(event: Event) -> list[User]:
    swap = Swap.objects.select_related("giver", "taker").filter(pk=event.subject_id).first()
    return [swap.giver, swap.taker] if swap else []


@when(events.SHIFT_PLANNED, link=to_mine)
def tell_who_was_put_on(event: Event) -> Iterable[User]:
    shift = Shift.objects.with_people().filter(pk=event.subject_id).first()
    return [each for each in (shift.person, shift.backup) if each] if shift else []


@when(events.SHIFT_CHANGED, link=to_mine, urgency=TODAY)
def tell_whose_shift_changed(event: Event) -> Iterable[User]:
    return people(event, "people")


@when(events.SHIFT_TAKEN_OFF, link=to_mine, urgency=TODAY)
def tell_who_was_taken_off(event: Event) -> Iterable[User]:
    return people(event, "person")


@when(events.ROTA_FILLED, link=to_mine)
def tell_who_is_in_the_turn(event: Event) -> Iterable[User]:
    return people(event, "people")


@when(events.SWAP_ASKED, link=to_mine, urgency=TODAY)
def ask_the_other(event: Event) -> Iterable[User]:
    return both(event)


@when(events.SWAP_AGREED, link=to_mine, urgency=TODAY)
def tell_both_of_agreement(event: Event) -> Iterable[User]:
    return both(event)


@when(events.SWAP_ARRANGED, link=to_mine, urgency=NOW)
def tell_both_of_arrangement(event: Event) -> Iterable[User]:
    return both(event)


@when(events.SWAP_DECLINED, link=to_mine, urgency=TODAY)
def tell_of_declining(event: Event) -> Iterable[User]:
    return both(event)


@when(events.SWAP_WITHDRAWN, link=to_mine)
def tell_of_withdrawal(event: Event) -> Iterable[User]:
    return both(event)


@when(events.SWAP_UNDONE, link=to_mine, urgency=NOW)
def tell_both_it_is_undone(event: Event) -> Iterable[User]:
    return both(event)


@when(events.HANDED_OVER, link=to_mine, urgency=TODAY)
def tell_the_next_on_duty(event: Event) -> Iterable[User]:
    note = Handover.objects.select_related("shift").filter(pk=event.subject_id).first()
    after = following(note.shift) if note else None
    return [after.person] if after else []


@when(events.ABSENCE_NOTED, link=to_mine)
def tell_who_is_away(event: Event) -> Iterable[User]:
    return [event.subject.person] if event.subject else []


@when(events.GAP_AHEAD, link=to_the_week, urgency=TODAY)
def tell_of_a_gap(event: Event) -> Iterable[User]:
    return responsible(event)


@when(events.GAP_OPEN, link=to_the_week, urgency=TODAY)
def tell_that_the_rota_ends(event: Event) -> Iterable[User]:
    return responsible(event)


@when(events.GAP_NEAR, link=to_the_week, urgency=NOW)
def tell_again_of_a_gap(event: Event) -> Iterable[User]:
    return responsible(event)


@when(events.GAP_FILLED, link=to_the_week)
def tell_that_a_gap_is_filled(event: Event) -> Iterable[User]:
    return people(event, "read_by")
