"""驻区单位 brought in: one row a unit."""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy

from linli.sheets.cells import Reader, read_text
from linli.sheets.registry import Column, ImportKind, declare_import

from ..actions.bringing_places import take_units, weigh_units
from ..models import Unit
from .reading import WORDS, read_count, read_day, read_name, read_uscc, read_word


def _column(code: str, label: Any, read: Reader, **more: Any) -> Column:
    return Column(code=code, label=label, words=WORDS["units"][code], read=read, **more)


COLUMNS = (
    _column("name", gettext_lazy("单位名称"), read_text(100), is_required=True),
    _column("short_name", gettext_lazy("简称"), read_text(40)),
    _column("kind", gettext_lazy("类别"), read_word("kind", Unit.Kind.choices)),
    _column("uscc", gettext_lazy("统一社会信用代码"), read_uscc),
    _column("address", gettext_lazy("地址"), read_text(120)),
    _column("phone", gettext_lazy("公开电话"), read_text(20)),
    _column("head", gettext_lazy("负责人"), read_name),
    _column("party_org", gettext_lazy("党组织名称"), read_text(100)),
    _column("secretary", gettext_lazy("党组织书记"), read_name),
    _column("members", gettext_lazy("党员人数"), read_count),
    _column("employees", gettext_lazy("职工人数"), read_count),
    _column("joined_on", gettext_lazy("加入联席会"), read_day, is_date=True),
)


def judge(values: Mapping[str, Any], at: datetime) -> Iterator[tuple[str, str]]:
    """A row of a unit has nothing its cells do not tell."""
    yield from ()


def key_of(values: Mapping[str, Any]) -> str:
    return hashlib.sha256((values.get("uscc") or values["name"]).encode()).hexdigest()


UNITS = declare_import(
    ImportKind(
        code="units",
        label=gettext_lazy("驻区单位表"),
        permission="residents.bring_places",
        columns=COLUMNS,
        judge=judge,
        key_of=key_of,
        weigh=weigh_units,
        take_many=take_units,
        rule=gettext_lazy(
            "怎样算同一家：统一社会信用代码一样的；没有代码的，看名称。已有的只改表里写了的，空着的不动。"
        ),
        about=gettext_lazy("一个单位一行。地址写门牌，例如「建安街 38 号」，门牌要先登记过。"),
        order=30,
    )
)
