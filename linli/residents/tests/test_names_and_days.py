"""Names, readings, days known in part, lunar birthdays, and the words of national lists."""

from datetime import date

import pytest

from linli.residents.codes import EDUCATION, ETHNICITY, ID_KIND, UnknownWord
from linli.residents.dates import (
    Known,
    WrongDate,
    lunar_birthday_in,
    lunar_of,
    next_birthday,
    read_day,
    say_day,
    say_lunar,
)
from linli.residents.naming import initials_of, pinyin_of, tidy, tidy_pinyin
from linli.residents.numbers import birth_doubt


def test_surnames_are_read_as_surnames():
    surnames = (
        "覃 qin, 仇 qiu, 单 shan, 曾 zeng, 翟 zhai, 朴 piao, 区 ou, 查 zha, 解 xie, 乐 yue, 盖 ge, 缪 miao, 任 ren"
    )

    for surname, reading in (pair.split() for pair in surnames.split(", ")):
        assert pinyin_of(f"{surname}小明") == f"{reading} xiao ming"


@pytest.mark.parametrize(
    ("name", "pinyin", "initials"),
    [
        ("尉迟恭", "yu chi gong", "ycg"),
        ("万俟洛", "mo qi luo", "mql"),
        ("欧阳桂香", "ou yang gui xiang", "oygx"),
        ("区", "qu", "q"),
        ("吕布", "lv bu", "lb"),
        ("阿依古丽·买买提", "a yi gu li mai mai ti", "ayglmmt"),
        ("㛃䶮", "jie yan", "jy"),
        ("𠮷野", "ye", "y"),
        ("Jean Müller", "jean muller", "jm"),
        ("", "", ""),
    ],
)
def test_any_name_has_a_reading(name, pinyin, initials):
    assert (pinyin_of(name), initials_of(pinyin)) == (pinyin, initials)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("张　三", "张三"),
        (" 古丽.阿吾提 ", "古丽·阿吾提"),
        ("古丽•阿吾提", "古丽·阿吾提"),
        ("Jean  Müller", "Jean Müller"),
    ],
)
def test_names_are_kept_in_one_way(typed, kept):
    assert tidy(typed) == kept


def test_a_reading_by_hand_is_tidied():
    assert tidy_pinyin(" Qín  JuĀn ") == "qin juan"


@pytest.mark.parametrize(
    ("typed", "on", "precision", "said"),
    [
        ("2009-03-01", date(2009, 3, 1), "day", "2009-03-01"),
        ("20090301", date(2009, 3, 1), "day", "2009-03-01"),
        ("2009年3月1日", date(2009, 3, 1), "day", "2009-03-01"),
        ("二〇〇九年三月一日", date(2009, 3, 1), "day", "2009-03-01"),
        ("2009.3", date(2009, 3, 1), "month", "2009-03"),
        ("200903", date(2009, 3, 1), "month", "2009-03"),
        ("2009年", date(2009, 1, 1), "year", "2009"),
        ("", None, "day", ""),
    ],
)
def test_days_are_kept_as_precisely_as_they_were_written(typed, on, precision, said):
    known = read_day(typed)

    assert known == Known(on, precision)
    assert say_day(known.on, known.precision) == said


@pytest.mark.parametrize("typed", ["1953.2.30", "三月", "农历三月三十五", "去年"])
def test_what_is_no_day_is_said_in_a_sentence(typed):
    with pytest.raises(WrongDate, match="。"):
        read_day(typed)


@pytest.mark.parametrize(
    ("typed", "known", "said"),
    [
        ("农历三月初五", Known(None, "day", 3, 5), "农历三月初五"),
        ("1953年农历腊月廿三", Known(date(1954, 1, 27), "day", 12, 23), "农历腊月廿三"),
        ("正月十五", Known(None, "day", 1, 15), "农历正月十五"),
        ("农历十一月三十", Known(None, "day", 11, 30), "农历冬月三十"),
        ("闰四月二十", Known(None, "day", 4, 20), "农历四月二十"),
    ],
)
def test_lunar_birthdays_are_read_and_said(typed, known, said):
    assert read_day(typed) == known
    assert say_lunar(known.lunar_month, known.lunar_day) == said


def test_a_lunar_birthday_falls_on_its_day_of_each_year():
    birthday = Known(date(1953, 9, 22), "day", 8, 15)

    assert next_birthday(birthday, date(2025, 10, 6)) == date(2025, 10, 6)
    assert next_birthday(birthday, date(2025, 10, 7)) == date(2026, 9, 25)
    assert lunar_of(date(2026, 9, 25)) == (8, 15)


def test_of_two_equal_months_the_first_counts():
    assert lunar_birthday_in(2025, 6, 10) == date(2025, 7, 4)  # 2025 has a second sixth month from 25 July on


def test_a_thirtieth_is_kept_on_the_last_day_of_a_short_month():
    assert lunar_birthday_in(2025, 12, 30) == date(2026, 2, 16)  # the day before the new year, the month has 29 days


def test_a_solar_birthday_is_kept_every_year():
    assert next_birthday(Known(date(1952, 2, 29)), date(2026, 1, 1)) == date(2026, 2, 28)
    assert next_birthday(Known(date(1952, 2, 29)), date(2028, 1, 1)) == date(2028, 2, 29)
    assert next_birthday(Known(date(1952, 1, 1), "year"), date(2026, 1, 1)) is None


def test_lists_know_what_people_write():
    assert len([code for code in ETHNICITY.labels if code < "97"]) == 56
    assert [ETHNICITY.code_of(word) for word in ("壮", "瑶族", "08", "其他")] == ["08", "13", "08", "97"]
    assert [EDUCATION.code_of(word) for word in ("大专", "本科", "初 中", "硕士")] == ["31", "21", "71", "14"]
    assert EDUCATION.label("11") == "博士研究生毕业"
    assert ID_KIND.choices[1] == ("111", "居民身份证")
    with pytest.raises(UnknownWord):
        EDUCATION.code_of("私塾先生")


def test_a_birth_that_differs_from_the_number_is_doubted_and_no_more():
    number = "110101199003070038"

    assert birth_doubt(number, date(1990, 3, 7)) == ""
    assert birth_doubt(number, date(1990, 1, 1), "year") == ""
    assert "1990-03-07" in birth_doubt(number, date(1990, 3, 8))
