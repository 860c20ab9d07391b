"""Who hears what happens in the rooms below us, which do not know that anybody is told."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone

from linli.accounts import events
from linli.accounts.models import Duty, KeeperOverride, User
from linli.accounts.queries import holders_of
from linli.journal.models import Event

from .models import Notice
from .registry import when


def to_the_zone(event: Event) -> str:
    return f"{reverse('cases:list')}?zone={event.subject_id}"


def answerable_for_keepers(event: Event) -> Iterable[User]:
    """Return whoever approved the exception and is still here, and the secretaries."""
    on = timezone.localdate(event.at)
    override = KeeperOverride.objects.select_related("approved_by").get(pk=event.facts["override"])
    acts = override.approved_by.duties.in_force(on).filter(community_id=event.community_id).exists()
    approved = [override.approved_by] if acts and override.approved_by.is_active else []
    return [*approved, *holders_of(Duty.Role.BRANCH_SECRETARY, event.community_id, on)]


@when(events.OVERRIDE_ENDING, link=to_the_zone, urgency=Notice.Urgency.TODAY)
def tell_that_an_exception_runs_out(event: Event) -> Iterable[User]:
    return answerable_for_keepers(event)


@when(events.OVERRIDE_ENDED, link=to_the_zone, urgency=Notice.Urgency.NOW)
def tell_that_an_exception_is_over(event: Event) -> Iterable[User]:
    return answerable_for_keepers(event)
