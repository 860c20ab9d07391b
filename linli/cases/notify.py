"""Who hears about which event."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from linli.accounts.models import Duty, User
from linli.accounts.queries import holders_of
from linli.files import events as file_events
from linli.files.models import File
from linli.files.registry import owns_files
from linli.journal.models import Event
from linli.notices.models import Notice
from linli.notices.registry import when
from linli.residents.queries import liaisons_of
from linli.rota.models import Post
from linli.rota.queries import on_duty

from . import events
from .models import Case, CaseFile, CoHandling, Extension, Offer

NOW, TODAY = Notice.Urgency.NOW, Notice.Urgency.TODAY


def to_the_case(event: Event) -> str:
    return reverse("cases:detail", args=[event.subject.number])


def leaders(event: Event) -> list[User]:
    """Return the officer in charge now (or all of them when nobody stands on the rota) and the secretaries."""
    on = timezone.localdate(event.recorded_at)
    officers = on_duty(event.community_id, Post.Kind.OFFICER, event.recorded_at)
    officers = officers or holders_of(Duty.Role.DUTY_OFFICER, event.community_id, on)
    return [*officers, *holders_of(Duty.Role.BRANCH_SECRETARY, event.community_id, on)]


def holders_of_many(events: Sequence[Event]) -> dict[int, set[int]]:
    """Return the keys of `holders` for many events, in two queries."""
    cases = Case.objects.filter(pk__in={event.subject_id for event in events})
    hands = {pk: (first, handler) for pk, first, handler in cases.values_list("pk", "first_handler", "handler")}
    asked: dict[int, set[int]] = {}
    for case, person in Offer.objects.filter(answer="", case__in=hands).values_list("case", "to"):
        asked.setdefault(case, set()).add(person)
    found = {}
    for event in events:
        first, handler = hands[event.subject_id]
        found[event.pk] = {first, handler} if handler else {first} | asked.get(event.subject_id, set())
    return found


def holders_and_leaders_of_many(events: Sequence[Event]) -> dict[int, set[int]]:
    """The same with the leaders; who leads is asked once for each community and moment."""
    above: dict[tuple[int, datetime], set[int]] = {}
    for event in events:
        if (event.community_id, event.recorded_at) not in above:
            above[event.community_id, event.recorded_at] = {leader.pk for leader in leaders(event)}
    held = holders_of_many(events)
    return {event.pk: held[event.pk] | above[event.community_id, event.recorded_at] for event in events}


def holders(event: Event) -> list[User]:
    """Return who holds the case now, or is being asked, and who first received it."""
    case = event.subject
    asked = [offer.to for offer in case.offers.filter(answer="").select_related("to")]
    return [case.first_handler, *([case.handler] if case.handler else asked)]


@when(events.OFFERED, link=to_the_case, urgency=NOW)
def tell_whom_it_is_offered_to(event: Event) -> Iterable[User]:
    return [Offer.objects.select_related("to").get(pk=event.facts["offer"]).to]


@when(events.OFFERED_TO_ALL, link=to_the_case, urgency=NOW)
def tell_all_whom_it_is_offered_to(event: Event) -> Iterable[User]:
    return [offer.to for offer in Offer.objects.select_related("to").filter(pk__in=event.facts["offers"])]


@when(events.SPARED, link=to_the_case)
def tell_the_others_that_somebody_was_faster(event: Event) -> Iterable[User]:
    return [offer.to for offer in Offer.objects.select_related("to").filter(pk__in=event.facts["offers"])]


@when(events.NOBODY_TO_ASK, link=to_the_case, urgency=NOW)
def tell_leaders_nobody_is_there(event: Event) -> Iterable[User]:
    return [event.subject.first_handler, *leaders(event)]


@when(events.DECLINED, link=to_the_case)
def tell_first_handler_of_declining(event: Event) -> Iterable[User]:
    return [event.subject.first_handler]


@when(events.HANDED_ON, link=to_the_case)
def tell_first_handler_of_handing_on(event: Event) -> Iterable[User]:
    return [event.subject.first_handler]


@when(events.JOINED, link=to_the_case)
def tell_holders_of_another_caller(event: Event) -> Iterable[User]:
    return holders(event)


@when(events.MERGED, link=to_the_case)
def tell_holders_it_goes_on_elsewhere(event: Event) -> Iterable[User]:
    return holders(event)


@when(events.TOOK_IN, link=to_the_case)
def tell_holders_of_callers_who_came(event: Event) -> Iterable[User]:
    return holders(event)


@when(events.UNMERGED, link=to_the_case, urgency=NOW)
def tell_holders_it_is_theirs_again(event: Event) -> Iterable[User]:
    return holders(event)


@when(events.GAVE_BACK, link=to_the_case)
def tell_holders_of_callers_who_left(event: Event) -> Iterable[User]:
    return holders(event)


@when(events.PART_ENDED, link=to_the_case)
def tell_holders_of_a_part(event: Event) -> Iterable[User]:
    return holders(event)


@when(events.HELP_ASKED, link=to_the_case, urgency=NOW)
def tell_the_helper(event: Event) -> Iterable[User]:
    asked = CoHandling.objects.select_related("unit", "helper").get(pk=event.facts["co_handling"])
    if asked.helper:
        return [asked.helper]
    return liaisons_of(asked.unit, timezone.localdate(event.at)) if asked.unit else []


@when(events.HELP_PROMISED, link=to_the_case)
def tell_holders_when_help_comes(event: Event) -> Iterable[User]:
    return holders(event)


@when(events.HELPER_SAID, link=to_the_case, urgency=TODAY)
def tell_holders_what_the_helper_said(event: Event) -> Iterable[User]:
    return holders(event)


@when(events.HELP_DECLINED, link=to_the_case, urgency=NOW)
def tell_holders_that_help_does_not_come(event: Event) -> Iterable[User]:
    asked = CoHandling.objects.select_related("asked_by").get(pk=event.facts["co_handling"])
    return [*holders(event), asked.asked_by]


@when(events.HELP_LATE, link=to_the_case, urgency=NOW)
def tell_of_late_help(event: Event) -> Iterable[User]:
    asked = CoHandling.objects.select_related("asked_by", "unit", "helper").get(pk=event.facts["co_handling"])
    helpers = [asked.helper] if asked.helper else []
    if asked.unit:
        helpers = liaisons_of(asked.unit, timezone.localdate(event.at))
    return [*holders(event), asked.asked_by, *helpers]


@when(events.UNIT_ACCEPTED, link=to_the_case, urgency=TODAY)
def tell_holders_that_the_unit_comes(event: Event) -> Iterable[User]:
    return holders(event)


@when(events.HELP_REPORTED, link=to_the_case)
def tell_holders_of_help(event: Event) -> Iterable[User]:
    return holders(event)


@when(events.PROMISE_WARNED, link=to_the_case, urgency=NOW, of_many=holders_of_many)
def warn_holders(event: Event) -> Iterable[User]:
    return holders(event)


@when(events.PROMISE_BROKEN, link=to_the_case, urgency=NOW, of_many=holders_and_leaders_of_many)
def tell_holders_and_leaders_of_a_breach(event: Event) -> Iterable[User]:
    return [*holders(event), *leaders(event)]


@when(events.EXTENSION_ASKED, link=to_the_case, urgency=NOW)
def ask_leaders_for_a_decision(event: Event) -> Iterable[User]:
    return leaders(event)


@when(events.EXTENSION_APPROVED, link=to_the_case)
def tell_who_asked_of_approval(event: Event) -> Iterable[User]:
    return [Extension.objects.select_related("asked_by").get(pk=event.facts["extension"]).asked_by]


@when(events.EXTENSION_REFUSED, link=to_the_case, urgency=TODAY)
def tell_who_asked_of_refusal(event: Event) -> Iterable[User]:
    return [Extension.objects.select_related("asked_by").get(pk=event.facts["extension"]).asked_by]


@when(events.RESOLVED, link=to_the_case)
def tell_first_handler_of_the_end(event: Event) -> Iterable[User]:
    return [event.subject.first_handler]


@when(events.CALLED_BACK, link=to_the_case)
def tell_holders_what_was_said(event: Event) -> Iterable[User]:
    return holders(event)


@when(events.RESIDENT_ANSWERED, link=to_the_case, urgency=TODAY)
def tell_holders_what_the_resident_said(event: Event) -> Iterable[User]:
    return holders(event)


@when(events.REOPENED, link=to_the_case)
def tell_first_handler_of_another_round(event: Event) -> Iterable[User]:
    return [event.subject.first_handler]


def to_the_rules(_event: Event) -> str:
    return reverse("cases:rules")


@when(events.RULE_NAMES_NOBODY, link=to_the_rules, urgency=TODAY)
def tell_who_keeps_the_rules(event: Event) -> Iterable[User]:
    on = timezone.localdate(event.at)
    roles = (Duty.Role.BRANCH_SECRETARY, Duty.Role.COMMUNITY_WORKER)
    return [who for role in roles for who in holders_of(role, event.community_id, on)]


@owns_files
def case_of(file: File) -> Case | None:
    """Say which case a file is of, for whatever the room of files writes on its journal."""
    attached = CaseFile.objects.select_related("case").filter(file=file).first()
    return attached.case if attached else None


@when(file_events.ADDED, link=to_the_case)
def tell_holders_of_files(event: Event) -> Iterable[User]:
    """A resident, a helper or a unit added something; those who attach while they work know it themselves."""
    return holders(event)


@when(file_events.REFUSED, link=to_the_case)
def tell_who_sent_it(event: Event) -> Iterable[User]:
    files = File.objects.filter(pk__in=event.facts["files"]).select_related("by")
    return [file.by for file in files if file.by] or holders(event)
