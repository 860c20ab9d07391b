"""换班 with consent; arranged; undone. And the note for the next on duty."""

import pytest

from linli.journal.models import Event
from linli.notices.models import Notice
from linli.rota.actions import (
    CannotHandOver,
    CannotSwap,
    answer_swap,
    arrange_swap,
    ask_swap,
    change_shift,
    hand_over,
    note_absence,
    read_handover,
    undo_swap,
    withdraw_swap,
)
from linli.rota.models import FormerShift, Handover, Swap
from linli.rota.queries.mine import handovers_for, own_shifts

from .looking import deliver, refused


@pytest.fixture
def lins(town, hotline, shift):
    return shift(hotline, town.operator_lin, 10, 18)


@pytest.fixture
def mos(town, hotline, shift):
    return shift(hotline, town.worker_mo, 34, 42)


def holders(*shifts):
    return [type(each).objects.get(pk=each.pk).person.username for each in shifts]


def told(town, verb):
    deliver(town)
    return sorted(Notice.objects.filter(event__verb=f"rota.{verb}").values_list("reader__username", flat=True))


def test_nothing_changes_until_the_other_agrees_and_then_both_are_told(town, lins, mos, at, minutes):
    swap = ask_swap(lins, taker=town.worker_mo, in_return=mos, note="孩子家长会", by=town.operator_lin, at=at)
    assert holders(lins, mos) == ["lin", "mo"]
    assert told(town, "swap_asked") == ["mo"]

    answer_swap(swap, agrees=True, by=town.worker_mo, at=at + minutes(5))

    assert holders(lins, mos) == ["mo", "lin"]
    assert told(town, "swap_agreed") == ["lin"], "who pressed knows already"
    swap.refresh_from_db()
    assert (swap.state, swap.decided_by) == (Swap.State.AGREED, town.worker_mo)
    assert {(each.number, each.person.username) for each in FormerShift.objects.all()} == {
        (lins.pk, "lin"), (mos.pk, "mo"),
    }  # fmt: skip


def test_declined_or_withdrawn_leaves_everything(town, lins, at):
    answer_swap(
        ask_swap(lins, taker=town.worker_mo, by=town.operator_lin, at=at), agrees=False, by=town.worker_mo, at=at
    )
    again = ask_swap(lins, taker=town.keeper_li, by=town.operator_lin, at=at)
    withdraw_swap(again, by=town.operator_lin, at=at)

    assert holders(lins) == ["lin"]
    assert told(town, "swap_declined") == ["lin"]
    assert told(town, "swap_withdrawn") == ["li"]
    with refused(CannotSwap, "已经有结果了：撤回了"):
        answer_swap(again, agrees=True, by=town.keeper_li, at=at)


def test_one_swap_waits_at_a_time_and_not_with_oneself(town, lins, mos, at):
    ask_swap(lins, taker=town.worker_mo, by=town.operator_lin, at=at)

    with refused(CannotSwap, "已经在等别人答复"):
        ask_swap(lins, taker=town.keeper_li, by=town.operator_lin, at=at)
    with refused(CannotSwap, "本来就是莫秀丽的"):
        ask_swap(mos, taker=town.worker_mo, by=town.operator_lin, at=at)
    with refused(CannotSwap, "不是李春芳的"):
        ask_swap(mos, taker=town.keeper_li, in_return=lins, by=town.worker_mo, at=at)


def test_who_stands_elsewhere_or_is_away_cannot_take_it(town, reception, lins, shift, at, minutes):  # noqa: PLR0917  a story needs its cast
    shift(reception, town.worker_mo, 12, 14)
    note_absence(
        town.keeper_li,
        community_id=town.guihua.pk,
        starts_at=at,
        ends_at=at + minutes(24 * 60),
        reason="",
        by=None,
        at=at,
    )

    with refused(CannotSwap, "莫秀丽这段时间已经排了班"):
        ask_swap(lins, taker=town.worker_mo, by=town.operator_lin, at=at)
    with refused(CannotSwap, "李春芳这段时间请了假"):
        arrange_swap(lins, taker=town.keeper_li, by=town.officer_zheng, at=at)


def test_agreeing_too_late_or_to_a_shift_that_changed_hands_is_refused(town, lins, at, minutes):
    swap = ask_swap(lins, taker=town.worker_mo, by=town.operator_lin, at=at)

    with refused(CannotSwap, "已经开始"):
        answer_swap(swap, agrees=True, by=town.worker_mo, at=at + minutes(600))
    change_shift(
        lins, person=town.keeper_li, starts_at=lins.starts_at, ends_at=lins.ends_at, by=town.officer_zheng, at=at
    )
    with refused(CannotSwap, "已经有结果了"):
        answer_swap(swap, agrees=True, by=town.worker_mo, at=at)
    assert holders(lins) == ["li"]


def test_an_arranged_swap_counts_at_once_and_is_put_back_before_it_begins(town, lins, mos, at, minutes):
    swap = arrange_swap(lins, taker=town.worker_mo, in_return=mos, by=town.officer_zheng, at=at)
    assert holders(lins, mos) == ["mo", "lin"]
    assert told(town, "swap_arranged") == ["lin", "mo"]

    with refused(CannotSwap, "已经开始"):
        undo_swap(swap, by=town.officer_zheng, at=at + minutes(600))
    undo_swap(swap, by=town.officer_zheng, at=at + minutes(599))
    assert holders(lins, mos) == ["lin", "mo"]
    assert told(town, "swap_undone") == ["lin", "mo"]
    with refused(CannotSwap, "没有换成"):
        undo_swap(swap, by=town.officer_zheng, at=at)


def test_what_was_swapped_on_is_not_put_back(town, lins, at):
    swap = arrange_swap(lins, taker=town.worker_mo, by=town.officer_zheng, at=at)
    arrange_swap(lins, taker=town.keeper_li, by=town.officer_zheng, at=at)

    with refused(CannotSwap, "后来又换了人"):
        undo_swap(swap, by=town.officer_zheng, at=at)


# Handing over


def test_a_note_reaches_the_next_on_duty_and_is_marked_read(town, hotline, shift, at, minutes):
    mine = shift(hotline, town.operator_lin, 0, 8)
    shift(hotline, town.worker_mo, 8, 16)

    note = hand_over(mine, body="0012 的水还没停，明早找水厂。", by=town.operator_lin, at=at + minutes(470))
    assert told(town, "handed_over") == ["mo"]
    assert handovers_for(town.worker_mo, at + minutes(471)) == [note]
    assert handovers_for(town.keeper_li, at + minutes(471)) == []

    hand_over(mine, body="0012 的水停了。", by=town.operator_lin, at=at + minutes(475))
    read_handover(note, by=town.worker_mo, at=at + minutes(481))
    read_handover(note, by=town.officer_zheng, at=at + minutes(490))
    note.refresh_from_db()
    assert (note.body, note.read_by, note.read_at) == ("0012 的水停了。", town.worker_mo, at + minutes(481))
    with refused(CannotHandOver, "已经看过了"):
        hand_over(mine, body="还有一句", by=town.operator_lin, at=at + minutes(482))


def test_a_note_is_written_on_the_shift_or_soon_after(town, hotline, shift, at, minutes):
    mine = shift(hotline, town.operator_lin, 0, 8)

    for early_or_late in (-1, 14 * 60 + 1):
        with refused(CannotHandOver, "值班的时候写"):
            hand_over(mine, body="……", by=town.operator_lin, at=at + minutes(early_or_late))
    hand_over(mine, body="都好", by=town.operator_lin, at=at + minutes(14 * 60))
    assert Handover.objects.count() == Event.objects.filter(verb="rota.handed_over").count() == 1


def test_who_is_before_and_after_me(town, hotline, reception, shift, at, django_assert_num_queries):  # noqa: PLR0917  a story needs its cast
    shift(hotline, town.keeper_li, -8, 0)
    shift(reception, town.keeper_wei, 8, 9)
    for n in range(6):
        shift(hotline, town.operator_lin if n % 2 == 0 else town.worker_mo, n * 8, n * 8 + 8)
    assert town.operator_lin.community_ids, "asked once a request"

    with django_assert_num_queries(2):
        first, second, *_rest = own_shifts(town.operator_lin, at)
    assert (first.before.person, first.after.person, first.is_now) == (town.keeper_li, town.worker_mo, True)
    assert (second.before.person, second.is_now) == (town.worker_mo, False)
