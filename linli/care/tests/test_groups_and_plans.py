"""Who belongs to which group, and what is done for whom."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from linli.care.actions import InThatGroupAlready, NotThen, PlanIsOver, end_group, end_plan, enter_group, make_plan
from linli.care.groups import all_groups, name_of, open_codes
from linli.care.models import GroupEntry
from linli.care.queries.people import people_of_groups, totals
from linli.journal.models import Event

from .looking import refused


def test_every_group_says_its_law_and_whether_it_is_sensitive():
    groups = all_groups()

    assert len(groups) == 28
    assert [code for code, group in groups.items() if not group.source or not group.name_en] == []
    assert sum(group.source == "社会救助法 13" for group in groups.values()) == 8
    assert {"disability", "serious_illness", "minimum_living"} & open_codes() == set()
    assert (name_of("veteran"), name_of("gone")) == ("优抚对象、退役军人", "gone")


def test_entering_a_group_is_one_row_and_one_line(town, neighbours, at):
    entry = enter_group(
        neighbours.huang, group="disability", detail="肢体残疾三级", from_on=at.date(), entry_reason="本人申请",
        source_document="残疾证 4511…", by=town.worker_mo, at=at,
    )  # fmt: skip

    line = Event.objects.get(verb="care.group_entered")
    assert (line.subject_id, line.actor, line.facts) == (entry.pk, town.worker_mo, {"from_on": "2026-03-02"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT detail FROM care_groupentry")
        assert "肢体" not in cursor.fetchone()[0]


def test_nobody_is_in_a_group_twice_at_once_but_may_come_back(town, neighbours, at, aged):
    with refused(InThatGroupAlready, "不用再列一次"):
        enter_group(neighbours.huang, group="living_alone", from_on=at.date(), by=town.worker_mo, at=at)
    end_group(aged, until_on=at.date(), reason="moved", by=town.worker_mo, at=at)

    enter_group(neighbours.huang, group="living_alone", from_on=at.date(), by=town.worker_mo, at=at)

    assert list(GroupEntry.objects.order_by("pk").values_list("until_on", "end_reason")) == [
        (at.date(), "moved"), (None, ""),
    ]  # fmt: skip


def test_the_database_says_so_too(town, neighbours, at, aged):
    with pytest.raises(IntegrityError, match="nobody_is_in_a_group_twice_at_once"), transaction.atomic():
        GroupEntry.objects.create(
            community=town.guihua, person=neighbours.huang, group="living_alone", from_on=at.date()
        )


def test_a_day_ahead_is_refused_and_a_mistake_ends_the_day_it_began(town, neighbours, at, aged):
    tomorrow = at.date() + timedelta(days=1)
    with refused(NotThen, "还没到"):
        enter_group(neighbours.qin, group="veteran", from_on=tomorrow, by=town.worker_mo, at=at)
    with refused(NotThen, "今天以前"):
        end_group(aged, until_on=tomorrow, reason="moved", by=town.worker_mo, at=at)

    end_group(aged, until_on=tomorrow, reason="mistake", by=town.worker_mo, at=at)

    aged.refresh_from_db()
    assert (aged.until_on, aged.end_reason) == (at.date(), "mistake")
    with refused(NotThen, "已经结束"):
        end_group(aged, until_on=at.date(), reason="moved", by=town.worker_mo, at=at)


def test_a_keeper_knows_the_open_groups_of_the_zone_and_a_helper_all(town, neighbours, at, aged):
    enter_group(neighbours.huang, group="serious_illness", from_on=at.date(), by=town.worker_mo, at=at)

    def seen(user):
        return sorted(GroupEntry.objects.visible_to(user).values_list("group", flat=True))

    assert seen(town.worker_mo) == ["living_alone", "serious_illness"]
    assert seen(town.keeper_wei) == ["living_alone"]
    assert seen(town.operator_lin) == seen(town.officer_zheng) == seen(town.supervisor_chen) == []


def test_and_whoever_is_paired_knows_all(town, neighbours, at, pairing):
    enter_group(neighbours.huang, group="serious_illness", from_on=at.date(), by=town.worker_mo, at=at)

    assert GroupEntry.objects.visible_to(town.keeper_wei).count() == 1
    assert GroupEntry.objects.visible_to(town.keeper_li).count() == 0


def test_people_are_found_by_group_zone_and_words(town, neighbours, at, aged):
    def found(user=town.worker_mo, **wanted):
        return [each.name for each in people_of_groups(user, at.date(), **wanted).rows]

    assert found() == ["黄桂香"]
    assert found(group="living_alone") == found(zone=town.zone.pk) == found(words="hgx") == found(words="0001")
    assert found(group="veteran") == found(words="覃") == found(user=town.operator_zhao) == []


def test_fewer_than_three_are_not_told_and_the_sum_does_not_betray_them(town, neighbours, at, aged):
    people = (neighbours.huang, neighbours.qin, neighbours.son)
    for group, who in (("veteran", people), ("disability", people[:2])):
        for person in who:
            enter_group(person, group=group, from_on=at.date(), by=town.worker_mo, at=at)

    found, total = totals(town.secretary_liao)

    assert {each.group.code: each.people for each in found if each.people is not None} == {"veteran": 3}
    assert total == 3


def test_a_plan_says_when_it_is_next_due_and_ends(town, neighbours, at):
    plan = make_plan(
        neighbours.home,
        what="送餐",
        every_days=7,
        from_on=at.date(),
        answerable=town.keeper_li,
        by=town.worker_mo,
        at=at,
    )
    assert plan.next_visit_on == at.date() + timedelta(days=7)

    end_plan(plan, by=town.worker_mo, at=at)

    plan.refresh_from_db()
    assert (plan.until_on, plan.next_visit_on) == (at.date(), None)
    with refused(PlanIsOver):
        end_plan(plan, by=town.worker_mo, at=at)
