"""Who hears about which event of a campaign."""

from typing import Any

from django.urls import reverse

from linli.notices.registry import Events, Links, Readers, by_day, subjects_in, when
from linli.residents.queries import keys_of_liaisons

from . import events
from .models import Pledge


def to_the_pledge(told: Events) -> Links:
    return {event.pk: reverse("programmes:pledge", args=[event.subject_id]) for event in told}


@when(events.PLEDGED, link=to_the_pledge)
def whose_it_is(told: Events) -> Readers:
    """Return the member, or the liaisons of the unit, when somebody else wrote the pledge down for them."""
    found = {each.pk: each for each in Pledge.objects.filter(pk__in=subjects_in(told)).select_related("person")}
    readers: dict[int, set[Any]] = {}
    for _community, day, theirs in by_day(told):
        units = {each.unit_id for each in found.values() if each.unit_id}
        signing = keys_of_liaisons(units, day) if units else {}
        for event in theirs:
            made = found.get(event.subject_id)
            if made is None:
                continue
            own: set[Any] = signing.get(made.unit_id, set()) if made.unit_id else {made.person and made.person.user_id}
            readers[event.pk] = own - {None, event.actor_id}
    return readers
