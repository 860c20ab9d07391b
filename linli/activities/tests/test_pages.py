"""The pages of activities: who enters, what they show, what they let one do."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from linli.activities.actions import CameAlong, note_guests, plan_activity, record_held, sign_up, take_attendance
from linli.activities.models import Activity, Attendance, Guest, SignUp
from linli.activities.queries.wall import word_of
from linli.fence.rows import open_fence
from linli.residents.actions import enter_person

from .looking import everything

PEOPLE = ("operator_lin", "keeper_wei", "auditor_shen", "operator_zhao")

TABLE = """
GET  coming        -        200 200 403 200
GET  past          -        200 200 403 200
GET  mine          -        200 200 403 200
GET  month         -        200 200 403 200
GET  calendar      -        200 200 403 200
GET  new           -        200 403 403 200
GET  activity      open     200 200 403 404
GET  activity      inner    200 404 404 404
GET  change        open     200 403 403 404
GET  cancel        open     200 403 403 404
GET  expected      open     200 403 403 404
POST own_sign_up   open     409 302 403 404
GET  new_sign_up   open     200 403 403 404
POST withdrawal    sign_up  302 403 403 404
GET  attendance    open     200 403 403 404
GET  attendance    hosted   200 200 403 404
POST somebody      open     200 403 403 404
GET  excuse        open     302 403 403 404
POST guests        open     200 403 403 404
POST guest_off     guest    302 403 403 404
GET  paper_roll    open     200 403 403 404
GET  wall          open     200 403 403 404
POST wall_renewed  open     302 403 403 404
GET  record        open     200 403 403 404
GET  new_photos    open     200 403 403 404
GET  calendar_file open     200 200 403 404
"""


@pytest.fixture
def now():
    return timezone.now().replace(second=0, microsecond=0)


@pytest.fixture
def things(town, people, now):
    """An open evening that runs now, one hosted by 韦, a branch meeting of 黄's, a sign-up and a guest."""
    huang, wei, qin = people

    def plan(title, **more):
        hours = {"starts_at": now - timedelta(minutes=30), "ends_at": now + timedelta(hours=2)}
        given = {"kinds": ["culture"], "takes_sign_ups": True, "is_public": True, **hours, **more}
        return plan_activity(town.guihua, title=title, by=town.worker_mo, at=now, **given)

    evening, hosted = plan("周末歌会"), plan("读书会", host=wei)
    inner = plan("支部会", kinds=["branch_meeting"], is_public=False, takes_sign_ups=False, expected=[huang.pk])
    row = sign_up(evening, person=qin, by=town.worker_mo, at=now)
    note_guests(evening, guests=[CameAlong(count=3, from_where="街道")], by=town.worker_mo, at=now)
    return {
        "open": evening.pk, "hosted": hosted.pk, "inner": inner.pk, "sign_up": row.pk, "guest": Guest.objects.get().pk,
    }  # fmt: skip


def test_who_enters(client, town, things):
    found = []
    for line in TABLE.strip().splitlines():
        method, name, about, *_answers = line.split()
        address = reverse(f"activities:{name}", args=[things[about]] if about in things else [])
        answers = []
        for who in PEOPLE:
            client.force_login(getattr(town, who))
            with transaction.atomic():
                answer = client.get(address) if method == "GET" else client.post(address, {})
                answers.append(answer.status_code)
                transaction.set_rollback(True)
        found.append(f"{method:4} {name:13} {about:8} {' '.join(map(str, answers))}")
    assert found == TABLE.strip().splitlines()


def test_lists_cost_the_same_for_few_and_many(client, town, things, people, now):
    client.force_login(town.secretary_liao)
    counts = []
    for more in (0, 3):
        for n in range(more):
            each = plan_activity(
                town.guihua, title=f"再来{n}", kinds=["health"], starts_at=now + timedelta(hours=n + 1),
                ends_at=now + timedelta(hours=n + 2), takes_sign_ups=True, expected=[people[0].pk], by=None, at=now,
            )  # fmt: skip
            sign_up(each, person=people[1], by=town.worker_mo, at=now)
            sign_up(Activity.objects.get(pk=things["open"]), guest_name=f"客{n}", by=town.worker_mo, at=now)
        for address in ("coming/", "past/", "mine/", "month/", f"{things['open']}/", f"{things['open']}/attendance/"):
            with CaptureQueriesContext(connection) as asked:
                assert client.get(f"/activities/{address}").status_code == 200
            counts.append((address.strip("0123456789"), len(asked)))
        open_fence([town.guihua.pk])
    assert counts[:6] == counts[6:]


def test_one_form_plans_one_activity_or_a_series(client, town, people):
    client.force_login(town.secretary_liao)
    form = {
        "title": "健康讲座", "kinds": ["health", "education"], "starts_at": "2027-03-03T09:00",
        "ends_at": "2027-03-03T10:30", "place": "活动室", "is_public": "on", "host_words": "韦启明",
    }  # fmt: skip
    wrong = client.post("/activities/new/", {**form, "ends_at": "2027-03-03T08:00", "repeats": "weekly"})
    said = wrong.content.decode()
    assert "结束要晚于开始" in said
    assert "请写排到哪天为止" in said
    assert "健康讲座" in said

    one = client.post("/activities/new/", form)
    series = client.post(
        "/activities/new/", {**form, "title": "周三义诊", "repeats": "weekly", "until_on": "2027-03-31"}
    )
    again = client.post("/activities/new/", form)

    assert (one.status_code, series.status_code, again.status_code) == (302, 302, 409)
    assert "同名的活动" in again.content.decode()
    open_fence([town.guihua.pk])
    planned = Activity.objects.filter(title="健康讲座").get()
    assert (planned.kinds, planned.host, planned.takes_sign_ups) == (["health", "education"], people[1], False)
    assert Activity.objects.filter(title="周三义诊").count() == 5


def test_a_door_is_written_in_words_and_a_host_is_taken_off_again(client, town, people):
    client.force_login(town.secretary_liao)
    form = {
        "title": "健康讲座", "kinds": ["health"], "starts_at": "2027-03-03T09:00", "ends_at": "2027-03-03T10:30",
        "door": "建安街39号", "host": str(people[1].pk),
    }  # fmt: skip
    unknown = client.post("/activities/new/", form).content.decode()
    client.post("/activities/new/", {**form, "door": "建安街38号"})
    open_fence([town.guihua.pk])
    planned = Activity.objects.get()
    page = client.get(f"/activities/{planned.pk}/change/").content.decode()
    client.post(f"/activities/{planned.pk}/change/", {**form, "door": "建安街 38 号", "host": "", "host_words": ""})

    assert "没有找到“建安街39号”这个门牌" in unknown
    assert (planned.door, planned.host) == (town.door, people[1])
    assert ('value="建安街 38 号"' in page, "不选人" in page) == (True, True)
    open_fence([town.guihua.pk])
    changed = Activity.objects.get()
    assert (changed.door, changed.host) == (town.door, None)


def test_a_series_is_changed_and_stopped_from_one_on(client, town):
    client.force_login(town.secretary_liao)
    form = {
        "title": "周三义诊", "kinds": ["health"], "starts_at": "2027-03-03T09:00", "ends_at": "2027-03-03T10:30",
        "repeats": "weekly", "until_on": "2027-03-31",
    }  # fmt: skip
    client.post("/activities/new/", form)
    open_fence([town.guihua.pk])
    third = list(Activity.objects.order_by("starts_at"))[2]
    change = {"title": "周三义诊", "kinds": ["health"], "starts_at": "2027-03-17T14:00", "ends_at": "2027-03-17T15:00"}

    client.post(f"/activities/{third.pk}/change/", {**change, "place": "小广场", "which": "following"})
    client.post(f"/activities/{third.pk}/cancel/", {"reason": "医生出差", "which": "one"})

    open_fence([town.guihua.pk])
    found = Activity.objects.order_by("starts_at")
    assert [(timezone.localtime(each.starts_at).hour, each.place, each.cancel_reason) for each in found] == [
        (9, "", ""), (9, "", ""), (14, "小广场", "医生出差"), (14, "小广场", ""), (14, "小广场", ""),
    ]  # fmt: skip


def test_a_member_signs_up_with_one_press_and_leaves_again(client, town, things):
    client.force_login(town.keeper_wei)
    page = f"/activities/{things['open']}/"
    assert "我要报名" in client.get(page).content.decode()

    said = client.post(f"{page}sign-up/", follow=True).content.decode()
    assert "您报上名了" in said
    assert "覃家豪" not in said, "who else comes is for those who plan"
    open_fence([town.guihua.pk])
    row = SignUp.objects.get(person__user=town.keeper_wei)
    assert "我要报名" in client.post(f"/activities/sign-ups/{row.pk}/withdrawal/", follow=True).content.decode()


def test_the_tick_list_saves_one_or_all(client, town, things, people):
    huang, _wei, qin = people
    client.force_login(town.operator_lin)
    page = f"/activities/{things['open']}/attendance/"
    piece = client.post(page, {"one": qin.pk, "now": "here"}, headers={"HX-Request": "true"}).content.decode()
    assert 'id="tick-count"' in piece
    assert "checked" in piece
    assert "<html" not in piece

    client.post(f"{page}somebody/", {"do": "somebody", "person_words": "黄桂香"})
    open_fence([town.guihua.pk])
    assert set(Attendance.objects.values_list("person", flat=True)) == {qin.pk, huang.pk}
    # shown when nobody was ticked: somebody else's ticks stay
    client.post(page, {"here": [qin.pk]})
    open_fence([town.guihua.pk])
    assert Attendance.objects.count() == 2
    client.post(page, {"was_here": [qin.pk, huang.pk], "here": [huang.pk]})
    open_fence([town.guihua.pk])
    assert set(Attendance.objects.values_list("person", flat=True)) == {huang.pk}
    client.post(f"{page}excuse/?who={qin.pk}", {"reason": "住院"})
    assert "住院" in client.get(page).content.decode()


def test_a_guest_who_signed_up_by_name_is_one_press_away(client, town, things, now):
    open_fence([town.guihua.pk])
    sign_up(Activity.objects.get(pk=things["open"]), guest_name="周建国", by=town.worker_mo, at=now)
    client.force_login(town.operator_lin)
    page = f"/activities/{things['open']}/attendance/"
    assert "报了名的来客" in client.get(page).content.decode()

    for _twice in range(2):
        said = client.post(f"{page}guests/", {"name": "周建国", "count": "1"}, follow=True).content.decode()

    assert "报了名的来客" not in said
    open_fence([town.guihua.pk])
    assert Guest.objects.filter(name="周建国").count() == 1


def test_a_paper_list_is_matched_looked_at_and_entered(client, town, things, people, at):
    twin = enter_person(town.guihua, name="黄桂香", phone="13900000042", by=town.worker_mo, at=at)
    client.force_login(town.operator_lin)
    page = f"/activities/{things['open']}/attendance/paper/"
    names = "1. 覃家豪\n2、黄桂香 尾号0042\n黄桂香\n过路的老周"

    before = everything()
    shown = client.post(page, {"names": names}).content.decode()
    assert "同名的不止一位" in shown
    assert "登记里没有" in shown
    assert everything() == before
    chosen = {"line_1": people[2].pk, "line_2": twin.pk, "line_3": "skip", "line_4": "guest"}
    for _twice in range(2):
        assert client.post(page, {"names": names, "do": "enter", **chosen}).status_code == 302
    open_fence([town.guihua.pk])
    assert set(Attendance.objects.values_list("person", "how")) == {(people[2].pk, "paper"), (twin.pk, "paper")}
    assert list(Guest.objects.exclude(name="").values_list("name", flat=True)) == ["过路的老周"]


def test_who_should_come_is_written_by_names(client, town, things, people):
    client.force_login(town.secretary_liao)
    page = f"/activities/{things['inner']}/expected/"

    said = client.post(page, {"names": "覃家豪\n查无此人"}).content.decode()
    assert "还有 1 行没对上" in said
    assert "查无此人" in said
    open_fence([town.guihua.pk])
    meeting = Activity.objects.get(pk=things["inner"])
    assert set(meeting.expected.values_list("person", flat=True)) == {people[0].pk, people[2].pk}
    client.post(page, {"off": [people[2].pk]})
    open_fence([town.guihua.pk])
    assert set(meeting.expected.values_list("person", flat=True)) == {people[0].pk}


def test_a_record_makes_it_count(client, town, things, people, now):
    open_fence([town.guihua.pk])
    evening = Activity.objects.get(pk=things["open"])
    take_attendance(evening, present=[people[0].pk], by=town.worker_mo, at=now)
    client.force_login(town.secretary_liao)
    form = {"started_at": "2026-01-02T09:00", "ended_at": "2026-01-02T08:00", "summary": "唱了三首歌", "sessions": "1"}
    assert "结束要晚于开始" in client.post(f"/activities/{evening.pk}/record/", form).content.decode()
    said = client.post(f"/activities/{evening.pk}/record/", {**form, "ended_at": "2026-01-02T10:00"}, follow=True)

    text = said.content.decode()
    assert "唱了三首歌" in text
    assert "（其中来客 3 人）" in text
    assert "黄桂香" in text


def test_after_a_cancellation_the_page_says_whom_to_phone(client, town, things):
    client.force_login(town.secretary_liao)
    page = f"/activities/{things['open']}/"
    said = client.post(f"{page}cancel/", {"reason": "下大雨"}, follow=True).content.decode()

    assert "请打电话告诉" in said
    assert "覃家豪" in said
    assert "下大雨" in said


def test_residents_see_what_is_public_and_no_names(client, town, things, people, now):
    open_fence([town.guihua.pk])
    held = plan_activity(
        town.guihua, title="重阳慰问", kinds=["aid"], starts_at=now - timedelta(days=3),
        ends_at=now - timedelta(days=3, hours=-1), is_public=True, host=people[0], by=None, at=now,
    )  # fmt: skip
    record_held(held, started_at=held.starts_at, ended_at=held.ends_at, summary="看望了老人", by=None, at=now)

    assert "桂花社区" in client.get("/activities/").content.decode()
    said = client.get("/activities/at/GH/").content.decode()
    assert "周末歌会" in said
    assert "重阳慰问" in said
    assert "0774-5550110" in said
    assert not [word for word in ("支部会", "黄桂香", "覃家豪", "韦启明") if word in said]
    assert "周末歌会" not in client.get("/activities/at/YX/").content.decode()


def test_a_phone_opens_the_code_on_the_wall(client, town, things, people, now):
    open_fence([town.guihua.pk])
    evening = Activity.objects.get(pk=things["open"])
    page = reverse("activities:here", args=[word_of(evening)])
    assert "覃家豪" not in client.get(page).content.decode()
    assert "没有对上" in client.post(page, {"name": "覃家豪", "phone_end": "0001"}).content.decode()
    client.force_login(town.keeper_wei)
    assert "我到了" in client.get(page).content.decode()
    for _twice in range(2):
        assert "记好了" in client.post(page, {"me": "yes"}).content.decode()
    open_fence([town.guihua.pk])
    assert list(Attendance.objects.values_list("person", "how", "recorded_by")) == [
        (people[1].pk, "wall_code", town.keeper_wei.pk)
    ]
