"""Two years of meetings: called, attended, written down, decided; tasks done, running and late; some to come."""

import io
import tomllib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import cycle, islice
from random import Random
from typing import Any

from linli.accounts.models import User
from linli.assembly.actions import (
    ToDo,
    accept_item,
    approve_minutes,
    attach_papers,
    call_meeting,
    close_meeting,
    finish_task,
    give_task,
    note_said,
    note_told,
    open_meeting,
    plan_meeting,
    propose_item,
    report_task,
    resolve,
    take_attendance,
    write_minutes,
)
from linli.assembly.models import Body, Invited, Meeting
from linli.assembly.paper import print_summary
from linli.files.actions import make_file, receive_whole
from linli.journal.record import without_listeners

from .stage import BEIJING, DATA, Stage

CALLED_BEFORE = timedelta(days=16)


def live(stage: Stage) -> None:
    """Hold the meetings of two years in the order of time, then plan those to come."""
    plan = tomllib.loads((DATA / "meetings.toml").read_text(encoding="utf-8"))
    today = stage.now.astimezone(BEIJING).date()
    bodies = {body.kind: body for body in Body.objects.filter(community=stage.community)}
    with without_listeners():
        for on, line in sorted(_held(plan["meeting"], today), key=lambda each: each[0]):
            if on >= bodies[line["body"]].founded_on:
                _hold(stage, bodies[line["body"]], line, on)
        for line in plan["coming"]:
            _to_come(stage, bodies[line["body"]], line, today)


def _held(lines: list[dict[str, Any]], today: date) -> Iterator[tuple[date, dict[str, Any]]]:
    for line in lines:
        if "when" in line:
            yield today - timedelta(days=line["when"]), line
            continue
        choices = cycle(line["choice"])
        for n in range(line["times"]):
            items = list(islice(choices, 2))
            on = today - timedelta(days=line["first"] + line["every"] * n)
            title = f"{line['title']}（{on:%Y}年{on.month}月）"
            yield on, line | {"item": items, "title": title}


def _at(on: date, hour: str) -> datetime:
    return datetime.combine(on, time.fromisoformat(hour), BEIJING)


def _plan(stage: Stage, body: Body, line: dict[str, Any], on: date, at: datetime) -> Meeting:
    begin = _at(on, line["hour"])
    return plan_meeting(
        body, title=line["title"], starts_at=begin, ends_at=begin + timedelta(hours=2), place=line["place"],
        by=stage.users["liao"], at=at,
    )  # fmt: skip


def _hold(stage: Stage, body: Body, line: dict[str, Any], on: date) -> None:
    liao, mo, begin = stage.users["liao"], stage.users["mo"], _at(on, line["hour"])
    early = begin - CALLED_BEFORE
    meeting = _plan(stage, body, line, on, early)
    items = [
        accept_item(
            propose_item(body, title=each["title"], proposed_for=each.get("proposed_for", ""), by=liao, at=early),
            meeting=meeting, by=liao, at=early,
        )
        for each in line["item"]
    ]  # fmt: skip
    call_meeting(meeting, by=liao, at=early)
    invited = list(meeting.invited.select_related("person"))
    unheard = [each.pk for each in invited if each.told_at is None]
    note_told(meeting, invited=unheard, mode=Invited.Mode.PHONE, by=mo, at=early + timedelta(hours=3))
    unit = meeting.term.unit_id if meeting.term else None
    head = next((each for each in invited if each.unit_id == unit and unit), None)
    head = head or next((each for each in invited if each.user_id == liao.pk), invited[0])
    open_meeting(meeting, chair=head, recorder=None, by=mo, at=begin)
    rng = Random(f"{body.kind} {on.toordinal() % 61}")
    presence = {each.pk: rng.choices(("present", "leave", "absent"), (86, 11, 3))[0] for each in invited}
    take_attendance(meeting, presence=presence | {head.pk: "present"}, by=mo, at=begin)
    write_minutes(meeting, text=line["minutes"], read_at=None, by=mo, at=begin + timedelta(minutes=80))
    for item, each in zip(items, line["item"], strict=True):
        note_said(item, text=each["said"], read_at=None, by=mo, at=begin + timedelta(minutes=60))
        _decide(stage, meeting, item, each, begin + timedelta(minutes=70))
    close_meeting(meeting, ended_at=begin + timedelta(minutes=95), by=mo, at=begin + timedelta(minutes=95))
    if stage.now - begin > timedelta(days=12):
        approve_minutes(meeting, by=liao, at=begin + timedelta(days=2))


def _decide(stage: Stage, meeting: Meeting, item: Any, line: dict[str, Any], at: datetime) -> None:
    by = stage.users["mo"]
    resolution = resolve(meeting, text=line["resolution"], item=item, by=by, at=at)
    for each in line.get("task", ()):
        due = at + timedelta(days=each["due"])
        user = stage.users.get(each.get("user", ""))
        unit = stage.units.get(each.get("unit", ""))
        who = "" if unit or user else each.get("who", each.get("unit", ""))
        todo = ToDo(each["what"], due.date(), unit=unit, user=user, who=who, partners=each.get("partners", ""))
        task = give_task(todo, resolution=resolution, by=by, at=at)
        if "line" in each and at + timedelta(days=2) < stage.now:
            report_task(task, text=each["line"], by=_whose(stage, each, by), at=at + timedelta(days=2))
        if "done" in each and (done := at + timedelta(days=each["done"])) < stage.now:
            finish_task(task, result=each["result"], on=done.date(), by=_whose(stage, each, by), at=done)
        elif "done" not in each and stage.now - at > timedelta(days=200):
            finish_task(task, result="办成了。", on=(due + timedelta(days=9)).date(), by=by, at=due + timedelta(days=9))


def _whose(stage: Stage, line: dict[str, Any], otherwise: User) -> User:
    return stage.liaisons.get(line.get("unit", "")) or otherwise


def _to_come(stage: Stage, body: Body, line: dict[str, Any], today: date) -> None:
    liao, at = stage.users["liao"], stage.now - timedelta(days=2)
    meeting = _plan(stage, body, line, today + timedelta(days=line["days"]), at)
    for title in line["accepted"]:
        accept_item(propose_item(body, title=title, by=liao, at=at), meeting=meeting, by=liao, at=at)
    for username, proposed_for, title in line["proposed"]:
        by = stage.users.get(username, liao)
        propose_item(body, title=title, proposed_for=proposed_for, meeting=meeting, by=by, at=at + timedelta(hours=5))
    if line["called"]:
        call_meeting(meeting, short_notice_reason="", by=liao, at=at)
        last = body.meetings.filter(closed_at__isnull=False).select_related("body", "chair", "recorder").first()
        if last is None:
            return
        summary = print_summary(last)
        upload = receive_whole(
            body.community, name="上次会议纪要.pdf", content=io.BytesIO(summary), size=len(summary), by=liao, at=at
        )
        attach_papers(meeting, [upload], by=liao, at=at)
        for paper in meeting.papers.all():
            make_file(paper.file_id, by=None, at=at)
