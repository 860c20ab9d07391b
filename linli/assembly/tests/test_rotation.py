"""The rotating chair: an order, terms along it, a hand-over that closes and opens; the calendar only reminds."""

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from django.db import IntegrityError, transaction

from linli.assembly.actions import (
    ChairIsNotNamed,
    HandedOverAlready,
    NobodyIsNext,
    NotPlannedAnyMore,
    SaysNotWho,
    TermsOverlap,
    add_turn,
    answer_swap,
    ask_swap,
    change_term,
    hand_over,
    leave_turns,
    leave_with_units,
    move_turn,
    plan_terms,
    remind_of_handovers,
    skip_term,
)
from linli.assembly.models import ChairTerm, Handover
from linli.assembly.queries.rotation import doubt_about_chair, strip_of
from linli.assembly.queries.turns import turns_of
from linli.cases.tests.builders import deliver
from linli.journal.models import Event
from linli.notices.models import Notice
from tests.cast import BEIJING

from .builders import UNITS, a_conference, pass_on

Status = ChairTerm.Status


def planned(body):
    terms = body.terms.filter(status=Status.PLANNED).select_related("unit").order_by("starts_on")
    return [(term.unit.short_name, term.starts_on) for term in terms]


def test_nine_terms_go_round_eight_units(town, at):
    body = a_conference(town, at)

    terms = list(body.terms.select_related("unit").order_by("number"))
    assert [term.unit.short_name for term in terms] == [*UNITS, UNITS[0]]
    assert (terms[0].starts_on, terms[0].ends_on) == (date(2026, 1, 1), date(2026, 6, 30))
    assert (terms[8].starts_on, terms[8].ends_on, terms[8].number) == (date(2030, 1, 1), date(2030, 6, 30), 9)
    assert all(b.starts_on == a.ends_on + timedelta(days=1) for a, b in pairwise(terms))
    assert {term.chair_name for term in terms} == {f"{name[0]}书记" for name in UNITS}
    with pytest.raises(IntegrityError, match="chair_terms_do_not_overlap"), transaction.atomic():
        body.terms.filter(number=2).update(starts_on=date(2026, 6, 30))
    body.terms.filter(number=1).update(status=Status.ACTIVE)
    with pytest.raises(IntegrityError, match="one_active_chair"), transaction.atomic():
        body.terms.filter(number=2).update(status=Status.ACTIVE)


def test_a_unit_that_leaves_is_skipped_with_a_reason_and_the_rest_moves_up(town, at):
    body = a_conference(town, at)
    pass_on(body, at, by=town.secretary_liao)
    gone = body.terms.get(number=3)
    gone.unit.left_on = date(2026, 3, 1)
    gone.unit.save()

    assert leave_with_units(town.guihua.pk, at=at) == 1
    assert leave_with_units(town.guihua.pk, at=at) == 0
    gone.refresh_from_db()
    assert (gone.status, gone.skip_reason) == (Status.SKIPPED, "2026-03-01 退出了联席会")
    left = [UNITS[1], *UNITS[3:], UNITS[0]]
    starts = [date(2026 + n // 2, 1 + n % 2 * 6, 1) for n in range(1, 8)]
    assert planned(body) == list(zip(left, starts, strict=True))
    assert [turn.unit.short_name for turn in turns_of(body)] == [*UNITS[:2], *UNITS[3:]]
    more = plan_terms(body, months=6, count=2, by=town.secretary_liao, at=at)
    assert [(term.number, term.unit.short_name) for term in more] == [(10, UNITS[1]), (11, UNITS[3])]


def test_who_has_the_chair_keeps_it_when_their_unit_leaves(town, at):
    body = a_conference(town, at, count=2, terms=3)
    pass_on(body, at, by=town.secretary_liao)

    assert leave_turns(turns_of(body)[0], reason="单位搬走", by=town.secretary_liao, at=at) == 1
    assert list(body.terms.order_by("number").values_list("status", flat=True)) == ["active", "planned", "skipped"]


def test_skipping_fills_the_days_with_the_next_and_says_why(town, at):
    body = a_conference(town, at, count=3, terms=3)

    skip_term(body.terms.get(number=1), reason="正在换届", by=town.secretary_liao, at=at)

    assert planned(body) == [(UNITS[1], date(2026, 1, 1)), (UNITS[2], date(2026, 7, 1))]
    with pytest.raises(IntegrityError, match="skipping_says_why"), transaction.atomic():
        body.terms.filter(number=1).update(skip_reason="")
    pass_on(body, at, by=town.secretary_liao)
    with pytest.raises(NotPlannedAnyMore):
        skip_term(body.terms.get(number=2), reason="不想干", by=town.secretary_liao, at=at)


def test_the_order_is_changed_by_a_step_up_or_down(town, at):
    body = a_conference(town, at, count=3, terms=0)
    first, _second, third = turns_of(body)

    move_turn(third, up=True, by=town.secretary_liao, at=at)
    move_turn(first, up=True, by=town.secretary_liao, at=at)

    assert [turn.unit.short_name for turn in turns_of(body)] == [UNITS[0], UNITS[2], UNITS[1]]


def test_a_handover_closes_one_term_and_opens_the_next(town, at):
    body = a_conference(town, at, count=3, terms=3)
    first = pass_on(body, at, by=town.secretary_liao)
    second = body.terms.get(number=2)

    made = hand_over(
        body, after=second, note="账本和钥匙都交了", work_plan="每月看一次水沟", by=town.secretary_liao,
        at=at + timedelta(days=200),
    )  # fmt: skip

    assert (made.before_id, made.after_id, made.note) == (first.pk, second.pk, "账本和钥匙都交了")
    assert list(body.terms.order_by("number").values_list("status", flat=True)) == ["done", "active", "planned"]
    strip = strip_of(body, datetime(2026, 10, 1, 9, tzinfo=BEIJING))
    assert (strip.before.number, strip.now.number, strip.then.number) == (1, 2, 3)
    assert (strip.share, strip.days_left, strip.late_days) == (50, 91, 0)
    assert strip.now.work_plan == "每月看一次水沟"
    with pytest.raises(HandedOverAlready):
        hand_over(body, after=second, note="再按一次", by=town.secretary_liao, at=at)
    assert Handover.objects.count() == 2


def test_nobody_takes_the_chair_unnamed_or_unplanned(town, at):
    body = a_conference(town, at, count=1, terms=1)
    body.terms.update(chair_name="")

    with pytest.raises(ChairIsNotNamed):
        pass_on(body, at, by=town.secretary_liao)
    change_term(body.terms.get(), chair_name="陈局长", by=town.secretary_liao, at=at)
    term = pass_on(body, at, by=town.secretary_liao)
    assert doubt_about_chair(term) == (
        "市政局登记的党组织书记是市书记，这里写的是陈局长。会长应当是单位党组织的负责人，请核对。"
    )
    with pytest.raises(NobodyIsNext):
        hand_over(body, after=term, note="没有下一任", by=town.secretary_liao, at=at)


def test_a_late_handover_reminds_both_sides_weekly_and_never_switches(town, at):
    body = a_conference(town, at, count=2, terms=2, liaison=town.worker_mo)
    term = pass_on(body, at, by=town.secretary_liao)
    change_term(term, user=town.keeper_wei, by=town.secretary_liao, at=at)
    late = datetime(2026, 7, 1, 9, tzinfo=BEIJING)
    told = [remind_of_handovers(town.guihua.pk, at=late + timedelta(days=days)) for days in (-1, 0, 3, 6, 7, 8)]

    assert told == [0, 1, 0, 0, 1, 0]
    assert body.terms.get(status=Status.ACTIVE) == term
    days = Event.objects.filter(verb="assembly.handover_late").order_by("at").values_list("facts__days", flat=True)
    assert list(days) == [1, 8]


def test_who_hears_of_a_late_handover(town, at):
    body = a_conference(town, at, count=2, terms=2, liaison=town.worker_mo)
    change_term(pass_on(body, at, by=town.secretary_liao), user=town.keeper_wei, by=town.secretary_liao, at=at)
    Notice.objects.all().delete()
    remind_of_handovers(town.guihua.pk, at=datetime(2026, 7, 1, 9, tzinfo=BEIJING))
    deliver(town)

    heard = Notice.objects.filter(event__verb="assembly.handover_late").values_list("reader__username", flat=True)
    assert set(heard) == {"wei", "mo", "liao"}


def test_units_change_places_when_the_other_agrees(town, at):
    body = a_conference(town, at, count=3, terms=3, liaison=town.worker_mo)
    first, second = body.terms.get(number=1), body.terms.get(number=2)

    swap = ask_swap(first, asked=second, reason="上半年换届", by=town.secretary_liao, at=at)
    assert [unit for unit, _day in planned(body)] == list(UNITS[:3])
    answer_swap(swap, agrees=True, by=town.worker_mo, at=at)

    assert planned(body)[:2] == [(UNITS[1], date(2026, 1, 1)), (UNITS[0], date(2026, 7, 1))]
    assert body.terms.get(number=1).chair_name == "人书记"


def test_a_swap_of_the_last_two_does_not_lose_a_turn(town, at):
    body = a_conference(town, at, count=3, terms=3)
    swap = ask_swap(body.terms.get(number=2), asked=body.terms.get(number=3), reason="出差", by=town.worker_mo, at=at)
    answer_swap(swap, agrees=True, on_paper=True, note="幼儿园莫园长电话里同意", by=town.secretary_liao, at=at)

    (term,) = plan_terms(body, months=3, count=1, by=town.worker_mo, at=at)
    assert term.unit.short_name == UNITS[0]


def test_a_swap_written_down_on_paper_says_who_agreed(town, at):
    body = a_conference(town, at, count=2, terms=2)
    swap = ask_swap(body.terms.get(number=1), asked=body.terms.get(number=2), reason="忙", by=town.worker_mo, at=at)

    with pytest.raises(SaysNotWho):
        answer_swap(swap, agrees=True, on_paper=True, by=town.secretary_liao, at=at)
    answer_swap(swap, agrees=False, on_paper=True, note="人社局何科长说不方便", by=town.secretary_liao, at=at)
    assert [unit for unit, _day in planned(body)] == list(UNITS[:2])


def test_days_that_run_into_another_term_are_refused_kindly(town, at):
    body = a_conference(town, at, count=2, terms=2)

    with pytest.raises(TermsOverlap):
        change_term(body.terms.get(number=1), ends_on=date(2026, 7, 15), by=town.secretary_liao, at=at)
    assert body.terms.get(number=1).ends_on == date(2026, 6, 30)


def test_a_unit_that_comes_later_stands_last(town, at):
    body = a_conference(town, at, count=7, terms=0)
    from linli.residents.actions import enter_unit

    late = enter_unit(town.guihua, name="新来的单位", short_name="新单位", kind="office", by=None, at=at)
    add_turn(body, late, by=town.secretary_liao, at=at)

    assert turns_of(body)[-1].unit == late
