"""The journal of one case as people read it, with the words that stand in their own rows."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils import timezone

from linli.fence.straight import from_facts
from linli.journal.models import Event
from linli.journal.record import sentence_of, verbs_shown_to_residents

from .. import events
from ..models import (
    Arrival,
    Callback,
    Case,
    CaseFile,
    Closure,
    CoHandling,
    Extension,
    Merger,
    Offer,
    Pause,
    Promise,
    Remark,
    Reopening,
)
from .joining import merged_into, mergers_of
from .one_case import OneCase
from .why import why

REMARK = "remark"
WORDS: dict[str, tuple[str, type[Any], tuple[str, ...]]] = {
    events.NOTED.name: (REMARK, Remark, ("body",)),
    events.ANSWERED.name: (REMARK, Remark, ("body",)),
    events.RESOLVED.name: ("closure", Closure, ("done", "handed_to")),
    events.ARRIVAL_ADDED.name: ("arrival", Arrival, ("note",)),
    events.DECLINED.name: ("offer", Offer, ("reason",)),
    events.HANDED_ON.name: ("offer", Offer, ("reason",)),
    events.PAUSED.name: ("pause", Pause, ("reason",)),
    events.EXTENSION_ASKED.name: ("extension", Extension, ("reason",)),
    events.EXTENSION_APPROVED.name: ("extension", Extension, ("decision_note",)),
    events.EXTENSION_REFUSED.name: ("extension", Extension, ("decision_note",)),
    events.CALLED_BACK.name: ("callback", Callback, ("comment",)),
    events.NOT_REACHED.name: ("callback", Callback, ("comment",)),
    events.RESIDENT_ANSWERED.name: ("callback", Callback, ("comment",)),
    events.HELP_ASKED.name: ("co_handling", CoHandling, ("wanted",)),
    events.HELPER_SAID.name: (REMARK, Remark, ("body",)),
    events.HELP_DECLINED.name: ("co_handling", CoHandling, ("decline_reason",)),
    events.HELP_REPORTED.name: ("co_handling", CoHandling, ("report",)),
    events.REOPENED.name: ("reopening", Reopening, ("reason",)),
    events.MERGED.name: ("merger", Merger, ("reason",)),
    events.TOOK_IN.name: ("merger", Merger, ("reason",)),
    events.UNMERGED.name: ("merger", Merger, ("undone_reason",)),
    events.GAVE_BACK.name: ("merger", Merger, ("undone_reason",)),
}
"""The words that belong to a verb: which fact names their row, and which of its columns are read."""

FOR_RESIDENTS = (events.ANSWERED.name, events.PAUSED.name, events.REOPENED.name)
"""Verbs whose words the resident reads too; all other words are our own."""


class Line(NamedTuple):
    """One line of a timeline. `kind` is event, note or answer; `state` colours its dot; `why` says what chose whom.

    `of` is the number of another case whose line it is, where cases are worked on as one.
    """

    at: datetime
    recorded_at: datetime
    kind: str
    state: str
    sentence: str
    words: tuple[str, ...]
    by: str
    duty: str
    verb: str
    why: str = ""
    files: tuple[CaseFile, ...] = ()
    of: str = ""

    @property
    def was_added_later(self) -> bool:
        return (self.recorded_at - self.at).total_seconds() > 60


def timeline(
    case: Case, *, mergers: Iterable[Merger] | None = None, for_resident: bool = False, came_from: Case | None = None
) -> list[Line]:
    """Return what happened, oldest first. A fixed number of queries: the events, and one for each kind of words.

    Cases worked on as one are read as one: what was merged into this case, or what happened to the main case while
    this one was merged. A resident whose own case (`came_from`) was merged reads it and this one from then on; answers
    given before that were for somebody else.
    """
    told = _for_resident(case, came_from) if for_resident else _with_mergers(case, mergers)
    happened = (
        Event.objects.filter(told, subject_type=ContentType.objects.get_for_model(Case), community=case.community_id)
        .select_related("actor")
        .order_by("at", "pk")
    )
    if for_resident:
        happened = happened.filter(verb__in=verbs_shown_to_residents())
    lines = list(happened)
    cases = {case.pk, *(event.subject_id for event in lines)}
    several = len(cases) > 1
    numbers = Case.objects.in_bulk(cases - {case.pk}) if several else {}
    return lines_of(
        [(event, event.actor.name if event.actor else "") for event in lines],
        said={
            key: {
                row["pk"]: row
                for row in model.objects.filter(case__in=cases).values(
                    "pk", *columns, *(["kind"] if key == REMARK else [])
                )
            }
            for key, model, columns in _kinds_of_words(lines)
        },
        promises=list(Promise.objects.filter(case__in=cases) if several else case.promises.all()),
        files=attached_to(cases, lines),
        numbers={pk: other.number for pk, other in numbers.items()},
        for_resident=for_resident,
    )


def _kinds_of_words(events: Iterable[Event]) -> list[tuple[str, type[Any], list[str]]]:
    """Return which rows to read for the words of these events, each once, with every column any of them shows."""
    kinds: dict[str, tuple[str, type[Any], list[str]]] = {}
    for verb in {event.verb for event in events} & WORDS.keys():
        key, model, columns = WORDS[verb]
        kinds.setdefault(key, (key, model, []))[2].extend(columns)
    return [(key, model, list(dict.fromkeys(columns))) for key, model, columns in kinds.values()]


def attached_to(cases: Iterable[int], events: Iterable[Event]) -> dict[int, CaseFile]:
    """Return the files these events speak of by their file's key; nothing is asked when they speak of none."""
    if not any("files" in event.facts for event in events):
        return {}
    return {each.file_id: each for each in CaseFile.objects.filter(case__in=cases).select_related("file")}


Said = Mapping[str, Mapping[int, Mapping[str, Any]]]
"""The rows with words: which kind (see WORDS) → their key → their columns."""


def lines_of(
    told: Iterable[tuple[Event, str]],
    *,
    said: Said,
    promises: list[Promise],
    files: Mapping[int, CaseFile],
    numbers: Mapping[int, str],
    for_resident: bool,
) -> list[Line]:
    """Return events and who did them as lines; `numbers` are those of other cases whose lines are among them."""
    return [
        _line(
            event,
            by,
            said,
            promises,
            files,
            of=numbers.get(event.subject_id, "") if numbers else "",
            for_resident=for_resident,
        )
        for event, by in told
    ]


LISTS = {
    REMARK: "remarks",
    "closure": "closures",
    "arrival": "arrivals",
    "offer": "offers",
    "pause": "pauses",
    "extension": "extensions",
    "callback": "callbacks",
    "co_handling": "helped",
    "reopening": "reopenings",
}
"""The same rows where a whole case has been read: kind of words → list of queries.one_case."""


def timeline_of_one(one: OneCase, mergers: Iterable[Merger], *, for_resident: bool) -> list[Line]:
    """Return the timeline of a case that has been read whole; a case worked on as one with others asks for theirs."""
    if one.has_mergers and not for_resident:
        return timeline(one.case, mergers=mergers)
    shown = set(verbs_shown_to_residents()) if for_resident else None
    told = [
        (from_facts(Event, row), row["by"] or "")
        for row in one.facts["events"]
        if shown is None or row["verb"] in shown
    ]
    kinds = {WORDS[event.verb][0] for event, _by in told if event.verb in WORDS} & LISTS.keys()
    return lines_of(
        told,
        said={kind: {row["id"]: row for row in one.facts[LISTS[kind]]} for kind in kinds},
        promises=one.promises,
        files=attached_to([one.case.pk], [event for event, _by in told]),
        numbers={},
        for_resident=for_resident,
    )


def _for_resident(case: Case, came_from: Case | None) -> Q:
    if came_from is None:
        return Q(subject_id=case.pk)
    merger = came_from.mergers.filter(undone_at=None).first()
    theirs = Q(subject_id=case.pk) & ~Q(verb=events.ANSWERED.name, at__lt=merger.at if merger else case.received_at)
    return theirs | Q(subject_id=came_from.pk)


def _with_mergers(case: Case, mergers: Iterable[Merger] | None) -> Q:
    told = Q(subject_id=case.pk)
    mergers = mergers_of(case) if mergers is None else list(mergers)
    if any(merger.into_id == case.pk and merger.undone_at is None for merger in mergers):
        told |= Q(subject_id__in=[merged.pk for merged in merged_into(case)])
    for merger in mergers:
        if merger.case_id == case.pk:
            meanwhile = Q(subject_id=merger.into_id, at__gte=merger.at)
            told |= meanwhile & Q(at__lte=merger.undone_at) if merger.undone_at else meanwhile
    return told


def _line(
    event: Event,
    by: str,
    said: Said,
    promises: list[Promise],
    files: Mapping[int, CaseFile],
    *,
    of: str,
    for_resident: bool,
) -> Line:
    kind, words = "event", ()
    if event.verb in WORDS and (not for_resident or event.verb in FOR_RESIDENTS):
        key, _model, columns = WORDS[event.verb]
        if row := said[key].get(event.facts.get(key, 0)):
            words = tuple(row[column] for column in columns if row[column])
            # what a helper said is told by its own sentence: who said it matters
            kind = row["kind"] if key == REMARK and event.verb != events.HELPER_SAID.name else kind
    return Line(
        at=timezone.localtime(event.at),
        recorded_at=event.recorded_at,
        kind=kind,
        state=_state(event, promises),
        sentence=sentence_of(event),
        words=words,
        by=by,
        duty=event.duty,
        verb=event.verb,
        why=why(event.facts) if not for_resident and "why" in event.facts else "",
        files=tuple(files[key] for key in event.facts.get("files", ()) if key in files),
        of=of,
    )


FULFILS = {
    events.ARRIVED.name: Promise.Kind.ARRIVE,
    events.ARRIVAL_ADDED.name: Promise.Kind.ARRIVE,
    events.RESOLVED.name: Promise.Kind.RESOLVE,
}


def _state(event: Event, promises: list[Promise]) -> str:
    if event.verb == events.PROMISE_BROKEN.name:
        return "broken"
    if event.verb == events.PROMISE_WARNED.name:
        return "warning"
    wanted = FULFILS.get(event.verb)
    if wanted and any(promise.kind == wanted and promise.kept_at == event.at for promise in promises):
        return "kept"
    return ""
