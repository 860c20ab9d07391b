"""The journal of one case as people read it, with the words that stand in their own rows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from linli.journal.models import Event
from linli.journal.record import sentence_of, verbs_shown_to_residents

from ..models import (
    Arrival,
    Callback,
    Case,
    Closure,
    CoHandling,
    Extension,
    Offer,
    Pause,
    Promise,
    Remark,
    Reopening,
)

WORDS: dict[str, tuple[type[Any], tuple[str, ...]]] = {
    "remark": (Remark, ("body",)),
    "closure": (Closure, ("done", "handed_to")),
    "arrival": (Arrival, ("note",)),
    "offer": (Offer, ("reason",)),
    "pause": (Pause, ("reason",)),
    "extension": (Extension, ("reason", "decision_note")),
    "callback": (Callback, ("comment",)),
    "co_handling": (CoHandling, ("wanted", "report")),
    "reopening": (Reopening, ("reason",)),
}
NOT_FOR_RESIDENTS = ("closure", "offer", "extension", "co_handling", "callback", "arrival")
"""Rows whose words are our own; the resident reads remarks of kind answer, and why it was paused or taken up again."""


@dataclass(frozen=True)
class Line:
    """One line of a timeline. `kind` is event, note or answer; `state` colours its dot."""

    at: datetime
    recorded_at: datetime
    kind: str
    state: str
    sentence: str
    words: tuple[str, ...]
    by: str
    duty: str
    verb: str

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
    found = {
        key: _rows(case, model) for key, (model, _fields) in WORDS.items() if any(key in event.facts for event in lines)
    }
    outcome = {promise.pk: promise for promise in Promise.objects.filter(case=case)}
    return [_line(event, found, outcome, for_resident=for_resident) for event in lines]


def _rows(case: Case, model: type[Any]) -> dict[int, Any]:
    return {row.pk: row for row in model.objects.filter(case=case)}


def _line(event: Event, found: dict[str, dict[int, Any]], promises: dict[int, Promise], *, for_resident: bool) -> Line:
    kind, words = "event", []
    for key, (_model, fields) in WORDS.items():
        row = found.get(key, {}).get(event.facts.get(key, 0))
        if row is None or (for_resident and key in NOT_FOR_RESIDENTS):
            continue
        words += [text for text in (getattr(row, name) for name in fields) if text]
        if key == "remark":
            kind = row.kind
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
    )


def _state(event: Event, promises: dict[int, Promise]) -> str:
    if event.verb == "cases.promise_broken":
        return "broken"
    if event.verb == "cases.promise_warned":
        return "warning"
    done = {
        "cases.arrived": Promise.Kind.ARRIVE,
        "cases.arrival_added": Promise.Kind.ARRIVE,
        "cases.resolved": Promise.Kind.RESOLVE,
    }
    wanted = done.get(event.verb)
    if wanted and any(promise.kind == wanted and promise.kept_at == event.at for promise in promises.values()):
        return "kept"
    return ""
