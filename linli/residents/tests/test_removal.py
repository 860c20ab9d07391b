"""The end of a person's data: frozen, nameless or gone; and what grows too old."""

from datetime import date, timedelta

import pytest
from django.db import transaction

from linli.journal.models import Event
from linli.residents import registry
from linli.residents.actions import (
    AlreadyFrozen,
    MustBeKept,
    NothingToClear,
    RunIsBusy,
    TooFewMonths,
    begin_clearing,
    begin_look,
    clear_run,
    delete_person,
    enter_person,
    freeze_person,
    keep_retention,
    look_through,
    name_guardian,
    note_reading,
    receive_request,
    thaw_person,
)
from linli.residents.models import (
    Household,
    HouseholdMember,
    Person,
    Population,
    Reading,
    Relation,
    RetentionRun,
)
from linli.territory.models import Dwelling


@pytest.fixture
def enter(town, at):
    def enter(name, **more):
        return enter_person(town.guihua, name=name, by=town.worker_mo, at=at, **more)

    return enter


@pytest.fixture
def huang(enter):
    return enter("黄桂香", id_number="110101199003070038", phone="13800000001")


@pytest.fixture
def live(town, at):
    def live(person, *, until_on=None, from_on=date(2015, 1, 1)):
        dwelling, _new = Dwelling.objects.get_or_create(community=town.guihua, door=town.door, label=str(person.pk))
        home = Household.objects.create(community=town.guihua, dwelling=dwelling, from_on=from_on)
        HouseholdMember.objects.create(
            community=town.guihua, household=home, person=person, from_on=from_on, until_on=until_on
        )
        return home

    return live


@pytest.fixture
def keep(monkeypatch):
    """Let a room above keep some people, for one test."""
    monkeypatch.setattr(registry, "_holders", [])

    def keep(*people):
        registry.hold(lambda keys: {person.pk: "是党员" for person in people if person.pk in keys})

    return keep


def delete(town, person, at, why="本人要求"):
    with transaction.atomic():
        return delete_person(person, why=why, by=town.secretary_liao, at=at)


def test_whom_nothing_keeps_is_gone_with_everything_of_theirs(town, at, huang, enter, live):
    live(huang)
    Relation.objects.create(community=town.guihua, person=huang, other=enter("黄二妹"), kind="sibling")
    note_reading(huang, Reading.Part.FILE, by=town.worker_mo, at=at)
    asked = receive_request(town.guihua, kind="delete", channel="counter", person=huang, by=town.worker_mo, at=at)

    assert delete(town, huang, at) == "deleted"

    left = [model.objects.count() for model in (Household, HouseholdMember, Relation, Reading)]
    asked.refresh_from_db()
    assert (left, [each.name for each in Person.objects.all()]) == ([0, 0, 0, 0], ["黄二妹"])
    assert (asked.person, asked.about) == (None, "黄*香")
    assert Event.objects.get(verb="residents.person_deleted").facts == {"why": "本人要求"}


def test_who_was_merged_into_them_goes_too(town, at, huang, enter):
    twin = enter("黄桂香（重）")
    Person.objects.filter(pk=twin.pk).update(merged_into=huang)

    assert (delete(town, huang, at), Person.objects.count()) == ("deleted", 0)


def test_a_person_others_hold_is_not_deleted_and_it_says_why(town, at, huang, keep):
    keep(huang)
    receive_request(town.guihua, kind="copy", channel="counter", person=huang, by=town.worker_mo, at=at)

    with pytest.raises(MustBeKept, match="现在不能删除：是党员；有一件个人信息申请还没有答复。可以先停用"):
        delete(town, huang, at)
    assert Person.objects.get().name == "黄桂香"


def test_nor_a_guardian_of_a_child_nor_who_signs_in(town, at, huang, enter):
    child = enter("黄小苗", birth_on=date(2018, 1, 1))
    relation = name_guardian(child, name="黄桂香", by=town.worker_mo, at=at)
    Relation.objects.filter(pk=relation.pk).update(other=huang)
    Person.objects.filter(pk=huang.pk).update(user=town.keeper_wei)

    with pytest.raises(MustBeKept, match="有正在用的账号，能登录办事；是一个不满 14 岁的孩子的监护人"):
        delete(town, huang, at)


def test_frozen_is_kept_and_can_be_used_again(town, at, huang):
    freeze_person(huang, why="本人有异议，正在核对", by=town.secretary_liao, at=at)
    with pytest.raises(AlreadyFrozen):
        freeze_person(huang, why="再停", by=town.secretary_liao, at=at)
    huang.refresh_from_db()
    assert (huang.frozen_on, huang.frozen_because, huang.name) == (at.date(), "本人有异议，正在核对", "黄桂香")

    thaw_person(huang, why="核对好了", by=town.secretary_liao, at=at)
    with pytest.raises(AlreadyFrozen):
        thaw_person(huang, why="再恢复", by=town.secretary_liao, at=at)
    huang.refresh_from_db()
    assert (huang.frozen_on, huang.frozen_because) == (None, "")


# Retention


def looked(town, at, population=Population.MOVED_AWAY):
    run = begin_look(town.guihua, population, by=town.secretary_liao, at=at)
    look_through(run.pk, town.guihua.pk, at=at)
    run.refresh_from_db()
    return run


def cleared(town, run, at):
    begin_clearing(run, by=town.secretary_liao, at=at)
    clear_run(run.pk, town.guihua.pk, at=at)
    run.refresh_from_db()
    return run


@pytest.fixture
def moved(enter, live, at, town):
    """Three who moved away long ago, one who did lately, one who came back, one who never left."""
    long_ago, lately = at.date() - timedelta(days=1000), at.date() - timedelta(days=100)
    people = [enter(f"走{n}") for n in range(3)]
    for person in people:
        live(person, until_on=long_ago)
    live(enter("刚走"), until_on=lately)
    back = enter("回来了")
    live(back, until_on=long_ago)
    live(back, from_on=lately)
    live(enter("一直在"))
    return people


def test_a_dry_run_shows_whom_it_would_touch_and_changes_nothing(town, at, moved, keep):
    keep(moved[2])
    run = looked(town, at)

    items = run.items.order_by("pk").values_list("person__name", "outcome", "why")
    assert list(items) == [("走0", "delete", ""), ("走1", "delete", ""), ("走2", "keep", "是党员")]
    assert (run.status, run.total, run.report, Person.objects.count()) == (
        "looked", 2, {"delete": 2, "keep": 1}, 6,
    )  # fmt: skip


def test_clearing_keeps_whom_something_holds_since_and_who_came_back(town, at, moved, live, keep):
    run = looked(town, at)
    keep(moved[1])
    live(moved[2], from_on=at.date())

    cleared(town, run, at)

    assert list(run.items.order_by("pk").values_list("person__name", "outcome", "why")) == [
        (None, "deleted", ""), ("走1", "keep", "是党员"), ("走2", "keep", "看过以后情况变了，没有动"),
    ]  # fmt: skip
    assert (run.status, run.done, run.report) == ("done", 3, {"deleted": 1, "keep": 2})
    (told,) = Event.objects.filter(verb="residents.person_deleted")
    assert told.facts == {"why": "过了保存期限（搬走的人，24 个月）"}


def test_the_dead_and_old_rows_have_their_own_time(town, at, enter, huang):
    Person.objects.filter(pk=enter("已故").pk).update(died_on=at.date() - timedelta(days=2000))
    note_reading(huang, Reading.Part.FILE, by=town.worker_mo, at=at - timedelta(days=2000))
    note_reading(huang, Reading.Part.FILE, by=town.worker_mo, at=at)

    for population in (Population.DIED, Population.READINGS):
        assert cleared(town, looked(town, at, population), at).report == {"deleted": 1}
    assert ([each.name for each in Person.objects.all()], Reading.objects.count()) == (["黄桂香"], 1)


def test_a_look_is_carried_out_the_same_day_once_and_for_something(town, at, moved):
    with pytest.raises(NothingToClear):
        begin_clearing(looked(town, at, Population.DIED), by=town.secretary_liao, at=at)
    run = looked(town, at)
    with pytest.raises(RunIsBusy, match="不是今天看的"):
        begin_clearing(run, by=town.secretary_liao, at=at + timedelta(days=1))
    cleared(town, run, at)
    with pytest.raises(RunIsBusy, match="已经清理过"):
        begin_clearing(run, by=town.secretary_liao, at=at)


def test_one_run_of_a_kind_at_a_time(town, at):
    begin_look(town.guihua, Population.DIED, by=town.secretary_liao, at=at)
    with pytest.raises(RunIsBusy, match="「去世的人」正在查看或清理"), transaction.atomic():
        begin_look(town.guihua, Population.DIED, by=town.secretary_liao, at=at)
    assert RetentionRun.objects.count() == 1


def test_months_are_chosen_but_not_below_what_a_law_asks(town, at, moved):
    by_secretary = {"why": "街道要求", "by": town.secretary_liao, "at": at}
    with pytest.raises(TooFewMonths, match="「对外提供记录」至少要存 36 个月"):
        keep_retention(town.guihua, Population.SHARINGS, months=12, **by_secretary)

    keep_retention(town.guihua, Population.MOVED_AWAY, months=40, **by_secretary)

    assert (looked(town, at).report, Event.objects.get(verb="residents.retention_changed").facts) == (
        {}, {"population": "moved_away", "before": 24, "months": 40},
    )  # fmt: skip
