"""Who hears about which event of care. Of support behind the third wall nobody hears anything here."""

from typing import Any

from django.urls import reverse

from linli.accounts.models import Duty, User
from linli.notices.models import Notice
from linli.notices.registry import Events, Links, Readers, always_to, by_day, subjects_in, when
from linli.residents.models import HouseholdMember
from linli.residents.queries import keys_of_liaisons

from . import events
from .models import BirthdayReminder, Pairing, ServicePlan
from .queries.due import zones_of_people

TODAY = Notice.Urgency.TODAY


def to_the_visit(what: str) -> Any:
    def links(told: Events) -> Links:
        return {event.pk: f"{reverse('care:new_visit')}?to={what}-{event.subject_id}" for event in told}

    return links


@when(events.VISIT_DUE, link=to_the_visit("pairing"), urgency=TODAY)
def who_helps(told: Events) -> Readers:
    """Return the helper who signs in, or the liaisons of the unit; without one the keepers of the zone."""
    pairings = Pairing.objects.filter(pk__in=subjects_in(told)).select_related("helper_person")
    found = {each.pk: each for each in pairings}
    readers: dict[int, set[Any]] = {}
    for _community, day, theirs in by_day(told):
        units = {each.helper_unit_id for each in found.values() if each.helper_unit_id}
        signing = keys_of_liaisons(units, day) if units else {}
        keepers = _keepers_near(found.values(), day)
        for event in theirs:
            pairing = found.get(event.subject_id)
            if pairing is None:
                continue
            own: set[Any] = {pairing.helper_person.user_id} - {None} if pairing.helper_person else set()
            own |= signing.get(pairing.helper_unit_id, set()) if pairing.helper_unit_id else set()
            readers[event.pk] = own or keepers.get(pairing.pk, set())
    return _still_here(readers)


@when(events.PLAN_DUE, link=to_the_visit("plan"), urgency=TODAY)
def who_answers(told: Events) -> Readers:
    plans = {each.pk: each for each in ServicePlan.objects.filter(pk__in=subjects_in(told))}
    readers: dict[int, set[Any]] = {}
    for _community, day, theirs in by_day(told):
        keepers = _keepers_near(plans.values(), day)
        for event in theirs:
            plan = plans.get(event.subject_id)
            own: set[Any] = {plan.answerable_id} - {None} if plan else set()
            readers[event.pk] = own or keepers.get(event.subject_id, set())
    return _still_here(readers)


@when(events.BIRTHDAY_AHEAD, link=always_to("care:birthdays"))
def keepers_and_helpers(told: Events) -> Readers:
    """Return the keepers of the zone somebody lives in, and who is paired with them."""
    people = dict(BirthdayReminder.objects.filter(pk__in=subjects_in(told)).values_list("pk", "person"))
    zones = zones_of_people(people.values())
    helping: dict[int, set[int]] = {}
    running = Pairing.objects.running().filter(person__in=people.values(), helper_person__user__isnull=False)
    for person, user in running.values_list("person", "helper_person__user"):
        helping.setdefault(person, set()).add(user)
    readers = {}
    for _community, day, theirs in by_day(told):
        keepers = _keepers_of(set(zones.values()), day)
        for event in theirs:
            person = people.get(event.subject_id, 0)
            readers[event.pk] = keepers.get(zones.get(person, 0), set()) | helping.get(person, set())
    return _still_here(readers)


def _keepers_near(things: Any, day: Any) -> dict[int, set[int]]:
    """Return the keepers of the zones in which those of these pairings or plans live, by the row's key."""
    things = list(things)
    homes = {each.household_id for each in things if each.household_id}
    zones_of_homes = dict(
        HouseholdMember.objects.filter(household__in=homes).values_list("household", "household__dwelling__door__zone")
    )
    zones = zones_of_people([each.person_id for each in things if each.person_id])
    where = {each.pk: zones.get(each.person_id) or zones_of_homes.get(each.household_id) for each in things}
    keepers = _keepers_of({zone for zone in where.values() if zone}, day)
    return {pk: keepers.get(zone, set()) for pk, zone in where.items() if zone}


def _keepers_of(zones: set[int], day: Any) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for zone, user in Duty.objects.in_force(day).filter(zone__in=zones).values_list("zone", "user"):
        found.setdefault(zone, set()).add(user)
    return found


def _still_here(readers: dict[int, set[Any]]) -> Readers:
    wanted = {key for keys in readers.values() for key in keys}
    here = set(User.objects.filter(pk__in=wanted, is_active=True).values_list("pk", flat=True))
    return {event: keys & here for event, keys in readers.items()}
