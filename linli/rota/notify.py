"""Who hears about which event of the rota."""

from django.db.models import OuterRef, Subquery
from django.urls import reverse

from linli.accounts.models import Duty, User
from linli.accounts.queries import keys_of_holders
from linli.notices.models import Notice
from linli.notices.registry import (
    Events,
    Links,
    Readers,
    all_keys_in,
    always_to,
    by_day,
    keys_in,
    subjects_in,
    when,
)  # fmt: skip

from . import events
from .models import Absence, GapWarning, Handover, Shift, Swap

NOW, TODAY = Notice.Urgency.NOW, Notice.Urgency.TODAY

to_mine = always_to("rota:mine")


def to_the_week(told: Events) -> Links:
    """Lead to the week in which the gap begins."""
    return {event.pk: f"{reverse('rota:week')}?from={event.facts['starts_at'][:10]}" for event in told}


@when(events.ROTA_FILLED, link=to_mine)
@when(events.SHIFT_CHANGED, link=to_mine, urgency=TODAY)
def the_people_named(told: Events) -> Readers:
    return _named(told, "people")


@when(events.SHIFT_TAKEN_OFF, link=to_mine, urgency=TODAY)
def who_was_taken_off(told: Events) -> Readers:
    return _named(told, "person")


@when(events.GAP_FILLED, link=to_the_week)
def who_had_read_of_it(told: Events) -> Readers:
    return _named(told, "read_by")


def _named(told: Events, fact: str) -> Readers:
    here = set(User.objects.filter(pk__in=all_keys_in(told, fact), is_active=True).values_list("pk", flat=True))
    return {event.pk: here.intersection(keys_in(event, fact)) for event in told}


@when(events.SHIFT_PLANNED, link=to_mine)
def who_stands_on_it(told: Events) -> Readers:
    shifts = Shift.objects.filter(pk__in=subjects_in(told)).values_list("pk", "person", "backup")
    people = {pk: [person, backup] for pk, person, backup in shifts}
    return {event.pk: people.get(event.subject_id, []) for event in told}


@when(events.SWAP_WITHDRAWN, link=to_mine)
@when(events.SWAP_ASKED, events.SWAP_AGREED, events.SWAP_DECLINED, link=to_mine, urgency=TODAY)
@when(events.SWAP_ARRANGED, events.SWAP_UNDONE, link=to_mine, urgency=NOW)
def both(told: Events) -> Readers:
    swaps = Swap.objects.filter(pk__in=subjects_in(told)).values_list("pk", "giver", "taker")
    people = {pk: [giver, taker] for pk, giver, taker in swaps}
    return {event.pk: people.get(event.subject_id, []) for event in told}


@when(events.HANDED_OVER, link=to_mine, urgency=TODAY)
def the_next_on_duty(told: Events) -> Readers:
    after = Shift.objects.filter(post=OuterRef("shift__post"), starts_at__gte=OuterRef("shift__ends_at"))
    notes = Handover.objects.filter(pk__in=subjects_in(told))
    following = dict(notes.values_list("pk", Subquery(after.order_by("starts_at").values("person")[:1])))
    return {event.pk: [following.get(event.subject_id)] for event in told}


@when(events.ABSENCE_NOTED, link=to_mine)
def who_is_away(told: Events) -> Readers:
    away = dict(Absence.objects.filter(pk__in=subjects_in(told)).values_list("pk", "person"))
    return {event.pk: [away.get(event.subject_id)] for event in told}


@when(events.GAP_AHEAD, events.GAP_OPEN, link=to_the_week, urgency=TODAY)
@when(events.GAP_NEAR, link=to_the_week, urgency=NOW)
def responsible(told: Events) -> Readers:
    """Return who keeps the rota of the post; the secretaries when nobody is named."""
    warnings = GapWarning.objects.filter(pk__in=subjects_in(told), post__responsible__is_active=True)
    named = dict(warnings.values_list("pk", "post__responsible"))
    found: dict[int, set[int]] = {}
    for community_id, day, theirs in by_day(told):
        secretaries = keys_of_holders(Duty.Role.BRANCH_SECRETARY, community_id, day)
        for event in theirs:
            found[event.pk] = {named[event.subject_id]} if event.subject_id in named else secretaries
    return found
