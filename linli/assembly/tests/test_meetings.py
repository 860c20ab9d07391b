"""A meeting is called by its rule, written down while it runs, and not closed without minutes."""

import io
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from docx import Document

from linli.accounts.models import Duty, User
from linli.assembly.actions import (
    MeetingIsOver,
    MeetsAlready,
    MinutesAreApproved,
    MinutesMissing,
    NoSuchDays,
    NoticeIsShort,
    TaskIsOver,
    ToDo,
    WriterApproves,
    WrittenMeanwhile,
    accept_item,
    answer_call,
    approve_minutes,
    call_meeting,
    cancel_meeting,
    change_meeting,
    close_meeting,
    decline_item,
    drop_task,
    finish_task,
    invite_guest,
    is_late,
    move_item,
    note_opened,
    note_said,
    note_told,
    open_meeting,
    plan_meeting,
    plan_series,
    propose_item,
    remind_of_tasks,
    reopen_task,
    report_task,
    resolve,
    send_minutes_back,
    take_attendance,
    write_minutes,
)
from linli.assembly.models import AgendaItem, Invited, Meeting, Minutes, Task
from linli.assembly.paper import print_summary, write_summary
from linli.assembly.queries.meetings import agenda_of, at_least, meetings_page, quorum_of
from linli.assembly.queries.tasks import tasks_of, tasks_page
from linli.cases.tests.builders import a_unit, everything
from linli.journal.models import Event
from linli.notices.actions import tell_waiting
from linli.notices.models import Notice
from tests.cast import LONG_AGO
from tests.visiting import inside

from .builders import a_body, a_seat

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


@pytest.fixture
def body(town, at):
    """居民代表会议: five sit, one of them without an account; two thirds make a quorum."""
    body = a_body(town, "representatives", at)
    for user in (town.keeper_wei, town.keeper_li, town.worker_mo, town.officer_zheng):
        a_seat(body, at, name=user.name, user=user)
    a_seat(body, at, name="黄奶奶")
    return body


@pytest.fixture
def planned(town, body, at):
    return plan(town, body, at + 20 * DAY, at)


@pytest.fixture
def called(town, planned, at):
    return call_meeting(planned, by=town.secretary_liao, at=at)


@pytest.fixture
def running(town, called, at):
    by = town.secretary_liao
    return open_meeting(called, chair=who(called, "莫秀丽"), recorder=None, by=by, at=called.starts_at)


def plan(town, body, starts_at, at, **more):
    wanted = {"title": "春季会议", "starts_at": starts_at, "ends_at": starts_at + 2 * HOUR, "place": "二楼会议室"}
    return plan_meeting(body, **(wanted | more), by=town.secretary_liao, at=at)


def who(meeting, name):
    return next(each for each in meeting.invited.all() if str(each) == name)


def told(at):
    tell_waiting(at=at)
    heard = Notice.objects.filter(event__verb__startswith="assembly.").order_by("event", "reader__name")
    return [f"{notice.event.verb.removeprefix('assembly.')} {notice.reader.name}" for notice in heard]


# Before


def test_a_meeting_has_a_number_of_its_body_and_year_and_nobody_is_told_yet(town, body, planned, at):
    second = plan(town, body, at + 30 * DAY, at)
    assert [(each.year, each.number) for each in (planned, second)] == [(2026, 1), (2026, 2)]
    assert (planned.invited.count(), told(at)) == (0, [])
    with pytest.raises(MeetsAlready):
        plan(town, body, at + 30 * DAY, at)


def test_everybody_who_sits_is_called_by_the_rule_of_the_day(town, body, called, at):
    assert [str(each) for each in called.invited.order_by("pk")] == ["韦启明", "李春芳", "莫秀丽", "郑国安", "黄奶奶"]
    assert (called.rule, called.short_notice_reason) == (body.rules.get(), "")
    assert [each.told_by for each in called.invited.order_by("pk")] == ["page"] * 4 + [""]
    with inside(town):
        assert told(at) == [f"meeting_called {name}" for name in ("李春芳", "莫秀丽", "郑国安", "韦启明")]


def test_a_short_notice_needs_a_reason_that_stays(town, at):
    body = a_body(town, "residents", at)
    body.seated_by = "seats"
    body.save(update_fields=["seated_by"])
    a_seat(body, at, name="黄奶奶")
    meeting = plan(town, body, at + 3 * DAY, at)
    before = everything()
    with pytest.raises(NoticeIsShort, match="要提前 10 天通知，现在只剩 3 天"):
        call_meeting(meeting, by=town.secretary_liao, at=at)
    assert everything() == before

    call_meeting(meeting, short_notice_reason="台风要来", by=town.secretary_liao, at=at)
    meeting.refresh_from_db()
    assert meeting.short_notice_reason == "台风要来"


def test_a_reason_nobody_needed_is_not_kept(town, planned, at):
    assert call_meeting(planned, short_notice_reason="急", by=town.secretary_liao, at=at).short_notice_reason == ""


def test_who_has_no_account_is_told_otherwise_and_noted(town, called, at):
    grandmother = who(called, "黄奶奶")
    assert (
        note_told(called, invited=[grandmother.pk, who(called, "韦启明").pk], mode="phone", by=town.worker_mo, at=at)
        == 1
    )
    note_opened(called, by=town.keeper_wei, at=at + HOUR)
    note_opened(called, by=town.keeper_wei, at=at + 2 * HOUR)
    grandmother.refresh_from_db()
    assert (grandmother.told_by, who(called, "韦启明").opened_at) == ("phone", at + HOUR)


def test_the_last_answer_counts_until_the_meeting_begins(town, called, at):
    wei = who(called, "韦启明")
    answer_call(wei, answer="leave", note="住院", by=town.keeper_wei, at=at)
    answer_call(wei, answer="coming", note="住院", by=town.keeper_wei, at=at)
    wei.refresh_from_db()
    assert (wei.answer, wei.answer_note) == ("coming", "")
    open_meeting(called, chair=None, recorder=None, by=town.secretary_liao, at=called.starts_at)
    with pytest.raises(MeetingIsOver):
        answer_call(wei, answer="leave", by=town.keeper_wei, at=called.starts_at)


def test_a_moved_meeting_is_told_and_counts_its_versions(town, called, at):
    facts = {"title": called.title, "kind": called.kind, "place": "礼堂"}
    change_meeting(called, starts_at=called.starts_at, ends_at=called.ends_at, by=town.secretary_liao, at=at, **facts)
    called.refresh_from_db()
    assert (called.sequence, called.place) == (1, "礼堂")
    with inside(town):
        assert told(at).count("meeting_moved 韦启明") == 1


def test_a_meeting_called_off_leaves_its_topics_to_the_next(town, body, called, at):
    item = propose_item(body, title="楼道灯", by=town.keeper_wei, at=at)
    accept_item(item, meeting=called, by=town.secretary_liao, at=at)
    cancel_meeting(called, reason="台风", by=town.secretary_liao, at=at)
    item.refresh_from_db()
    assert (item.state, item.meeting) == ("proposed", None)
    with pytest.raises(MeetingIsOver):
        call_meeting(called, by=town.secretary_liao, at=at)


def test_a_series_is_planned_up_to_its_last_day(town, body, at):
    wanted = {"title": "例会", "place": "会议室", "kind": "regular", "by": town.secretary_liao, "at": at}
    series = plan_series(
        body, rule="FREQ=MONTHLY;BYMONTHDAY=2", starts_at=at, ends_at=at + HOUR,
        until_on=at.date() + 90 * DAY, **wanted,
    )  # fmt: skip
    assert [f"{each.starts_at:%m-%d}" for each in series.meetings.order_by("starts_at")] == ["03-02", "04-02", "05-02"]
    with pytest.raises(NoSuchDays):
        plan_series(body, rule="FREQ=WEEKLY", starts_at=at, ends_at=at + HOUR, until_on=at.date() + 900 * DAY, **wanted)


# Topics


def test_topics_are_taken_declined_with_a_reason_and_put_in_order(town, body, called, at):
    first, second, third = (
        propose_item(body, title=title, by=town.keeper_wei, at=at) for title in ("楼道灯", "水沟", "广场舞")
    )
    for item in (first, second):
        accept_item(item, meeting=called, by=town.secretary_liao, at=at)
    decline_item(third, reason="归居委会日常处理", by=town.secretary_liao, at=at)
    move_item(second.__class__.objects.get(pk=second.pk), up=True, by=town.secretary_liao, at=at)

    assert [each.title for each in agenda_of(called)] == ["水沟", "楼道灯"]
    with inside(town):
        assert [line for line in told(at) if "item" in line] == [
            "item_accepted 韦启明", "item_accepted 韦启明", "item_declined 韦启明",
        ]  # fmt: skip
    with pytest.raises(IntegrityError, match="declining_says_why"), transaction.atomic():
        AgendaItem.objects.filter(pk=third.pk).update(declined_because="")


@pytest.mark.parametrize(("days", "late"), [(15, False), (14, True)])
def test_a_topic_is_late_after_the_last_day_for_topics(planned, at, days, late):
    assert is_late(planned, 15, planned.starts_at - days * DAY) is late


# While it runs


@pytest.mark.parametrize(
    ("share", "of", "reached_at", "needed"),
    [((1, 2), 42, False, 22), ((1, 2), 41, False, 21), ((2, 3), 42, True, 28), ((2, 3), 43, True, 29),
     ((1, 1), 5, True, 5)],
)  # fmt: skip
def test_how_many_a_share_is(share, of, reached_at, needed):
    assert at_least(*share, of, reached_at=reached_at) == needed


def test_presence_makes_the_quorum_and_a_guest_does_not_count(town, running):
    guest = invite_guest(running, name="技术员", post="市政局", by=town.worker_mo, at=running.starts_at)
    names = {"韦启明": "present", "李春芳": "present", "莫秀丽": "present", "黄奶奶": "leave", "技术员": "present"}
    presence = {each.pk: names[str(each)] for each in running.invited.all() if str(each) in names}
    take_attendance(running, presence=presence, by=town.worker_mo, at=running.starts_at)

    quorum = quorum_of(running)
    assert (quorum.expected, quorum.present, quorum.leave, quorum.needed, quorum.is_there) == (5, 3, 1, 4, False)
    take_attendance(running, presence={who(running, "郑国安").pk: "present"}, by=town.worker_mo, at=running.starts_at)
    assert quorum_of(running).is_there
    assert Invited.objects.get(pk=guest.pk).is_voting is False


def test_two_recorders_do_not_write_over_each_other(town, running, at):
    first = write_minutes(running, text="开场", read_at=None, by=town.worker_mo, at=at)
    with pytest.raises(WrittenMeanwhile, match="莫秀丽刚刚也改了记录"):
        write_minutes(running, text="另一份", read_at=None, by=town.keeper_li, at=at)
    write_minutes(running, text="开场。接着", read_at=first.written_at, by=town.keeper_li, at=at + HOUR)
    assert Minutes.objects.get().text == "开场。接着"


def test_nothing_is_written_down_before_the_meeting_begins(town, called, at):
    before = everything()
    for early in (
        lambda: write_minutes(called, text="早", read_at=None, by=town.worker_mo, at=at),
        lambda: take_attendance(called, presence={}, by=town.worker_mo, at=at),
        lambda: resolve(called, text="早", by=town.worker_mo, at=at),
        lambda: close_meeting(called, ended_at=at, by=town.worker_mo, at=at),
    ):
        with pytest.raises(MeetingIsOver):
            early()
    assert everything() == before


def test_it_is_not_closed_without_minutes_not_even_by_the_database(town, running, at):
    begun = running.starts_at
    with pytest.raises(MinutesMissing, match="没有记录的会"):
        close_meeting(running, ended_at=begun + HOUR, by=town.worker_mo, at=begun + HOUR)
    with pytest.raises(IntegrityError, match="not closed without minutes"), transaction.atomic():
        Meeting.objects.filter(pk=running.pk).update(closed_at=begun + HOUR)

    write_minutes(running, text="都说了", read_at=None, by=town.worker_mo, at=begun)
    close_meeting(running, ended_at=begun + HOUR, by=town.worker_mo, at=begun + HOUR)
    assert {each.presence for each in running.invited.all()} == {"absent"}


def test_minutes_are_approved_by_another_and_stay(town, running):
    at = running.starts_at
    write_minutes(running, text="都说了", read_at=None, by=town.worker_mo, at=at)
    close_meeting(running, ended_at=at, by=town.worker_mo, at=at)
    with pytest.raises(WriterApproves):
        approve_minutes(running, by=town.worker_mo, at=at)
    send_minutes_back(running, reason="漏了第二条", by=town.secretary_liao, at=at)
    write_minutes(running, text="补上了第二条", read_at=None, by=town.worker_mo, at=at + HOUR)
    approve_minutes(running, by=town.secretary_liao, at=at + HOUR)

    running.refresh_from_db()
    with pytest.raises(MinutesAreApproved):
        write_minutes(running, text="改", read_at=None, by=town.worker_mo, at=at)
    with pytest.raises(IntegrityError, match="approved minutes are not changed"), transaction.atomic():
        Minutes.objects.update(text="改")


# What was decided


@pytest.fixture
def task(town, running, at):
    unit = a_unit(town, liaison=town.officer_zheng, at=at)
    todo = ToDo("换灯", running.starts_at.date() + 10 * DAY, unit=unit, partners="责任区")
    resolution = resolve(running, text="贤德北巷换灯", by=town.worker_mo, at=running.starts_at, tasks=[todo])
    return resolution.tasks.get()


def test_a_task_is_told_to_the_units_liaison_who_reports_and_ends_it(town, task, running):
    at = running.starts_at
    with inside(town):
        assert "task_given 郑国安" in told(at)
    report_task(task, text="灯买好了", by=town.officer_zheng, at=at)
    finish_task(task, result="八盏都亮了", on=at.date(), by=town.officer_zheng, at=at)
    with pytest.raises(TaskIsOver):
        drop_task(task, reason="不做", by=town.worker_mo, at=at)
    reopen_task(task, by=town.worker_mo, at=at)
    assert [each.pk for each in tasks_of(town.officer_zheng)] == [task.pk]
    assert list(tasks_of(town.keeper_li)) == []


def test_tasks_are_reminded_of_once_before_and_once_after(town, task, running):
    day = running.starts_at
    said = []
    for after in (0, 8, 8, 11, 12):
        remind_of_tasks(town.guihua.pk, at=day + after * DAY)
        said.append(Event.objects.filter(verb__in=("assembly.task_soon", "assembly.task_late")).count())
    assert said == [0, 1, 1, 2, 2]


def test_the_list_of_tasks_puts_the_urgent_first_and_keeps_the_ended_apart(town, running, task):
    at = running.starts_at
    other = resolve(running, text="清沟", by=town.worker_mo, at=at, tasks=[ToDo("清沟", at.date(), who="联防队")])
    late = other.tasks.get()
    shown = {
        show: [each.what for each in tasks_page(town.secretary_liao, at.date() + DAY, show=show).rows]
        for show in ("", "late", "mine", "ended")
    }
    assert shown == {"": ["清沟", "换灯"], "late": ["清沟"], "mine": [], "ended": []}
    drop_task(late, reason="不用了", by=town.worker_mo, at=at)
    assert [each.what for each in tasks_page(town.secretary_liao, at.date(), show="ended").rows] == ["清沟"]
    with pytest.raises(IntegrityError, match="a_task_ends_once_and_says_how"), transaction.atomic():
        Task.objects.filter(pk=task.pk).update(done_on=at.date())


def test_the_summary_says_who_was_there_what_was_decided_and_who_does_it(town, body, running, task):
    item = accept_item(propose_item(body, title="楼道灯", by=town.keeper_wei, at=running.starts_at), meeting=running,
                       by=town.secretary_liao, at=running.starts_at)  # fmt: skip
    note_said(item, text="都说太暗", read_at=None, by=town.worker_mo, at=running.starts_at)
    resolve(running, item=item, text="先换坏的", by=town.worker_mo, at=running.starts_at)
    present = {who(running, "韦启明").pk: "present"}
    take_attendance(running, presence=present, by=town.worker_mo, at=running.starts_at)

    words = [each.text for each in Document(io.BytesIO(write_summary(running))).paragraphs]
    assert words[0] == "居民代表会议会议纪要"
    for line in (
        "到会　应到 5 人，实到 1 人，请假 0 人",
        "出席　韦启明",
        "一、楼道灯",
        "都说太暗",
        "会议决定：先换坏的",
        "贤德北巷换灯",
    ):
        assert line in words
    assert print_summary(running).startswith(b"%PDF")


# Who sees it


def test_who_is_invited_sees_it_and_the_other_community_does_not(town, called, at):
    with inside(town):
        outsider = User.objects.create(username="wai", name="外人", must_change_password=False)
        Duty.objects.create(user=outsider, role=Duty.Role.PARTY_MEMBER, community=town.guihua, from_on=LONG_AGO)
    seen = [
        len(meetings_page(user, at).rows)
        for user in (town.keeper_wei, town.secretary_liao, outsider, town.operator_zhao)
    ]
    assert seen == [1, 1, 0, 0]
