"""The pages of meetings and tasks: who enters, and that a long list asks no more than a short one."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from linli.assembly.actions import ToDo, accept_item, plan_meeting, propose_item, resolve
from linli.assembly.models import Body, Invited, Meeting
from linli.notices.models import Notice
from tests.visiting import inside

from .at_work import assembly_at_work

PEOPLE = ("secretary_liao", "keeper_li", "keeper_wei", "worker_mo", "operator_zhao")
TABLE = """
meetings             -              200 200 200 200 200
meeting              meeting        200 200 404 200 404
meeting_change       meeting_coming 200 403 404 200 404
call                 meeting_coming 200 403 404 200 404
meeting_cancel       meeting_coming 200 403 404 200 404
answer               meeting_coming 200 200 404 404 404
new_item             body           200 200 404 200 404
new_meeting          body           200 403 404 200 404
attendance           meeting        200 200 404 200 404
minutes              meeting        200 200 404 200 404
said                 agenda_item    200 200 404 200 404
new_resolution       meeting        200 200 404 200 404
new_task             resolution     200 200 404 200 404
closing              meeting        200 200 404 200 404
sending_back         meeting        200 200 404 403 404
summary_docx         meeting        200 200 404 200 404
calendar_file        meeting        200 200 404 200 404
paper                meeting_paper  200 200 404 200 404
tasks                -              200 200 200 200 200
task                 assembly_task  200 200 404 200 404
task_line            assembly_task  200 200 404 200 404
task_drop            assembly_task  200 403 404 200 404
"""


@pytest.fixture
def things(town):
    with inside(town):
        return assembly_at_work(town, timezone.localtime())


def test_who_enters(client, town, things):
    found = []
    for line in TABLE.strip().splitlines():
        name, about, *_answers = line.split()
        address = reverse(f"assembly:{name}", args=things.get(about, []))
        answers = []
        for who in PEOPLE:
            client.force_login(getattr(town, who))
            with transaction.atomic():
                answers.append(client.get(address).status_code)
                transaction.set_rollback(True)
        found.append(f"{name:20} {about:14} {' '.join(map(str, answers))}")
    assert found == TABLE.strip().splitlines()


def test_a_meeting_is_planned_called_held_and_closed_over_its_pages(client, town, things):
    client.force_login(town.secretary_liao)
    begin = timezone.localtime() + timedelta(days=15)
    form = {"title": "临时会", "kind": "ad_hoc", "place": "院子", "starts_at": f"{begin:%Y-%m-%dT%H:%M}"}
    form["ends_at"] = f"{begin + timedelta(hours=1):%Y-%m-%dT%H:%M}"
    client.post(reverse("assembly:new_meeting", args=things["body"]), form)
    with inside(town):
        meeting = Meeting.objects.get(title="临时会")
    here = [meeting.pk]
    client.post(reverse("assembly:call", args=here), {})
    client.post(reverse("assembly:opening", args=here), {"chair": "", "recorder": ""})
    with inside(town):
        invited = Invited.objects.filter(meeting=meeting).order_by("pk").first()
    client.post(reverse("assembly:attendance", args=here), {f"p-{invited.pk}": "present", "p-x": "present"})
    refused = client.post(
        reverse("assembly:closing", args=here), {"ended_at": f"{timezone.localtime():%Y-%m-%dT%H:%M:%S}"}
    )
    assert (refused.status_code, "没有记录的会" in refused.content.decode()) == (409, True)
    client.post(reverse("assembly:minutes", args=here), {"text": "说了水沟"})
    client.post(reverse("assembly:closing", args=here), {"ended_at": f"{timezone.localtime():%Y-%m-%dT%H:%M:%S}"})

    page = client.get(reverse("assembly:meeting", args=here)).content.decode()
    assert [words for words in ("说了水沟", "记录还没通过", "实到") if words not in page] == []
    with inside(town):
        meeting.refresh_from_db()
        invited.refresh_from_db()
    assert (meeting.closed_at is not None, invited.presence) == (True, "present")


def test_opening_the_page_is_kept_once_for_who_is_invited(client, town, things):
    client.force_login(town.keeper_li)
    address = reverse("assembly:meeting", args=things["meeting_coming"])
    client.get(address)
    with inside(town):
        first = Invited.objects.get(meeting=things["meeting_coming"][0], user=town.keeper_li).opened_at
    client.get(address)
    with inside(town):
        again = Invited.objects.get(meeting=things["meeting_coming"][0], user=town.keeper_li).opened_at
    assert (first is not None, first) == (True, again)


def test_the_screen_of_the_room_names_nobody(client, town, things):
    page = client.get(reverse("assembly:screen", args=things["screen"])).content.decode()
    assert ("看账" in page, "应到 2" in page) == (True, True)
    assert not [name for name in (town.keeper_li.name, town.secretary_liao.name) if name in page]
    wrong = [things["screen"][0], "A" * 20]
    assert client.get(reverse("assembly:screen", args=wrong)).status_code == 404


def test_nobody_without_a_seat_is_told(town, things):
    with inside(town):
        heard = Notice.objects.filter(event__verb="assembly.meeting_called")
        assert set(heard.values_list("reader__username", flat=True)) <= {"li", "liao"}


def test_lists_and_pages_ask_as_much_for_many_as_for_one(client, town, things):
    client.force_login(town.secretary_liao)
    addresses = [
        reverse("assembly:meetings"), reverse("assembly:meetings") + "?show=past", reverse("assembly:tasks"),
        reverse("assembly:meeting", args=things["meeting"]), reverse("assembly:home"),
    ]  # fmt: skip

    def asked():
        counts = []
        for address in addresses:
            client.get(address)
            with CaptureQueriesContext(connection) as told:
                client.get(address)
            counts.append(len(told))
        return counts

    before = asked()
    now = timezone.now()
    with inside(town):
        body = Body.objects.get(pk=things["body"][0])
        running = Meeting.objects.get(pk=things["meeting"][0])
        for n in range(3):
            begin = now + timedelta(days=60 + n)
            plan_meeting(
                body, title=f"第 {n} 次", starts_at=begin, ends_at=begin + timedelta(hours=1), place="二楼",
                by=town.secretary_liao, at=now,
            )  # fmt: skip
            item = propose_item(body, title=f"第 {n} 件", by=town.keeper_li, at=now)
            accept_item(item, meeting=running, by=town.secretary_liao, at=now)
            todo = ToDo("看看", now.date(), user=town.keeper_li)
            resolve(running, item=item, text="办", by=town.secretary_liao, at=now, tasks=[todo])
    assert asked() == before
