"""What cells say, in every way people write it."""

from datetime import date, datetime

import pytest

from linli.sheets.cells import (
    WrongCell,
    is_ditto,
    read_digits,
    read_name,
    read_one_of,
    read_text,
    read_when,
    read_yes,
    text_of,
)


@pytest.mark.parametrize(
    ("value", "first", "precision"),
    [
        (39877, "2009-03-05T00:00", "day"),
        (39877.604166666664, "2009-03-05T14:30", "minute"),
        ("39877", "2009-03-05T00:00", "day"),
        (2009.3, "2009-03-01T00:00", "month"),
        ("2009.10", "2009-10-01T00:00", "month"),
        (2009.12, "2009-12-01T00:00", "month"),
        ("2009年3月", "2009-03-01T00:00", "month"),
        ("2009年3月份", "2009-03-01T00:00", "month"),
        ("２００９年３月５日", "2009-03-05T00:00", "day"),
        (20090301, "2009-03-01T00:00", "day"),
        ("20090301", "2009-03-01T00:00", "day"),
        ("2009/3/5 14:30", "2009-03-05T14:30", "minute"),
        ("2009-03-05 14:30:59", "2009-03-05T14:30", "minute"),
        ("2009年3月5日14时30分", "2009-03-05T14:30", "minute"),
        ("2009年3月5日下午", None, ""),
        ("2009.3.5", "2009-03-05T00:00", "day"),
        (datetime.fromisoformat("2009-03-05"), "2009-03-05T00:00", "day"),
        (datetime.fromisoformat("2009-03-05T08:01"), "2009-03-05T08:01", "minute"),
        (date(2009, 3, 5), "2009-03-05T00:00", "day"),
        (2009, "2009-01-01T00:00", "year"),
        ("2009年", "2009-01-01T00:00", "year"),
    ],
)
def test_dates_in_every_spelling(value, first, precision):
    if first is None:
        with pytest.raises(WrongCell):
            read_when(value)
        return
    said = read_when(value)

    assert (said.first.strftime("%Y-%m-%dT%H:%M"), said.precision) == (first, precision)
    assert said.first <= said.last


@pytest.mark.parametrize(
    ("value", "complaint"),
    [
        (2009.1, "1 月还是 10 月"),
        ("3月5日", "没有写年份"),
        ("09.3.5", "只写了两位"),
        ("2009-02-30", "没有「2009-02-30」这一天"),
        ("上周三", "不是日期"),
        (12.5, "不是日期"),
        (True, "不是日期"),
    ],
)
def test_dates_nobody_can_be_sure_of_are_refused_with_the_way_out(value, complaint):
    with pytest.raises(WrongCell, match=complaint):
        read_when(value)


@pytest.mark.parametrize("value", [None, "", "  ", "无", "—", "/"])
def test_what_says_nothing_is_no_date(value):
    assert read_when(value) is None


def test_numbers_that_are_names():
    assert read_digits(20260302000123.0) == "20260302000123"
    assert read_digits("ＢＢ２０２６ 0001") == "BB20260001"
    assert read_digits("45110219800101123X") == "45110219800101123X"
    with pytest.raises(WrongCell, match="只记得住 15 位"):
        read_digits(4.5110219800101e17)
    with pytest.raises(WrongCell, match="科学记数"):
        read_digits("4.51102E+17")


def test_names_lose_their_blanks_and_keep_their_points():
    assert [read_name()(name) for name in ("张　三", "欧阳 小 明", "阿依古丽•买买提", "John  Smith", "无")] == [
        "张三", "欧阳小明", "阿依古丽·买买提", "John Smith", "",
    ]  # fmt: skip


def test_yes_no_and_lists():
    assert [read_yes(value) for value in ("是", "√", "有", 1, 1.0, "否", "×", "", None)] == [True] * 5 + [False] * 2 + [
        None
    ] * 2
    with pytest.raises(WrongCell):
        read_yes("也许")
    sex = read_one_of({"男": "male", "1": "male", "女": "female", "2": "female"}, ["男", "女"])
    assert [sex(value) for value in ("男", 1, "1", "女 ", 2.0, "")] == ["male", "male", "male", "female", "female", ""]
    with pytest.raises(WrongCell, match="男、女"):
        sex("雄")


def test_as_above_is_told_from_quotes_in_a_sentence():
    assert all(map(is_ditto, ("同上", " 〃 ", "″", '"', "＂")))
    assert not any(map(is_ditto, ("同上面那家", "“水沟”堵了", None, 3)))


def test_what_we_made_harmless_reads_as_it_was():
    assert text_of("'=1+1") == "=1+1"
    assert text_of("'tis") == "'tis"


def test_sentences_keep_their_chinese_commas():
    assert (
        read_text(50)("巷口路灯闪，晚上看不清　台阶：１２ 号（中段）") == "巷口路灯闪，晚上看不清 台阶：12 号（中段）"
    )
