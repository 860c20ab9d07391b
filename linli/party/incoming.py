"""党员名册 brought in: one row a member, who has to be on the register of residents already."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.fence.sealing import keyed_hash
from linli.residents import numbers, phones
from linli.sheets.cells import Reader, WrongCell, read_digits, read_name, read_one_of, read_text, read_when, text_of
from linli.sheets.registry import Column, ImportKind, declare_import
from linli.sheets.workbooks import Value

from .actions.bringing import take_members, weigh_members
from .models import From, Standing

WORDS: dict[str, Any] = tomllib.loads(
    (Path(__file__).parent / "data" / "ledger_words.toml").read_text(encoding="utf-8")
)


def read_id_number(value: Value) -> str:
    """Read an identity number in the form it is kept in; a masked one says nothing."""
    text = read_digits(value)
    if not text or "*" in text:
        return ""
    try:
        return numbers.normalise_identity_number(text)
    except numbers.WrongNumber as why:
        raise WrongCell(str(why)) from None


def read_phone(value: Value) -> str:
    text = text_of(value)
    if not text or "*" in text:
        return ""
    try:
        return phones.normalise(text)
    except phones.WrongPhone as why:
        raise WrongCell(str(why)) from None


def _column(code: str, label: Any, read: Reader, **more: Any) -> Column:
    return Column(code=code, label=label, words=WORDS[code], read=read, **more)


COLUMNS = (
    _column("name", gettext_lazy("姓名"), read_name(), is_required=True),
    _column("id_number", gettext_lazy("公民身份号码"), read_id_number),
    _column("phone", gettext_lazy("手机号码"), read_phone),
    _column("branch", gettext_lazy("所在党支部"), read_text(100)),
    _column("standing", gettext_lazy("人员类别"), read_one_of(WORDS["standings"], map(str, Standing.labels))),
    _column("relation", gettext_lazy("来源类型"), read_one_of(WORDS["relations"], map(str, From.labels))),
    _column("joined", gettext_lazy("入党日期"), read_when, is_date=True),
    _column("confirmed", gettext_lazy("转正日期"), read_when, is_date=True),
    _column("sponsors", gettext_lazy("入党介绍人"), read_text(60)),
    _column("from_on", gettext_lazy("从哪天起在这里"), read_when, is_date=True),
)


def judge(values: Mapping[str, Any], at: datetime) -> Iterator[tuple[str, str]]:
    """Name what no single cell tells."""
    joined, confirmed = values.get("joined"), values.get("confirmed")
    for code in ("joined", "confirmed", "from_on"):
        if values.get(code) and values[code].first > at:
            yield code, _("这一天还没到。请看看年份是不是写错了。")
    if confirmed and values.get("standing") == Standing.PROBATIONARY:
        yield "confirmed", _("预备党员还没有转正日期。请对照档案，看哪一个写错了。")
    if joined and confirmed and confirmed.first < joined.first:
        yield "confirmed", _("转正日期要在入党日期之后。")


def key_of(values: Mapping[str, Any]) -> str:
    said = values.get("id_number") or f"{values['name']} {values.get('phone') or ''}"
    return keyed_hash("row of a member", said)


MEMBERS_BROUGHT = declare_import(
    ImportKind(
        code="members",
        label=gettext_lazy("党员名册"),
        permission="party.enter_member",
        columns=COLUMNS,
        judge=judge,
        key_of=key_of,
        weigh=weigh_members,
        take_many=take_members,
        rule=gettext_lazy(
            "先看身份证号码，再看姓名和手机，再看姓名。人要先在居民登记里；已经是党员的，只改表里写了的，空着的不动。"
        ),
        about=gettext_lazy("一人一行。姓名、身份证号码只用来认人，不会改居民登记。转组织关系请在党员的页上办。"),
        order=30,
    )
)
