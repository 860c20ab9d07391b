"""The page of one case: what is masked, what one may do next, what the list finds, and how notices lead there."""

import pytest
from django.utils import timezone

from linli.cases.actions import ask_extension, ask_help, merge_case, record_callback, reopen_case
from linli.cases.models import Requester
from linli.cases.queries.filters import IN_WORK
from linli.journal.models import Event
from linli.notices.models import Notice

from .builders import (
    a_case,
    a_case_in_hand,
    a_case_on_site,
    a_resolved_case,
    deliver,
    everything,
    fresh,
    pause,
    promise,
    resolve,
)


def page_of(client, case, who):
    client.force_login(who)
    return client.get(f"/cases/{case.number}/")


def steps(page):
    """Return what the page offers to do, the main thing first, by the last word of its address."""
    offered = [page.context["main_step"], *page.context["steps"]]
    return [step.url.split("/")[-2] for step in offered if step]


# Masked


@pytest.mark.parametrize("who", ["operator_lin", "keeper_wei", "keeper_li", "supervisor_chen"])
def test_names_and_numbers_of_residents_are_masked(client, town, at, who):
    case = a_case_in_hand(town, at=at, name="黄桂香", content="水沟堵了")

    said = page_of(client, case, getattr(town, who)).content.decode()

    assert ("黄*香" in said, "****0001" in said) == (True, True)
    assert [word for word in ("黄桂香", "13800000001") if word in said] == []


def test_who_asked_to_stay_confidential_is_not_named_at_all(client, town, at):
    case = a_case(town, at=at, name="黄桂香", wants_confidential=True)

    said = page_of(client, case, town.operator_lin).content.decode()

    assert ("黄*香" in said, "黄桂香" in said) == (False, False)


def test_unmasking_asks_for_a_reason_first(client, town, at):
    case = a_case_in_hand(town, at=at)
    requester = case.requesters.get()
    client.force_login(town.keeper_wei)
    url = f"/cases/{case.number}/phone/{requester.pk}/"

    asked, without = client.get(url), client.post(url, {"reason": "  "})
    assert [("13800000001" in page.content.decode(), page.status_code) for page in (asked, without)] == [
        (False, 200), (False, 200),
    ]  # fmt: skip
    assert Event.objects.filter(verb="cases.phone_revealed").count() == 0

    shown = client.post(url, {"reason": "约上门时间"})

    assert ("13800000001" in shown.content.decode(), shown.headers["Cache-Control"]) == (True, "no-store")
    event = Event.objects.get(verb="cases.phone_revealed")
    assert (event.actor, event.facts["reason"], event.facts["requester"]) == (
        town.keeper_wei, "约上门时间", requester.pk,
    )  # fmt: skip


def test_another_cases_requester_is_not_reached_through_ones_own(client, town, at):
    mine, other = a_case_in_hand(town, at=at), a_case(town, at=at, place_text="河边")
    client.force_login(town.keeper_wei)

    assert client.get(f"/cases/{mine.number}/phone/{other.requesters.get().pk}/").status_code == 404


def test_without_a_number_the_page_says_so(client, town, at):
    case = a_case_in_hand(town, at=at, phone="")
    client.force_login(town.keeper_wei)

    page = client.post(f"/cases/{case.number}/phone/{Requester.objects.get().pk}/", {"reason": "约上门时间"})

    assert (page.status_code, "没有留电话" in page.content.decode()) == (409, True)


# The next step


def test_each_is_shown_what_they_may_do_next(client, town, at, minutes):
    offered, on_site = a_case(town, at=at), a_case_on_site(town, at=at)
    done = a_resolved_case(town, at=at)
    waiting = a_case_on_site(town, at=at)
    pause(waiting, by=town.keeper_wei, at=at + minutes(6), until=at + minutes(600))

    def first(case, who):
        return steps(page_of(client, case, who))[:1]

    assert first(offered, town.keeper_wei) == ["acceptance"]
    assert first(on_site, town.keeper_wei) == ["resolution"]
    assert first(waiting, town.keeper_wei) != ["resolution"]
    assert first(done, town.worker_mo) == ["callback"]
    assert (first(done, town.keeper_wei), first(done, town.supervisor_chen)) == (["added-arrival"], [])


def test_every_step_shown_can_be_opened(client, town, at, minutes):
    """No link leads to a refusal: what the page offers, the house lets one do."""
    done = a_resolved_case(town, at=at)
    record_callback(done, reached=True, resolved=True, by=town.worker_mo, at=at + minutes(60))
    tried = set()
    for who in (town.keeper_wei, town.officer_zheng):
        for case in (a_case(town, at=at), a_case_on_site(town, at=at), done):
            page = page_of(client, case, who)
            links = [
                step.url for step in [page.context["main_step"], *page.context["steps"]] if step and not step.posts
            ]
            assert {url: client.get(url).status_code for url in links} == dict.fromkeys(links, 200)
            tried |= set(links)
    assert len(tried) > 10


def test_the_office_is_not_invited_to_press_the_handlers_button(client, town, at):
    page = page_of(client, a_case_on_site(town, at=at), town.operator_lin)

    assert page.context["main_step"] is None


def test_nor_to_end_what_somebody_else_is_asked_to_take(client, town, at):
    page = page_of(client, a_case(town, at=at), town.worker_mo)

    assert page.context["main_step"] is None
    assert steps(page)[0] == "offer"


def test_what_waits_is_taken_up_again_first_and_what_is_done_is_not_arrived_at(client, town, at, minutes):
    waiting = a_case_on_site(town, at=at)
    pause(waiting, by=town.keeper_wei, at=at + minutes(6), until=at + minutes(600))

    assert page_of(client, waiting, town.keeper_wei).context["main_step"].url.endswith("/resumption/")
    assert page_of(client, a_resolved_case(town, at=at), town.keeper_wei).context["main_step"] is None


def test_nothing_is_said_twice_and_nothing_of_what_one_may_not_do(client, town, at):
    case = a_case(town, at=at, content="路灯不亮。")

    def page(who):
        return page_of(client, case, who).content.decode()

    assert "“路灯不亮" not in page(town.operator_lin)
    assert "看全号要写原因" in page(town.operator_lin)
    assert "看全号要写原因" not in page(town.supervisor_chen)
    assert (
        "“路灯不亮，三盏都不亮"
        in page_of(
            client, a_case(town, at=at, content="路灯不亮，三盏都不亮。晚上看不清路。"), town.operator_lin
        ).content.decode()
    )


def test_a_merged_case_shows_no_empty_list_of_callers(client, town, at, minutes):
    case, main = a_case(town, at=at + minutes(1)), a_case(town, at=at)
    merge_case(case, into=main, reason="同一件", by=town.operator_lin, at=at + minutes(2))

    assert "诉求人" not in page_of(client, case, town.operator_lin).content.decode()


def test_an_extension_of_an_earlier_round_does_not_stand_on_the_page(client, town, at, minutes):
    case = a_case_on_site(town, at=at)
    ask_extension(
        case, reason="等配件", new_due_at=at + minutes(90), told_requester_at=at, by=town.keeper_wei, at=at + minutes(9)
    )
    assert page_of(client, case, town.secretary_liao).context["extension"] is not None
    resolve(case, by=town.keeper_wei, at=at + minutes(20))
    reopen_case(case, reason="又堵了", by=town.worker_mo, at=at + minutes(60))

    page = page_of(client, case, town.operator_lin)

    assert (page.context["extension"], "extension" in steps(page)) == (None, True)


# Doing something twice, or too late


def test_the_second_click_is_refused_kindly_and_changes_nothing(client, town, at):
    case = a_case(town, at=timezone.now())
    client.force_login(town.keeper_wei)
    client.post(f"/cases/{case.number}/acceptance/")
    client.force_login(town.keeper_li)
    before = {room: rows for room, rows in everything().items() if room != "accounts.User"}

    page = client.post(f"/cases/{case.number}/acceptance/")

    assert page.status_code == 409
    assert "这件事现在是「在路上」" in page.content.decode()
    assert {room: rows for room, rows in everything().items() if room != "accounts.User"} == before


def test_what_was_typed_into_a_refused_form_is_shown_again(client, town, at):
    case = a_resolved_case(town, at=at)
    client.force_login(town.keeper_wei)

    page = client.post(f"/cases/{case.number}/resolution/", {"outcome": "done", "done": "又掏了一遍", "answer": ""})

    assert (page.status_code, "又掏了一遍" in page.content.decode()) == (409, True)


@pytest.mark.parametrize(
    ("verb", "typed", "wrong"),
    [
        ("resolution", {"outcome": "refused", "done": "办不了"}, ["answer"]),
        ("resolution", {"outcome": "handed_over", "done": "交了", "answer": "交给市政局"}, ["handed_to"]),
        ("resolution", {"outcome": "legal_route", "done": "x", "answer": "x"}, ["outcome"]),
        ("resolution", {"outcome": "done", "done": ""}, ["done"]),
        ("handover", {"reason": ""}, ["reason"]),
        ("extension", {"reason": "等配件"}, ["new_due_at", "told_requester_at"]),
        ("pause", {"reason": "等配件", "resume_by": "x", "told_requester_at": "2099-01-01T00:00"}, None),
        ("help", {"wanted": "梯子"}, ["from_whom"]),
    ],
)
def test_a_form_that_is_not_right_does_nothing(client, town, at, verb, typed, wrong):  # noqa: PLR0917  a table
    case = a_case_on_site(town, at=at)
    client.force_login(town.keeper_wei)
    before = everything()["cases.Case"]

    page = client.post(f"/cases/{case.number}/{verb}/", typed)

    assert (page.status_code, sorted(page.context["form"].errors)) == (200, wrong or ["resume_by", "told_requester_at"])
    assert everything()["cases.Case"] == before


def test_one_goes_back_only_within_the_house(client, town, at):
    case = a_case_in_hand(town, at=at)
    client.force_login(town.keeper_wei)
    url = f"/cases/{case.number}/remark/"

    def back(to):
        return client.post(url, {"kind": "note", "body": "看过了", "next": to}).url

    assert [back("/tasks/"), back("https://evil.example/"), back("//evil.example"), back("")] == [
        "/tasks/", f"/cases/{case.number}/", f"/cases/{case.number}/", f"/cases/{case.number}/",
    ]  # fmt: skip


def test_a_forgotten_arrival_is_added_with_its_time_and_how_one_knows(client, town, at, minutes):
    case = a_case_in_hand(town, at=at)
    client.force_login(town.operator_lin)
    clock = timezone.localtime(at + minutes(8)).strftime("%Y-%m-%dT%H:%M")

    client.post(
        f"/cases/{case.number}/added-arrival/", {"who": town.keeper_wei.pk, "arrived_at": clock, "note": "打过电话"}
    )

    assert (promise(case, "arrive").kept_at, fresh(case).status) == (at + minutes(8), "on_site")


def test_help_is_asked_and_reported_over_the_pages(client, town, at):
    case = a_case_on_site(town, at=at)
    client.force_login(town.keeper_wei)
    client.post(f"/cases/{case.number}/help/", {"from_whom": f"person-{town.keeper_li.pk}", "wanted": "带梯子来"})
    client.force_login(town.keeper_li)

    asked = case.co_handlings.get()
    assert [each.wanted for each in client.get("/tasks/").context["tasks"].help_wanted] == ["带梯子来"]
    client.post(f"/cases/{case.number}/help/{asked.pk}/report/", {"report": "带到了"})

    asked.refresh_from_db()
    assert (asked.report, asked.reported_by) == ("带到了", town.keeper_li)


# The list


def test_the_list_finds_by_number_matter_and_place(client, town, at):
    drain = a_case(town, at=at, title="水沟堵了")
    lamp = a_case(town, at=at, title="路灯不亮", content="路灯不亮", place_text="河边大榕树下")
    client.force_login(town.operator_lin)

    def found(**query):
        return {getattr(row, "case", row).pk for row in client.get("/cases/", query).context["rows"]}

    both = {drain.pk, lamp.pk}
    assert (found(), found(q="水沟"), found(q=lamp.number), found(q="榕树 路灯")) == (
        both, {drain.pk}, {lamp.pk}, {lamp.pk},
    )  # fmt: skip
    assert (found(zone=town.zone.pk), found(channel="letter"), found(state="waiting")) == ({drain.pk}, set(), both)
    assert (found(since="2026-03-02", until="2026-03-02"), found(since="2026-03-03")) == (both, set())
    assert (found(state="nonsense"), found(zone="x"), found(since="x"), found(older="x")) == (both,) * 4


def test_the_desk_counts_what_its_tabs_show(client, town, at, minutes):
    now = timezone.now()
    a_case(town, at=now)
    a_case_in_hand(town, at=now - minutes(8))
    a_case_in_hand(town, at=now - minutes(20))
    a_resolved_case(town, at=now - minutes(60))
    client.force_login(town.operator_lin)

    counts = client.get("/desk/").context["counts"]
    counts = {tab: counts[tab] for tab in IN_WORK}

    assert counts == {"open": 3, "waiting": 1, "soon": 1, "late": 1, "callback": 1, "filing": 0}
    for tab, count in counts.items():
        assert (tab, len(client.get(f"/desk/?state={tab}").context["rows"])) == (tab, count)


def test_the_queue_begins_with_the_least_time_left(client, town, minutes):
    now = timezone.now()
    general = a_case(town, at=now - minutes(600), urgency="general")
    late = a_case_in_hand(town, at=now - minutes(20))
    soon = a_case(town, at=now)
    client.force_login(town.operator_lin)

    assert [row.pk for row in client.get("/desk/").context["rows"]] == [late.pk, soon.pk, general.pk]


# Notices


def test_a_notice_leads_to_its_case_and_is_seen_then(client, town, at):
    case = a_case(town, at=at)
    deliver(town)
    client.force_login(town.keeper_wei)
    (line,) = client.get("/notices/").context["told"]

    answer = client.post(f"/notices/{line.notice.pk}/")

    assert (answer.status_code, answer.url) == (302, f"/cases/{case.number}/")
    assert Notice.objects.get().read_at is not None


def test_somebody_elses_notice_is_neither_seen_nor_marked(client, town, at):
    a_case(town, at=at)
    deliver(town)
    client.force_login(town.keeper_li)

    assert client.get("/notices/").context["told"] == []
    assert client.post(f"/notices/{Notice.objects.get().pk}/").url == "/notices/"
    assert Notice.objects.get().read_at is None


def test_all_are_marked_at_once_and_keep_their_first_moment(client, town, at):
    a_case(town, at=at)
    deliver(town)
    client.force_login(town.keeper_wei)

    client.post("/notices/read/")
    first = Notice.objects.get().read_at
    client.post("/notices/read/")

    assert (Notice.objects.get().read_at, first is not None) == (first, True)


def test_a_helper_reads_who_asked_and_for_what(client, town, at, minutes):
    case = a_case_on_site(town, at=at)
    ask_help(case, wanted="带梯子来", helper=town.keeper_li, by=town.keeper_wei, at=at + minutes(6))
    deliver(town)
    client.force_login(town.keeper_li)

    (line,) = client.get("/notices/").context["told"]

    assert (line.sentence, line.subject, line.notice.event.actor) == ("请来协办：李春芳", case, town.keeper_wei)


# Deeds


def test_a_deed_is_written_down_over_its_page(client, town, at):
    client.force_login(town.worker_mo)

    future = client.post("/deeds/new/", {"source": "zone", "title": "修灯", "done_on": "2099-01-01", "result": "亮了"})
    assert list(future.context["form"].errors) == ["done_on"]
    answer = client.post("/deeds/new/", {"source": "zone", "title": "修灯", "done_on": "2026-03-01", "result": "亮了"})

    assert "修灯" in client.get(answer.url).content.decode()
