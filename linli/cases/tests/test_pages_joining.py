"""The pages of merging, linking, splitting and doing several at once, as people use them."""

from uuid import uuid4

import pytest
from django.conf import settings
from procrastinate.contrib.django.models import ProcrastinateJob

from linli.cases import jobs
from linli.cases.actions import merge_case
from linli.cases.models import BulkRun, Case, CaseLink, Merger, Outcome, Status
from linli.cases.views import bulk
from linli.fence.rows import open_fence

from .builders import (
    a_case,
    a_case_in_hand,
    a_case_on_site,
    a_resolved_case,
    category,
    everything,
    fresh,
    journal,
    resolve,
)

NEIGHBOUR = {"content": "我家门前也漫水了。", "name": "覃叔", "phone": "+8613800000002"}


@pytest.fixture
def desk(client, town):
    client.force_login(town.operator_lin)
    return client


@pytest.fixture
def two(town, at, minutes):
    return a_case_on_site(town, at=at), a_case(town, at=at + minutes(6), **NEIGHBOUR)


def words(response):
    return response.content.decode()


def test_splitting_says_beforehand_that_a_part_needs_a_category(desk, two):
    _main, second = two
    url = f"/cases/{second.number}/split/"
    fields = words(desk.get(url)).split('<div class="field">')
    (category,) = [field for field in fields if 'name="category_1"' in field]
    assert "可不填" not in category

    given = {"key": str(uuid4()), "content_1": "扶正灯杆", "content_2": "运走垃圾"}
    said = words(desk.post(url, given))
    assert said.count("请选这一部分的归类") == 4, "beside each field, and above the form"


def test_several_are_chosen_on_the_desk_too(desk, two):
    page = words(desk.get("/desk/", {"state": "open", "channel": "hotline"}))
    assert 'name="n"' not in page
    assert "?state=open&amp;channel=hotline&amp;choose=yes" in page

    page = words(desk.get("/desk/", {"state": "open", "choose": "yes"}))
    assert [f'name="n" value="{case.number}"' in page for case in two] == [True, True]
    assert 'action="/cases/bulk/"' in page
    piece = desk.get("/desk/", {"choose": "yes"}, headers={"Live-Pieces": "queue"})
    assert words(piece).count('name="n"') == len(two)


def test_what_could_be_the_same_is_what_is_open_each_once(desk, town, two, at, minutes):
    main, second = two
    url = f"/cases/{second.number}/merger/"
    again = a_case(town, at=at + minutes(7), **NEIGHBOUR)

    assert words(desk.get(url)).count(f"?other={again.number}") == 1, "the same door and the same caller"
    for case in (main, again):
        resolve(fresh(case), by=town.officer_zheng, at=at + minutes(20))
    assert "可能是同一件" not in words(desk.get(url))


def test_merging_shows_what_will_happen_before_it_does(desk, town, two):
    main, second = two
    url = f"/cases/{second.number}/merger/"

    assert main.number in words(desk.get(url)), "who is at the same place is offered"
    assert "没有找到这个编号" not in words(desk.get(url))
    before = everything()
    page = words(desk.get(url, {"other": main.number.lower()}))
    assert "两边的诉求人都在主件上" in page
    assert everything() == before
    page = desk.post(url, {"other": "GH20990101-0001", "reason": "同一条沟"})
    assert "没有找到这个编号" in words(page)
    assert "同一条沟" in words(page)

    desk.post(url, {"other": main.number, "reason": "同一条沟"})

    assert Merger.objects.get().into == main
    page = words(desk.get(f"/cases/{second.number}/"))
    assert f"已并入 <b>{main.number}</b>" in page
    assert "拆回来单独办" in page
    assert second.number in words(desk.get(f"/cases/{main.number}/"))
    assert desk.get(f"/cases/{second.number}/receipt/").status_code == 302


def test_the_wrong_way_round_is_said_before_anything_is_typed(desk, town, two):
    main, second = two
    page = words(desk.get(f"/cases/{main.number}/merger/", {"other": second.number}))
    assert "并案不能换来时间" in page
    assert f"/cases/{second.number}/merger/?other={main.number}" in page


def test_undoing_says_who_comes_back_and_does_it(desk, town, at, minutes, two):
    main, second = two
    merge_case(second, into=main, reason="同一条沟", by=town.operator_lin, at=at + minutes(8))
    url = f"/cases/{second.number}/merger/undone/"

    assert "跟着回来的诉求人：覃*" in words(desk.get(url))
    desk.post(url, {"reason": "不是同一条沟"})

    assert fresh(second).is_open
    assert "不是同一条沟" in words(desk.get(f"/cases/{second.number}/"))
    assert desk.get(url).status_code == 404


def test_the_residents_page_says_that_two_matters_became_one(client, town, at, minutes, two):
    main, second = two
    code = second.requesters.get().query_code
    merge_case(second, into=main, reason="同一条沟", by=town.operator_lin, at=at + minutes(8))

    page = words(client.get(f"/progress/{code}/"))

    assert main.number in page
    assert f"（{second.number}）和这是同一件事" in page


def test_each_caller_is_called_back_by_name(desk, town, at, minutes, two):
    main, second = two
    merge_case(second, into=main, reason="同一条沟", by=town.operator_lin, at=at + minutes(8))
    resolve(fresh(main), by=town.keeper_wei, at=at + minutes(20))
    url = f"/cases/{main.number}/callback/"
    caller = main.requesters.get(name="覃叔")
    page = words(desk.get(url))
    assert "回访哪一位" in page

    answer = {"reached": "yes", "resolved": "yes", "requester": caller.pk}
    assert "还有 1 位要回访" in words(desk.post(url, answer, follow=True))
    assert "回访哪一位" not in words(desk.get(url))
    desk.post(url, {"reached": "yes", "resolved": "yes"})

    assert fresh(main).status == Status.CALLED_BACK
    assert next(row.requester_id for row in main.callbacks.all()) == caller.pk


def test_cases_are_linked_and_unlinked_from_either_page(desk, town, two):
    one, other = two
    desk.post(f"/cases/{one.number}/link/", {"other": other.number, "why": "同一段沟"})
    link = CaseLink.objects.get()
    for case, beside in ((one, other), (other, one)):
        page = words(desk.get(f"/cases/{case.number}/"))
        assert beside.number in page
        assert "同一段沟" in page

    desk.post(f"/cases/{other.number}/link/{link.pk}/ended/")

    assert one.number not in words(desk.get(f"/cases/{other.number}/")).split('id="beside"')[1]


def test_splitting_asks_for_each_parts_category_and_loses_nothing(desk, town, at, two):
    main, _second = two
    url = f"/cases/{main.number}/split/"
    key = str(uuid4())
    page = desk.post(url, {"key": key, "content_1": "路灯不亮", "category_1": ""})
    assert "请选这一部分的归类" in words(page)
    assert "路灯不亮" in words(page)
    given = {"key": key, "content_1": "路灯不亮", "category_1": "municipal.lamp", "content_2": "掏沟",
             "category_2": "municipal.drain", "place_2": "建安街40号"}  # fmt: skip

    desk.post(url, given)
    desk.post(url, given)

    assert [part.category.code for part in main.parts.order_by("number")] == ["municipal.lamp", "municipal.drain"]
    page = words(desk.get(f"/cases/{main.number}/"))
    assert f"{main.number}-1" in page
    assert "还没办完" in words(desk.post(f"/cases/{main.number}/resolution/", {"outcome": "done", "done": "掏了"}))
    assert "这是拆出来的一部分" in words(desk.get(f"/cases/{main.number}-1/"))


def test_what_happened_at_the_same_place_and_to_the_same_caller(desk, town, at, minutes):
    case = a_case(town, at=at)
    ended = a_resolved_case(town, at=at - minutes(60), name="莫先生", phone="")
    a_case(town, at=at - minutes(60 * 24 * 200), name="莫先生", phone="")
    same = a_case(town, at=at, place_text="不知道哪里", category=category("municipal.lamp"))
    url = f"/cases/{case.number}/related/"

    found = desk.get(url, {"months": "3"}).context["found"]
    # the real clock is later than the story: three months from now may hold nothing
    wide = desk.get(url, {"months": "60"}).context["found"]

    assert found.months == 3
    assert wide.callers == [same]
    assert wide.door[0] == ended
    assert len(wide.door) == 2
    assert desk.get(url, {"months": "³"}).context["found"].months == settings.NEARBY_MONTHS
    assert "<html" not in words(desk.get(url, headers={"HX-Request": "true"}))


def test_another_category_is_chosen_on_its_page(desk, town, two):
    main, _second = two
    desk.post(f"/cases/{main.number}/category/", {"category": category("municipal.lamp").pk})
    assert fresh(main).category == category("municipal.lamp")


# Several at once


def choose(cases, **more):
    return {"n": [case.number for case in cases], **more}


def test_the_preview_says_for_each_what_will_happen_or_why_not(desk, town, at, two):
    main, second = two
    told = a_resolved_case(town, at=at)
    cases = [main, second, told]
    assert "要做什么" in words(desk.get("/cases/bulk/", choose(cases)))
    before = everything()

    page = desk.get("/cases/bulk/", choose(cases, verb="archive", ready="1"))
    assert [one.why_not != "" for one in page.context["foreseen"]] == [True, True, True]
    assert "现在都不能这样做" in words(page)
    page = desk.get("/cases/bulk/", choose(cases, verb="hand_on", ready="1", reason="换班", to=town.keeper_li.pk))
    assert [(one.will, one.why_not) for one in page.context["foreseen"]] == [
        ("", "这一件不归您这样做。"), ("派给李春芳。", ""), ("", "现在是「等回访」，不能这样做。"),
    ]  # fmt: skip
    assert "请" in words(desk.get("/cases/bulk/", choose(cases, verb="tell", ready="1"))), "words are needed"
    assert everything() == before


def test_each_is_done_by_itself_once_and_the_result_is_listed(
    desk, town, at, two, django_capture_on_commit_callbacks
):  # fmt: skip
    main, second = two
    told = a_resolved_case(town, at=at)
    sent = choose([main, second, told], verb="tell", ready="1", words="今晚抢修，明早通水。", key=str(uuid4()))

    for _click in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            page = desk.post("/cases/bulk/", sent)
        open_fence([town.guihua.pk])

    run = BulkRun.objects.get()
    assert page.url == f"/cases/bulk/{run.pk}/"
    assert [item.outcome for item in run.items.all()] == ["done", "done", "done"]
    assert [case.remarks.filter(body="今晚抢修，明早通水。").count() for case in (main, second, told)] == [1, 1, 1]
    page = words(desk.get(page.url))
    assert "一共 3 件：办了 3 件，没有办 0 件" in page
    assert "hx-trigger=" not in page


def test_more_than_twenty_are_the_workers_and_show_how_far_they_are(desk, town, at, minutes, monkeypatch):
    monkeypatch.setattr(bulk, "AT_ONCE", 1)
    cases = [a_case(town, at=at + minutes(n)) for n in range(2)] + [a_resolved_case(town, at=at)]
    sent = choose(cases, verb="recategorise", ready="1", category=category("municipal.lamp").pk, key=str(uuid4()))

    page = desk.post("/cases/bulk/", sent)

    run = BulkRun.objects.get()
    assert "每 2" not in words(desk.get(page.url))
    assert 'hx-trigger="every 2s"' in words(desk.get(page.url))
    Case.objects.filter(pk=cases[1].pk).update(
        status=Status.TOLD, outcome=Outcome.LEGAL_ROUTE, resolved_at=at, next_due_at=None
    )  # fmt: skip
    job = ProcrastinateJob.objects.get(task_name="linli.cases.jobs.work_through")
    jobs.work_through(**job.args)
    jobs.work_through(**job.args)
    open_fence([town.guihua.pk])
    assert [item.outcome for item in run.items.all()] == ["done", "refused", "done"]
    assert "已告知" in run.items.all()[1].said
    assert journal(cases[0]).count("recategorised") == 1
    assert "办完了" in words(desk.get(page.url))


def test_several_are_linked_to_one(desk, town, at, two, django_capture_on_commit_callbacks):
    main, second = two
    sent = choose([second, a_case_in_hand(town, at=at)], verb="link", ready="1", other=main.number, key=str(uuid4()))
    with django_capture_on_commit_callbacks(execute=True):
        desk.post("/cases/bulk/", sent)
    open_fence([town.guihua.pk])
    assert CaseLink.objects.count() == 2


def test_nobody_else_does_things_in_bulk_and_no_case_of_others_is_reached(client, town, at, two):
    main, _second = two
    client.force_login(town.keeper_wei)
    assert client.get("/cases/bulk/", choose([main])).status_code == 403
    client.force_login(town.operator_zhao)
    assert client.get("/cases/bulk/", choose([main], verb="archive")).context["cases"] == []
    for page in ("merger", "merger/undone", "link", "split", "category", "related"):
        assert client.get(f"/cases/{main.number}/{page}/").status_code == 404
