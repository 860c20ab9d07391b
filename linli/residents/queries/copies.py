"""Everything held of a person, as sections of rows: one source for the page, the paper and the file for machines."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.accounts.models import User
from linli.web.masks import mask_phone

from ..codes import EDUCATION, ETHNICITY, ID_KIND
from ..dates import say_day, say_lunar
from ..models import HouseholdMember, Person, Relation, Work
from ..numbers import identity_mask
from ..phones import dialled
from ..registry import chapters
from .purposes import consents_of
from .readings import readings_of, sharings_of
from .requests import requests_of

Row = list[tuple[str, str]]
"""Pairs of what it is and what it says; what nobody knows is left out."""


@dataclass(frozen=True)
class Section:
    code: str
    title: str
    rows: Sequence[Row]


def everything_held(person: Person, reader: User) -> list[Section]:
    """Return all of it in full. The person themself gets every chapter; whoever makes the copy for them gets those
    they may read, so that making a copy opens nothing."""
    is_own = person.user_id == reader.pk
    own = [*_own(person, is_full=True), *_dealings(person)]
    added = [each for each in chapters() if is_own or reader.has_perm(each.permission, person)]
    return own + [Section(each.code, str(each.title), _plain(each.export(person.pk))) for each in added]


def own_sections(person: Person) -> list[Section]:
    """Return what stands on somebody's own page: numbers covered, as others may look over a shoulder."""
    return [section for section in _own(person, is_full=False) if section.rows]


def as_json(person: Person, held: Sequence[Section], at: datetime) -> bytes:
    """Return the file for machines: labels as on paper, sections by code."""
    said = {
        "person": person.pk,
        "community": str(person.community),
        "made_at": timezone.localtime(at).isoformat(timespec="seconds"),
        "sections": [
            {"code": each.code, "title": each.title, "rows": [dict(row) for row in each.rows]} for each in held
        ],
    }
    return json.dumps(said, ensure_ascii=False, indent=1).encode()


def _own(person: Person, *, is_full: bool) -> list[Section]:
    return [
        Section("base", _("基本情况"), [_base(person, is_full=is_full)]),
        Section("homes", _("住处"), [_home(each) for each in _homes(person)]),
        Section("relations", _("亲属和监护人"), [_relation(each, is_full=is_full) for each in _relations(person)]),
        Section(
            "works", _("工作"), [_work(each) for each in Work.objects.filter(person=person).select_related("unit")]
        ),
    ]


def _base(person: Person, *, is_full: bool) -> Row:
    number = person.id_number if is_full else identity_mask(person.id_number)
    phone, landline = (dialled(each) if each else "" for each in (person.phone, person.landline))
    return _known(
        (_("姓名"), person.name),
        (_("曾用名"), person.former_name),
        (_("拼音"), person.pinyin),
        (_("性别"), person.get_sex_display()),
        (_("民族"), ETHNICITY.label(person.ethnicity)),
        (_("籍贯"), person.native_place),
        (_("学历"), EDUCATION.label(person.education)),
        (_("出生日期"), say_day(person.birth_on, person.birth_precision)),
        (_("出生日期原话"), person.birth_as_told),
        (_("农历生日"), say_lunar(person.lunar_month, person.lunar_day)),
        (ID_KIND.label(person.id_kind), number),
        (_("电话"), phone if is_full else mask_phone(phone)),
        (_("固定电话"), landline if is_full else mask_phone(landline)),
        (_("去世日期"), say_day(person.died_on)),
        (_("核对日期"), say_day(person.last_verified_on)),
        (_("停用日期"), say_day(person.frozen_on)),
        (_("停用原因"), person.frozen_because),
    )


def _homes(person: Person) -> Iterable[HouseholdMember]:
    return person.memberships.select_related("household__dwelling__door__lane").order_by("from_on")


def _home(member: HouseholdMember) -> Row:
    return _known(
        (_("住处"), str(member.household)),
        (_("与户主关系"), _("户主") if member.is_head else member.get_relation_display()),
        (_("起"), say_day(member.from_on)),
        (_("止"), say_day(member.until_on)),
    )


def _relations(person: Person) -> Iterable[Relation]:
    return person.relations.select_related("other").order_by("pk")


def _relation(relation: Relation, *, is_full: bool) -> Row:
    phone = dialled(relation.other_phone) if relation.other_phone else ""
    return _known(
        (_("关系"), relation.get_kind_display()),
        (_("姓名"), str(relation.other or relation.other_name)),
        (_("电话"), phone if is_full else mask_phone(phone)),
        (_("起"), say_day(relation.from_on)),
        (_("止"), say_day(relation.until_on)),
    )


def _work(work: Work) -> Row:
    return _known(
        (_("工作单位"), str(work.unit or work.employer)),
        (_("职务"), work.post),
        (_("起"), say_day(work.from_on)),
        (_("止"), say_day(work.until_on)),
    )


def _dealings(person: Person) -> list[Section]:
    """What was done with the data: agreed, read, passed on, asked."""
    return [
        Section("consents", _("同意"), [
            _known(
                (_("用途"), each.get_purpose_display()), (_("怎样同意的"), each.get_channel_display()),
                (_("谁同意的"), each.given_by), (_("哪天同意的"), say_day(each.given_on)),
                (_("哪天撤回的"), say_day(each.withdrawn_on)), (_("凭据"), each.evidence),
            )
            for each in consents_of(person)
        ]),
        Section("readings", _("谁看过"), [
            _known(
                (_("谁看的"), each.reader.name), (_("当时的职务"), each.duty), (_("看了什么"), each.get_part_display()),
                (_("什么时候"), _say(each.last_at)), (_("次数"), str(each.times)), (_("原因"), each.reason),
            )
            for each in readings_of(person)
        ]),
        Section("sharings", _("给过谁"), [
            _known(
                (_("给了谁"), each.recipient), (_("哪些内容"), each.fields), (_("凭什么"), each.get_basis_display()),
                (_("做什么用"), each.purpose), (_("什么时候"), _say(each.at)),
            )
            for each in sharings_of(person)
        ]),
        Section("requests", _("提过的申请"), [
            _known(
                (_("要什么"), each.get_kind_display()), (_("说了什么"), each.wanted),
                (_("什么时候提的"), _say(each.received_at)), (_("结果"), each.get_outcome_display()),
                (_("答复"), each.answer),
            )
            for each in requests_of(person)
        ]),
    ]  # fmt: skip


def _known(*pairs: tuple[str, Any]) -> Row:
    return [(label, str(value)) for label, value in pairs if value]


def _say(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")


LABELS = {
    "activity": gettext_lazy("活动"),
    "on": gettext_lazy("哪天"),
    "state": gettext_lazy("结果"),
    "how": gettext_lazy("怎样"),
    "reason": gettext_lazy("原因"),
    "signed_up_at": gettext_lazy("报名时间"),
    "group": gettext_lazy("类别"),
    "detail": gettext_lazy("细类"),
    "from": gettext_lazy("起"),
    "until": gettext_lazy("止"),
    "source": gettext_lazy("依据"),
    "service": gettext_lazy("服务"),
    "for": gettext_lazy("为什么事"),
    "by": gettext_lazy("谁"),
    "helper": gettext_lazy("谁来帮"),
    "needs": gettext_lazy("需要什么"),
    "plan": gettext_lazy("打算"),
    "visit": gettext_lazy("看望"),
    "situation": gettext_lazy("情况"),
    "done": gettext_lazy("做了什么"),
    "promised": gettext_lazy("答应了什么"),
}
"""How short names rooms above export read on paper; whatever else they say is a label already."""


def _plain(exported: Iterable[Any]) -> list[Row]:
    """Return what a room above gave as rows, however it was shaped: texts, lists, or names with values."""
    rows: list[Row] = []
    for each in exported:
        if isinstance(each, dict):
            said = {str(LABELS.get(name, name)): _text(value) for name, value in each.items() if value is not None}
            rows.append([pair for pair in said.items() if pair[1]])
        else:
            rows.append([("", _text(each) if not isinstance(each, list | tuple) else "　".join(map(_text, each)))])
    return [row for row in rows if row]


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return "；".join(f"{label}：{_text(part)}" for label, part in value.items())
    if isinstance(value, list | tuple):
        return "、".join(_text(part) for part in value)
    return str(value)
