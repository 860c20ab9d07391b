"""A new version of a policy from a day on: what counts when, what is refused, and that nothing promised moves."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone, translation

from linli.cases.actions import (
    PolicyCannotBegin,
    PolicyCannotEnd,
    end_policy,
    plan_policy,
    resume_case,
    withdraw_policy,
)
from linli.cases.models import Pause, Policy, Promise
from linli.fence.rows import open_fence
from linli.journal.models import Event
from linli.journal.record import sentence_of

from .builders import a_case, a_case_on_site, impossible, pause, promise, refused


def a_draft(town, begins, **but):
    given = {
        "urgency": "now", "arrive_within_minutes": 20, "resolve_within": 60, "resolve_clock": "minutes",
        "offer_within_minutes": 5, "source": "居民会议定的", "effective_from": begins,
    }  # fmt: skip
    return Policy(community=town.guihua, **given | but)


def versions(town):
    rows = Policy.objects.filter(community=town.guihua, category=None, channel="", urgency="now")
    return list(rows.order_by("effective_from").values_list("effective_from", "effective_until"))


def test_from_its_day_on_new_matters_are_promised_what_it_says(town, at, minutes):
    day = at.date() + timedelta(days=1)
    plan_policy(a_draft(town, day), by=town.secretary_liao, at=at)

    today, tomorrow = a_case(town, at=at), a_case(town, at=at + minutes(24 * 60))

    assert promise(today, "arrive").due_at == at + minutes(10)
    assert promise(tomorrow, "arrive").due_at == at + minutes(24 * 60 + 20)
    assert promise(tomorrow, "resolve").source == "居民会议定的"
    (_first, until), (begins, open_end) = versions(town)
    assert (until, begins, open_end) == (day, day, None)


def test_nothing_promised_or_paused_is_touched(town, at, minutes):
    running, paused = a_case(town, at=at), a_case_on_site(town, at=at)
    pause(paused, by=town.keeper_wei, at=at + minutes(6), until=at + minutes(300))
    before = list(Promise.objects.order_by("pk").values()), list(Pause.objects.order_by("pk").values())

    plan_policy(a_draft(town, at.date()), by=town.secretary_liao, at=at + minutes(7))

    assert (list(Promise.objects.order_by("pk").values()), list(Pause.objects.order_by("pk").values())) == before
    resume_case(paused, by=town.keeper_wei, at=at + minutes(66))
    assert promise(paused, "resolve").due_at == at + minutes(90)
    assert promise(running, "resolve").due_at == at + minutes(30)


def test_a_version_between_two_ends_where_the_planned_one_begins(town, at):
    soon, later = at.date() + timedelta(days=5), at.date() + timedelta(days=30)
    plan_policy(a_draft(town, later), by=town.secretary_liao, at=at)

    plan_policy(a_draft(town, soon), by=town.secretary_liao, at=at)

    assert [until for _begins, until in versions(town)] == [soon, later, None]


def test_a_version_that_changes_nothing_is_refused(town, at):
    day = at.date() + timedelta(days=1)
    planned = plan_policy(a_draft(town, day), by=town.secretary_liao, at=at)

    with refused(PolicyCannotBegin, "没有改动"):
        plan_policy(a_draft(town, day + timedelta(days=9)), by=town.secretary_liao, at=at)

    other_words = a_draft(town, day + timedelta(days=9), source="居民会议重新定的")
    plan_policy(other_words, by=town.secretary_liao, at=at)
    as_before = a_draft(town, day + timedelta(days=20))
    plan_policy(as_before, by=town.secretary_liao, at=at)
    assert [begins for begins, _until in versions(town)][1:] == [
        planned.effective_from,
        other_words.effective_from,
        as_before.effective_from,
    ]


def test_what_ended_may_begin_again_as_it_was(town, at):
    ends, again = at.date() + timedelta(days=2), at.date() + timedelta(days=3)
    first = plan_policy(a_draft(town, at.date(), channel="media"), by=town.secretary_liao, at=at)
    end_policy(first, until_on=ends, by=town.secretary_liao, at=at)

    begun = plan_policy(a_draft(town, again, channel="media"), by=town.secretary_liao, at=at)

    assert (begun.effective_from, begun.effective_until) == (again, None)


def test_a_day_in_the_past_or_taken_is_refused(town, at):
    with refused(PolicyCannotBegin, "已经过了"):
        plan_policy(a_draft(town, at.date() - timedelta(days=1)), by=town.secretary_liao, at=at)
    day = at.date() + timedelta(days=1)
    plan_policy(a_draft(town, day), by=town.secretary_liao, at=at)
    with refused(PolicyCannotBegin, "已经有一版开始"):
        plan_policy(a_draft(town, day), by=town.secretary_liao, at=at)


def test_days_are_said_in_the_language_of_whoever_reads(town, at):
    day = date(2026, 12, 1)
    planned = plan_policy(a_draft(town, day), by=town.secretary_liao, at=at)
    event = Event.objects.get(verb="cases.policy_planned")

    assert sentence_of(event) == "定了新的时限规则，2026年12月1日 起：居民会议定的"
    with refused(PolicyCannotBegin, "2026年12月1日 已经有一版开始"):
        plan_policy(a_draft(town, day), by=town.secretary_liao, at=at)
    withdraw_policy(planned, by=town.secretary_liao, at=at)
    with translation.override("en"):
        assert sentence_of(event).startswith("New policy from 1 December 2026")
        assert "1 December 2026" in sentence_of(Event.objects.get(verb="cases.policy_withdrawn"))


def test_the_database_refuses_two_at_a_time(town, at):
    with impossible("one_policy_for_a_matter_at_a_time", IntegrityError):
        a_draft(town, at.date()).save()


def test_a_planned_version_is_taken_back_a_begun_one_is_not(town, at):
    before = versions(town)
    planned = plan_policy(a_draft(town, at.date() + timedelta(days=1)), by=town.secretary_liao, at=at)

    withdraw_policy(planned, by=town.secretary_liao, at=at)

    assert versions(town) == before
    with refused(PolicyCannotEnd, "已经开始了"):
        withdraw_policy(Policy.objects.get(urgency="now", community=town.guihua), by=town.secretary_liao, at=at)


def test_a_particular_one_may_end_the_general_one_may_not(town, at, minutes):
    end_policy(Policy.objects.get(community=town.guihua, urgency="now"), until_on=at.date() + timedelta(days=1),
               by=town.secretary_liao, at=at)  # fmt: skip

    assert promise(a_case(town, at=at + minutes(24 * 60)), "resolve").allowance == 7
    with refused(PolicyCannotEnd, "不能停"):
        end_policy(Policy.objects.get(community=town.guihua, urgency=""), until_on=at.date(), by=town.secretary_liao,
                   at=at)  # fmt: skip


@pytest.fixture
def secretary(client, town):
    client.force_login(town.secretary_liao)
    return client


def test_the_secretary_plans_compares_and_takes_back(secretary, town):
    now = Policy.objects.get(community=town.guihua, urgency="now")
    page = secretary.get(reverse("cases:next_policy", args=[now.pk])).content.decode()
    assert 'name="arrive_within_minutes" value="10"' in page
    typed = {
        "arrive_within_minutes": 15, "resolve_within": 30, "resolve_clock": "minutes", "offer_within_minutes": 2,
        "ladder": "secretary", "help_within_minutes": "", "source": "新的承诺",
        "effective_from": timezone.localdate() - timedelta(days=1),
    }  # fmt: skip
    page = secretary.post(reverse("cases:next_policy", args=[now.pk]), typed).content.decode()
    assert "这一天已经过了" in page
    assert 'value="新的承诺"' in page

    tomorrow = timezone.localdate() + timedelta(days=1)
    as_it_is = {name: getattr(now, name) or "" for name in typed}
    same = secretary.post(reverse("cases:next_policy", args=[now.pk]), as_it_is | {"effective_from": tomorrow})
    assert (same.status_code, "没有改动" in same.content.decode()) == (200, True)
    made = secretary.post(reverse("cases:next_policy", args=[now.pk]), typed | {"effective_from": tomorrow})
    page = secretary.get(made.url).content.decode()
    assert page.count("改了</span>") == 3  # arrival, ladder, source
    listed = secretary.get(reverse("cases:policies")).content.decode()
    assert "15 分钟到场 · 30 分钟办结 · 2 分钟内接单" in listed
    assert "15 日办结 · 4 小时内接单" in listed
    assert "将来" in listed

    open_fence([town.guihua.pk])
    planned = Policy.objects.get(source="新的承诺")
    secretary.post(reverse("cases:policy_withdrawal", args=[planned.pk]))
    open_fence([town.guihua.pk])
    assert versions(town)[-1][1] is None
    assert "收回了原定" in secretary.get(reverse("cases:policies")).content.decode()
