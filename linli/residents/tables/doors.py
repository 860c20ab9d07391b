"""门牌 brought in: one row a door, with its zone and the homes behind it."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.sheets.cells import Reader, WrongCell, read_text, text_of
from linli.sheets.registry import Column, ImportKind, declare_import
from linli.sheets.workbooks import Value

from ..actions.bringing_places import Place, place_of, take_doors, weigh_doors
from ..actions.settling import label_of
from .reading import WORDS

PLACE = re.compile(r"(.+?)\s*(?:第)?(\d{1,4})(?:[-之](\d{1,3}))?\s*(?:号院|号楼|号|栋|幢|座)?")  # catalogue: data
MOST_ROOMS = 400


def read_place(value: Value) -> Place | None:
    """Read a whole door: 建安街38号, 桂花苑 3 栋, 贤德北巷12-1号."""
    text = text_of(value)
    if not text:
        return None
    found = PLACE.fullmatch(text)
    if found is None:
        raise WrongCell(_("「{value}」看不出是几号、几栋。请写成「建安街 38 号」这样。").format(value=text[:30]))
    return Place(found[1].strip(), int(found[2]), found[3] or "")


def read_number(value: Value) -> tuple[int, str] | None:
    """Read a number with what may follow it: 38, 38号, 12-1."""
    text = text_of(value)
    if not text:
        return None
    found = re.fullmatch(r"(\d{1,4})(?:[-之](\d{1,3}))?\s*(?:号院|号楼|号|栋|幢|座)?", text)  # catalogue: data
    if found is None:
        raise WrongCell(_("「{value}」不是门牌号。请只写数字，例如 38 或者 12-1。").format(value=text[:20]))
    return int(found[1]), found[2] or ""


def read_rooms(value: Value) -> list[str]:
    """Read the homes behind a door: 101、102、201-203 is five of them."""
    found: list[str] = []
    for part in re.split(r"[、,，;；\s]+", text_of(value)):  # catalogue: data
        if span := re.fullmatch(r"(\d{2,4})[-~至](\d{2,4})", part):  # catalogue: data
            first, last = int(span[1]), int(span[2])
            found += map(str, range(first, last + 1)) if first <= last < first + 100 else [part]
        elif part:
            found.append(label_of(part))
    if len(found) > MOST_ROOMS:
        raise WrongCell(_("一个门牌写了 {count} 户，太多了。请看看是不是写错了。").format(count=len(found)))
    return list(dict.fromkeys(found))


def _column(code: str, label: Any, read: Reader, **more: Any) -> Column:
    return Column(code=code, label=label, words=WORDS["doors"][code], read=read, **more)


COLUMNS = (
    _column("lane", gettext_lazy("街巷"), read_text(40)),
    _column("number", gettext_lazy("门牌号"), read_number),
    _column("address", gettext_lazy("地址"), read_place),
    _column("building_name", gettext_lazy("楼宇名称"), read_text(40)),
    _column("zone", gettext_lazy("责任区"), read_text(40)),
    _column("zone_number", gettext_lazy("责任区编号"), read_text(10)),
    _column("rooms", gettext_lazy("室号"), read_rooms),
)


def judge(values: Mapping[str, Any], at: datetime) -> Iterator[tuple[str, str]]:
    """A row says its lane and number in two columns, or both in one."""
    if place_of(values) is None:
        yield "number", _("没有说是哪个门牌。请写街巷和门牌号，或者写完整的地址。")


def key_of(values: Mapping[str, Any]) -> str:
    return hashlib.sha256("\x1f".join(map(str, place_of(values) or ())).encode()).hexdigest()


DOORS = declare_import(
    ImportKind(
        code="doors",
        label=gettext_lazy("门牌表"),
        permission="residents.bring_places",
        columns=COLUMNS,
        judge=judge,
        key_of=key_of,
        weigh=weigh_doors,
        take_many=take_doors,
        rule=gettext_lazy(
            "怎样算同一个：街巷和门牌号一样的。已有的只添新的室号、改楼名；换责任区要到责任区里改，好记下从哪天起。"
        ),
        about=gettext_lazy("一个门牌一行。责任区写名称或编号，室号可以一格写多个：101、102、201-203。"),
        order=40,
    )
)
