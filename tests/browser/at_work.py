"""The cast at work: a case in every standing there is, and whatever hangs on one."""

import io
from datetime import time, timedelta
from decimal import Decimal
from types import SimpleNamespace
from uuid import uuid4

from django.utils import timezone

from linli.accounts.actions import override_keepers
from linli.accounts.models import Duty, User
from linli.activities.tests.builders import an_evening
from linli.assembly.tests.at_work import assembly_at_work
from linli.care.tests.of_care import care_at_work
from linli.cases.actions import (
    Matter,
    Part,
    accept_help_by_link,
    add_remark,
    archive_case,
    ask_extension,
    ask_help,
    attach_files,
    begin_bulk,
    do_item,
    finish_bulk,
    hand_over_emergency,
    issue_link,
    join_case,
    keep_reply_text,
    link_cases,
    merge_case,
    offer_to_unit,
    plan_policy,
    promise_help,
    put_before_council,
    record_callback,
    record_deed,
    register_case,
    reopen_case,
    save_filter,
    split_case,
    sweep,
)
from linli.cases.models import Case, CaseFile, DispatchRule, Policy, ReplyText
from linli.cases.queries.bulk import Given
from linli.cases.queries.filters import CaseFilter
from linli.cases.tests.builders import (
    a_case,
    a_case_in_hand,
    a_case_on_site,
    a_resolved_case,
    a_unit,
    an_appeal,
    category,
    deliver,
    pause,
)
from linli.files.actions import make_file, receive_whole, show_file
from linli.files.models import File
from linli.files.tests.builders import PDF, a_photo
from linli.notices.models import Notice
from linli.party.tests.at_work import party_at_work
from linli.programmes.tests.at_work import campaign_at_work
from linli.reports.actions import publish_figure
from linli.reports.metrics import metric
from linli.reports.scope import Scope, Window
from linli.residents.models import Person
from linli.residents.tests.builders import register_at_work
from linli.residents.tests.of_rights import rights_at_work
from linli.rota.actions import ask_swap, hand_over, keep_pattern, make_feed, note_absence, plan_shift
from linli.rota.models import Pattern, Post, Shift
from linli.sheets.actions import (
    begin_checking,
    begin_export,
    begin_import,
    bring_template,
    check_rows,
    make_export,
    map_columns,
    save_ledger,
)
from linli.sheets.queries.ledgers import Draft
from linli.sheets.registry import export_kind, import_kind, ledger_kind
from linli.sheets.tests.workbooks import a_workbook
from linli.territory.models import Door, Dwelling
from linli.zones.actions import keep_board, settle_borders
from linli.zones.queries.boards import board_of
from tests.cast import LONG_AGO, Town
from tests.visiting import inside

STEP = Decimal("0.0001")
"""Ten metres, in degrees."""


def set_to_work(town: Town) -> SimpleNamespace:
    """Fill the first community with work as of now; return the URL words of what a page can be about.

    `gu` supervises its affairs, `su` signs in for a unit, `an` keeps the accounts, `er` holds two duties.
    """
    now = timezone.now()
    with inside(town):
        people = _more_people(town)
        unit = a_unit(town, liaison=people.su, at=now - timedelta(days=30))
        shifts = _shifts(town, now)
        things = _cases(town, people, unit, now)
        _tables(things, town, now)
        things.rule, things.policy = _rules(town)
        _units(things, town, now)
        _zones(things, town, now)
        vars(things).update(vars(shifts))
        vars(things).update(vars(an_evening(town, now)))
        own = keep_reply_text(
            ReplyText(community=town.guihua), title="水沟通了", body="{称呼}好，水沟通了。", category=None, outcome="",
            is_in_use=True, by=town.worker_mo, at=now,
        )  # fmt: skip
        things.reply, things.reference = [own.pk], ["drain.done"]
        vars(things).update(party_at_work(town, timezone.localtime()))
        vars(things).update(care_at_work(town, timezone.localtime()))
        vars(things).update(assembly_at_work(town, timezone.localtime()))
        vars(things).update(rights_at_work(town, timezone.localtime()))
        late = Case.objects.get(number=things.late[0])
        vars(things).update(vars(campaign_at_work(town, unit, late, timezone.localtime())))
        huang = Person.objects.get(pk=things.huang[0])
        vars(things).update(register_at_work(town, timezone.localtime(), huang))
    sweep()
    with inside(town):
        deliver(town)
        _afterwards(things, town, now)
        things.notice = [Notice.objects.filter(reader=town.keeper_wei).first().pk]
    things.people = people
    return things


def read_by(town: Town) -> SimpleNamespace:
    """Set the town to work; return what a page can be about, what it can be of, and who reads which pages."""
    made = set_to_work(town)
    made.hour, made.month, made.category = ["hour"], ["month"], ["category"]
    made.metric, made.rate, made.no_code = ["hotline_appeals"], ["arrived_on_time"], ["00000000"]
    made.readers = {
        "operator": town.operator_lin,
        "keeper": town.keeper_wei,
        "secretary": town.secretary_liao,
        "two duties": made.people.er,
        "auditor": town.auditor_shen,
        "street": town.supervisor_chen,
        "affairs": made.people.gu,
        "liaison": made.people.su,
        "accounts": made.people.an,
    }
    return made


def _afterwards(things: SimpleNamespace, town: Town, now) -> None:
    """One matter before the council, one number published."""
    matter = Matter("建安街：水沟总是堵", 5, now.date(), case=None, category=category(), lane=town.lane)
    listed = put_before_council(town.guihua, matter, why="老是堵", by=town.secretary_liao, at=now)
    window = Window(now.date() - timedelta(days=1), now.date())
    published = publish_figure(
        metric("arrived_on_time"), Scope(frozenset([town.guihua.pk]), window, now), where="居务公开栏", narrows={},
        narrowed_to="", by=town.secretary_liao, at=now,
    )  # fmt: skip
    things.listed, things.published, things.keeper = [listed.pk], [published.pk], [town.keeper_wei.pk]
    things.keepers_metric = [town.keeper_wei.pk, "appeals_total"]


def _zones(things: SimpleNamespace, town: Town, now) -> None:
    """A board that hangs, doors with places, an exception to the number of keepers."""
    today = timezone.localdate(now)
    Door.objects.bulk_create(
        Door(
            community=town.guihua, lane=town.lane, number=number, zone=town.zone, lon=Decimal("111.55") + n * STEP,
            lat=Decimal("24.41") + n % 2 * STEP,
        )
        for n, number in enumerate(range(101, 121))
    )  # fmt: skip
    settle_borders(town.guihua.pk, on=today)
    keep_board(
        board_of(town.zone), duties=["policy", "sanitation"], public_phone="0774-5550111", published_from=today,
        by=town.secretary_liao, at=now,
    )  # fmt: skip
    override = override_keepers(
        town.zone, reason="一位外出", from_on=today, until_on=today + timedelta(days=30), by=town.secretary_liao, at=now
    )
    things.zone_key, things.override = [town.zone.pk], [override.pk]
    things.keeping = [town.zone.duties.get(user=town.keeper_wei).pk]
    things.board = [town.guihua.number_prefix, town.zone.number]
    things.board_list = [town.guihua.number_prefix]
    dwelling, _is_new = Dwelling.objects.get_or_create(community=town.guihua, door=town.door, label="302")
    things.lane, things.door, things.dwelling = [town.lane.pk], [town.door.pk], [dwelling.pk]


def _more_people(town: Town) -> SimpleNamespace:
    def person(username: str, name: str, *roles: str) -> User:
        user = User.objects.create(
            username=username, name=name, must_change_password=False, password=town.operator_lin.password
        )
        for role in roles:
            Duty.objects.create(user=user, role=role, community=town.guihua, from_on=LONG_AGO)
        return user

    return SimpleNamespace(
        su=person("su", "苏志远", Duty.Role.UNIT_LIAISON),
        gu=person("gu", "顾全", Duty.Role.AFFAIRS_SUPERVISOR),
        an=person("an", "安然", Duty.Role.SYS_ADMIN),
        er=person("er", "黎二妹", Duty.Role.COMMUNITY_WORKER, Duty.Role.DUTY_OFFICER),
    )


def _files(case, by: User, at) -> list[File]:
    """A photo the resident sees, a paper for ourselves, and a photo still being drawn."""
    wanted = {"井口.jpg": a_photo(), "派工单.pdf": PDF, "正在画.jpg": a_photo(colour="red")}
    uploads = [
        receive_whole(case.community, name=name, content=io.BytesIO(each), size=len(each), by=by, at=at)
        for name, each in wanted.items()
    ]
    photo, paper, _waiting = attach_files(case, uploads, step=CaseFile.Step.REMARK, by=by, at=at).files
    for file in (photo, paper):
        make_file(file.pk, by=None, at=at)
    show_file(photo, by=by, at=at)
    return [photo, paper]


def _shifts(town: Town, now) -> SimpleNamespace:
    """A hotline with a gap, a swap that waits, a note for the next, a turn, and somebody away."""
    lin, mo, zheng = town.operator_lin, town.worker_mo, town.officer_zheng
    post = Post.objects.create(
        community=town.guihua, kind=Post.Kind.HOTLINE, name="热线岗", is_round_the_clock=True, responsible=zheng
    )

    def shift(person: User, begins: int, ends: int, **more) -> Shift:
        hours = {"starts_at": now + timedelta(hours=begins), "ends_at": now + timedelta(hours=ends)}
        return plan_shift(post, person=person, by=zheng, at=now, **hours, **more)

    earlier, running = shift(mo, -10, -2), shift(lin, -2, 6, backup=mo)
    shift(mo, 6, 14)
    following = shift(lin, 30, 38)
    note = hand_over(earlier, body="0003 的水还没停，明早问水厂。", by=mo, at=now - timedelta(hours=3))
    feed = make_feed(town.guihua.pk, post=post, by=zheng, at=now)
    swap = ask_swap(shift(mo, 54, 62), taker=lin, in_return=following, note="孩子家长会", by=mo, at=now)
    hours = {"starts_at": now + timedelta(hours=8), "ends_at": now + timedelta(hours=20)}
    away = note_absence(mo, community_id=town.guihua.pk, reason="看病", by=mo, at=now, **hours)
    turn = {"slots": ["白 8:00-20:00", "夜 20:00-8:00"], "cycle": ["白", "夜", "休"], "first_on": now.date()}
    pattern = keep_pattern(Pattern(post=post), name="白夜休", people=[lin, mo, zheng], by=zheng, at=now, **turn)
    return SimpleNamespace(
        post=[post.pk], shift=[following.pk], shift_now=[running.pk], pattern=[pattern.pk], swap=[swap.pk],
        handover=[note.pk], absence=[away.pk], calendar=[feed.pk],
    )  # fmt: skip


def _tables(things: SimpleNamespace, town: Town, now) -> None:
    """A table just brought, and one whose rows were looked at: right ones, wrong ones, one that is here already."""
    lin = town.operator_lin
    header = ("工单编号", "来电人", "联系电话", "诉求内容", "派单时间", "办理时限")
    rows = [[f"A{n}", "黄女士", "13800000001", "水沟堵了", "", "下周" if n == 2 else ""] for n in range(1, 4)]
    content = a_workbook([["八步区 12345 工单"], header, *rows])
    brought = [
        begin_import(
            town.guihua, import_kind("orders"), name="三月工单.xlsx", content=content, sender="八步区 12345",
            option="12345", by=lin, at=now,
        )
        for _ in range(2)
    ]  # fmt: skip
    checked = begin_checking(map_columns(brought[1], brought[1].columns, by=lin, at=now), by=lin, at=now)
    check_rows(checked.pk, checked.community_id, at=now)
    run = begin_export(
        town.guihua, export_kind("cases"), title="桂花社区事项台账", wanted={"filter": ""}, is_personal=True,
        reason="街道抽查回访", by=lin, at=now,
    )  # fmt: skip
    make_export(run.pk, run.community_id, at=now)
    things.export = [run.pk]
    kept = save_ledger(town.guihua, Draft(ledger_kind("people"), ("name", "phone")), name="居民名册", by=lin, at=now)
    bring_template(kept, name="附件.xlsx", content=a_workbook([("姓名", "电话")]), asked_by="街道", by=lin, at=now)
    things.ledger, things.ledger_of_people = [kept.pk], ["people"]
    things.orders, things.table, things.checked_table = ["orders"], [brought[0].pk], [checked.pk]


def _units(things: SimpleNamespace, town: Town, now) -> None:
    """Two units nobody signs in for: one is offered a case, one helps with another and is late."""
    lin, wei = town.operator_lin, town.keeper_wei
    offered = a_case(town, at=now - timedelta(minutes=1), content="供水管冒水", category=category("municipal.road"))
    water = a_unit(town, at=now, name="八步区供水公司")
    offer = offer_to_unit(offered, water, by=lin, at=now)
    helped = a_case_in_hand(
        town, at=now - timedelta(minutes=8), content="树倒了压着电线", category=category("greening")
    )
    power = a_unit(town, at=now, name="八步区供电所")
    asked = ask_help(
        helped,
        wanted="断电、移开树枝",
        unit=power,
        due_at=now - timedelta(minutes=1),
        by=wei,
        at=now - timedelta(minutes=5),
    )
    token = issue_link(helped, power, by=wei, at=now)
    accept_help_by_link(helped.unit_links.get(), asked, at=now)
    promise_help(asked, words="车在路上", expected_at=now + timedelta(hours=1), by=None, at=now)
    things.by_link, things.answering = [offered.number, offer.pk], [helped.number]
    things.helped_by_link = [helped.number, asked.pk]
    things.unit_offered, things.unit_helping = [issue_link(offered, water, by=lin, at=now)], [token]
    things.no_token = ["A" * 16]


def _rules(town: Town) -> tuple[list[int], list[int]]:
    """Two rules, one of which names somebody who is gone, and a policy with a version to come."""
    DispatchRule.objects.create(
        community=town.guihua, order=1, name="媒体来的 → 老陆", channel="media", target="person",
        person=User.objects.create(username="lu", name="陆远", is_active=False),
    )  # fmt: skip
    rule = DispatchRule.objects.create(
        community=town.guihua, order=2, name="夜间论坛 → 轮流", channel="forum", target="zone", mode="turn",
        category=category("municipal.drain"), from_time=time(22), until_time=time(6), weekdays=[6, 7],
    )  # fmt: skip
    version = Policy(
        community=town.guihua, urgency="complex", resolve_within=10, resolve_clock="working_days",
        offer_within_minutes=120, source="居民会议通过", effective_from=timezone.localdate() + timedelta(days=9),
    )  # fmt: skip
    return [rule.pk], [plan_policy(version, by=town.secretary_liao, at=timezone.now()).pk]


def _cases(town: Town, people: SimpleNamespace, unit, now) -> SimpleNamespace:
    lin, wei, mo, zheng = town.operator_lin, town.keeper_wei, town.worker_mo, town.officer_zheng

    def ago(minutes: int):
        return now - timedelta(minutes=minutes)

    offered = a_case(town, at=ago(1), content="井盖翘起来了，晚上看不见。", category=category("municipal.road"))
    nowhere = a_case(town, at=ago(2), place_text="说不清在哪里", content="听见有人吵架")
    in_hand = a_case_in_hand(town, at=ago(4), content="楼道灯不亮", category=category("municipal.lamp"))
    on_site = a_case_on_site(town, at=ago(9))
    add_remark(on_site, kind="note", body="井口被油渍封住", by=wei, at=ago(3))
    add_remark(on_site, kind="answer", body="正在冲，十分钟就好", mode="in_person", by=wei, at=ago(3))
    helped = ask_help(on_site, wanted="带高压水枪来", unit=unit, by=wei, at=ago(3))
    ask_help(on_site, wanted="帮忙拦一下车", helper=town.keeper_li, by=wei, at=ago(2))
    joined = join_case(on_site, an_appeal(phone="+8613800000002", name="李先生"), by=lin, at=ago(1))
    late = a_case_on_site(town, at=ago(50))
    paused = a_case_on_site(town, at=ago(12))
    pause(paused, by=wei, at=ago(2), until=now + timedelta(hours=2))
    extended = a_case_on_site(town, at=ago(14))
    asked = ask_extension(
        extended,
        reason="等市政局的车",
        new_due_at=now + timedelta(hours=5),
        told_requester_at=ago(3),
        by=wei,
        at=ago(3),
    )
    resolved = a_resolved_case(town, at=ago(60))
    silent = a_resolved_case(town, at=ago(70))
    for n in range(3):
        record_callback(silent, reached=False, by=mo, at=ago(20 - n))
    unhappy = a_resolved_case(town, at=ago(80))
    record_callback(unhappy, reached=True, resolved=False, satisfaction="2", comment="又堵了", by=mo, at=ago(30))
    filed = a_resolved_case(town, at=ago(90))
    record_callback(filed, reached=True, contacted_in_time=True, resolved=True, satisfaction="5", by=mo, at=ago(40))
    archive_case(filed, by=mo, at=ago(39))
    again = a_resolved_case(town, at=ago(100))
    record_callback(again, reached=True, resolved=False, by=None, at=ago(50))
    reopen_case(again, reason="下雨又堵了", by=zheng, at=ago(5))
    told = hand_over_emergency(town.guihua, an_appeal(content="老人晕倒了"), number="120", by=lin, at=ago(15))
    week = register_case(
        town.guihua,
        an_appeal(content="电梯总是停", category=category("property"), channel="letter"),
        by=lin,
        at=ago(300),
    )
    photo, paper = _files(on_site, wei, ago(2))
    merged = a_case(town, at=ago(8), content="我家门前也漫水了。", name="覃叔", phone="+8613800000003")
    merge_case(merged, into=on_site, reason="同一条沟，两家都打来了", by=lin, at=ago(2))
    linked = link_cases(on_site, other=late, why="同一段沟", by=lin, at=ago(2))
    whole = a_case_in_hand(town, at=ago(6), content="巷口路灯不亮，水沟也堵了。")
    split_case(
        whole, [Part("路灯不亮", category("municipal.lamp")), Part("水沟要掏", category())], by=lin, at=ago(4)
    )  # fmt: skip
    run, _is_new = begin_bulk(
        [offered, resolved], verb="tell", given=Given(words="今晚抢修。"), duty=lin.duties.get(), key=uuid4(), by=lin,
        at=ago(1),
    )  # fmt: skip
    for item in run.items.all():
        do_item(item.pk, town.guihua.pk, at=ago(1))
    finish_bulk(run.pk, town.guihua.pk, at=ago(1))
    deed = record_deed(
        town.guihua, source="zone", title="给张阿婆家换了水龙头", done_on=ago(0).date(), result="不漏了",
        for_whom="张阿婆", done_by="韦启明", case=filed, by=mo, at=ago(5),
    )  # fmt: skip
    late_ones = CaseFilter(state="late", zones=(str(town.zone.pk),))
    kept = save_filter(town.guihua, name="三区超时的", wanted=late_ones, is_shared=True, by=lin, at=ago(60))
    first = on_site.requesters.get(is_first=True)
    return SimpleNamespace(
        **{
            name: [case.number]
            for name, case in {
                "offered": offered, "nowhere": nowhere, "in_hand": in_hand, "on_site": on_site, "late": late,
                "paused": paused, "extended": extended, "resolved": resolved, "silent": silent, "unhappy": unhappy,
                "filed": filed, "again": again, "told": told, "week": week, "deed": deed,
                "merged": merged, "whole": whole,
            }.items()
        },
        joined=[on_site.number, joined.pk],
        photo=[on_site.number, photo.key],
        paper=[on_site.number, paper.key],
        helped=[on_site.number, helped.pk],
        asked=[extended.number, asked.pk],
        caller=[on_site.number, first.pk],
        link_pair=[on_site.number, linked.pk],
        run=[run.pk],
        code_merged=[on_site.requesters.get(name="覃叔").query_code],
        code=[first.query_code],
        code_resolved=[resolved.requesters.get().query_code],
        code_paused=[paused.requesters.get().query_code],
        code_told=[told.requesters.get().query_code],
        filter=[kept.pk],
        person=[mo.pk],
        mo_duty=[mo.duties.get().pk],
    )  # fmt: skip
