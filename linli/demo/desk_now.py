"""The desk at this moment, and the few matters whose dates the design fixes (data/desk_now.toml)."""

import tomllib
from collections.abc import Generator
from datetime import datetime, time, timedelta
from random import Random
from typing import Any

from linli.cases import actions
from linli.cases.actions import Appeal
from linli.cases.models import Callback, Case, Kind, Outcome, Remark

from . import pictures, shifts
from .play import Part, Steps, wait
from .stage import BEIJING, DATA, Resident, Stage

SOON = timedelta(seconds=25)


def parts(key: str, stage: Stage) -> list[Part]:
    """Return what is going on now, as news, and the matters of earlier dates the stories refer to."""
    now = [_waiting_for_callback(key, stage, line) for line in lines(key, "answered")]
    earlier = [_of_an_earlier_day(key, stage, line) for line in lines(key, "scripted")]
    return going_on(key, stage) + [Part(steps, is_news=True) for steps in now] + [Part(steps) for steps in earlier]


def going_on(key: str, stage: Stage) -> list[Part]:
    """Return what is on the desk at this moment."""
    return [Part(_going_on(key, stage, line), is_news=True) for line in lines(key, "open")]


def lines(key: str, part: str) -> list[dict[str, Any]]:
    """Return the lines of one part of the file that are about this community."""
    plan = tomllib.loads((DATA / "desk_now.toml").read_text(encoding="utf-8"))
    return [line for line in plan[part] if line.get("community", "lingfeng") == key]


def _going_on(key: str, stage: Stage, line: dict[str, Any]) -> Steps:
    now = stage.now
    received_at = _ago(now, line["received"])
    yield received_at + SOON
    case = _register(key, stage, line, received_at)
    if "accepted" not in line:
        yield from wait(case, now)
        return
    handler = stage.users[line["handler"]]
    yield from wait(case, _ago(now, line["accepted"]))
    actions.accept_case(case, by=handler, at=_ago(now, line["accepted"]))
    if "arrived" in line:
        arrived_at = _ago(now, line["arrived"])
        yield from wait(case, arrived_at)
        actions.record_arrival(case, by=handler, at=arrived_at)
        for photo in line.get("photos", []):
            pictures.take(case, **{"public": False, "box": [], **photo}, by=handler, at=arrived_at + SOON)
    if "help" in line:
        asked_at = arrived_at + timedelta(minutes=2)
        yield from wait(case, asked_at)
        unit = stage.units[line["help"]["unit"]]
        actions.ask_help(case, wanted=line["help"]["wanted"], unit=unit, by=handler, at=asked_at)
        if unit.short_name not in stage.liaisons:  # nobody signs in for it: it answers behind a link
            actions.issue_link(case, unit, by=handler, at=asked_at)
    if "answer" in line:
        told_at = arrived_at + timedelta(minutes=3)
        yield from wait(case, told_at)
        answer = {"kind": Remark.Kind.ANSWER, "mode": Remark.Mode.PHONE, "body": line["answer"]}
        actions.add_remark(case, **answer, by=handler, at=told_at)
    if "twin" in line:
        yield from _merged(key, stage, line, case)
    if "paused" in line:
        pause = line["paused"]
        paused_at = _ago(now, pause["at"])
        yield from wait(case, paused_at)
        actions.pause_case(
            case,
            reason=pause["reason"],
            resume_by=paused_at + timedelta(days=pause["resume_in_days"]),
            told_requester_at=paused_at,
            by=handler,
            at=paused_at,
        )
    yield from wait(case, now)


def _merged(key: str, stage: Stage, line: dict[str, Any], into: Case) -> Steps:
    """Somebody else calls about the same thing, and the desk sees it only afterwards."""
    twin = {name: fact for name, fact in line.items() if name != "caller"} | line["twin"]
    received_at, merged_at = _ago(stage.now, twin["received"]), _ago(stage.now, twin["merged"])
    yield from wait(into, received_at + SOON)
    case = _register(key, stage, twin, received_at)
    yield from wait(case, merged_at)
    operator = shifts.on_hotline(key, stage, merged_at)
    actions.merge_case(case, into=into, reason=twin["reason"], by=operator, at=merged_at)


def _waiting_for_callback(key: str, stage: Stage, line: dict[str, Any]) -> Steps:
    yield from _handled(key, stage, line, _ago(stage.now, line["received"]))


def _of_an_earlier_day(key: str, stage: Stage, line: dict[str, Any]) -> Steps:
    day = stage.now.astimezone(BEIJING).date() - timedelta(days=line["days_ago"])
    received_at = datetime.combine(day, time.fromisoformat(line["clock"]), BEIJING)
    if line.get("desk"):
        resolved_at = received_at + SOON
        yield resolved_at
        case = _register(key, stage, line, received_at, offer=False)
        operator = shifts.on_hotline(key, stage, received_at)
        actions.resolve_case(
            case, outcome=Outcome.DONE, done="当场答复。", answer=line["answer"], by=operator, at=resolved_at
        )
    else:
        case = yield from _handled(key, stage, line, received_at)
    caller, called_at = stage.users["mo"], received_at + timedelta(hours=22)
    yield called_at
    actions.record_callback(
        case,
        reached=True,
        contacted_in_time=True,
        resolved=True,
        satisfaction="4",
        comment=line["comment"],
        mode=Callback.Mode.PHONE,
        by=caller,
        at=called_at,
    )
    yield called_at + timedelta(minutes=30)
    actions.archive_case(case, by=caller, at=called_at + timedelta(minutes=30))


def _handled(key: str, stage: Stage, line: dict[str, Any], received_at: datetime) -> Generator[datetime, None, Case]:
    """Act out registration to resolution, at the minutes the line gives; returns the case."""
    accepted, arrived, resolved = (received_at + timedelta(minutes=m) for m in line["minutes"])
    handler = stage.users[line["handler"]]
    yield received_at + SOON
    case = _register(key, stage, line, received_at)
    yield from wait(case, accepted)
    actions.accept_case(case, by=handler, at=accepted)
    yield from wait(case, arrived)
    actions.record_arrival(case, by=handler, at=arrived)
    if "part" in line:
        yield from _in_parts(key, stage, line, case)
    yield from wait(case, resolved)
    actions.resolve_case(case, outcome=Outcome.DONE, done=line["done"], answer=line["answer"], by=handler, at=resolved)
    return case


def _in_parts(key: str, stage: Stage, line: dict[str, Any], whole: Case) -> Steps:
    """Split what was really several matters; each part is handled by whom it belongs to, before the whole ends."""
    split_at = whole.received_at + timedelta(minutes=line["split"])
    yield from wait(whole, split_at)
    named = [actions.Part(content=part["words"], category=stage.categories[part["category"]]) for part in line["part"]]
    operator = shifts.on_hotline(key, stage, split_at)
    for case, part in zip(actions.split_case(whole, named, by=operator, at=split_at), line["part"], strict=True):
        handler = stage.users[part["handler"]]
        accepted, arrived, resolved = (split_at + timedelta(minutes=m) for m in part["minutes"])
        yield from wait(case, accepted)
        actions.accept_case(case, by=handler, at=accepted)
        yield from wait(case, arrived)
        actions.record_arrival(case, by=handler, at=arrived)
        yield from wait(case, resolved)
        words = {"done": part["done"], "answer": part["answer"]}
        actions.resolve_case(case, outcome=Outcome.DONE, by=handler, at=resolved, **words)


def _register(key: str, stage: Stage, line: dict[str, Any], received_at: datetime, *, offer: bool = True) -> Case:
    caller = stage.resident(line["caller"]) if "caller" in line else _somebody(stage, line["place"])
    appeal = Appeal(
        content=line["words"],
        category=stage.categories[line["category"]],
        channel="hotline",
        place_text=line["place"],
        title=line["title"],
        name=caller.name,
        phone=caller.phone,
        kind=Kind(line.get("kind", "help")),
        urgency=line.get("urgency", "now"),
    )
    operator = shifts.on_hotline(key, stage, received_at)
    return actions.register_case(
        stage.community, appeal, by=operator, at=received_at + SOON, received_at=received_at, offer=offer
    )


def _somebody(stage: Stage, place: str) -> Resident:
    """Return a neighbour of the place, the same one every time."""
    neighbours = [r for r in stage.residents if not r.is_named and place.startswith(r.home.lane)]
    return Random(place).choice(neighbours or stage.residents)


def _ago(now: datetime, minutes: float) -> datetime:
    return now - timedelta(minutes=minutes)
