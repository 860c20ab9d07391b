"""驻区单位台账: one row a unit that is here on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.sheets.registry import Asked, Filters, LedgerKind, declare_ledger
from linli.web.masks import mask_name

from .. import naming, strokes
from ..models import LiaisonOfficer, Unit
from ..queries import living_on
from .narrowing import blank, unit_column, zone_name


@dataclass(frozen=True)
class UnitLine:
    unit: Unit
    liaisons: str


class UnitFilters(Filters):
    """Which units."""

    kind = forms.ChoiceField(label=gettext_lazy("类别"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("全部")), *Unit.Kind.choices]  # type: ignore[attr-defined]


def unit_keys(asked: Asked) -> list[int]:
    units = Unit.objects.visible_to(asked.user).filter(
        Q(left_on=None) | Q(left_on__gt=asked.as_of), community=asked.community
    )
    if asked.filters.get("kind"):
        units = units.filter(kind=asked.filters["kind"])
    found = list(units.values_list("pk", "name", "kind"))
    if asked.sort == "strokes":
        return [key for key, _name, _kind in sorted(found, key=lambda row: strokes.key(row[1]))]
    if asked.sort == "kind":
        return [key for key, _name, _kind in sorted(found, key=lambda row: (row[2], naming.pinyin_of(row[1])))]
    return [key for key, _name, _kind in sorted(found, key=lambda row: naming.pinyin_of(row[1]))]


def unit_lines(asked: Asked, keys: Sequence[int]) -> list[UnitLine]:
    units = {unit.pk: unit for unit in Unit.objects.filter(pk__among=keys).select_related("door__lane", "door__zone")}
    officers = LiaisonOfficer.objects.filter(living_on(asked.as_of), unit__in=list(keys)).order_by("pk")
    named: dict[int, list[str]] = {}
    for unit, name in officers.values_list("unit_id", "user__name"):
        named.setdefault(unit, []).append(name)
    return [UnitLine(units[key], _("、").join(named.get(key, []))) for key in keys if key in units]


UNIT_COLUMNS = (
    unit_column("name", gettext_lazy("单位名称"), 28, lambda u: u.unit.name),
    unit_column("short_name", gettext_lazy("简称"), 14, lambda u: u.unit.short_name, is_usual=False),
    unit_column("kind", gettext_lazy("类别"), 10, lambda u: u.unit.get_kind_display()),
    unit_column("uscc", gettext_lazy("统一社会信用代码"), 21, lambda u: u.unit.uscc),
    unit_column("address", gettext_lazy("地址"), 20, lambda u: str(u.unit.door) if u.unit.door else ""),
    unit_column("zone", gettext_lazy("责任区"), 12, lambda u: zone_name(u.unit.door), is_usual=False),
    unit_column("phone", gettext_lazy("公开电话"), 14, lambda u: u.unit.phone),
    unit_column(
        "head",
        gettext_lazy("负责人"),
        10,
        lambda u: u.unit.head,
        is_personal=True,
        covered=lambda u: mask_name(u.unit.head),
    ),
    unit_column(
        "liaison",
        gettext_lazy("联络员"),
        10,
        lambda u: u.liaisons,
        is_personal=True,
        covered=lambda u: mask_name(u.liaisons),
    ),
    unit_column("party_org", gettext_lazy("党组织名称"), 24, lambda u: u.unit.party_org_name),
    unit_column(
        "secretary",
        gettext_lazy("党组织书记"),
        10,
        lambda u: u.unit.party_secretary,
        is_personal=True,
        covered=lambda u: mask_name(u.unit.party_secretary),
    ),
    unit_column("members", gettext_lazy("党员人数"), 8, lambda u: u.unit.party_member_count),
    unit_column("employees", gettext_lazy("职工人数"), 8, lambda u: u.unit.employee_count, is_usual=False),
    unit_column("joined_on", gettext_lazy("加入联席会"), 12, lambda u: u.unit.joined_on, is_usual=False),
    unit_column("remark", gettext_lazy("备注"), 16, blank, is_usual=False),
)

UNITS = declare_ledger(
    LedgerKind(
        code="units",
        label=gettext_lazy("驻区单位台账"),
        permission="residents.read_ledgers",
        personal_permission="residents.take_personal",
        columns=UNIT_COLUMNS,
        keys=unit_keys,
        rows=unit_lines,
        sorts=(
            ("pinyin", gettext_lazy("按名称拼音")),
            ("strokes", gettext_lazy("按名称笔画")),
            ("kind", gettext_lazy("按类别")),
        ),
        filters=UnitFilters,
        legend=((gettext_lazy("类别"), gettext_lazy("机关、事业单位、企业、学校幼儿园、医院、社会组织、物业、其他")),),
        about=gettext_lazy("一个单位一行：那一天还在的驻区单位，党组织、负责人、联络员。"),
        order=30,
    )
)
