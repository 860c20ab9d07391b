"""户台账: one row a household that lives here on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.sheets.models import ExportRun
from linli.sheets.registry import Asked, LedgerKind, declare_ledger
from linli.web.masks import mask_name, mask_phone

from .. import phones, strokes
from ..actions.readings import note_copies
from ..dates import age_on
from ..models import Household, HouseholdMember, Person
from ..queries import living_on
from .narrowing import (
    BY_STROKES,
    HOME_ORDERS,
    SEALED,
    YES_NO,
    PlaceFilters,
    at_place,
    blank,
    household_column,
    is_registered,
    natural,
    yes,
    zone_name,
)  # fmt: skip


@dataclass(frozen=True)
class HouseholdLine:
    """One household on a day, with who lives there, the head first."""

    household: Household
    members: Sequence[HouseholdMember]
    on: date

    @property
    def head(self) -> Person | None:
        return next((each.person for each in self.members if each.is_head), None)

    @property
    def ages(self) -> list[int]:
        ages = (age_on(each.person.birth_on, self.on) for each in self.members)
        return [age for age in ages if age is not None]


class HouseholdFilters(PlaceFilters):
    """Which households."""

    tenure = forms.ChoiceField(label=gettext_lazy("住所"), required=False)
    registered = forms.ChoiceField(label=gettext_lazy("户口在这里"), required=False, choices=YES_NO)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tenure"].choices = [("", _("都要")), *Household.Tenure.choices]  # type: ignore[attr-defined]


def household_keys(asked: Asked) -> list[int]:
    filters = asked.filters
    households = Household.objects.visible_to(asked.user).filter(
        at_place(filters, "dwelling__door"), is_registered(filters.get("registered") or "", "is_registered_here"),
        living_on(asked.as_of), community=asked.community,
    )  # fmt: skip
    if filters.get("tenure"):
        households = households.filter(tenure=filters["tenure"])
    found = households.values_list(
        "pk", "dwelling__door__lane__name", "dwelling__door__number", "dwelling__door__suffix", "dwelling__label"
    )
    if asked.sort == "door":
        return [row[0] for row in sorted(found, key=lambda r: (r[1], r[2], natural(r[3]), natural(r[4]), r[0]))]
    keys = [row[0] for row in found]
    heads = HouseholdMember.objects.filter(living_on(asked.as_of), is_head=True, community=asked.community)
    by_home = {home: (name, pinyin) for home, name, pinyin in heads.values_list(
        "household_id", "person__name", "person__pinyin")}  # fmt: skip
    if asked.sort == "strokes":
        return sorted(keys, key=lambda key: (key not in by_home, strokes.key(by_home.get(key, ("", ""))[0]), key))
    return sorted(keys, key=lambda key: (key not in by_home, by_home.get(key, ("", ""))[1], key))


def household_lines(asked: Asked, keys: Sequence[int]) -> list[HouseholdLine]:
    homes = Household.objects.filter(pk__among=keys).select_related("dwelling__door__lane", "dwelling__door__zone")
    living: dict[int, list[HouseholdMember]] = {}
    members = HouseholdMember.objects.filter(living_on(asked.as_of), household__in=list(keys))
    closed = SEALED - ({"phone"} if asked.is_personal else set())
    for member in members.select_related("person").defer(*(f"person__{name}" for name in closed)):
        living.setdefault(member.household_id, []).append(member)
    by_key = {home.pk: home for home in homes}
    return [
        HouseholdLine(
            by_key[key], sorted(living.get(key, []), key=lambda m: (not m.is_head, m.relation, m.pk)), asked.as_of
        )
        for key in keys
        if key in by_key
    ]


def _names(line: HouseholdLine, *, covered: bool) -> str:
    return _("、").join(mask_name(each.person.name) if covered else each.person.name for each in line.members)


def note_households(run: ExportRun, keys: Sequence[int]) -> None:
    on = date.fromisoformat(run.wanted["as_of"]) if run.wanted["as_of"] else timezone.localdate(run.begun_at)
    people = HouseholdMember.objects.filter(living_on(on), household__in=list(keys)).values_list("person_id", flat=True)
    note_copies(list(people), run)


HOUSEHOLD_COLUMNS = (
    household_column(
        "address",
        gettext_lazy("住址"),
        24,
        lambda h: str(h.household.dwelling),
        is_personal=True,
        covered=lambda h: str(h.household.dwelling.door),
    ),
    household_column("zone", gettext_lazy("责任区"), 12, lambda h: zone_name(h.household.dwelling.door)),
    household_column(
        "head",
        gettext_lazy("户主"),
        10,
        lambda h: h.head.name if h.head else "",
        is_personal=True,
        covered=lambda h: mask_name(h.head.name) if h.head else "",
    ),
    household_column(
        "phone",
        gettext_lazy("户主电话"),
        14,
        lambda h: phones.dialled(h.head.phone) if h.head else "",
        is_personal=True,
        covered=lambda h: mask_phone(h.head.phone_tail) if h.head else "",
    ),
    household_column("count", gettext_lazy("人数"), 6, lambda h: len(h.members)),
    household_column(
        "members",
        gettext_lazy("家里有谁"),
        28,
        partial(_names, covered=False),
        is_personal=True,
        covered=partial(_names, covered=True),
    ),
    household_column("old", gettext_lazy("80 岁以上"), 8, lambda h: sum(age >= 80 for age in h.ages), is_usual=False),
    household_column("young", gettext_lazy("14 岁以下"), 8, lambda h: sum(age < 14 for age in h.ages), is_usual=False),
    household_column("tenure", gettext_lazy("住所"), 10, lambda h: h.household.get_tenure_display()),
    household_column(
        "registered", gettext_lazy("户口在这里"), 8, lambda h: yes(h.household.is_registered_here), is_usual=False
    ),
    household_column("from_on", gettext_lazy("入住日期"), 12, lambda h: h.household.from_on, is_usual=False),
    household_column("verified", gettext_lazy("核对日期"), 12, lambda h: h.household.last_verified_on),
    household_column("remark", gettext_lazy("备注"), 16, blank, is_usual=False),
)

HOUSEHOLDS = declare_ledger(
    LedgerKind(
        code="households",
        label=gettext_lazy("户台账"),
        permission="residents.read_ledgers",
        personal_permission="residents.take_personal",
        columns=HOUSEHOLD_COLUMNS,
        keys=household_keys,
        rows=household_lines,
        sorts=(HOME_ORDERS[2], *HOME_ORDERS[:2]),
        filters=HouseholdFilters,
        legend=(BY_STROKES,),
        note_taken=note_households,
        about=gettext_lazy("一户一行：那一天住着人的户，户主、电话、几口人。"),
        order=20,
    )
)
