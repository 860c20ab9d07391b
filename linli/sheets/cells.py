"""What a cell says, however it was written: text, dates with their precision, yes or no, one of a list, digits.

A reader takes the raw value of a cell and returns the clean one, `None` (or blank text) for a cell that says nothing,
or raises WrongCell with a sentence: what is wrong, and how to mend it. The place (sheet, row, column) is added outside.
"""

import calendar
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from django.utils.translation import gettext as _

from linli.worktime.arithmetic import BEIJING, end_of

from .workbooks import Value

Reader = Callable[[Value], Any]

MOST_DIGITS = 15
"""Excel keeps no more digits of a number; the others are silently made 0."""

DITTO = frozenset({"同上", "同前", "〃", "″", "＂", "''", '"', "”", "“", "··", '-"-', "-〃-", "'"})  # catalogue: data
DITTO_BEGINS = frozenset(sign[0] for sign in DITTO)
LONGEST_DITTO = 12
NOTHING = frozenset(
    {"-", "--", "—", "——", "/", "\\", "无", "空", "不详", "未知", "n/a", "na", "null", "none"}
)  # catalogue: data
YES = frozenset(
    ["是", "有", "对", "√", "✓", "✔", "☑", "y", "yes", "true", "1", "需要", "要", "已", "v"]
)  # catalogue: data
NO = frozenset(
    ["否", "无", "没有", "没", "不", "×", "✗", "☐", "□", "n", "no", "false", "0", "不需要", "不要", "未", "x"]
)  # catalogue: data


class WrongCell(ValueError):
    """A cell cannot be right; the message is a sentence for whoever mends it."""


def text_of(value: Value) -> str:
    """Return what a cell says as text: full-width digits and letters made plain, spaces at the ends gone.

    A whole number has no ".0"; a date reads 2009-03-05.
    """
    match value:
        case None:
            return ""
        case bool():
            return "1" if value else "0"
        case float() if value == int(value):
            return str(int(value))
        case datetime() if value.time() == time.min:
            return value.date().isoformat()
        case datetime():
            return value.strftime("%Y-%m-%d %H:%M")
        case _:
            return _plain_text(str(value))


_BLANKS = re.compile(r"[ \t\u3000]+")
_APOSTROPHE = re.compile(r"'[=+\-@|%]")  # put there by sheets.writing.harmless


def _plain_text(said: str) -> str:
    if said.isalnum() and unicodedata.is_normalized("NFKC", said):
        return said  # most cells: a number, a name
    text = unicodedata.normalize("NFKC", said).replace("\u200b", "").replace("\ufeff", "")
    text = _BLANKS.sub(" ", text).strip()
    return text[1:] if _APOSTROPHE.match(text) else text


PUNCTUATION = "，；：！？（）"
ASIDE = {ord(sign): 0xE000 + n for n, sign in enumerate(PUNCTUATION)}  # signs no normal form knows
BACK = {aside: sign for sign, aside in ASIDE.items()}


def words_of(value: Value) -> str:
    """Return what a cell says in sentences: as `text_of`, but a Chinese comma stays one."""
    return text_of(value.translate(ASIDE)).translate(BACK) if isinstance(value, str) else text_of(value)


def is_ditto(value: Value) -> bool:
    """Whether the cell says: as above. Compared before full-width signs are made plain."""
    if not isinstance(value, str) or len(value) > LONGEST_DITTO:
        return False
    if value[:1].isalnum() and value[0] not in DITTO_BEGINS:
        return False  # most cells
    return value.strip() in DITTO or text_of(value) in DITTO


def is_error(value: Value) -> bool:
    """Whether a formula of theirs came to nothing (#N/A, #REF!)."""
    return (
        isinstance(value, str)
        and value.lstrip()[:1] == "#"
        and re.fullmatch(r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!)", value.strip()) is not None
    )


def read_text(most: int) -> Reader:
    """Read words of at most `most` characters; lines stay lines."""

    def read(value: Value) -> str:
        lines = [line.strip() for line in words_of(value).splitlines()]
        text = "\n".join(line for line in lines if line)
        if len(text) > most:
            raise WrongCell(
                _("有 {count} 个字，最多 {most} 个。请缩短，或者分到别的列。").format(count=len(text), most=most)
            )
        return text

    return read


def read_name(most: int = 50) -> Reader:
    """Read a person's name: 「张　三」 is 张三; an ethnic name keeps its point, a foreign one its spaces."""
    text = read_text(most)

    def read(value: Value) -> str:
        name = re.sub(r"[•・‧∙]", "·", text(value).replace("\n", " "))
        if name.lower() in NOTHING:
            return ""
        return re.sub(r"\s", "", name) if re.search(r"[\u3400-\u9fff]", name) else name

    return read


def read_digits(value: Value) -> str:
    """Read a number that is a name, such as an order's or an identity card's, with all its digits.

    Written as a number it has lost everything after the fifteenth digit, and is refused.
    """
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) >= 10**MOST_DIGITS:
        raise WrongCell(
            _("这个号码存成了数字，Excel 只记得住 15 位，后面的已经变成 0 了。请把这一列设为「文本」，对照原件重新填。")
        )
    text = text_of(value)
    if re.fullmatch(r"[0-9.]+E\+[0-9]+", text, re.IGNORECASE):
        raise WrongCell(
            _("这个号码变成了科学记数（{value}），后几位已经丢了。请把这一列设为「文本」，重新填。").format(value=text)
        )
    return re.sub(r"\s", "", text)


def read_yes(value: Value) -> bool | None:
    """Read 是, √, 有, 1 as yes and 否, ×, 0 as no; blank is unknown."""
    text = text_of(value).lower()
    if not text:
        return None
    if text in YES or text in NO:
        return text in YES
    raise WrongCell(_("「{value}」看不出是还是否。请写「是」或「否」，不知道就空着。").format(value=text[:20]))


def read_one_of(words: Mapping[str, str], labels: Iterable[str], *, strict: bool = True) -> Reader:
    """Read one of a list. `words` maps what may be written to what is meant; the longest word found in the cell wins.

    A whole cell that is a word counts before a part of it. `strict` False: what is not understood says nothing.
    """
    choices = list(labels)

    def read(value: Value) -> str:
        text = text_of(value)
        plain = re.sub(r"\s", "", text).lower()
        if not plain or plain in NOTHING:
            return ""
        if plain in words:
            return words[plain]
        within = [word for word in words if len(word) > 1 and word in plain]
        if within:
            return words[max(within, key=len)]
        if not strict:
            return ""
        raise WrongCell(
            _("不认识「{value}」。可以写：{choices}。").format(value=text[:20], choices=_("、").join(map(str, choices)))
        )

    return read


SEPARATORS = re.compile(r"[,;/、|\n]|\s或\s?|和|\s{1,}(?=\+?[0-9(])")  # catalogue: data


def split_several(value: Value) -> list[str]:
    """Return the parts of a cell that holds several numbers: 13800000001/0774-5550110，小王 139…"""
    text = text_of(value)
    return [part.strip() for part in SEPARATORS.split(text) if part.strip()]


# Dates


Precision = Literal["minute", "day", "month", "year"]


@dataclass(frozen=True)
class Stretch:
    """What a date cell says: some moment from `first` to `last`, as precisely as it was written."""

    first: datetime
    last: datetime
    precision: Precision


_CLOCK = r"(?:[\sT日号]*([0-2]?[0-9])(?:[:时点]([0-5]?[0-9])?)(?:[:分]([0-5]?[0-9])?)?秒?)?"  # catalogue: data
_DAY = re.compile(
    r"([12][0-9]{3})\s*[-./年]\s*(1[0-2]|0?[1-9])\s*[-./月]\s*(3[01]|[12][0-9]|0?[1-9])\s*[日号]?" + _CLOCK
)  # catalogue: data
_MONTH = re.compile(r"([12][0-9]{3})\s*[-./年]\s*(1[0-2]|0?[1-9])\s*月?(?:份)?")  # catalogue: data
_YEAR = re.compile(r"([12][0-9]{3})\s*年?")  # catalogue: data
_COMPACT = re.compile(
    r"([12][0-9]{3})(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])(?:\s*([01][0-9]|2[0-3])([0-5][0-9])([0-5][0-9])?)?"
)
_WITHOUT_YEAR = re.compile(r"(1[0-2]|0?[1-9])\s*[-./月]\s*(3[01]|[12][0-9]|0?[1-9])\s*[日号]?")  # catalogue: data
_SHORT_YEAR = re.compile(
    r"[0-9]{2}\s*[-./年]\s*(1[0-2]|0?[1-9])\s*[-./月]\s*(3[01]|[12][0-9]|0?[1-9])[日号]?"
)  # catalogue: data
EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001  wall-clock arithmetic, as Excel does it
FIRST_SERIAL, LAST_SERIAL = 15_000, 75_000
"""Serial dates of 1941 to 2105; a smaller or larger number is no date somebody meant."""


def read_when(value: Value) -> Stretch | None:
    """Read a date, with its time when it has one: serial, 2009.3, 2009年3月, 20090301, 2009/3/5 14:30.

    2009.1 as a number is refused: it may be January or October (2009.10 loses its zero).
    """
    match value:
        case datetime():
            return _of_moment(value)
        case date():
            return _of_day(value)
        case bool():
            raise _no_date(value)
        case int() | float():
            return _of_number(float(value))
        case time() | timedelta():
            raise WrongCell(_("只有时间，没有日期。请写成 2009-03-05 14:30 这样。"))
    text = text_of(value)
    if not text or text.lower() in NOTHING:
        return None
    return _of_text(text)


def _of_text(text: str) -> Stretch:
    if found := _DAY.fullmatch(text):
        return _of_parts(text, found.groups())
    if found := _COMPACT.fullmatch(text):
        return _of_parts(text, found.groups())
    if found := _MONTH.fullmatch(text):
        return _of_month(int(found[1]), int(found[2]))
    if found := _YEAR.fullmatch(text):
        year = int(found[1])
        return Stretch(_midnight(date(year, 1, 1)), end_of(date(year, 12, 31)), "year")
    if _SHORT_YEAR.fullmatch(text):
        raise WrongCell(_("「{value}」的年份只写了两位。请写全四位，例如 2009-03-05。").format(value=text))
    if _WITHOUT_YEAR.fullmatch(text):
        raise WrongCell(_("「{value}」没有写年份。请补上，例如 2009-03-05。").format(value=text))
    if re.fullmatch(r"[0-9]{5}(\.[0-9]+)?", text):
        return _of_number(float(text))
    raise _no_date(text)


def _of_parts(said: str, parts: Sequence[str | None]) -> Stretch:
    year, month, day, hour, minute = (int(part) if part else None for part in parts[:5])
    try:
        on = date(year or 0, month or 0, day or 0)
        if hour is None:
            return _of_day(on)
        return _of_minute(datetime(on.year, on.month, on.day, hour, minute or 0, tzinfo=BEIJING))
    except ValueError:
        raise WrongCell(_("没有「{value}」这一天或这个时间。请对照原件改正。").format(value=said)) from None


def _of_number(number: float) -> Stretch:
    if number == int(number):
        if 19_000_101 <= number <= 21_001_231:
            return _of_text(str(int(number)))
        if 1900 <= number <= 2100:
            return _of_text(str(int(number)))
    if 1900 <= number < 2101:
        return _of_year_and_month(number)
    if FIRST_SERIAL <= number <= LAST_SERIAL:
        return _of_moment(EPOCH + timedelta(minutes=round(number * 24 * 60)))
    raise _no_date(text_of(number))


def _of_year_and_month(number: float) -> Stretch:
    said = f"{number:.2f}".rstrip("0")
    year, _point, month = said.partition(".")
    if month == "1":
        raise WrongCell(
            _(
                "「{value}」看不出是 1 月还是 10 月（数字 2009.10 会变成 2009.1）。请写成 {year}年1月 或 {year}年10月。"
            ).format(value=said, year=year)
        )
    if not 1 <= int(month) <= 12:
        raise _no_date(said)
    return _of_month(int(year), int(month))


def _of_moment(moment: datetime) -> Stretch:
    if moment.time() == time.min:
        return _of_day(moment.date())
    return _of_minute(moment.replace(second=0, microsecond=0, tzinfo=BEIJING))


def _of_minute(moment: datetime) -> Stretch:
    return Stretch(moment, moment, "minute")


def _of_day(day: date) -> Stretch:
    if not 1900 <= day.year <= 2100:
        raise _no_date(day.isoformat())
    return Stretch(_midnight(day), end_of(day), "day")


def _of_month(year: int, month: int) -> Stretch:
    last = date(year, month, calendar.monthrange(year, month)[1])
    return Stretch(_midnight(date(year, month, 1)), end_of(last), "month")


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=BEIJING)


def _no_date(said: Any) -> WrongCell:
    return WrongCell(
        _("「{value}」不是日期。请写成 2009-03-05，要写时间就写 2009-03-05 14:30。").format(value=str(said)[:20])
    )
