"""Who hears about which event of zones: their keepers, on the day it is written."""

from django.urls import reverse

from linli.accounts.models import Duty
from linli.files.models import File
from linli.files.registry import owns_files
from linli.notices.models import Notice
from linli.notices.registry import Events, Links, Readers, by_day, subjects_in, when

from . import events
from .models import KeeperPhoto


def to_the_zone(told: Events) -> Links:
    return {event.pk: reverse("zones:zone", args=[event.subject_id]) for event in told}


@when(events.BORDER_MOVED, events.ZONE_FOUNDED, link=to_the_zone, urgency=Notice.Urgency.TODAY)
@when(events.BOARD_HUNG, events.BOARD_TAKEN_DOWN, link=to_the_zone)
def its_keepers(told: Events) -> Readers:
    """Return who keeps each zone on the day, or will: a new zone's keepers begin with it."""
    found: dict[int, set[int]] = {event.pk: set() for event in told}
    for _community, day, theirs in by_day(told):
        duties = Duty.objects.filter(zone__in=subjects_in(theirs), user__is_active=True).exclude(until_on__lte=day)
        of_zone: dict[int, set[int]] = {}
        for zone_id, user_id in duties.values_list("zone", "user"):
            of_zone.setdefault(zone_id, set()).add(user_id)
        found |= {event.pk: of_zone.get(event.subject_id, set()) for event in theirs}
    return found


@owns_files
def photo_of(file: File) -> KeeperPhoto | None:
    """Say whose board photo a file is, for whatever the room of files writes on its journal."""
    return KeeperPhoto.objects.filter(file=file).first()
