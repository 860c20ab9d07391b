"""Deciding together in the first community, for the tests of every page and every stranger."""

import io
from datetime import datetime, timedelta
from typing import Any

from linli.assembly.actions import (
    ToDo,
    accept_item,
    ask_swap,
    attach_papers,
    call_meeting,
    enter_informed,
    link_cases,
    open_ballot,
    open_meeting,
    plan_meeting,
    propose_item,
    publish_matter,
    put_forward,
    put_on_agenda,
    resolve,
    say_opinion,
    take_attendance,
    tell_members,
    write_minutes,
)
from linli.assembly.models import Body
from linli.cases.models import Case
from linli.files.actions import make_file, receive_whole
from linli.files.tests.builders import PDF

from .builders import a_body, a_committee, a_conference, a_seat, pass_on


def assembly_at_work(town, now) -> dict[str, list[Any]]:
    """Return the URL words of what a page of this room can be about."""
    conference = a_conference(town, now, count=3, terms=3, liaison=town.keeper_wei)
    pass_on(conference, now, by=town.secretary_liao)
    asked, other = conference.terms.filter(status="planned").order_by("number")
    swap = ask_swap(asked, asked=other, reason="正在换届", by=town.secretary_liao, at=now)
    body = a_committee(town, now, town.keeper_li, town.secretary_liao)
    a_body(town, "residents", now)
    about = _meetings(town, body, now)
    return {
        "body": [body.pk],
        "seat": [body.seats.first().pk],
        "conference": [conference.pk],
        "turn": [conference.turns.first().pk],
        "term": [asked.pk],
        "chair_swap": [swap.pk],
        "chair": [conference.terms.get(status="active").pk],
        **about,
        **_matters(town, now),
    }


def _matters(town: Any, now: datetime) -> dict[str, list[Any]]:
    """A matter in its second stage with an opinion and a case, and an open vote on it in a meeting that runs."""
    by, begun = town.secretary_liao, now - timedelta(minutes=20)
    body = a_body(town, "representatives", now)
    for user in (town.keeper_li, by):
        a_seat(body, now, name=user.name, user=user)
    meeting = plan_meeting(
        body, title="居民代表会", starts_at=begun, ends_at=now + timedelta(hours=1), place="会议室", by=by, at=begun
    )
    call_meeting(meeting, short_notice_reason="汛期", by=by, at=begun)
    meeting = open_meeting(meeting, chair=None, recorder=None, by=by, at=begun)
    matter = put_forward(
        meeting.body, title="楼道灯", background="三个单元的灯不亮", source="resident", by=town.keeper_li, at=now
    )  # fmt: skip
    link_cases(matter, Case.objects.filter(community=meeting.community)[:1], by=by, at=now)
    tell_members(matter, by=by, at=now)
    enter_informed(matter, by=by, at=now)
    opinion = say_opinion(matter, stance="for", text="早该修", by=town.keeper_li, at=now)
    publish_matter(matter, text="正在商量楼道灯。", by=by, at=now)
    item = put_on_agenda(matter, meeting=meeting, by=by, at=now)
    take_attendance(meeting, presence={each.pk: "present" for each in meeting.invited.all()}, by=by, at=now)
    ballot = open_ballot(meeting, question="换灯", item=item, by=by, at=now)
    return {
        "matter": [matter.pk], "opinion": [opinion.pk], "ballot": [ballot.pk],
        "public_matter": [meeting.community.number_prefix, matter.year, matter.number],
        "public_prefix": [meeting.community.number_prefix],
    }  # fmt: skip


def _meetings(town: Any, body: Body, now: datetime) -> dict[str, list[Any]]:
    """One meeting that runs, with everything written down of it, and one to come."""
    by, begun = town.secretary_liao, now - timedelta(minutes=40)
    facts = {"place": "二楼会议室", "by": by, "at": now - timedelta(days=20)}
    running = plan_meeting(body, title="本季度例会", starts_at=begun, ends_at=now + timedelta(hours=1), **facts)
    call_meeting(running, by=by, at=now - timedelta(days=20))
    items = [
        accept_item(propose_item(body, title=title, by=town.keeper_li, at=now), meeting=running, by=by, at=now)
        for title in ("看居务公开", "看账")
    ]
    propose_item(body, title="楼道堆物", by=town.keeper_li, at=now)
    invited = list(running.invited.order_by("pk"))
    open_meeting(running, chair=invited[0], recorder=invited[-1], by=by, at=begun)
    write_minutes(running, text="先看了三月的公开栏。", read_at=None, by=by, at=now)
    upload = receive_whole(body.community, name="账目.pdf", content=io.BytesIO(PDF), size=len(PDF), by=by, at=now)
    attach_papers(running, [upload], by=by, at=now)
    paper = running.papers.get()
    make_file(paper.file_id, by=None, at=now)
    todo = ToDo("补贴出三月的收支", (now + timedelta(days=5)).date(), user=town.keeper_li)
    resolution = resolve(running, text="收支要补公开", item=items[0], by=by, at=now, tasks=[todo])
    coming = plan_meeting(
        body, title="下季度例会", starts_at=now + timedelta(days=40), ends_at=now + timedelta(days=40, hours=2), **facts
    )
    call_meeting(coming, by=by, at=now)
    return {
        "meeting": [running.pk], "meeting_coming": [coming.pk], "agenda_item": [items[0].pk],
        "meeting_paper": [paper.pk], "resolution": [resolution.pk], "assembly_task": [resolution.tasks.get().pk],
        "screen": [body.community_id, running.screen_secret],
    }  # fmt: skip
