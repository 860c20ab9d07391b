"""居民台账 brought in: one row a person, with the home they live in."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.fence.sealing import keyed_hash
from linli.sheets.cells import Reader, read_text, read_yes
from linli.sheets.registry import Column, ImportKind, declare_import

from ..actions.bringing import take_people, weigh_people
from ..codes import EDUCATION, ETHNICITY, ID_KIND
from ..models import Household, HouseholdMember, Person
from ..numbers import WrongNumber, birth_date, normalise_identity_number
from .reading import (
    WORDS,
    read_birth,
    read_code,
    read_day,
    read_id_number,
    read_landline,
    read_name,
    read_phones,
    read_word,
    says,
)

SEXES = [(code, label) for code, label in Person.Sex.choices if code in "129"]


def _column(code: str, label: Any, read: Reader, **more: Any) -> Column:
    return Column(code=code, label=label, words=WORDS["people"][code], read=read, **more)


def _looks_like_id(text: str) -> bool:
    try:
        return bool(normalise_identity_number(text))
    except WrongNumber:
        return False


COLUMNS = (
    _column("name", gettext_lazy("姓名"), read_name, is_required=True),
    _column("former_name", gettext_lazy("曾用名"), read_name),
    _column("id_number", gettext_lazy("证件号码"), read_id_number, looks_like=_looks_like_id),
    _column("id_kind", gettext_lazy("证件种类"), read_code(ID_KIND)),
    _column("sex", gettext_lazy("性别"), read_word("sex", SEXES)),
    _column("ethnicity", gettext_lazy("民族"), read_code(ETHNICITY, ending="族")),  # catalogue: data
    _column("birth", gettext_lazy("出生日期"), read_birth, is_date=True),
    _column("phone", gettext_lazy("联系电话"), read_phones),
    _column("landline", gettext_lazy("固定电话"), read_landline),
    _column("native_place", gettext_lazy("籍贯"), read_text(60)),
    _column("education", gettext_lazy("学历"), read_code(EDUCATION)),
    _column("address", gettext_lazy("住址"), read_text(120)),
    _column("room", gettext_lazy("室号"), read_text(20)),
    _column("head", gettext_lazy("户主"), read_name),
    _column("relation", gettext_lazy("与户主关系"), read_word("relation", HouseholdMember.ToHead.choices)),
    _column("from_on", gettext_lazy("入住日期"), read_day, is_date=True),
    _column("tenure", gettext_lazy("住所"), read_word("tenure", Household.Tenure.choices)),
    _column("registered", gettext_lazy("户口在这里"), read_yes),
    _column("employer", gettext_lazy("工作单位"), read_text(100)),
    _column("post", gettext_lazy("职务"), read_text(60)),
    _column("died_on", gettext_lazy("去世日期"), read_day, is_date=True),
)


def judge(values: Mapping[str, Any], at: datetime) -> Iterator[tuple[str, str]]:
    """Name what no single cell of a row tells."""
    today, birth = timezone.localdate(at), values.get("birth")
    for code, day in (("birth", birth.on if birth else None), ("died_on", values.get("died_on"))):
        if day and day > today:
            yield code, _("这一天还没到。请看看年份是不是写错了。")
    if birth and birth.on and values.get("died_on") and values["died_on"] < birth.on:
        yield "died_on", _("去世早于出生。请对照原件，看哪一个写错了。")
    yield from _judge_id_number(values)
    if not any(says(values, code) for code in ("id_number", "birth", "phone", "address")):
        yield (
            "name",
            _("只有姓名，认不出是哪一位。身份证号码、出生日期、电话、住址，请至少补上一样。"),
        )


def _judge_id_number(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """An identity card has an identity number; a paper of another kind is named in its own column."""
    number, kind = values.get("id_number") or "", values.get("id_kind") or "111"
    if not number or kind not in ("111", "112"):
        return
    try:
        birth_date(number if len(number) == 18 else normalise_identity_number(number))
    except WrongNumber:
        yield "id_number", _("这不是身份证号码。别的证件，请加一列「证件种类」写上是护照还是什么。")


def key_of(values: Mapping[str, Any]) -> str:
    """Return a keyed print of what tells this person apart, by the same rule they are recognised by."""
    name, birth, phone = values["name"], values.get("birth"), values.get("phone")
    if says(values, "id_number"):
        said = f"id {values['id_number']}"
    elif birth and birth.on and birth.precision == "day":
        said = f"born {name} {birth.on}"
    elif phone and phone.first:
        said = f"phone {name} {phone.first}"
    else:
        said = f"home {name} {values.get('address') or ''} {values.get('room') or ''} {birth or ''}"
    return keyed_hash("row of a person", said)


PEOPLE = declare_import(
    ImportKind(
        code="people",
        label=gettext_lazy("居民台账"),
        permission="residents.bring_people",
        columns=COLUMNS,
        judge=judge,
        key_of=key_of,
        weigh=weigh_people,
        take_many=take_people,
        rule=gettext_lazy(
            "怎样算同一位：身份证号码一样的；没有号码可比的，看姓名和出生日期；再看姓名和电话；都没有的，看姓名和住处。"
            "已有的只改表里写了的，空着的不动。"
        ),
        question=gettext_lazy("没有写入住日期的，算作"),
        answers=[
            ("year", gettext_lazy("今年 1 月 1 日起住在这里")),
            ("today", gettext_lazy("今天起住在这里")),
            ("long", gettext_lazy("2000 年以前就住在这里")),
        ],
        usual_answer="year",
        about=gettext_lazy(
            "一人一行，户主在前。住址写到室，例如「建安街 38 号 302 室」：门牌要先登记过，室号没有的会添上。"
        ),
        order=20,
    )
)
