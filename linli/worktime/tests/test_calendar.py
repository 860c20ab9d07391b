from datetime import date, timedelta

import chinese_calendar
import pytest
from django.test import override_settings
from django.utils import translation

from linli.worktime.calendar import PACKAGE_YEARS, WorkCalendar, WrongHolidayTable, read_tables, warning, work_calendar

CALENDAR = work_calendar()


def test_the_shipped_table_of_2026_agrees_with_the_package_on_every_day():
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]

    assert 2026 in CALENDAR.years
    assert [day for day in days if CALENDAR.is_working_day(day) != chinese_calendar.is_workday(day)] == []


@pytest.mark.parametrize("day", ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"])
def test_make_up_weekends_of_2026_are_worked(day):
    assert CALENDAR.is_working_day(date.fromisoformat(f"2026-{day}"))


def test_the_package_fills_the_years_of_the_history():
    assert not CALENDAR.is_working_day(date(2009, 10, 8))
    assert CALENDAR.is_working_day(date(2009, 9, 27))
    assert CALENDAR.missing_years(date(2004, 1, 1), date(2026, 12, 31)) == []


def test_the_package_still_covers_what_we_say_it_covers():
    assert chinese_calendar.is_workday(date(PACKAGE_YEARS.start, 1, 5))
    assert chinese_calendar.is_workday(date(PACKAGE_YEARS.stop - 1, 12, 31))


def test_years_with_neither_are_monday_to_friday_and_reported():
    assert CALENDAR.is_working_day(date(2027, 10, 1))
    assert not CALENDAR.is_working_day(date(2027, 10, 2))
    assert CALENDAR.missing_years(date(2003, 6, 1), date(2028, 1, 1)) == [2003, 2027, 2028]


def test_an_installation_adds_the_next_year(tmp_path):
    (tmp_path / "holidays-2027.toml").write_text(
        "year = 2027\nworking = [2027-10-09]\n[[off]]\nname = '国庆节'\nfrom = 2027-10-01\nto = 2027-10-07\n",
        encoding="utf-8",
    )
    work_calendar.cache_clear()
    try:
        with override_settings(HOLIDAY_TABLES=tmp_path):
            calendar = work_calendar()
    finally:
        work_calendar.cache_clear()

    assert calendar.years == {2026, 2027}
    assert calendar.is_working_day(date(2027, 10, 9))
    assert not calendar.is_working_day(date(2027, 10, 6))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("year = 2027", "off"),
        ("year = ", "Invalid value"),
        ("year = 2027\n[[off]]\nname = 'x'\nfrom = 2027-10-07\nto = 2027-10-01", "ends before it begins"),
        ("year = 2027\nworking = [2027-10-02]\n[[off]]\nfrom = 2027-10-01\nto = 2027-10-03", "both a day off and"),
    ],
)
def test_a_wrong_table_is_named(tmp_path, text, complaint):
    path = tmp_path / "holidays-2027.toml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(WrongHolidayTable, match=rf"holidays-2027\.toml: .*{complaint}"):
        read_tables([path])


def test_the_warning_is_a_sentence_for_people():
    with translation.override("zh-hans"):
        assert warning({2028, 2027}) == "2027、2028 年的节假日表还没有更新，这个期限暂按周一至周五推算。"
        assert warning([]) == ""


def test_without_any_table_every_year_is_missing():
    bare = WorkCalendar(package_years=range(0))

    assert bare.missing_years(date(2026, 1, 1), date(2026, 12, 31)) == [2026]
    assert bare.is_working_day(date(2026, 10, 1))
