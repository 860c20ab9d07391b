"""Resolving with a text to begin from, a preview and a second look; and the pages where texts and words are kept."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from linli.cases.actions import join_case, keep_reply_text
from linli.cases.models import Closure, Remark, ReplyText, Status, WatchedWord
from linli.fence.rows import open_fence

from .builders import a_case_on_site, an_appeal, category, everything, fresh

GOOD = "水沟通了，路面冲干净了，请您看看。"


@pytest.fixture
def case(town):
    return a_case_on_site(town, at=timezone.now() - timezone.timedelta(minutes=20))


@pytest.fixture
def resolve(client, town, case):
    """Press a button of the form: `resolve(answer=…, look="yes")`."""
    client.force_login(town.keeper_wei)

    def press(**typed):
        given = {"done": "掏了两桶泥", "outcome": "done", "mode": "phone", "answer": GOOD}
        answer = client.post(f"/cases/{case.number}/resolution/", {**given, **typed})
        open_fence([town.guihua.pk, town.yinxing.pk])
        return answer

    return press


def said(response):
    return response.content.decode()


def own_text(town, **but):
    given = {"title": "贤德北巷水沟", "body": "{称呼}好，{地点}的水沟通了。", "category": category(), "outcome": "done"}
    return keep_reply_text(
        ReplyText(community=town.guihua), is_in_use=True, by=town.secretary_liao, at=timezone.now(), **given | but
    )


# Texts


def test_texts_of_the_category_are_offered_filled_in(client, town, case):
    own_text(town)
    client.force_login(town.keeper_wei)
    page = said(client.get(f"/cases/{case.number}/resolution/"))

    assert "贤德北巷水沟" in page
    assert "黄女士好，建安街38号门口的水沟已经疏通" in page
    assert "灯修好了" not in page


def test_a_text_is_found_by_its_words_and_nothing_typed_is_lost(resolve, case):
    page = said(resolve(answer="写到一半", look="yes", word="移交 市政"))

    assert "已移交市政部门" in page
    assert "水沟疏通好了" not in page
    assert "写到一半" in page
    assert "掏了两桶泥" in page
    assert "没有找到" in said(resolve(look="yes", word="月球"))


def test_taking_a_text_adds_it_to_what_is_written_and_ends_nothing(resolve, case):
    before = everything()
    page = said(resolve(answer="您好。", use="ref-drain.done"))

    assert "您好。\n黄女士好，建安街38号门口的水沟已经疏通，路面也冲干净了。要是下雨再积水，请打 0774-5550110" in page
    assert everything() == before


def test_nobody_is_named_to_the_others_who_asked(town, resolve, case):
    join_case(case, an_appeal(phone="+8613800000002", name="李先生"), by=town.operator_lin, at=timezone.now())

    page = said(resolve(answer="", use="ref-drain.done"))
    assert "居民朋友好，建安街38号门口" in page
    assert "黄女士好" not in page


def test_the_preview_is_what_the_resident_will_see(resolve, case):
    page = said(resolve(answer="水沟通了。\n请您看看。", preview="yes"))

    assert "居民凭查询码会看到" in page
    assert '<blockquote class="say">水沟通了。<br>请您看看。</blockquote>' in page
    assert fresh(case).status == Status.ON_SITE


# A second look


def test_a_good_answer_goes_through_at_once(resolve, case):
    assert resolve().status_code == 302
    assert fresh(case).status == Status.RESOLVED


def test_advice_is_shown_once_with_its_words_and_never_stops_anybody(resolve, case):
    before = everything()
    page = said(resolve(answer="工单已办结，13800138000"))

    for words in ("只说了办完", "“工单”可以说成", "13800138000", "照样办结", "掏了两桶泥"):
        assert words in page
    assert everything() == before

    assert resolve(answer="工单已办结，13800138000", go_on="yes").status_code == 302
    assert Closure.objects.get().answer.body == "工单已办结，13800138000"


def test_a_wrong_field_is_told_before_any_advice(resolve):
    page = said(resolve(outcome="handed_over", answer="已处理"))

    assert "请写移交给了谁" in page
    assert "再看一眼" not in page


def test_an_answer_on_the_way_and_the_reason_of_a_pause_are_looked_at_too(client, town, case):
    client.force_login(town.keeper_wei)
    remark = {"kind": "answer", "mode": "phone", "body": "工单在办，请等一等"}
    assert "可以说成" in said(client.post(f"/cases/{case.number}/remark/", remark))
    open_fence([town.guihua.pk])
    assert Remark.objects.count() == 0
    assert client.post(f"/cases/{case.number}/remark/", {**remark, "go_on": "yes"}).status_code == 302
    note = {"kind": "note", "body": "工单在办，13800138000"}
    assert client.post(f"/cases/{case.number}/remark/", note).status_code == 302, "a note is our own"

    later = timezone.localtime() + timezone.timedelta(hours=1)
    pause = {"reason": "等 13800138000 的配件", "resume_by": later.strftime("%Y-%m-%dT%H:%M"),
             "told_requester_at": timezone.localtime().strftime("%Y-%m-%dT%H:%M")}  # fmt: skip
    assert "照样暂停" in said(client.post(f"/cases/{case.number}/pause/", pause))
    assert client.post(f"/cases/{case.number}/pause/", {**pause, "go_on": "yes"}).status_code == 302


# Keeping them


def test_an_unknown_variable_is_refused_kindly(client, town):
    client.force_login(town.worker_mo)
    before = everything()
    page = said(client.post("/replies/new/", {"title": "水沟", "body": "{称呼}好，{姓名}来过", "is_in_use": "on"}))

    assert "{姓名} 没有这一项。可以用的有：{称呼} {编号}" in page
    assert "{称呼}好，{姓名}来过" in page
    assert everything() == before


def test_a_reference_text_becomes_ones_own_or_is_put_away(client, town, case):
    client.force_login(town.secretary_liao)
    assert "这是参考答复" in said(client.get("/replies/reference/drain.done/"))
    client.post(
        "/replies/reference/drain.done/",
        {
            "title": "水沟好了",
            "category": category().pk,
            "outcome": "done",
            "body": "{称呼}，水沟好了。",
            "is_in_use": "on",
        },
    )
    page = said(client.get("/replies/"))
    assert "水沟好了" in page
    assert "水沟疏通好了" not in page
    assert client.get("/replies/reference/drain.done/").status_code == 302

    open_fence([town.guihua.pk])
    own = ReplyText.objects.get()
    client.post(
        f"/replies/own/{own.pk}/", {"title": "水沟好了", "category": category().pk, "outcome": "done", "body": "好"}
    )
    client.force_login(town.keeper_wei)
    page = said(client.get(f"/cases/{case.number}/resolution/"))
    assert "水沟好了" not in page
    assert "水沟疏通好了" not in page


def test_words_are_added_and_let_be(client, town, resolve, case):
    client.force_login(town.secretary_liao)
    client.post("/replies/words/", {"word": "掏沟组", "say_instead": "师傅"})
    client.post("/replies/words/", {"let_be": "工单"})
    open_fence([town.guihua.pk])
    assert {(row.word, row.is_in_use) for row in WatchedWord.objects.all()} == {("掏沟组", True), ("工单", False)}

    client.force_login(town.keeper_wei)
    assert "“掏沟组”可以说成“师傅”" in said(resolve(answer="掏沟组来了，水沟通了，请您看看。"))
    assert resolve(answer="工单里的水沟通了，请您看看。").status_code == 302


def test_only_who_answers_for_the_wording_keeps_it_and_only_of_their_own_community(client, town):
    text = own_text(town)
    pages = [
        "/replies/",
        "/replies/new/",
        f"/replies/own/{text.pk}/",
        "/replies/reference/drain.done/",
        "/replies/words/",
    ]
    found = {}
    for who in ("secretary_liao", "worker_mo", "operator_lin", "keeper_wei", "supervisor_chen", "operator_zhao"):
        client.force_login(getattr(town, who))
        found[who] = [client.get(page).status_code for page in pages]
    assert found == {
        "secretary_liao": [200] * 5, "worker_mo": [200] * 5, "operator_lin": [403] * 5, "keeper_wei": [403] * 5,
        "supervisor_chen": [403] * 5, "operator_zhao": [403, 403, 404, 403, 403],
    }  # fmt: skip


def test_the_pages_cost_the_same_for_many_texts(client, town, case):
    counts = []
    for more in (1, 12):
        for n in range(more):
            own_text(town, title=f"水沟 {more} {n}")
        for who, page in (("secretary_liao", "/replies/"), ("keeper_wei", f"/cases/{case.number}/resolution/")):
            client.force_login(getattr(town, who))
            with CaptureQueriesContext(connection) as asked:
                client.get(page)
            counts.append(len(asked))
            open_fence([town.guihua.pk])
    assert counts[:2] == counts[2:]
