"""The journal of one case as people read it, with the words that stand in their own rows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

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
    Offer,
    Pause,
    Promise,
    Remark,
    Reopening,
)
from .why import why

WORDS: dict[str, tuple[str, type[Any], tuple[str, ...]]] = {
    events.NOTED.name: ("remark", Remark, ("body",)),
    events.ANSWERED.name: ("remark", Remark, ("body",)),
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
    events.HELPER_SAID.name: ("remark", Remark, ("body",)),
    events.HELP_DECLINED.name: ("co_handling", CoHandling, ("decline_reason",)),
    events.HELP_REPORTED.name: ("co_handling", CoHandling, ("report",)),
    events.REOPENED.name: ("reopening", Reopening, ("reason",)),
}
"""The words that belong to a verb: which fact names their row, and which of its columns are read."""

FOR_RESIDENTS = (events.ANSWERED.name, events.PAUSED.name, events.REOPENED.name)
"""Verbs whose words the resident reads too; all other words are our own."""


@dataclass(frozen=True)
class Line:
    """One line of a timeline. `kind` is event, note or answer; `state` colours its dot; `why` says what chose whom."""

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

    @property
    def was_added_later(self) -> bool:
        return (self.recorded_at - self.at).total_seconds() > 60


def timeline(case: Case, *, for_resident: bool = False) -> list[Line]:
    """Return what happened, oldest first. A fixed number of queries: the events, and one for each kind of words."""
    events = Event.objects.filter(
        subject_type=ContentType.objects.get_for_model(Case), subject_id=case.pk, community=case.community_id
    ).select_related("actor")
    if for_resident:
        events = events.filter(verb__in=verbs_shown_to_residents())
    lines = list(events.order_by("at", "pk"))
    keys = {WORDS[event.verb][:2] for event in lines if event.verb in WORDS}
    found = {key: {row.pk: row for row in model.objects.filter(case=case)} for key, model in keys}
    promises = list(case.promises.all())
    if any("files" in event.facts for event in lines):
        attached = CaseFile.objects.filter(case=case).select_related("file")
        found["files"] = {each.file_id: each for each in attached}
    return [_line(event, found, promises, for_resident=for_resident) for event in lines]


def _line(event: Event, found: dict[str, dict[int, Any]], promises: list[Promise], *, for_resident: bool) -> Line:
    kind, words = "event", []
    if event.verb in WORDS and (not for_resident or event.verb in FOR_RESIDENTS):
        key, _model, columns = WORDS[event.verb]
        row = found[key].get(event.facts.get(key, 0))
        words = [text for text in (getattr(row, column) for column in columns) if text] if row else []
        # what a helper said is told by its own sentence: who said it matters
        kind = row.kind if isinstance(row, Remark) and event.verb != events.HELPER_SAID.name else kind
    return Line(
        at=timezone.localtime(event.at),
        recorded_at=event.recorded_at,
        kind=kind,
        state=_state(event, promises),
        sentence=sentence_of(event),
        words=tuple(words),
        by=event.actor.name if event.actor else "",
        duty=event.duty,
        verb=event.verb,
        why="" if for_resident else why(event.facts),
        files=tuple(found["files"][key] for key in event.facts.get("files", ()) if key in found["files"]),
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
