"""Who hears about which event of the register."""

from django.urls import reverse

from linli.accounts.models import Duty
from linli.accounts.queries import keys_of_holders
from linli.notices.models import Notice
from linli.notices.registry import Events, Links, Readers, by_day, settles, subjects_in, when

from . import events
from .models import RightsRequest

NOW, TODAY = Notice.Urgency.NOW, Notice.Urgency.TODAY
Role = Duty.Role


def to_the_consents(told: Events) -> Links:
    """Lead to the page of the person whose consent it was: there it says what may still be shown."""
    return {event.pk: reverse("residents:consents", args=[event.facts["person"]]) for event in told}


def to_the_request(told: Events) -> Links:
    return {event.pk: reverse("residents:request", args=[event.subject_id]) for event in told}


@when(events.CONSENT_WITHDRAWN, link=to_the_consents, urgency=TODAY)
def who_keeps_the_boards(told: Events) -> Readers:
    """The secretaries: whatever still hangs somewhere on paper comes down the same day."""
    return _holders(told, Role.BRANCH_SECRETARY)


@when(events.REQUEST_RECEIVED, link=to_the_request, urgency=TODAY)
def who_answers(told: Events) -> Readers:
    return _holders(told, Role.BRANCH_SECRETARY, Role.COMMUNITY_WORKER)


@when(events.REQUEST_NEAR, link=to_the_request, urgency=TODAY)
@when(events.REQUEST_OVERDUE, link=to_the_request, urgency=NOW)
def who_received_it_and_the_secretaries(told: Events) -> Readers:
    received = dict(RightsRequest.objects.filter(pk__in=subjects_in(told)).values_list("pk", "received_by"))
    secretaries = _holders(told, Role.BRANCH_SECRETARY)
    return {event.pk: {*secretaries[event.pk], received.get(event.subject_id)} for event in told}


@when(events.REQUEST_ANSWERED, link=lambda told: dict.fromkeys((e.pk for e in told), reverse("residents:own_data")))
def who_asked_on_their_own_page(told: Events) -> Readers:
    own = RightsRequest.objects.filter(pk__in=subjects_in(told), channel=RightsRequest.Channel.OWN_PAGE)
    asked = dict(own.values_list("pk", "person__user"))
    return {event.pk: [asked.get(event.subject_id)] for event in told}


settles(events.REQUEST_ANSWERED, events.REQUEST_RECEIVED, events.REQUEST_NEAR, events.REQUEST_OVERDUE)


def _holders(told: Events, *roles: Role) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for community_id, day, theirs in by_day(told):
        holders = set().union(*(keys_of_holders(role, community_id, day) for role in roles))
        found |= {event.pk: holders for event in theirs}
    return found
