"""Who hears about which event of an activity. Whoever has no account is phoned: the page says whom."""

from collections.abc import Iterable

from django.urls import reverse

from linli.accounts.models import User
from linli.files import events as file_events
from linli.files.models import File
from linli.files.registry import owns_files
from linli.notices.models import Notice
from linli.notices.registry import Events, Links, Readers, all_keys_in, keys_in, subjects_in, when
from linli.residents.models import Person

from . import events
from .models import Activity, ActivityFile, Expected, SignUp

NOW, TODAY = Notice.Urgency.NOW, Notice.Urgency.TODAY


def to_the_activity(told: Events) -> Links:
    return {event.pk: reverse("activities:activity", args=[event.subject_id]) for event in told}


@when(events.CHANGED, link=to_the_activity)
@when(events.MOVED, events.REMINDED_DAY_BEFORE, link=to_the_activity, urgency=TODAY)
@when(events.CANCELLED, events.REMINDED_HOUR_BEFORE, link=to_the_activity, urgency=NOW)
def everybody_on_it(told: Events) -> Readers:
    """Return who signed up (or waits), who is expected, and who runs it. Three questions."""
    keys = subjects_in(told)
    found: dict[int, set[int]] = {key: set() for key in keys}
    signed = SignUp.objects.filter(activity__in=keys).exclude(state=SignUp.State.WITHDRAWN)
    expected = Expected.objects.filter(activity__in=keys)
    for pairs in (
        signed.values_list("activity_id", "person__user_id"),
        expected.values_list("activity_id", "person__user_id"),
    ):
        for activity, user in pairs:
            if user:
                found[activity].add(user)
    running = Activity.objects.filter(pk__in=keys).values_list("pk", "host__user_id", "recorder__user_id")
    for activity, *users in running:
        found[activity] |= {user for user in users if user}
    active = _active({user for users in found.values() for user in users})
    return {event.pk: found[event.subject_id] & active for event in told}


@when(events.PLANNED, events.EXPECTED, link=to_the_activity)
def who_is_asked_to_come(told: Events) -> Readers:
    users = _users_of(all_keys_in(told, "people"))
    return {event.pk: [users.get(key) for key in keys_in(event, "people")] for event in told}


@when(events.MOVED_UP, link=to_the_activity, urgency=TODAY)
def who_moved_up(told: Events) -> Readers:
    """Return who moved up; whoever signed them up where they have no account, to tell them."""
    users = _users_of(all_keys_in(told, "person"))
    active = _active(all_keys_in(told, "signed_by"))
    found: dict[int, list[int | None]] = {}
    for event in told:
        own = [users.get(key) for key in keys_in(event, "person")]
        found[event.pk] = own if any(own) else [key for key in keys_in(event, "signed_by") if key in active]
    return found


@when(file_events.REFUSED, about=Activity, link=to_the_activity)
def who_sent_it(told: Events) -> Readers:
    """Return who sent a file that could not be opened."""
    sent = dict(File.objects.filter(pk__in=all_keys_in(told, "files")).values_list("pk", "by"))
    return {event.pk: [sent.get(key) for key in keys_in(event, "files")] for event in told}


@owns_files
def activity_of(file: File) -> Activity | None:
    """Say which activity a file is of, for whatever the room of files writes on its journal."""
    attached = ActivityFile.objects.select_related("activity").filter(file=file).first()
    return attached.activity if attached else None


def _users_of(people: Iterable[int]) -> dict[int, int]:
    linked = Person.objects.filter(pk__in=list(people), user__is_active=True)
    return {person: user for person, user in linked.values_list("pk", "user_id") if user}


def _active(users: Iterable[int]) -> set[int]:
    return set(User.objects.filter(pk__in=list(users), is_active=True).values_list("pk", flat=True))
