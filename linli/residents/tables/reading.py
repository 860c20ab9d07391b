"""Cells of registers: names, identity numbers, births as precisely as known, codes of standards, several phones."""

import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from linli.sheets.cells import (
    DITTO,
    NOTHING,
    Reader,
    WrongCell,
    read_digits,
    read_one_of,
    read_text,
    read_when,
    split_several,
    text_of,
)
from linli.sheets.workbooks import Value

from .. import codes, dates, naming, numbers, phones

WORDS = tomllib.loads((Path(__file__).parents[1] / "data" / "columns.toml").read_text(encoding="utf-8"))
ID_LIKE = re.compile(r"[0-9]{14,19}|[0-9]{17}[0-9X]|[0-9]{15}X")
STARRED = re.compile(r"[0-9]{2,}[*＊×]+[0-9X]*")
NUMBER = re.compile(r"\+?[0-9][0-9 \-－—()（）]{5,}[0-9]|(?<![0-9])(?:110|12345)(?![0-9])")


def read_name(value: Value) -> str:
    """Read a person's name as it is kept: 「张　三」 is 张三, an ethnic name's point is ·."""
    text = value if isinstance(value, str) else text_of(value)
    name = naming.tidy(text.replace("\n", " "))
    if not name or name.lower() in NOTHING:
        return ""
    if len(name) > naming.LONGEST:
        raise WrongCell(_("名字有 {count} 个字，最多 {most} 个。").format(count=len(name), most=naming.LONGEST))
    if any(sign.isdigit() for sign in name):
        raise WrongCell(_("「{value}」里有数字，不像姓名。请看看是不是串了列。").format(value=name[:20]))
    return name


def read_id_number(value: Value) -> str:
    """Read the number of a paper. What has the length of an identity number is judged as one; 15 digits become 18."""
    number = read_digits(value).upper().strip("'‘’`")
    if not number or number.lower() in NOTHING or value in DITTO:
        return ""
    if STARRED.fullmatch(number):
        raise WrongCell(_("这个号码打了星号，记不下来。请对照证件填全，不知道就空着。"))
    if ID_LIKE.fullmatch(number):
        try:
            return numbers.normalise_identity_number(number)
        except numbers.WrongNumber as why:
            raise WrongCell(str(why)) from why
    if len(number) > 30:
        raise WrongCell(_("号码太长了（最多 30 个字）。请看看是不是选错了列。"))
    return number


def read_birth(value: Value) -> dates.Known | None:
    """Read a birth as precisely as it was written, by the sun or by the moon: 2009.3, 2009年, 农历三月初五."""
    match value:
        case datetime():
            return dates.Known(value.date())
        case date():
            return dates.Known(value)
        case None | "":
            return None
        case bool():
            raise WrongCell(_("「{value}」不是日期。").format(value=value))
        case int() | float():
            said = read_when(value)
            if said is None:
                return None
            return dates.Known(said.first.date(), said.precision if said.precision in {"month", "year"} else "day")
    text = text_of(value)
    if not text or text.lower() in NOTHING:
        return None
    try:
        return dates.read_day(text)
    except dates.WrongDate as why:
        raise WrongCell(str(why)) from why


def read_day(value: Value) -> date | None:
    """Read a day; of a month or year alone its first."""
    said = read_when(value)
    return said.first.date() if said else None


def read_code(known: codes.CodeList, *, ending: str = "") -> Reader:
    """Read one of a standard's list by its label, other words for it, or its code (8 is 08)."""

    def read(value: Value) -> str:
        text = re.sub(r"\s", "", text_of(value))
        if not text or text.lower() in NOTHING:
            return ""
        for word in (text, text.zfill(2), text.removesuffix(ending) if ending else text):
            try:
                return known.code_of(word)
            except codes.UnknownWord:
                continue
        some = _("、").join(list(known.labels.values())[:6])
        raise WrongCell(_("不认识「{value}」。可以写：{some}……").format(value=text[:20], some=some))

    return read


def read_word(of: str, labels: Any) -> Reader:
    """Read one of our own codes, by its label, its code or the words people write for it."""
    own = {str(label).lower(): code for code, label in labels} | {code.lower(): code for code, _label in labels}
    own |= {code.lstrip("0"): code for code, _label in labels if code.isdecimal() and code.lstrip("0")}
    words = {word.lower(): code for code, words in WORDS["words"][of].items() for word in words}
    return read_one_of({**words, **own}, [label for _code, label in labels])


class Phones(NamedTuple):
    """The numbers of one cell in the form they are kept: the first mobile, and another one beside it."""

    first: str = ""
    second: str = ""


def read_phones(value: Value) -> Phones:
    """Read one or two numbers out of a cell: 13800000001/0774-5550110, 13800000001（儿子 13900000002）."""
    text = read_digits(value) if isinstance(value, int | float) else text_of(value)
    if not text or text.lower() in NOTHING or text in DITTO or not any(sign.isdigit() for sign in text):
        return Phones()
    if phones.USUAL.fullmatch(text):
        return Phones(phones.normalise(text))
    if STARRED.search(text.replace(" ", "")):
        raise WrongCell(_("这个号码打了星号，记不下来。请填全，不知道就空着。"))
    found = [_phone(each[0]) for part in _parts(text) for each in NUMBER.finditer(part)] or [_phone(text)]
    several = list(dict.fromkeys(found))
    if len(several) > 2:
        raise WrongCell(_("一格里有 {count} 个号码，最多记两个。请留下最常用的两个。").format(count=len(several)))
    several.sort(key=lambda number: not re.fullmatch(r"\+861[3-9][0-9]{9}", number))
    return Phones(*several)


def _parts(text: str) -> list[str]:
    """Return the parts of a cell that hold a number each; two mobiles written without a sign between them, too."""
    apart = re.sub(r"(1[3-9][0-9]{9})(?=1[3-9][0-9]{9})", r"\1/", text)
    return split_several(apart)


def _phone(said: str) -> str:
    try:
        return phones.normalise(said)
    except phones.WrongPhone as why:
        raise WrongCell(str(why)) from why


def read_landline(value: Value) -> str:
    return read_phones(value).first


def read_uscc(value: Value) -> str:
    text = read_digits(value)
    if not text or text.lower() in NOTHING:
        return ""
    try:
        return numbers.normalise_uscc(text)
    except numbers.WrongNumber as why:
        raise WrongCell(str(why)) from why


def read_count(value: Value) -> int | None:
    """Read how many: 12, 12人, blank."""
    text = re.sub(r"[\s人名个户]", "", text_of(value))  # catalogue: data
    if not text or text.lower() in NOTHING:
        return None
    if not re.fullmatch(r"[0-9]{1,6}", text):
        raise WrongCell(_("「{value}」不是人数。请只写数字。").format(value=text[:20]))
    return int(text)


short_text = read_text(60)


def says(values: Mapping[str, Any], code: str) -> bool:
    """Whether a row says something there: blank is unknown."""
    return values.get(code) not in (None, "", Phones())
