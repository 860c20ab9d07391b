"""Days people know to the day, the month or the year; and birthdays kept by the moon.

A day is kept as `date` and `Person.Precision` ("day", "month", "year"); what is not known of it is 1. A lunar birthday
is month and day alone: it falls on another solar day each year. Leap months and short months are settled as people do:
the first of two equal months counts, and who was born on a 30th keeps the 29th where the month has no more days.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from django.utils.translation import gettext as _

from linli.sheets.cells import read_when

DAY, MONTH, YEAR = "day", "month", "year"
FIRST_LUNAR_YEAR, LAST_LUNAR_YEAR = 1900, 2099

DIGITS = str.maketrans("〇零○Ｏ一二三四五六七八九", "00001234" + "56789")  # catalogue: data
MONTHS = ("正", "二", "三", "四", "五", "六", "七", "八", "九", "十", "冬", "腊")  # catalogue: data
TENS = ("初", "十", "廿", "三")  # catalogue: data
ONES = ("十", "一", "二", "三", "四", "五", "六", "七", "八", "九")  # catalogue: data
_LUNAR = re.compile(
    r"(?:([12][0-9]{3})\s*年?\s*)?(?:农历|阴历|旧历|夏历)?\s*(闰)?"
    r"(正|十一|十二|冬|腊|十|[一二三四五六七八九]|1[0-2]|0?[1-9])\s*月\s*"
    r"(初?十|初[一二三四五六七八九]|[二三]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|卅|[一二三四五六七八九]|30|[12][0-9]|0?[1-9])\s*[日号]?"
)  # catalogue: data
_SAYS_LUNAR = re.compile("农历|阴历|旧历|夏历|闰|正月|腊月|冬月|月初|廿")  # catalogue: data
_CHINESE_DAY = re.compile(
    r"([〇零○一二三四五六七八九]{4})年(?:([一二三四五六七八九十]{1,3})月(?:([一二三四五六七八九十]{1,3})[日号])?)?"
)  # catalogue: data
_COMPACT_MONTH = re.compile(r"(1[89][0-9]{2}|20[0-9]{2})(0[1-9]|1[0-2])")


class WrongDate(ValueError):
    """This is no day; the message is a sentence for the person who typed it."""


class Known(NamedTuple):
    """What is known of a birth: the solar day and how precisely, and the lunar month and day of who keeps that."""

    on: date | None
    precision: str = DAY
    lunar_month: int | None = None
    lunar_day: int | None = None


def read_day(raw: str) -> Known:
    """Read 2009-03-01, 20090301, 2009.3, 2009年, 二〇〇九年三月一日, 农历三月初五, 1953年农历腊月廿三.

    Blank is nothing known. A lunar day with its year gives the solar day of that year, too. Raises WrongDate.
    """
    text = unicodedata.normalize("NFKC", raw).strip()
    if not text:
        return Known(None)
    if _SAYS_LUNAR.search(text):
        return _read_lunar(text)
    if found := _CHINESE_DAY.fullmatch(text):
        text = "-".join([found[1].translate(DIGITS), *(str(_number(part)) for part in found.groups()[1:] if part)])
    if found := _COMPACT_MONTH.fullmatch(text):
        text = f"{found[1]}-{found[2]}"
    try:
        said = read_when(text)
    except ValueError:
        sentence = _("「{value}」看不出是哪一天。可以写 1953-08-01、1953年8月、1953，或者「农历三月初五」。")
        raise WrongDate(sentence.format(value=raw.strip()[:20])) from None
    if said is None:
        return Known(None)
    return Known(said.first.date(), said.precision if said.precision in {MONTH, YEAR} else DAY)


def say_day(on: date | None, precision: str = DAY) -> str:
    """Return a day as it is written in a ledger, as precisely as it is known: 2009-03-01, 2009-03, 2009."""
    if on is None:
        return ""
    return on.isoformat()[: {YEAR: 4, MONTH: 7}.get(precision, 10)]


def say_lunar(month: int | None, day: int | None) -> str:
    """Return a lunar birthday as people say it: 农历三月初五, 农历腊月廿三."""
    if month is None or day is None:
        return ""
    tens, ones = divmod(day, 10)
    said = {10: TENS[0] + ONES[0], 20: "二十", 30: "三十"}.get(day, TENS[tens] + ONES[ones])  # catalogue: data
    return _("农历{month}月{day}").format(month=MONTHS[month - 1], day=said)


def age_on(born: date | None, on: date) -> int | None:
    """Return how old somebody is in full years; of a year or month alone, as if born on its first day."""
    if born is None:
        return None
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def lunar_of(on: date) -> tuple[int, int] | None:
    """Return the lunar month and day of a solar day; None outside the years the tables know."""
    from lunardate import LunarDate

    try:
        found = LunarDate.from_solar_date(on.year, on.month, on.day)
    except ValueError:
        return None
    return found.month, found.day


def lunar_birthday_in(lunar_year: int, month: int, day: int) -> date | None:
    """Return the solar day a lunar birthday falls on in a lunar year: in the first of two equal months, on the last
    day of a month too short for it."""
    from lunardate import LunarDate

    for each in (day, 29):
        try:
            return LunarDate(lunar_year, month, each).to_solar_date()
        except ValueError:
            continue
    return None


def next_birthday(born: Known, after: date) -> date | None:
    """Return the first birthday on or after that day: the lunar one of who keeps it, else the solar one.

    29 February is kept on the 28th in common years. None where month and day are not known.
    """
    return next((day for day in _birthdays(born, after) if day >= after), None)


def _birthdays(born: Known, after: date) -> Iterator[date]:
    if born.lunar_month and born.lunar_day:
        for year in range(after.year - 1, after.year + 2):
            if day := lunar_birthday_in(year, born.lunar_month, born.lunar_day):
                yield day
    elif born.on is not None and born.precision == DAY:
        for year in (after.year, after.year + 1):
            try:
                yield born.on.replace(year=year)
            except ValueError:
                yield date(year, 3, 1) - timedelta(days=1)


def _read_lunar(text: str) -> Known:
    found = _LUNAR.fullmatch(text)
    if found is None:
        raise WrongDate(
            _("看不懂「{value}」。农历生日请写成「农历三月初五」，知道年份的写成「1953年农历三月初五」。").format(
                value=text[:20]
            )
        )
    month, day = _month_number(found[3]), _day_number(found[4])
    if not 1 <= day <= 30:
        raise WrongDate(_("农历一个月最多三十天，没有「{value}」。").format(value=found[4]))
    if not found[1]:
        return Known(None, DAY, month, day)
    return Known(*_solar(int(found[1]), month, day, is_leap=bool(found[2])), month, day)


def _solar(year: int, month: int, day: int, *, is_leap: bool) -> tuple[date, str]:
    """Return the solar day of a lunar one, and how precisely: only the year where the tables do not reach."""
    from lunardate import LunarDate

    for leap in (is_leap, False):
        try:
            return LunarDate(year, month, day, leap).to_solar_date(), DAY
        except ValueError:
            continue
    return date(year, 1, 1), YEAR


def _month_number(word: str) -> int:
    if word in MONTHS:
        return MONTHS.index(word) + 1
    return _number(word)


def _day_number(word: str) -> int:
    for tens, sign in ((0, "初"), (20, "廿"), (30, "卅")):  # catalogue: data
        if word.startswith(sign):
            return tens + (_number(word[1:]) if word[1:] else 0)
    return _number(word)


def _number(word: str) -> int:
    """Return 1 to 99 of digits or Chinese numerals."""
    if word.isdigit() and word.isascii():
        return int(word)
    before, ten, after = word.partition("十")  # catalogue: data
    if not ten:
        return int(word.translate(DIGITS))
    return (int(before.translate(DIGITS)) if before else 1) * 10 + (int(after.translate(DIGITS)) if after else 0)
