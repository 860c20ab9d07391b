"""Matters of two years in every stage, the first as the town talks of it now: the drain of 建安街."""

import tomllib
from datetime import datetime, timedelta
from typing import Any

from linli.accounts.models import User
from linli.assembly import actions
from linli.assembly.models import Body, Matter, MatterCase, Meeting, Told
from linli.cases.models import Case
from linli.journal.record import without_listeners

from .stage import DATA, Stage

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
RANK = ("new", "told", "informed", "discussed", "acted", "concluded")
AWAY_ONE_IN, ABSTAIN = 7, 2
PAGE, PHONE, ALL = 22, 13, 42
"""Of so many, how many read it themselves and were phoned; the others were told at the door."""


def live(stage: Stage) -> None:
    """Play them in the order of time, as quietly as history does."""
    plan = tomllib.loads((DATA / "matters.toml").read_text(encoding="utf-8"))
    body = Body.objects.get(community=stage.community, kind=Body.Kind.MEMBER_COUNCIL)
    with without_listeners():
        for line in sorted(plan["matter"], key=lambda each: -each["days"]):
            _play(stage, body, line)


def _play(stage: Stage, body: Body, line: dict[str, Any]) -> None:
    liao, at = stage.users["liao"], _workday(stage.now - DAY * line["days"])
    matter = actions.put_forward(
        body, title=line["title"], background=line["background"], options=line.get("options", ""), by=liao, at=at,
        source=Matter.Source.CASE if line.get("drain") else Matter.Source.RESIDENT,
        affects_all=line.get("affects_all", False), proposed_for=stage.users["wei"].name if line.get("drain") else "",
        cases=_drains(stage) if line.get("drain") else (),
    )  # fmt: skip
    if line["stage"] == "withdrawn":
        actions.withdraw_matter(matter, reason="和小学的计划合在一起办", by=liao, at=at + DAY)
        return
    reached = RANK.index(line["stage"])
    actions.note_party_agreed(matter, on=(at - DAY).date(), by=liao, at=at)
    if reached >= RANK.index("told"):
        _tell(matter, at + HOUR, by=liao, all_of_them=reached > RANK.index("told"))
    if reached >= RANK.index("informed"):
        matter = actions.enter_informed(matter, by=liao, at=at + DAY * 3)
        _hear(stage, matter, line, at + DAY * 4)
        if line.get("public"):
            actions.publish_matter(matter, text=line["public"], by=liao, at=at + DAY * 5)
    if reached >= RANK.index("discussed"):
        _decide(stage, matter, line, at + DAY * 7)
    if reached >= RANK.index("concluded"):
        matter = actions.conclude_matter(matter, result=line["result"], by=liao, at=at + DAY * 60)
        for linked in MatterCase.objects.filter(matter=matter):
            actions.answer_case(linked, by=liao, at=at + DAY * 60)


def _workday(moment: datetime) -> datetime:
    return moment.replace(hour=9, minute=30, second=0, microsecond=0)


def _drains(stage: Stage) -> list[Case]:
    """The drain of the article, and what came of its kind in the last years."""
    drains = Case.objects.filter(community=stage.community, category=stage.categories["排水"]).whole_matters()
    return list(drains.filter(title__contains="水沟").order_by("-received_at")[:4])


def _tell(matter: Matter, at: datetime, *, by: User, all_of_them: bool) -> None:
    actions.tell_members(matter, by=by, at=at)
    rows = list(Told.objects.filter(matter=matter).order_by("user_id", "pk").values_list("pk", flat=True))
    if not all_of_them:
        return
    page, phone = len(rows) * PAGE // ALL, len(rows) * (PAGE + PHONE) // ALL
    Told.objects.filter(pk__in=rows[:page]).update(mode=Told.Mode.PAGE, told_at=at, told_by=by, opened_at=at + HOUR)
    actions.note_matter_told(matter, told=rows[page:phone], mode=Told.Mode.PHONE, by=by, at=at + DAY)
    actions.note_matter_told(matter, told=rows[phone:], mode=Told.Mode.IN_PERSON, by=by, at=at + DAY * 2)


def _hear(stage: Stage, matter: Matter, line: dict[str, Any], at: datetime) -> None:
    for stance, text, said_by, reply in line["opinions"]:
        said = actions.say_opinion(
            matter, stance=stance, text=text, said_by=said_by, is_anonymous=not said_by, by=stage.users["mo"], at=at
        )  # fmt: skip
        if reply:
            actions.reply_opinion(said, reply=reply, is_adopted=True, by=stage.users["liao"], at=at + DAY)


def _decide(stage: Stage, matter: Matter, line: dict[str, Any], at: datetime) -> None:
    """Hold a meeting on it: 36 of 42 there, 33 for, one against, two abstaining, or as many in proportion."""
    liao, mo = stage.users["liao"], stage.users["mo"]
    begin = at.replace(hour=19)
    meeting = actions.plan_meeting(
        matter.body, title=f"商量{matter.title}", kind=Meeting.Kind.AD_HOC, starts_at=begin, ends_at=begin + HOUR,
        place="社区二楼会议室", by=liao, at=at - DAY * 5,
    )  # fmt: skip
    actions.call_meeting(meeting, short_notice_reason="事情急，提前打了电话", by=liao, at=at - DAY * 5)
    item = actions.put_on_agenda(matter, meeting=meeting, by=liao, at=at - DAY * 5)
    meeting = actions.open_meeting(meeting, chair=None, recorder=None, by=liao, at=begin)
    keys = list(meeting.invited.order_by("pk").values_list("pk", flat=True))
    there = keys[len(keys) // AWAY_ONE_IN :]
    presence = dict.fromkeys(keys, "leave") | dict.fromkeys(there, "present")
    actions.take_attendance(meeting, presence=presence, by=mo, at=begin)
    if line["resolution"]:
        ballot = actions.open_ballot(meeting, question=line["resolution"], item=item, by=liao, at=begin)
        votes = dict.fromkeys(there, "for") | dict.fromkeys(there[1 : 1 + ABSTAIN], "abstain") | {there[0]: "against"}
        actions.take_hands(ballot, votes=votes, by=mo, at=begin)
        ballot = actions.close_ballot(ballot, by=liao, at=begin + HOUR / 2)
        today = stage.now.date()
        base = begin.date() if line["stage"] == "concluded" else today
        todo = [actions.ToDo(what, base + DAY * days, who=who) for what, who, days, _said in line["tasks"]]
        made = actions.resolve(
            meeting, text=line["resolution"], item=item, ballot=ballot, tasks=todo, by=liao, at=begin + HOUR / 2
        )
        for task, (_what, _who, _days, said) in zip(made.tasks.order_by("pk"), line["tasks"], strict=True):
            if said:
                actions.finish_task(task, result=said, on=min(task.due_on, today), by=liao, at=stage.now)
    actions.write_minutes(meeting, text=f"议了「{matter.title}」。", read_at=None, by=mo, at=begin + HOUR / 2)
    actions.close_meeting(meeting, ended_at=begin + HOUR, by=liao, at=begin + HOUR)
    actions.approve_minutes(meeting, by=liao, at=begin + HOUR)
    actions.enter_discussed(matter, by=liao, at=begin + HOUR)
    if line["resolution"]:
        actions.enter_acted(matter, by=liao, at=begin + HOUR)
