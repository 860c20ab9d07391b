"""Who hears about which event of deciding together."""

from django.urls import reverse
from django.utils.timezone import localdate

from linli.accounts.models import Duty
from linli.accounts.queries import keys_of_holders
from linli.files.models import File
from linli.files.registry import owns_files
from linli.notices.models import Notice
from linli.notices.registry import Events, Links, Readers, by_day, subjects_in, when
from linli.residents.queries import keys_of_liaisons

from . import events
from .models import ChairTerm, Swap

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
