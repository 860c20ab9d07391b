"""Who hears about which event."""

from django.db.models import QuerySet
from django.urls import reverse

from linli.accounts.models import Duty
from linli.accounts.queries import keys_of_holders
from linli.files import events as file_events
from linli.files.models import File
from linli.files.registry import owns_files
from linli.notices.models import Notice
from linli.notices.registry import (
    Events,
    Links,
    Readers,
    all_keys_in,
    always_to,
    by_day,
    keys_in,
    settles,
    subjects_in,
    when,
)  # fmt: skip
from linli.residents.queries import keys_of_liaisons
from linli.rota.models import Post
from linli.rota.queries import on_duty_at

from . import events
from .models import Case, CaseFile, CoHandling, Extension, Offer

NOW, TODAY = Notice.Urgency.NOW, Notice.Urgency.TODAY


def to_the_case(told: Events) -> Links:
    numbers = dict(Case.objects.filter(pk__in=subjects_in(told)).values_list("pk", "number"))
    return {event.pk: reverse("cases:detail", args=[numbers[event.subject_id]]) for event in told}


# Those it is about


@when(events.OFFERED, link=to_the_case, urgency=NOW)
def whom_it_is_offered_to(told: Events) -> Readers:
    return _asked_by(told, "offer")


@when(events.OFFERED_TO_ALL, link=to_the_case, urgency=NOW)
@when(events.SPARED, link=to_the_case)
def all_whom_it_was_offered_to(told: Events) -> Readers:
    return _asked_by(told, "offers")


def _asked_by(told: Events, fact: str) -> Readers:
    asked = dict(Offer.objects.filter(pk__in=all_keys_in(told, fact)).values_list("pk", "to"))
    return {event.pk: [asked.get(key) for key in keys_in(event, fact)] for event in told}


@when(events.EXTENSION_APPROVED, link=to_the_case)
@when(events.EXTENSION_REFUSED, link=to_the_case, urgency=TODAY)
def who_asked_for_more_time(told: Events) -> Readers:
    asked = dict(Extension.objects.filter(pk__in=all_keys_in(told, "extension")).values_list("pk", "asked_by"))
    return {event.pk: [asked.get(key) for key in keys_in(event, "extension")] for event in told}


# Those who hold it

settles(events.RESOLVED, events.OFFERED, events.OFFERED_TO_ALL, events.PROMISE_WARNED)


@when(events.DECLINED, events.HANDED_ON, events.RESOLVED, events.REOPENED, link=to_the_case)
def first_handlers(told: Events) -> Readers:
    first = dict(Case.objects.filter(pk__in=subjects_in(told)).values_list("pk", "first_handler"))
    return {event.pk: [first[event.subject_id]] for event in told}


@when(
    events.JOINED, events.MERGED, events.TOOK_IN, events.GAVE_BACK, events.PART_ENDED, events.HELP_PROMISED,
    events.HELP_REPORTED, events.CALLED_BACK, link=to_the_case,
)  # fmt: skip
# by a resident, a helper or a unit: who attaches while working knows it
@when(file_events.ADDED, about=Case, link=to_the_case)
@when(events.HELPER_SAID, events.UNIT_ACCEPTED, events.RESIDENT_ANSWERED, link=to_the_case, urgency=TODAY)
@when(events.UNMERGED, events.PROMISE_WARNED, link=to_the_case, urgency=NOW)
def holders(told: Events) -> dict[int, set[int]]:
    """Return who holds the case now, or is being asked, and who first received it."""
    cases = Case.objects.filter(pk__in=subjects_in(told))
    hands = {pk: (first, handler) for pk, first, handler in cases.values_list("pk", "first_handler", "handler")}
    asked: dict[int, set[int]] = {}
    for case, person in Offer.objects.filter(answer="", case__in=hands).values_list("case", "to"):
        asked.setdefault(case, set()).add(person)
    found = {}
    for event in told:
        first, handler = hands[event.subject_id]
        found[event.pk] = {first, handler} if handler else {first} | asked.get(event.subject_id, set())
    return found


@when(file_events.REFUSED, about=Case, link=to_the_case)
def who_sent_it(told: Events) -> Readers:
    """Return who sent the files; whoever holds the case when that was nobody of ours."""
    sent = dict(File.objects.filter(pk__in=all_keys_in(told, "files")).exclude(by=None).values_list("pk", "by"))
    held = holders(told)
    return {event.pk: [sent[k] for k in keys_in(event, "files") if k in sent] or held[event.pk] for event in told}


# Those above


@when(events.EXTENSION_ASKED, link=to_the_case, urgency=NOW)
def leaders(told: Events) -> dict[int, set[int]]:
    """Return the officer in charge then (or all of them when nobody stands on the rota) and the secretaries."""
    found: dict[int, set[int]] = {}
    for community_id, day, theirs in by_day(told):
        on = on_duty_at(community_id, Post.Kind.OFFICER, {event.recorded_at for event in theirs})
        officers = keys_of_holders(Duty.Role.DUTY_OFFICER, community_id, day)
        secretaries = keys_of_holders(Duty.Role.BRANCH_SECRETARY, community_id, day)
        found |= {event.pk: (on[event.recorded_at] or officers) | secretaries for event in theirs}
    return found


@when(events.NOBODY_TO_ASK, link=to_the_case, urgency=NOW)
def first_handlers_and_leaders(told: Events) -> Readers:
    return _together(told, first_handlers(told), leaders(told))


@when(events.PROMISE_BROKEN, link=to_the_case, urgency=NOW)
def holders_and_leaders(told: Events) -> Readers:
    return _together(told, holders(told), leaders(told))


@when(events.RULE_NAMES_NOBODY, link=always_to("cases:rules"), urgency=TODAY)
def who_keeps_the_rules(told: Events) -> Readers:
    found: dict[int, set[int]] = {}
    for community_id, day, theirs in by_day(told):
        secretaries = keys_of_holders(Duty.Role.BRANCH_SECRETARY, community_id, day)
        workers = keys_of_holders(Duty.Role.COMMUNITY_WORKER, community_id, day)
        found |= {event.pk: secretaries | workers for event in theirs}
    return found


# Those who help


@when(events.HELP_ASKED, link=to_the_case, urgency=NOW)
def helpers(told: Events) -> Readers:
    """Return the colleague asked, or whoever signs in for the unit."""
    asked = _help_of(told).values_list("pk", "helper", "unit")
    of_help = {pk: (helper, unit) for pk, helper, unit in asked}
    found: dict[int, set[int | None]] = {}
    for _community, day, theirs in by_day(told):
        liaisons = keys_of_liaisons({unit for _helper, unit in of_help.values() if unit}, day)
        for event in theirs:
            helper, unit = of_help[event.facts["co_handling"]]
            found[event.pk] = {helper, *liaisons.get(unit, ())}
    return found


@when(events.HELP_DECLINED, link=to_the_case, urgency=NOW)
def holders_and_who_asked_for_help(told: Events) -> Readers:
    asked = dict(_help_of(told).values_list("pk", "asked_by"))
    held = holders(told)
    return {event.pk: [*held[event.pk], asked[event.facts["co_handling"]]] for event in told}


@when(events.HELP_LATE, link=to_the_case, urgency=NOW)
def everybody_who_waits_for_help_and_the_helpers(told: Events) -> Readers:
    return _together(told, holders_and_who_asked_for_help(told), helpers(told))


def _help_of(told: Events) -> QuerySet[CoHandling]:
    return CoHandling.objects.filter(pk__in=all_keys_in(told, "co_handling"))


def _together(told: Events, some: Readers, others: Readers) -> Readers:
    return {event.pk: [*some[event.pk], *others[event.pk]] for event in told}


@owns_files
def case_of(file: File) -> Case | None:
    """Say which case a file is of, for whatever the room of files writes on its journal."""
    attached = CaseFile.objects.select_related("case").filter(file=file).first()
    return attached.case if attached else None
