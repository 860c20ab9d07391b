"""Who hears what happens in the rooms below us, which do not know that anybody is told."""

from django.urls import reverse

from linli.accounts import events
from linli.accounts.models import Duty, KeeperOverride
from linli.accounts.queries import keys_of_holders

from .models import Notice
from .registry import Events, Links, Readers, all_keys_in, by_day, keys_in, when


def to_the_zone(told: Events) -> Links:
    return {event.pk: f"{reverse('cases:list')}?zone={event.subject_id}" for event in told}


@when(events.OVERRIDE_ENDING, link=to_the_zone, urgency=Notice.Urgency.TODAY)
@when(events.OVERRIDE_ENDED, link=to_the_zone, urgency=Notice.Urgency.NOW)
def answerable_for_keepers(told: Events) -> Readers:
    """Return whoever approved the exception and is still here, and the secretaries."""
    overrides = KeeperOverride.objects.filter(pk__in=all_keys_in(told, "override"), approved_by__is_active=True)
    approved = dict(overrides.values_list("pk", "approved_by"))
    found: dict[int, set[int]] = {}
    for community_id, day, theirs in by_day(told):
        acts = Duty.objects.in_force(day).filter(community_id=community_id, user__in=approved.values())
        here = set(acts.values_list("user_id", flat=True))
        secretaries = keys_of_holders(Duty.Role.BRANCH_SECRETARY, community_id, day)
        for event in theirs:
            found[event.pk] = secretaries | {
                approved[key] for key in keys_in(event, "override") if approved.get(key) in here
            }
    return found
