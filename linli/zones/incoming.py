"""责任区一览表 brought in: one row a zone, with the doors it covers and the two or three members who answer for it."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.sheets.cells import Reader, WrongCell, read_text, read_when, text_of
from linli.sheets.registry import Column, ImportKind, declare_import
from linli.sheets.workbooks import Value

from .actions.bringing import take_zones, weigh_zones

WORDS: dict[str, Any] = tomllib.loads((Path(__file__).parent / "data" / "zone_words.toml").read_text(encoding="utf-8"))
BETWEEN = re.compile(r"[、,，;；/\n]+")  # catalogue: data


def read_number(value: Value) -> int | None:
    """Read the number of a zone: 3, 3号, 第3责任区."""
    text = text_of(value)
    if not text:
        return None
    found = re.fullmatch(r"第?\s*(\d{1,3})\s*(?:号|责任区|号责任区|片区?)?", text)  # catalogue: data
    if found is None or not int(found[1]):
        raise WrongCell(_("「{value}」不是责任区编号。请只写数字，例如 3。").format(value=text[:20]))
    return int(found[1])


def read_doors(value: Value) -> str:
    """Read the doors in words, a line for each lane: 建安街 1—87 号 单号；桂花巷 全部."""
    return re.sub(r"\s*[;；]\s*", "\n", read_text(4000)(value))


def read_keepers(value: Value) -> list[str]:
    """Read names, the lead first: 韦启明、黄桂香."""
    names = [re.sub(r"[(（].*?[)）]", "", part).strip() for part in BETWEEN.split(read_text(200)(value))]
    return list(dict.fromkeys(name for name in names if name))


def _column(code: str, label: Any, read: Reader, **more: Any) -> Column:
    return Column(code=code, label=label, words=WORDS[code], read=read, **more)


COLUMNS = (
    _column("number", gettext_lazy("编号"), read_number),
    _column("name", gettext_lazy("名称"), read_text(40)),
    _column("doors", gettext_lazy("范围"), read_doors),
    _column("keepers", gettext_lazy("负责的党员"), read_keepers),
    _column("on", gettext_lazy("从哪天起"), read_when, is_date=True),
)


def judge(values: Mapping[str, Any], at: datetime) -> Iterator[tuple[str, str]]:
    """A row says which zone it means by its number or its name."""
    if not values.get("number") and not values.get("name"):
        yield "name", _("没有说是哪个责任区。请写编号或者名称。")


def key_of(values: Mapping[str, Any]) -> str:
    return str(values.get("number") or values.get("name") or "")


ZONES_BROUGHT = declare_import(
    ImportKind(
        code="zones",
        label=gettext_lazy("责任区一览表"),
        permission="zones.bring_zones",
        columns=COLUMNS,
        judge=judge,
        key_of=key_of,
        weigh=weigh_zones,
        take_many=take_zones,
        rule=gettext_lazy("先看编号，再看名称。已有的只改表里写了的：名称、范围、负责的党员；空着的不动。"),
        about=gettext_lazy(
            "一个责任区一行，先导入门牌。范围写成“建安街 1—87 号 单号；桂花巷 全部”。"
            "负责的党员写两三位有账号的，主责的在前。"
        ),
        order=45,
    )
)
