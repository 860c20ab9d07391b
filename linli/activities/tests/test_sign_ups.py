"""Who comes first goes, who comes later waits, and a freed place is given at once."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from linli.activities.actions import (
    ActivityIsOff,
    CannotSignUp,
    CannotWithdraw,
    cancel_activity,
    change_activity,
    record_held,
    sign_up,
    withdraw_sign_up,
)
from linli.activities.models import SignUp
from linli.activities.queries import counts_of
from linli.journal.models import Event

from .looking import refused


def standing(activity):
    return list(
        SignUp.objects.filter(activity=activity).order_by("pk").values_list("person__name", "guest_name", "state")
    )


def test_beyond_the_capacity_people_wait_and_the_first_one_moves_up(town, plan, people, at, minutes):
    evening, (huang, wei, qin) = plan(capacity=1), people
    first = sign_up(evening, person=huang, by=town.worker_mo, at=at)
    sign_up(evening, person=wei, by=town.keeper_wei, at=at + minutes(1))
    sign_up(evening, guest_name="老周", guest_phone="+8613900000007", by=town.worker_mo, at=at + minutes(2))
    sign_up(evening, person=qin, by=town.worker_mo, at=at + minutes(3))
    assert [state for *_name, state in standing(evening)] == ["going", "waiting", "waiting", "waiting"]

    withdraw_sign_up(first, by=town.worker_mo, at=at + minutes(5))

    assert standing(evening) == [
        ("黄桂香", "", "withdrawn"), ("韦启明", "", "going"), (None, "老周", "waiting"), ("覃家豪", "", "waiting"),
    ]  # fmt: skip
    assert Event.objects.get(verb="activities.moved_up").facts["person"] == wei.pk

    change_activity(evening, capacity=2, by=town.worker_mo, at=at + minutes(6))
    assert counts_of([evening.pk])[evening.pk].going == 2
    assert standing(evening)[2] == (None, "老周", "going")


def test_signing_up_or_leaving_twice_is_once(town, plan, people, at):
    evening, (huang, *_others) = plan(), people

    first = sign_up(evening, person=huang, by=town.worker_mo, at=at)
    assert sign_up(evening, person=huang, by=town.worker_mo, at=at) == first
    for _twice in range(2):
        withdraw_sign_up(first, by=town.worker_mo, at=at)
    again = sign_up(evening, person=huang, by=town.worker_mo, at=at)

    assert [state for *_name, state in standing(evening)] == ["withdrawn", "going"]
    with pytest.raises(IntegrityError, match="signed_up_once"), transaction.atomic():
        SignUp.objects.create(
            community=town.guihua, activity=evening, person=huang, state="going", signed_at=again.signed_at
        )


def test_the_list_is_open_from_and_until(town, plan, people, at, minutes):
    evening, (huang, *_others) = plan(sign_up_opens_at=at + minutes(60), sign_up_closes_at=at + minutes(120)), people

    with refused(CannotSignUp, "还没开始"):
        sign_up(evening, person=huang, by=town.keeper_wei, at=at)
    with refused(CannotSignUp, "已经截止"):
        sign_up(evening, person=huang, by=town.keeper_wei, at=at + minutes(120))
    late = sign_up(evening, person=huang, by=town.worker_mo, at=at + minutes(120), any_time=True)
    assert late.state == "going"
    with refused(CannotSignUp, "已经过去"):
        sign_up(evening, person=people[1], by=town.worker_mo, at=evening.ends_at, any_time=True)
    talk = plan("健康讲座", takes_sign_ups=False)
    with refused(CannotSignUp, "不用报名"):
        sign_up(talk, person=huang, by=town.keeper_wei, at=at)


def test_nobody_signs_up_for_what_is_off_or_leaves_what_is_over(town, plan, people, at):
    off, held = plan("取消的"), plan("办过的")
    row = sign_up(held, person=people[0], by=town.worker_mo, at=at)
    cancel_activity(off, reason="下雨", by=town.worker_mo, at=at)
    after = held.ends_at + timedelta(hours=1)
    record_held(held, started_at=held.starts_at, ended_at=held.ends_at, summary="唱了歌", by=town.worker_mo, at=after)

    with refused(ActivityIsOff, "下雨"):
        sign_up(off, person=people[0], by=town.worker_mo, at=at)
    with refused(CannotWithdraw, "已经办过"):
        withdraw_sign_up(row, by=town.worker_mo, at=after)
