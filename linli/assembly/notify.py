"""Who hears about which event of deciding together. Whoever has no account is phoned: the page says whom."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from linli.accounts.models import Duty, User
from linli.accounts.queries import keys_of_holders
from linli.cases.registry import Step, offer_on_candidate, offer_on_case
from linli.files.models import File
from linli.files.registry import owns_files
from linli.notices.models import Notice
from linli.notices.registry import Events, Links, Readers, all_keys_in, by_day, keys_in, subjects_in, when
from linli.residents.queries import keys_of_liaisons

from . import events
from .models import AgendaItem, Ballot, ChairTerm, Invited, Matter, Meeting, Paper, Swap, Task, Told

# The rotating chair


@owns_files
def term_of_file(file: File) -> ChairTerm | None:
    return ChairTerm.objects.filter(work_plan_file=file).select_related("community").first()


def to_the_term(told: Events) -> Links:
    return {event.pk: reverse("assembly:term", args=[event.subject_id]) for event in told}


def to_the_rotation(told: Events) -> Links:
    bodies = dict(Swap.objects.filter(pk__in=subjects_in(told)).values_list("pk", "asking__body_id"))
    return {
        event.pk: reverse("assembly:rotation", args=[bodies[event.subject_id]])
        for event in told
        if event.subject_id in bodies
    }


@when(events.HANDOVER_LATE, link=to_the_term, urgency=Notice.Urgency.TODAY)
def both_chairs_and_the_secretary(told: Events) -> Readers:
    """Who has the chair, who is next, the liaisons of both units, and the secretary."""
    found: dict[int, set[int]] = {}
    for community_id, day, theirs in by_day(told):
        secretaries = keys_of_holders(Duty.Role.BRANCH_SECRETARY, community_id, day)
        terms = {term.pk: term for term in ChairTerm.objects.filter(pk__in=subjects_in(theirs))}
        following = _next_of({term.body_id for term in terms.values()})
        both = {pk: [term, following.get(term.body_id)] for pk, term in terms.items()}
        people = keys_of_liaisons({term.unit_id for pair in both.values() for term in pair if term}, day)
        for event in theirs:
            sides = [term for term in both.get(event.subject_id, []) if term]
            named = {term.user_id for term in sides if term.user_id}
            found[event.pk] = secretaries | named | {key for term in sides for key in people.get(term.unit_id, set())}
    return found


def _next_of(body_ids: set[int]) -> dict[int, ChairTerm]:
    planned = ChairTerm.objects.filter(body__in=body_ids, status=ChairTerm.Status.PLANNED).order_by("-starts_on")
    return {term.body_id: term for term in planned}


@when(events.HANDED_OVER, link=to_the_term)
def who_takes_the_chair(told: Events) -> Readers:
    """The units of both sides."""
    terms = ChairTerm.objects.filter(pk__in=subjects_in(told)).select_related("taken_over__before")
    found: dict[int, set[int]] = {}
    by_key = {term.pk: term for term in terms}
    for event in told:
        term = by_key.get(event.subject_id)
        before = term.taken_over.before if term and hasattr(term, "taken_over") else None
        sides = [side for side in (term, before) if side]
        liaisons = keys_of_liaisons({side.unit_id for side in sides}, localdate(event.recorded_at))
        named = {side.user_id for side in sides if side.user_id}
        found[event.pk] = named.union(*liaisons.values())
    return found


@when(events.SWAP_ASKED, link=to_the_rotation, urgency=Notice.Urgency.TODAY)
def who_is_asked(told: Events) -> Readers:
    return _of_swaps(told, "asked")


@when(events.SWAP_AGREED, events.SWAP_REFUSED, link=to_the_rotation)
def who_asked(told: Events) -> Readers:
    """Who asked, wherever their unit stands now."""
    swaps = dict(Swap.objects.filter(pk__in=subjects_in(told)).values_list("pk", "asked_by"))
    return {event.pk: [swaps.get(event.subject_id)] for event in told}


def _of_swaps(told: Events, side: str) -> Readers:
    swaps = Swap.objects.filter(pk__in=subjects_in(told)).select_related(side)
    terms = {swap.pk: getattr(swap, side) for swap in swaps}
    found: dict[int, set[int | None]] = {}
    for _community, day, theirs in by_day(told):
        people = keys_of_liaisons({term.unit_id for term in terms.values()}, day)
        for event in theirs:
            term = terms.get(event.subject_id)
            found[event.pk] = {term.user_id, *people.get(term.unit_id, set())} if term else set()
    return found


TODAY = Notice.Urgency.TODAY


def to_the_meeting(told: Events) -> Links:
    return {event.pk: reverse("assembly:meeting", args=[event.subject_id]) for event in told}


def to_the_task(told: Events) -> Links:
    return {event.pk: reverse("assembly:task", args=[event.subject_id]) for event in told}


def to_the_item(told: Events) -> Links:
    """Where the item is: its meeting, or else its body."""
    items = AgendaItem.objects.filter(pk__in=subjects_in(told)).values_list("pk", "meeting", "body")
    where = {
        pk: reverse("assembly:meeting", args=[meeting]) if meeting else reverse("assembly:body", args=[body])
        for pk, meeting, body in items
    }
    return {event.pk: where.get(event.subject_id, reverse("assembly:home")) for event in told}


# Meetings


@when(events.MEETING_CALLED, events.MEETING_MOVED, events.MEETING_CANCELLED, link=to_the_meeting, urgency=TODAY)
def everybody_invited(told: Events) -> Readers:
    """Return who is invited and signs in, and whoever signs in for a unit that is invited. Two questions."""
    found: dict[int, set[int]] = {key: set() for key in subjects_in(told)}
    units: dict[int, set[int]] = {}
    for meeting, user, unit in Invited.objects.filter(meeting__in=found).values_list("meeting", "user", "unit"):
        if user:
            found[meeting].add(user)
        if unit:
            units.setdefault(meeting, set()).add(unit)
    readers: dict[int, set[Any]] = {}
    for _community, day, theirs in by_day(told):
        wanted = {unit for event in theirs for unit in units.get(event.subject_id, ())}
        signing = keys_of_liaisons(wanted, day) if wanted else {}
        for event in theirs:
            own = set(found[event.subject_id])
            for unit in units.get(event.subject_id, ()):
                own |= signing.get(unit, set())
            readers[event.pk] = own
    active = _active({key for keys in readers.values() for key in keys})
    return {key: keys & active for key, keys in readers.items()}


@when(events.MINUTES_SENT_BACK, link=to_the_meeting)
def who_wrote_them(told: Events) -> Readers:
    active = _active(all_keys_in(told, "writer"))
    return {event.pk: [key for key in keys_in(event, "writer") if key in active] for event in told}


@when(events.ITEM_ACCEPTED, events.ITEM_DECLINED, link=to_the_item)
def who_proposed_it(told: Events) -> Readers:
    proposed = dict(AgendaItem.objects.filter(pk__in=subjects_in(told)).values_list("pk", "proposed_by"))
    return {event.pk: {proposed.get(event.subject_id)} - {None, event.actor_id} for event in told}


# Tasks


@when(events.TASK_GIVEN, events.TASK_CHANGED, events.TASK_SOON, link=to_the_task)
@when(events.TASK_LATE, link=to_the_task, urgency=TODAY)
def who_answers_for_it(told: Events) -> Readers:
    """Return who answers for a task: the person, or whoever signs in for the unit."""
    tasks = {each.pk: each for each in Task.objects.filter(pk__in=subjects_in(told))}
    readers: dict[int, set[Any]] = {}
    for _community, day, theirs in by_day(told):
        units = {each.unit_id for each in tasks.values() if each.unit_id}
        signing = keys_of_liaisons(units, day) if units else {}
        for event in theirs:
            task = tasks.get(event.subject_id)
            if task:
                own = {task.user_id} | (signing.get(task.unit_id, set()) if task.unit_id else set())
                readers[event.pk] = own - {None, event.actor_id}
    active = _active({key for keys in readers.values() for key in keys})
    return {key: keys & active for key, keys in readers.items()}


@when(events.TASK_DONE, events.TASK_DROPPED, link=to_the_task)
def who_gave_it(told: Events) -> Readers:
    given = dict(Task.objects.filter(pk__in=subjects_in(told)).values_list("pk", "given_by"))
    active = _active(set(given.values()))
    return {event.pk: ({given.get(event.subject_id)} - {None, event.actor_id}) & active for event in told}


@owns_files
def meeting_of(file: File) -> Meeting | None:
    """Say which meeting a file was put before."""
    found = Paper.objects.select_related("meeting").filter(file=file).first()
    return found.meeting if found else None


def _active(users: Iterable[Any]) -> set[int]:
    return set(User.objects.filter(pk__in=[key for key in users if key], is_active=True).values_list("pk", flat=True))


# Matters and ballots


def to_the_matter(told: Events) -> Links:
    return {event.pk: reverse("assembly:matter", args=[event.subject_id]) for event in told}


@when(events.MEMBERS_TOLD, link=to_the_matter, urgency=Notice.Urgency.TODAY)
def who_sits_and_has_an_account(told: Events) -> Readers:
    """Everybody who has a line of being told, and has not opened the matter yet."""
    rows = Told.objects.filter(matter__in=subjects_in(told), user__isnull=False, opened_at=None)
    return _of_matters(told, rows.values_list("matter", "user"))


@when(
    events.MATTER_INFORMED, events.MATTER_DISCUSSED, events.MATTER_ACTED, events.MATTER_CONCLUDED,
    events.MATTER_WITHDRAWN, link=to_the_matter,
)  # fmt: skip
def who_put_it_forward(told: Events) -> Readers:
    """Who proposed it, whoever does the next step."""
    return _of_matters(told, Matter.objects.filter(pk__in=subjects_in(told)).values_list("pk", "proposed_by"))


def _of_matters(told: Events, pairs: Iterable[tuple[int, int | None]]) -> Readers:
    people: dict[int, set[int | None]] = {}
    for matter, person in pairs:
        people.setdefault(matter, set()).add(person)
    return {event.pk: people.get(event.subject_id, set()) - {event.actor_id} for event in told}


def to_the_ballot(told: Events) -> Links:
    return {event.pk: reverse("assembly:ballot", args=[event.subject_id]) for event in told}


@when(events.BALLOT_OPENED, link=to_the_ballot, urgency=Notice.Urgency.NOW)
def who_votes_now(told: Events) -> Readers:
    """Everybody called with a vote and an account; nobody is told who has voted."""
    meetings = dict(Ballot.objects.filter(pk__in=subjects_in(told)).values_list("pk", "meeting"))
    people: dict[int, set[int | None]] = {}
    rows = Invited.objects.filter(meeting__in=meetings.values(), is_voting=True, user__isnull=False)
    for meeting, user in rows.values_list("meeting", "user"):
        people.setdefault(meeting, set()).add(user)
    return {event.pk: people.get(meetings.get(event.subject_id, 0), set()) for event in told}


def council_step(url: str) -> Step:
    return Step(_("请大家商量"), url)


offer_on_case(
    "assembly.keep_matter", lambda case: council_step(reverse("assembly:from_case", args=[case.number]))
)  # fmt: skip
offer_on_candidate(
    "assembly.keep_matter", lambda candidate: council_step(reverse("assembly:from_candidate", args=[candidate.pk]))
)
