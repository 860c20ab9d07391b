"""The pages of the rota: who enters, what they show, what they let one do."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from linli.fence.rows import open_fence
from linli.rota.actions import ask_swap, keep_pattern, note_absence, plan_shift
from linli.rota.models import Absence, Pattern, Post, Shift
from linli.web.moments import say_span

from .looking import everything

PEOPLE = (
    "operator_lin",
    "keeper_wei",
    "worker_mo",
    "secretary_liao",
    "auditor_shen",
    "supervisor_chen",
    "operator_zhao",
)

TABLE = """
GET  week            -       200 200 200 200 403 403 200
GET  month           -       200 200 200 200 403 403 200
GET  mine            -       200 200 200 200 403 403 200
GET  absences        -       200 200 200 200 403 403 200
GET  new_absence     -       200 200 200 200 403 403 200
GET  calendars       -       200 200 200 200 403 403 200
GET  new_shift       -       403 403 200 200 403 403 403
GET  posts           -       403 403 200 200 403 403 403
GET  new_post        -       403 403 200 200 403 403 403
GET  post            post    403 403 200 200 403 403 404
GET  new_pattern     post    403 403 200 200 403 403 404
GET  pattern         pattern 403 403 200 200 403 403 404
GET  fill            pattern 403 403 200 200 403 403 404
POST pattern_removal pattern 403 403 302 302 403 403 404
GET  shift           shift   200 200 200 200 403 403 404
GET  shift_change    shift   403 403 200 200 403 403 404
POST shift_off       last    403 403 302 302 403 403 404
GET  swap_ask        shift   200 403 200 200 403 403 404
GET  handover        shift   200 403 200 200 403 403 404
POST swap_answer     swap    403 403 302 403 403 403 404
POST swap_withdrawal swap    302 403 302 302 403 403 404
"""


@pytest.fixture
def things(town, hotline):
    """Shifts of 林 and 莫 from now on, a swap that waits, a turn."""
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    lin, mo = town.operator_lin, town.worker_mo

    def planned(person, begins, ends):
        hours = {"starts_at": now + timedelta(hours=begins), "ends_at": now + timedelta(hours=ends)}
        return plan_shift(hotline, person=person, by=None, at=now, **hours)

    first, second, last = planned(lin, 2, 10), planned(mo, 10, 18), planned(lin, 26, 34)
    pattern = keep_pattern(
        Pattern(post=hotline), name="两人", slots=["白 8:00-20:00", "夜 20:00-8:00"], cycle=["白", "夜"], stagger=1,
        first_on=timezone.localdate(), people=[lin, mo], by=town.secretary_liao, at=now,
    )  # fmt: skip
    swap = ask_swap(first, taker=mo, by=lin, at=now)
    return {"post": hotline.pk, "pattern": pattern.pk, "shift": first.pk, "second": second.pk, "last": last.pk,
            "swap": swap.pk}  # fmt: skip


def test_who_enters(client, town, things):
    found = []
    for line in TABLE.strip().splitlines():
        method, name, about, *_answers = line.split()
        address = reverse(f"rota:{name}", args=[things[about]] if about in things else [])
        answers = []
        for who in PEOPLE:
            client.force_login(getattr(town, who))
            with transaction.atomic():
                answer = client.get(address) if method == "GET" else client.post(address, {"agrees": "no"})
                answers.append(answer.status_code)
                transaction.set_rollback(True)
        found.append(f"{method:4} {name:15} {about:7} {' '.join(map(str, answers))}")
    assert found == TABLE.strip().splitlines()


def test_the_week_says_gaps_in_words_and_leads_to_filling_them(client, town, hotline, things):
    client.force_login(town.secretary_liao)
    said = client.get("/rota/").content.decode()

    assert "林小满" in said
    assert "缺人" in said
    assert f"/rota/shifts/new/?post={hotline.pk}&amp;since=" in said
    client.force_login(town.operator_lin)
    said = client.get("/rota/").content.decode()
    assert "缺人" in said
    assert "/rota/shifts/new/" not in said


def test_the_sentence_above_the_grid_names_the_gaps(client, town, hotline, things):
    client.force_login(town.secretary_liao)
    page = client.get("/rota/")
    gap = page.context["grid"].gaps[0]
    notice = page.content.decode().partition('class="notice screen-only"')[2].partition("</p>")[0]

    assert gap.post == hotline
    assert hotline.name in notice
    assert say_span(gap.starts_at, gap.ends_at, timezone.now()) in notice
    assert f"/rota/shifts/new/?post={hotline.pk}&amp;since=" in notice


def test_today_stands_out_in_the_month_too(client, town, hotline, things):
    client.force_login(town.secretary_liao)

    for address in ("/rota/", "/rota/month/"):
        assert client.get(address).content.decode().count('<td aria-current="date">') == 1


def test_a_week_costs_the_same_for_few_and_many(client, town, hotline, things):
    client.force_login(town.secretary_liao)
    counts = []
    for more in (0, 20):
        people = [town.keeper_li, town.keeper_wei]
        for n in range(more):
            begins = timezone.now() + timedelta(hours=n * 3)
            plan_shift(
                hotline, person=people[n % 2], starts_at=begins, ends_at=begins + timedelta(hours=3), by=None,
                at=timezone.now(),
            )  # fmt: skip
        for address in ("/rota/", "/rota/month/", "/rota/mine/", "/rota/absences/", "/rota/posts/"):
            with CaptureQueriesContext(
                connection,
            ) as asked:
                assert client.get(address).status_code == 200
            counts.append((address, len(asked)))
        open_fence([town.guihua.pk])
    assert counts[:5] == counts[5:]


def test_the_other_community_sees_nothing_of_it(client, town, things):
    client.force_login(town.operator_zhao)

    for address in ("/rota/", "/rota/month/", "/rota/mine/", "/rota/absences/"):
        said = client.get(address).content.decode()
        assert "林小满" not in said
        assert "民声热线" not in said.replace("24 小时民声热线", "")


def test_a_refused_shift_keeps_what_was_typed(client, town, hotline, things):
    client.force_login(town.secretary_liao)
    before = everything()
    given = {"post": hotline.pk, "person": town.keeper_li.pk, "backup": town.keeper_li.pk}
    wrong = client.post("/rota/shifts/new/", {**given, "starts_at": "2026-12-01T08:00", "ends_at": "2026-12-01T07:00"})

    said = wrong.content.decode()
    assert wrong.status_code == 200
    assert "结束要晚于开始" in said
    assert "备班要是另一个人" in said
    assert "2026-12-01T08:00" in said
    assert everything() == before


def test_posts_and_turns_are_kept_and_written_in_from_their_pages(client, town, hotline):
    client.force_login(town.worker_mo)
    fields = {"name": "带班", "kind": "officer", "min_people": 1, "warn_days": 5, "warn_hours": 12, "order": 3}
    refused = client.post("/rota/posts/new/", {**fields, "hours": "早八晚六", "is_in_use": "on"})
    assert "没看懂" in refused.content.decode()
    client.post("/rota/posts/new/", {**fields, "is_round_the_clock": "on", "is_in_use": "on"})
    open_fence([town.guihua.pk])
    post = Post.objects.get(name="带班")

    turn = {
        "name": "白夜", "slots": "白 8:00-20:00\n夜 20:00-8:00", "cycle": "白 夜 休", "stagger": "1",
        "first_on": "2027-03-01",
        "place_0": town.officer_zheng.pk, "place_1": town.secretary_liao.pk,
    }  # fmt: skip
    wrong = client.post(f"/rota/posts/{post.pk}/patterns/new/", {**turn, "cycle": "白 晚 休"}).content.decode()
    assert "“晚”不在上面的班里" in wrong
    kept = client.post(f"/rota/posts/{post.pk}/patterns/new/", turn)
    assert kept.status_code == 302
    shown = client.get(kept["Location"] + "?since=2027-03-01&until=2027-03-06").content.decode()
    assert "新排 8 个班" in shown
    open_fence([town.guihua.pk])
    assert Shift.objects.count() == 0
    for _twice in range(2):
        client.post(kept["Location"], {"since": "2027-03-01", "until": "2027-03-06"})
    open_fence([town.guihua.pk])
    assert Shift.objects.filter(post=post).count() == 8


def test_leave_is_ones_own_or_noted_by_who_keeps_the_rota(client, town, things):
    day = (timezone.localtime() + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")
    later = (timezone.localtime() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    client.force_login(town.operator_lin)
    client.post("/rota/absences/new/", {"starts_at": day, "ends_at": later, "person": town.worker_mo.pk})
    open_fence([town.guihua.pk])
    assert [each.person for each in Absence.objects.all()] == [town.operator_lin]

    said = client.get("/rota/absences/").content.decode()
    assert "没有备班" in said
    client.force_login(town.secretary_liao)
    client.post("/rota/absences/new/", {"starts_at": day, "ends_at": later, "person": town.worker_mo.pk})
    open_fence([town.guihua.pk])
    assert Absence.objects.filter(person=town.worker_mo).exists()


def test_my_shifts_show_whom_to_call_and_what_waits_for_me(client, town, things):
    client.force_login(town.worker_mo)
    assert "11 位" in client.post("/rota/mine/phone/", {"phone": "1390000"}).content.decode()
    client.post("/rota/mine/phone/", {"phone": "139 0000 0002"})
    client.force_login(town.operator_lin)
    said = client.get("/rota/mine/").content.decode()
    assert 'href="tel:+8613900000002"' in said
    assert "等对方答复" in said

    client.force_login(town.worker_mo)
    said = client.get("/rota/mine/").content.decode()
    assert "林小满想和您换班" in said
    client.post(f"/rota/swaps/{things['swap']}/answer/", {"agrees": "yes"})
    open_fence([town.guihua.pk])
    assert Shift.objects.get(pk=things["shift"]).person == town.worker_mo


def test_reasons_of_leave_are_for_who_plans(client, town, at):
    note_absence(
        town.keeper_wei, community_id=town.guihua.pk, starts_at=at, ends_at=timezone.now() + timedelta(days=2),
        reason="住院", by=None, at=at,
    )  # fmt: skip
    shown = {}
    for who in ("operator_lin", "keeper_wei", "secretary_liao"):
        client.force_login(getattr(town, who))
        shown[who] = "住院" in client.get("/rota/absences/").content.decode()
    assert shown == {"operator_lin": False, "keeper_wei": True, "secretary_liao": True}
