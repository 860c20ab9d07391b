"""What ledgers of the register share: how they are narrowed to a place, and small readings."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from linli.sheets.registry import Filters, LedgerColumn
from linli.territory.models import Door, Lane, Zone

from ..models import HouseholdMember
from ..queries import living_on

WORDS = tomllib.loads((Path(__file__).parents[1] / "data" / "columns.toml").read_text(encoding="utf-8"))
SEALED = frozenset({"id_number", "phone", "landline"})
YES_NO = [
    ("", gettext_lazy("都要")), ("yes", gettext_lazy("是")), ("no", gettext_lazy("不是")),
    ("none", gettext_lazy("没有登记")),
]  # fmt: skip
HOME_ORDERS = (
    ("pinyin", gettext_lazy("按姓名拼音")),
    ("strokes", gettext_lazy("按姓氏笔画")),
    ("door", gettext_lazy("按门牌")),
)
BY_STROKES = (
    gettext_lazy("按姓氏笔画"),
    gettext_lazy("笔画少的在前，同样多的按横、竖、撇、点、折；拿不准的，可以自己排次序。"),
)


def column_of(kind: str, code: str, label: Any, width: int, read: Any, **more: Any) -> LedgerColumn:
    """Return a column with the words people write over it."""
    return LedgerColumn(code, label, width, read, words=WORDS[kind].get(code, ()), **more)


people_column = partial(column_of, "people")
household_column = partial(column_of, "households")
unit_column = partial(column_of, "units")


def blank(_row: Any) -> str:
    """A column for words by hand."""
    return ""


def yes(value: bool | None) -> str:  # noqa: FBT001  a fact out of a column
    return "" if value is None else pgettext("表格", "是") if value else pgettext("表格", "否")


class PlaceFilters(Filters):
    """By zone and lane."""

    zone = forms.MultipleChoiceField(label=gettext_lazy("责任区"), required=False, widget=forms.CheckboxSelectMultiple)
    lane = forms.ChoiceField(label=gettext_lazy("街巷"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones = Zone.objects.filter(community=self.community, ended_on=None)
        lanes = Lane.objects.filter(community=self.community)
        self.fields["zone"].choices = [(str(zone.pk), f"{zone.number} {zone.name}") for zone in zones]  # type: ignore[attr-defined]
        self.fields["lane"].choices = [("", _("全部")), *((str(lane.pk), lane.name) for lane in lanes)]  # type: ignore[attr-defined]


def at_place(filters: Mapping[str, Any], door: str) -> Q:
    """The condition on a door for the zones and the lane wanted."""
    wanted = Q()
    if filters.get("zone"):
        wanted &= Q(**{f"{door}__zone__in": [int(key) for key in filters["zone"]]})
    if filters.get("lane"):
        wanted &= Q(**{f"{door}__lane": int(filters["lane"])})
    return wanted


def is_registered(said: str, field: str) -> Q:
    return Q(**{field: {"yes": True, "no": False, "none": None}[said]}) if said else Q()


def natural(text: str) -> list[tuple[int, str]]:
    """Return what a number on a door is sorted by: 2 before 10, 302 before 1203."""
    return [(int(part), "") if part.isdecimal() else (0, part) for part in re.split(r"(\d+)", text) if part]


def on_day(rows: QuerySet[Any], on: date) -> QuerySet[Any]:
    """Rows of a term that may lack its ends, counting on that day."""
    return rows.filter((Q(from_on=None) | Q(from_on__lte=on)) & (Q(until_on=None) | Q(until_on__gt=on)))


def heads_of(households: Iterable[int], on: date) -> dict[int, str]:
    members = HouseholdMember.objects.filter(living_on(on), household__in=list(households), is_head=True)
    return dict(members.values_list("household_id", "person__name"))


def zone_name(door: Door | None) -> str:
    return door.zone.name if door is not None and door.zone is not None else ""
