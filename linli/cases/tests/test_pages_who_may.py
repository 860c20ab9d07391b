"""Every page of a case, for every role: who enters (200, or 302 when something was done) and who may not.

The columns are people: the operator, the keeper who handles it, the other keeper of its zone, a worker, the officer,
the secretary; a keeper of another zone, the liaison of a unit asked to help, the auditor, the supervisor of affairs,
the street, and the operator of the other community, for whom nothing of ours exists.
"""

from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from linli.accounts.models import Duty, User
from linli.cases import urls
from linli.cases.actions import (
    Matter,
    ask_extension,
    ask_help,
    begin_bulk,
    join_case,
    leave_uncounted,
    link_cases,
    merge_case,
    offer_to_unit,
    plan_policy,
    put_before_council,
    record_arrival,
    record_callback,
    record_deed,
    register_case,
    save_filter,
)
from linli.cases.models import DispatchRule, Policy
from linli.cases.queries.bulk import Given
from linli.cases.queries.filters import CaseFilter
from linli.files.actions import remove_file
from linli.files.tests.builders import a_photo
from linli.territory.models import Door, Zone

from .builders import (
    a_case,
    a_case_in_hand,
    a_case_on_site,
    a_resolved_case,
    a_unit,
    an_appeal,
    category,
    everything,
    pause,
)
from .with_files import attached

PEOPLE = ["lin", "wei", "li", "mo", "zheng", "liao", "far", "su", "shen", "gu", "chen", "zhao"]

TABLE = """
GET  home              -         302 302 302 302 302 302 302 302 302 302 302 302
GET  desk              -         200 403 403 200 200 200 403 403 403 403 403 200
GET  tasks             -         200 200 200 200 200 200 200 200 403 403 403 200
GET  list              -         200 200 200 200 200 200 200 403 403 403 200 200
GET  intake            -         200 200 200 200 200 200 200 403 403 403 403 200
POST look              -         200 200 200 200 200 200 200 403 403 403 403 200
GET  new_deed          -         200 403 403 200 200 200 403 403 403 403 403 200
GET  deed              deed      200 403 403 200 200 200 403 403 403 403 200 404
GET  detail            on_site   200 200 200 200 200 200 404 200 404 404 200 404
GET  receipt           on_site   200 200 200 200 200 200 404 200 404 404 200 404
GET  related           on_site   200 200 200 200 200 200 404 200 404 404 200 404
GET  merger            on_site   200 403 403 200 200 200 404 403 404 404 403 404
GET  merger_undone     merged    200 403 403 200 200 200 404 404 404 404 403 404
GET  link              on_site   200 403 403 200 200 200 404 403 404 404 403 404
POST unlink            linked    302 403 403 302 302 302 404 404 404 404 403 404
GET  split             on_site   200 200 403 200 200 200 404 403 404 404 403 404
GET  category          on_site   200 403 403 200 200 200 404 403 404 404 403 404
GET  bulk              -         200 403 403 200 200 200 403 403 403 403 403 200
GET  bulk_run          run       200 403 403 200 200 200 403 403 403 403 403 404
GET  joined_receipt    joined    200 200 200 200 200 200 404 403 403 403 200 404
GET  offer             offered   200 403 403 200 200 200 404 404 404 404 403 404
POST acceptance        offered   403 302 302 403 302 302 404 404 404 404 403 404
GET  refusal           offered   403 200 403 403 403 403 404 404 404 404 403 404
POST arrival           in_hand   403 302 403 403 403 403 404 404 404 404 403 404
GET  handover          on_site   403 200 403 403 200 200 404 403 404 404 403 404
GET  added_arrival     on_site   200 200 403 200 200 200 404 403 404 404 403 404
POST remark            on_site   302 302 302 302 302 302 404 302 404 404 403 404
GET  help              on_site   200 200 403 200 200 200 404 403 404 404 403 404
GET  help_report       helped    200 200 403 200 200 200 404 200 404 404 403 404
GET  resolution        on_site   200 200 403 200 200 200 404 403 404 404 403 404
GET  extension         on_site   200 200 403 200 200 200 404 403 404 404 403 404
GET  decision          asked     403 403 403 403 200 200 404 403 404 404 403 404
GET  pause             on_site   403 200 403 403 200 200 404 403 404 404 403 404
POST resumption        paused    403 302 403 403 302 302 404 404 404 404 403 404
GET  callback          resolved  200 403 403 200 200 200 404 404 404 404 403 404
GET  reopening         resolved  200 403 403 200 200 200 404 404 404 404 403 404
POST filing            answered  302 403 403 302 302 302 404 404 404 404 403 404
GET  phone             caller    200 200 403 200 200 200 404 403 404 404 403 404
GET  rules             -         403 403 403 200 403 200 403 403 403 403 403 403
GET  new_rule          -         403 403 403 200 403 200 403 403 403 403 403 403
GET  policies          -         403 403 403 200 403 200 403 403 403 403 403 403
GET  new_policy        -         403 403 403 200 403 200 403 403 403 403 403 403
GET  rule              rule      403 403 403 200 403 200 403 403 403 403 403 404
GET  rule_removal      rule      403 403 403 200 403 200 403 403 403 403 403 404
GET  policy            policy    403 403 403 200 403 200 403 403 403 403 403 404
GET  next_policy       policy    403 403 403 200 403 200 403 403 403 403 403 404
POST rule_place        rule      403 403 403 302 403 302 403 403 403 403 403 404
POST rule_switch       rule      403 403 403 302 403 302 403 403 403 403 403 404
POST policy_withdrawal policy    403 403 403 302 403 302 403 403 403 403 403 404
POST policy_end        policy    403 403 403 302 403 302 403 403 403 403 403 404
GET  help_word         helped    200 200 403 200 200 200 404 200 404 404 403 404
GET  help_refusal      helped    200 200 403 200 200 200 404 200 404 404 403 404
GET  help_link         helped    200 200 403 200 200 200 404 403 404 404 403 404
GET  offer_link        by_link   200 403 403 200 200 200 404 404 404 404 403 404
GET  others            on_site   200 200 200 200 200 200 404 200 404 404 200 404
GET  order             on_site   200 200 200 200 200 200 404 200 404 404 200 404
GET  breach            late      200 200 403 200 200 200 404 404 404 404 403 404
GET  uncounted         on_site   403 403 403 403 200 200 404 403 404 404 403 404
POST counted_again     left_out  403 403 403 403 302 302 404 404 404 404 403 404
GET  before_council    on_site   403 403 403 403 200 200 404 403 404 404 403 404
GET  council_list      -         200 403 403 200 200 200 403 403 403 403 200 200
GET  council_removal   listed    403 403 403 403 200 200 403 403 403 403 403 404
GET  pick              -         200 403 403 200 200 200 403 403 403 403 403 200
GET  filters           -         200 403 403 200 200 200 403 403 403 403 403 200
GET  new_filter        -         200 403 403 200 200 200 403 403 403 403 403 200
POST filter_removal    filter    302 403 403 403 302 302 403 403 403 403 403 404
POST filter_return     filter    302 403 403 403 302 302 403 403 403 403 403 404
GET  export            -         200 403 403 200 200 200 403 403 403 403 403 200
GET  senders           -         200 403 403 200 200 200 403 403 403 403 403 200
GET  files             on_site   200 200 200 200 200 200 404 200 404 404 200 404
GET  new_files         on_site   200 200 200 200 200 200 404 200 404 404 403 404
GET  file              photo     200 200 200 200 200 200 404 200 404 404 200 404
POST file_caption      photo     302 302 403 302 302 302 404 403 404 404 403 404
POST file_audience     photo     302 302 403 302 302 302 404 403 404 404 403 404
POST file_place        photo     302 302 403 302 302 302 404 403 404 404 403 404
GET  file_redaction    photo     200 200 403 200 200 200 404 403 404 404 403 404
POST file_removal      photo     302 302 403 302 302 302 404 403 404 404 403 404
POST file_return       removed   302 302 403 302 302 302 404 403 404 404 403 404
GET  file_original     photo     403 403 403 403 200 200 404 403 404 404 403 404
"""
PUBLIC = {"home", "progress", "progress_of", "answers", "unit", "unit_door"}
ELSEWHERE = {
    # test_pages_replies, with a table of their own
    "reply_texts", "new_reply_text", "reply_text", "reference_text", "watched_words",
    "filter",  # test_saved_filters: one's own, and one shared
    "order_file", "order_files",  # test_tables; as PDF what "order" and "export" show, behind the same doors
    # test_files_seen: the bytes of a file
    "file_picture", "file_thumb", "file_download", "progress_files", "progress_picture", "progress_thumb",
}  # fmt: skip


def rows():
    for line in TABLE.strip().splitlines():
        method, page, thing, *statuses = line.split()
        yield method, page, thing, dict(zip(PEOPLE, map(int, statuses), strict=True))


@pytest.fixture
def people(town):
    """Everybody of the table, by the name they sign in with."""
    zone = Zone.objects.create(community=town.guihua, number=4, name="贤德责任区", drawn_on=timezone.localdate())
    Door.objects.create(community=town.guihua, lane=town.lane, number=99, zone=zone)
    long_ago = timezone.localdate().replace(year=2020)

    def person(username, name, role, **where):
        user = User.objects.create(username=username, name=name, must_change_password=False)
        Duty.objects.create(user=user, role=role, community=town.guihua, from_on=long_ago, **where)
        return user

    person("near", "近水", Duty.Role.ZONE_KEEPER, zone=zone)
    person("far", "远山", Duty.Role.ZONE_KEEPER, zone=zone)
    person("su", "苏明", Duty.Role.UNIT_LIAISON)
    person("gu", "顾全", Duty.Role.AFFAIRS_SUPERVISOR)
    return {user.username: user for user in User.objects.all()}


@pytest.fixture
def things(town, people, at, minutes):
    """What the pages are about: cases in each standing, and what hangs on them."""
    on_site = a_case_on_site(town, at=at)
    unit = a_unit(town, liaison=people["su"], at=at)
    paused = a_case_on_site(town, at=at)
    pause(paused, by=town.keeper_wei, at=at + minutes(6), until=at + minutes(600))
    answered = a_resolved_case(town, at=at)
    record_callback(answered, reached=True, resolved=True, by=town.worker_mo, at=at + minutes(60))
    asked = ask_extension(
        on_site, reason="等配件", new_due_at=at + minutes(90), told_requester_at=at, by=town.keeper_wei,
        at=at + minutes(9),
    )  # fmt: skip
    helped = ask_help(on_site, wanted="派车", unit=unit, by=town.keeper_wei, at=at + minutes(8))
    joined = join_case(on_site, an_appeal(), by=town.operator_lin, at=at + minutes(7))
    deed = record_deed(
        town.guihua, source="zone", title="修好路灯", done_on=at.date(), result="亮了", by=town.worker_mo, at=at
    )
    rule = DispatchRule.objects.create(community=town.guihua, name="媒体来的", target="zone", channel="media", order=1)
    planned = plan_policy(
        Policy(
            community=town.guihua, channel="media", resolve_within=3, resolve_clock="calendar_days",
            offer_within_minutes=60, source="试", effective_from=timezone.localdate() + timedelta(days=9),
        ),
        by=town.secretary_liao, at=timezone.now(),
    )  # fmt: skip
    linked = a_case(town, at=at)
    offer = offer_to_unit(linked, a_unit(town, at=at, name="八步区供水公司"), by=town.operator_lin, at=at)
    merged, main = a_case(town, at=at), a_case(town, at=at)
    merge_case(merged, into=main, reason="同一条沟", by=town.operator_lin, at=at)
    link = link_cases(merged, other=main, by=town.operator_lin, at=at)
    run, _is_new = begin_bulk(
        [main], verb="archive", given=Given(), duty=town.operator_lin.duties.get(), key=uuid4(), by=town.operator_lin,
        at=at,
    )  # fmt: skip
    late = a_case_in_hand(town, at=at)
    record_arrival(late, by=town.keeper_wei, at=at + minutes(15))
    left_out = a_case(town, at=at)
    leave_uncounted(left_out, why="test", note="试一试", by=town.officer_zheng, at=at)
    matter = Matter(title="水沟总是堵", times=3, since_on=at.date(), category=category(), lane=town.lane)
    listed = put_before_council(town.guihua, matter, why="老是堵", by=town.secretary_liao, at=at)
    kept = save_filter(
        town.guihua, name="超时的", wanted=CaseFilter(state="late"), is_shared=True, by=town.operator_lin, at=at
    )
    photo, removed = attached(town, on_site, a_photo(), a_photo(colour="red"))
    remove_file(removed, by=town.keeper_wei, at=timezone.now())
    return SimpleNamespace(
        late=[late.number],
        left_out=[left_out.number],
        listed=[listed.pk],
        filter=[kept.pk],
        photo=[on_site.number, photo.key],
        removed=[on_site.number, removed.key],
        merged=[merged.number],
        linked=[main.number, link.pk],
        run=[run.pk],
        rule=[rule.pk],
        policy=[planned.pk],
        by_link=[linked.number, offer.pk],
        offered=[a_case(town, at=at).number],
        in_hand=[a_case_in_hand(town, at=at).number],
        on_site=[on_site.number],
        paused=[paused.number],
        resolved=[a_resolved_case(town, at=at).number],
        answered=[answered.number],
        helped=[on_site.number, helped.pk],
        asked=[on_site.number, asked.pk],
        joined=[on_site.number, joined.pk],
        caller=[on_site.number, on_site.requesters.get(is_first=True).pk],
        deed=[deed.number],
    )


TYPED = {"kind": "note", "body": "看过了", "content": "水沟", "caption": "井口", "who": "resident", "move": "later"}


def knock(client, method, page, arguments):
    """Return the status of one request, and undo what it did."""
    url = reverse(f"cases:{page}", args=arguments)
    mark = transaction.savepoint()
    try:
        if method == "GET":
            return client.get(url).status_code
        return client.post(url, TYPED).status_code
    finally:
        transaction.savepoint_rollback(mark)


@pytest.mark.urls("tests.plain_refusals")
def test_who_may(client, people, things, subtests):
    for who in PEOPLE:
        client.force_login(people[who])
        found = {page: knock(client, method, page, getattr(things, thing, [])) for method, page, thing, _all in rows()}
        with subtests.test(who=who):
            assert found == {page: statuses[who] for _method, page, _thing, statuses in rows()}


def test_the_table_names_every_page_of_the_room():
    pages = {pattern.name for pattern in urls.urlpatterns}

    assert pages - PUBLIC - ELSEWHERE == {page for _method, page, *_rest in rows()} - PUBLIC


def test_whoever_is_not_signed_in_is_sent_to_the_door(client, things):
    for method, page, thing, _statuses in rows():
        if page not in PUBLIC:
            answer = getattr(client, method.lower())(reverse(f"cases:{page}", args=getattr(things, thing, [])))
            assert (page, answer.status_code, answer.url.split("?")[0]) == (page, 302, "/sign-in/login/")


def test_what_is_done_with_a_click_is_not_done_with_a_link(client, people, things):
    client.force_login(people["lin"])
    clicks = {page: thing for method, page, thing, _statuses in rows() if method == "POST"}

    answers = {
        page: client.get(reverse(f"cases:{page}", args=getattr(things, thing, []))) for page, thing in clicks.items()
    }

    assert {page: answer.status_code for page, answer in answers.items()} == dict.fromkeys(clicks, 405)


# What a refused post changes


def test_a_refused_click_changes_nothing(client, people, things):
    def business():
        return {room: found for room, found in everything().items() if room != "accounts.User"}  # who last signed in

    before, typed = business(), {"outcome": "done", "done": "掏通了", "answer": "通了"}
    for who, status in {"li": 403, "chen": 403, "far": 404, "zhao": 404}.items():
        client.force_login(people[who])

        answer = client.post(reverse("cases:resolution", args=things.on_site), typed)

        assert (who, answer.status_code) == (who, status)
        assert business() == before


# The other community


def test_the_other_communitys_lists_counts_notices_and_look_ups_are_empty(client, town, people, things, at):
    client.force_login(people["zhao"])

    desk = client.get("/desk/")
    assert (set(desk.context["counts"].values()), desk.context["rows"]) == ({0}, [])
    assert client.get("/cases/").context["rows"] == []
    assert client.get("/cases/?q=GH").context["rows"] == []
    assert client.get("/notices/").context["told"] == []
    found = client.post(
        "/cases/new/look/", {"phone": "13800000001", "place_text": "建安街38号", "content": "水沟堵了"}
    ).context["found"]
    assert (found.earlier, found.known, found.place.lane, found.keepers, found.similar, found.nearby) == (
        [], [], None, [], [], [],
    )  # fmt: skip


def test_nor_can_it_join_or_follow_what_is_not_its_own(client, people, things):
    client.force_login(people["zhao"])

    answer = client.post("/cases/new/", {"content": "水沟堵了", "channel": "hotline", "join": things.offered[0]})

    assert answer.status_code == 404


def test_the_street_sees_both(client, town, people, at):
    a_case(town, at=at, title="桂花的事")
    register_case(town.yinxing, an_appeal(title="银杏的事"), by=town.operator_zhao, at=at)
    client.force_login(people["chen"])

    titles = {row.title for row in client.get("/cases/").context["rows"]}

    assert titles == {"桂花的事", "银杏的事"}


# A keeper


def test_a_keeper_sees_their_own_zone_and_what_was_put_before_them(client, town, people, at):
    a_case(town, at=at, title="三区的事")
    a_case(town, at=at, title="四区的事", place_text="建安街99号")
    a_case(town, at=at, title="没说地方的事", place_text="")

    def seen(who):
        client.force_login(people[who])
        return {row.title for row in client.get("/cases/").context["rows"]}

    assert (seen("wei"), seen("far"), seen("zheng")) == (
        {"三区的事"}, {"四区的事"}, {"三区的事", "四区的事", "没说地方的事"},
    )  # fmt: skip


def test_a_liaison_sees_only_what_their_unit_was_asked_for(client, people, things):
    client.force_login(people["su"])

    tasks = client.get("/tasks/").context["tasks"]

    assert [asked.wanted for asked in tasks.help_wanted] == ["派车"]
    assert (tasks.asked, tasks.in_hand, tasks.free) == ([], [], [])
