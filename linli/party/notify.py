"""Who hears about which event of the Party's registers."""

from django.urls import reverse

from linli.accounts.models import Duty
from linli.accounts.queries import keys_of_holders
from linli.notices.registry import Events, Links, Readers, by_day, subjects_in, when

from . import events
from .models import Organisation, Post


def to_the_branch(told: Events) -> Links:
    """Lead to the organisation it is about."""
    return {event.pk: reverse("party:organisation", args=[event.subject_id]) for event in told}


@when(events.LIFE_DUE_SOON, events.CONTACT_DUE, link=to_the_branch)
def who_leads_it(told: Events) -> Readers:
    """Return who leads the organisation or, for a group, the branch above; the community's secretary without one."""
    above = dict(Organisation.objects.filter(pk__in=subjects_in(told)).values_list("pk", "parent_id"))
    found: dict[int, set[int]] = {}
    for community_id, day, theirs in by_day(told):
        posts = Post.objects.in_force(day).filter(
            community=community_id, code__in=("secretary", "group_leader"), member__person__user__isnull=False
        )
        leaders: dict[int, set[int]] = {}
        for organisation_id, user_id in posts.values_list("organisation_id", "member__person__user"):
            leaders.setdefault(organisation_id, set()).add(user_id)
        others = keys_of_holders(Duty.Role.BRANCH_SECRETARY, community_id, day)
        for event in theirs:
            parent = above.get(event.subject_id)
            found[event.pk] = leaders.get(event.subject_id) or (leaders.get(parent) if parent else None) or others
    return found
