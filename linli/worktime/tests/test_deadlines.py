"""Deadlines as domain reference §6.3 and §14B (items 4, 18, 29) state them."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.worktime.arithmetic import BEIJING, Clock, add, end_of, postpone
from linli.worktime.calendar import WorkCalendar, work_calendar

CALENDAR = work_calendar()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BEIJING)


def due(start: str, amount: int, clock: Clock, calendar: WorkCalendar = CALENDAR) -> str:
    return f"{add(at(start), amount, clock, calendar).at:%Y-%m-%d %H:%M:%S}"


# Minutes


@pytest.mark.parametrize(
    ("promise", "done", "kept"),
    [
        (10, "10:09:59", True),
        (10, "10:10:00", True),
        (10, "10:10:01", False),
        (30, "10:30:00", True),
        (30, "10:30:01", False),
    ],
)
def test_item_4_ten_and_thirty_minutes_from_the_moment_received(promise, done, kept):
    promised = add(at("2026-11-22 10:00:00"), promise, Clock.MINUTES, CALENDAR)

    assert (at(f"2026-11-22 {done}") <= promised.at) is kept


def test_minutes_run_through_the_night_and_the_holidays():
    assert due("2026-02-16 23:45:30", 30, Clock.MINUTES) == "2026-02-17 00:15:30"


# Calendar days


def test_days_begin_the_day_after_the_event_and_end_at_midnight():
    assert due("2026-03-02 00:00:01", 15, Clock.CALENDAR_DAYS) == "2026-03-17 23:59:59"
    assert due("2026-03-02 23:59:59", 15, Clock.CALENDAR_DAYS) == "2026-03-17 23:59:59"


def test_the_last_moment_of_the_last_day_is_in_time_and_the_next_is_late():
    promised = add(at("2026-03-02 09:30"), 15, Clock.CALENDAR_DAYS, CALENDAR)

    assert at("2026-03-17 23:59:59") <= promised.at
    assert at("2026-03-18 00:00:00") > promised.at


@pytest.mark.parametrize(
    ("start", "amount", "expected"),
    [
        ("2026-03-02 09:30", 15, "2026-03-17"),  # register and pass on: 15 days (条例 22)
        ("2026-03-02 09:30", 60, "2026-05-06"),  # finish: 60 days end on 劳动节 1 May, and roll (条例 34, 民法典 203)
        ("2026-03-03 09:30", 60, "2026-05-06"),  # 2 May likewise
        ("2026-03-12 09:30", 60, "2026-05-11"),
        ("2026-05-11 23:59", 30, "2026-06-10"),  # extension: 30 days more
        ("2026-06-10 08:00", 30, "2026-07-10"),  # review 复查: apply within 30 days
        ("2026-09-05 08:00", 30, "2026-10-08"),  # ends inside 国庆节
    ],
)
def test_item_29_periods_of_calendar_days(start, amount, expected):
    assert due(start, amount, Clock.CALENDAR_DAYS) == f"{expected} 23:59:59"


def test_a_period_ending_on_a_weekend_rolls_to_monday_and_on_a_make_up_day_does_not():
    assert due("2026-03-06 10:00", 15, Clock.CALENDAR_DAYS) == "2026-03-23 23:59:59"  # 21 March is a Saturday
    assert due("2026-05-02 10:00", 7, Clock.CALENDAR_DAYS) == "2026-05-09 23:59:59"  # a Saturday that is worked


def test_rolling_can_be_turned_off():
    plain = WorkCalendar(rolls=False)

    assert due("2026-03-06 10:00", 15, Clock.CALENDAR_DAYS, plain) == "2026-03-21 23:59:59"
    assert not add(at("2027-03-06 10:00"), 15, Clock.CALENDAR_DAYS, plain).assumed


# Working days


@pytest.mark.parametrize(
    ("start", "amount", "expected"),
    [
        ("2026-03-02 09:30", 5, "2026-03-09"),  # objection to a transfer: 5 working days (条例 23)
        ("2026-02-13 09:30", 1, "2026-02-14"),  # Saturday, worked before 春节
        ("2026-02-14 09:30", 1, "2026-02-24"),
        ("2026-09-30 16:00", 3, "2026-10-10"),  # 8, 9 and the worked Saturday 10 October
        ("2026-03-07 11:00", 1, "2026-03-09"),  # an event on a Saturday counts from Monday
        ("2026-03-02 09:30", 20, "2026-03-30"),  # 政府信息公开: 20 working days
        ("2010-02-11 10:00", 5, "2010-02-23"),  # 2010: 春节 13–19 February, both weekends worked
    ],
)
def test_item_29_periods_of_working_days(start, amount, expected):
    assert due(start, amount, Clock.WORKING_DAYS) == f"{expected} 23:59:59"


def test_item_18_a_year_without_a_table_gives_a_result_and_says_so():
    promised = add(at("2027-02-05 10:00"), 3, Clock.WORKING_DAYS, CALENDAR)

    assert f"{promised.at:%Y-%m-%d}" == "2027-02-10"
    assert promised.assumed
    assert promised.assumed_years == {2027}


def test_only_the_years_that_matter_are_reported():
    assert not add(at("2026-12-30 10:00"), 1, Clock.WORKING_DAYS, CALENDAR).assumed
    assert add(at("2026-12-30 10:00"), 3, Clock.WORKING_DAYS, CALENDAR).assumed_years == {2027}
    assert add(at("2026-12-25 10:00"), 15, Clock.CALENDAR_DAYS, CALENDAR).assumed_years == {2027}
    assert not add(at("2027-06-01 10:00"), 600, Clock.MINUTES, CALENDAR).assumed


# Pauses


def test_a_pause_moves_minutes_by_the_very_time():
    moved = postpone(
        at("2026-11-23 10:30"),
        paused_at=at("2026-11-23 10:12"),
        resumed_at=at("2026-11-23 10:52:30"),
        clock=Clock.MINUTES,
        calendar=CALENDAR,
    )

    assert moved.at == at("2026-11-23 11:10:30")


def test_a_pause_moves_days_by_whole_days():
    def moved(clock: Clock, resumed: str) -> str:
        due_at = end_of(date(2026, 3, 9))
        paused = at("2026-03-05 09:00")
        return f"{postpone(due_at, paused_at=paused, resumed_at=at(resumed), clock=clock, calendar=CALENDAR).at:%m-%d}"

    assert moved(Clock.WORKING_DAYS, "2026-03-05 17:00") == "03-09"
    assert moved(Clock.WORKING_DAYS, "2026-03-09 08:00") == "03-11"  # Friday and Monday were lost
    assert moved(Clock.CALENDAR_DAYS, "2026-03-05 17:00") == "03-09"
    assert moved(Clock.CALENDAR_DAYS, "2026-03-06 08:00") == "03-10"
    assert moved(Clock.CALENDAR_DAYS, "2026-03-10 08:00") == "03-16"  # 14 March is a Saturday


# What is refused, and what always holds


def test_impossible_questions_are_refused():
    with pytest.raises(ValueError, match="time zone"):
        add(
            datetime(2026, 3, 2, 9),  # noqa: DTZ001 - that is the point
            1,
            Clock.MINUTES,
            CALENDAR,
        )
    with pytest.raises(ValueError, match="positive"):
        add(at("2026-03-02 09:00"), 0, Clock.MINUTES, CALENDAR)
    with pytest.raises(ValueError, match="before it began"):
        postpone(
            at("2026-03-02 09:00"),
            paused_at=at("2026-03-02 09:00"),
            resumed_at=at("2026-03-02 08:00"),
            clock=Clock.MINUTES,
            calendar=CALENDAR,
        )


LOCAL_2004, LOCAL_2030 = at("2004-01-01").replace(tzinfo=None), at("2030-12-31").replace(tzinfo=None)
moments = st.datetimes(LOCAL_2004, LOCAL_2030, timezones=st.just(BEIJING))
amounts = st.integers(1, 90)
clocks = st.sampled_from(Clock)


@given(moments, amounts, clocks)
def test_a_promise_is_due_after_it_is_made(start, amount, clock):
    assert add(start, amount, clock, CALENDAR).at > start


@given(moments, amounts, clocks)
def test_more_time_is_never_due_sooner(start, amount, clock):
    assert add(start, amount, clock, CALENDAR).at <= add(start, amount + 1, clock, CALENDAR).at


@given(moments, st.timedeltas(timedelta(0), timedelta(days=30)), amounts, clocks)
def test_what_happens_later_is_never_due_sooner(start, wait, amount, clock):
    assert add(start, amount, clock, CALENDAR).at <= add(start + wait, amount, clock, CALENDAR).at


@given(moments, amounts, st.sampled_from([Clock.CALENDAR_DAYS, Clock.WORKING_DAYS]))
def test_no_period_of_days_ends_on_a_day_off(start, amount, clock):
    end = add(start, amount, clock, CALENDAR).at

    assert CALENDAR.is_working_day(end.date())
    assert end == end_of(end.date())


@given(moments, amounts)
def test_exactly_so_many_working_days_lie_in_the_period(start, amount):
    end = add(start, amount, Clock.WORKING_DAYS, CALENDAR).at.date()
    days = [start.date() + timedelta(days=n) for n in range(1, (end - start.date()).days + 1)]

    assert sum(CALENDAR.is_working_day(day) for day in days) == amount


@given(moments, amounts, clocks, st.timedeltas(timedelta(0), timedelta(days=30)))
def test_a_pause_never_brings_a_deadline_forward(start, amount, clock, pause):
    promised = add(start, amount, clock, CALENDAR).at

    moved = postpone(promised, paused_at=start, resumed_at=start + pause, clock=clock, calendar=CALENDAR)
    assert moved.at >= promised
