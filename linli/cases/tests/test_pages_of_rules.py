"""The pages of dispatch rules: made, tried on last month, moved, switched, removed; and the warning about who left."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from linli.accounts.actions import end_duty
from linli.accounts.models import Duty, User
from linli.cases.actions import warn_of_rules
from linli.cases.models import Case, DispatchRule
from linli.cases.queries.preview import try_rule
from linli.fence.rows import open_fence

from .builders import a_case, a_case_in_hand, a_unit, category, deliver, heard, offers
from .test_dispatch_rules import NIGHT, a_post, a_rule


@pytest.fixture
def secretary(client, town):
    client.force_login(town.secretary_liao)
    return client


def fill(town, **but):
    return {
        "category": "", "zone": "", "channel": "", "urgency": "", "from_time": "", "until_time": "", "to": "zone",
        "mode": "assign", "name": "", "do": "save",
    } | but  # fmt: skip


def names(town):
    open_fence([town.guihua.pk])
    return list(DispatchRule.objects.filter(removed_at=None).order_by("order").values_list("order", "name"))


def test_a_rule_is_tried_then_saved_and_decides_the_next_case(secretary, town, at):
    now = timezone.now()
    a_case_in_hand(town, at=now - timedelta(days=3), content="门口水沟堵了")
    a_case(town, at=now - timedelta(days=40))
    typed = fill(
        town, category=category("municipal").pk, to=f"person-{town.worker_mo.pk}", weekdays=[1, 2, 3, 4, 5, 6, 7]
    )

    tried = secretary.post(reverse("cases:new_rule"), typed | {"do": "preview"})
    page = tried.content.decode()
    assert "符合的有 <b>1</b> 件，其中 <b>1</b> 件由它来派" in page
    assert "莫秀丽 1 件" in page
    assert names(town) == []

    saved = secretary.post(reverse("cases:new_rule"), typed)
    assert saved.url == reverse("cases:rules")
    assert names(town) == [(1, "市政设施 周一至周日 → 莫秀丽")]
    assert offers(a_case(town, at=now))[0][0] == "mo"
    page = secretary.get(saved.url).content.decode()
    assert "近三十天按它派了 1 件" in page
    assert "加了派单规则：市政设施 · 周一至周日 → 莫秀丽（指派）" in page


def test_what_cannot_be_is_told_beside_the_field(secretary, town):
    page = secretary.post(reverse("cases:new_rule"), fill(town, from_time="22:00", name="夜里")).content.decode()

    assert "钟点要写起、止两头" in page
    assert 'value="夜里"' in page
    assert names(town) == []


def test_rules_are_moved_switched_changed_and_removed(secretary, town):
    first, second, third = (a_rule(town, f"第{n}") for n in "甲乙丙")

    secretary.post(reverse("cases:rule_place", args=[third.pk]), {"to": "up"})
    assert names(town) == [(1, "第甲"), (2, "第丙"), (3, "第乙")]
    secretary.post(reverse("cases:rule_place", args=[first.pk]), {"to": "up"})
    secretary.post(reverse("cases:rule_switch", args=[first.pk]), {"to": "off"})
    secretary.post(reverse("cases:rule", args=[second.pk]), fill(town, name="改过", mode="grab"))
    assert "删除「第丙」吗？" in secretary.get(reverse("cases:rule_removal", args=[third.pk])).content.decode()
    secretary.post(reverse("cases:rule_removal", args=[third.pk]))

    assert names(town) == [(1, "第甲"), (2, "改过")]
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.is_on, second.mode) == (False, "grab")
    page = secretary.get(reverse("cases:rules")).content.decode()
    for line in (
        "从第 3 条移到第 2 条",
        "停用派单规则「第甲」",
        "删除派单规则「第丙」",
        "现在是 所有事项 → 责任区党员（抢单）",
    ):
        assert line in page
    assert secretary.get(reverse("cases:rule", args=[third.pk])).status_code == 404


def test_an_earlier_rule_is_named_in_the_preview(town, at, minutes):
    for n in range(3):
        a_case(town, at=at + minutes(60 * n))
    mornings = a_rule(town, "上午", from_time=(at - minutes(30)).time(), until_time=(at + minutes(30)).time())
    draft = DispatchRule(community=town.guihua, name="都轮流", target="zone", mode="turn")

    told = try_rule(draft, [mornings], Case.objects.all(), at + minutes(60 * 24))

    assert (told.caught, told.own) == (3, 2)
    assert [(rule.name, n) for rule, n in told.earlier] == [("上午", 1)]
    assert [(row.names, row.earlier and row.earlier.name) for row in told.rows] == [
        ("李春芳", None), ("韦启明", None), ("", "上午"),
    ]  # fmt: skip
    assert told.chosen == [("李春芳", 1), ("韦启明", 1)]


def test_the_database_and_the_rule_agree_on_hours_and_days(town, at, minutes):
    """The preview asks the database, the dispatch asks the rule: the same moments for both."""
    cases = [a_case(town, at=at + minutes(60 * n)) for n in range(0, 7 * 24, 7)]
    for conditions in (NIGHT, {"weekdays": [6, 7]}, {"weekdays": [7], **NIGHT}, {"weekdays": [1, 5], **NIGHT}):
        rule = DispatchRule(community=town.guihua, name="试", target="zone", **conditions)
        told = try_rule(rule, [], Case.objects.all(), at + minutes(60 * 24 * 8))

        assert told.caught == sum(rule.is_its_time(case.received_at) for case in cases) > 0


def test_the_preview_goes_by_the_shifts_of_the_time(town, at, minutes):
    post = a_post(town, town.worker_mo, at=at, minutes=minutes)
    a_case(town, at=at)
    a_case(town, at=at + minutes(60 * 20))
    draft = DispatchRule(community=town.guihua, name="岗", target="post", post=post)

    told = try_rule(draft, [], Case.objects.all(), at + minutes(60 * 24))

    assert ([row.names for row in told.rows], told.nobody) == (["", "莫秀丽"], 1)


def test_who_left_is_warned_of_on_the_list_at_the_desk_and_once_at_the_bell(secretary, town, at, minutes):
    now = timezone.now()
    unit = a_unit(town, at=at)
    a_rule(town, "找莫秀丽", target="person", person=town.worker_mo)
    a_rule(town, "找单位", target="unit", unit=unit)
    a_rule(town, "停用的", target="post", post=a_post(town), is_on=False)
    assert warn_of_rules(town.guihua.pk, at=now) == 0
    assert "要改" not in secretary.get(reverse("cases:desk")).content.decode()

    open_fence([town.guihua.pk])
    end_duty(Duty.objects.get(user=town.worker_mo), until_on=timezone.localdate(), by=town.secretary_liao, at=now)
    type(unit).objects.update(left_on=timezone.localdate())

    for page in ("cases:rules", "cases:desk"):
        told = secretary.get(reverse(page)).content.decode()
        assert "「找莫秀丽」：莫秀丽，指定的人已经没有职务" in told
        assert "「找单位」：市政局，单位已经退出" in told
    open_fence([town.guihua.pk])
    assert [warn_of_rules(town.guihua.pk, at=now) for _twice in range(2)] == [2, 0]
    deliver(town)
    assert heard("rule_names_nobody") == ["liao", "liao"]


def test_a_rule_for_who_left_is_not_given_to_somebody_else_by_saving_it(secretary, town):
    rule = a_rule(town, "找苏明", target="person", person=User.objects.create(username="su", name="苏明"))
    page = reverse("cases:rule", args=[rule.pk])

    told = secretary.get(page).content.decode()
    answer = secretary.post(page, fill(town, to="", name="找苏明"))

    assert "原来派给苏明，现在派不了，请另选。" in told
    assert '<option value="" selected>请选</option>' in told
    assert "请选派给谁。" in answer.content.decode()
    open_fence([town.guihua.pk])
    rule.refresh_from_db()
    assert (rule.target, rule.person.name) == ("person", "苏明")


def test_only_who_handles_cases_can_be_named(secretary, town):
    """Who keeps accounts or reads the record sees no case: an offer would wait for nobody."""
    page = reverse("cases:new_rule")

    told = secretary.get(page).content.decode()
    answer = secretary.post(page, fill(town, to=f"person-{town.auditor_shen.pk}", name="找审计"))

    assert "韦启明" in told
    assert "沈静" not in told
    assert answer.status_code == 200
    assert "没有「" in answer.content.decode()


def test_only_who_answers_for_the_office_keeps_rules_and_nobody_sees_the_neighbours(client, town):
    rule = a_rule(town, "我们的")
    theirs = DispatchRule.objects.create(community=town.yinxing, name="他们的", target="zone", order=1)
    for person, status in (
        (town.worker_mo, 200), (town.operator_lin, 403), (town.keeper_wei, 403), (town.officer_zheng, 403),
        (town.supervisor_chen, 403), (town.operator_zhao, 403),
    ):  # fmt: skip
        client.force_login(person)
        assert client.get(reverse("cases:rules")).status_code == status
        assert client.post(reverse("cases:rule_switch", args=[rule.pk]), {"to": "off"}).status_code in (302, 403, 404)
        assert client.get(reverse("cases:policies")).status_code == status
    client.force_login(town.secretary_liao)
    assert "他们的" not in client.get(reverse("cases:rules")).content.decode()
    assert client.get(reverse("cases:rule", args=[theirs.pk])).status_code == 404


def test_the_list_asks_no_more_for_thirty_rules_than_for_one(secretary, town):
    a_rule(town, "一", category=category(), target="person", person=town.worker_mo)
    secretary.get(reverse("cases:rules"))
    with CaptureQueriesContext(connection) as few:
        secretary.get(reverse("cases:rules"))
    open_fence([town.guihua.pk])
    for n in range(30):
        a_rule(town, f"第 {n}", category=category(), zone=town.zone, target="person", person=town.worker_mo)
    with CaptureQueriesContext(connection) as many:
        secretary.get(reverse("cases:rules"))
    assert len(many) == len(few)
