"""居民台账: one row a person, as they live here on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.sheets.models import ExportRun
from linli.sheets.registry import Asked, LedgerKind, declare_ledger
from linli.territory.models import Door
from linli.web.masks import mask_name, mask_phone

from .. import phones, strokes
from ..actions.readings import note_copies
from ..codes import ETHNICITY, ID_KIND
from ..dates import age_on
from ..models import HouseholdMember, Person, Relation, Work
from ..numbers import identity_mask
from ..queries import homes_of, living_on, readable_by
from .narrowing import (
    BY_STROKES,
    HOME_ORDERS,
    SEALED,
    YES_NO,
    PlaceFilters,
    at_place,
    blank,
    heads_of,
    is_registered,
    natural,
    on_day,
    people_column,
    yes,
    zone_name,
)  # fmt: skip


class PeopleFilters(PlaceFilters):
    """Who of the people living here."""

    sex = forms.ChoiceField(label=gettext_lazy("性别"), required=False)
    age_from = forms.IntegerField(label=gettext_lazy("满几岁"), required=False, min_value=0, max_value=130)
    age_to = forms.IntegerField(label=gettext_lazy("到几岁"), required=False, min_value=0, max_value=130)
    registered = forms.ChoiceField(label=gettext_lazy("户口在这里"), required=False, choices=YES_NO)
    home = forms.ChoiceField(
        label=gettext_lazy("哪些人"),
        required=False,
        choices=[
            ("", gettext_lazy("住在这里的")),
            ("none", gettext_lazy("没有登记住处的")),
            ("all", gettext_lazy("登记着的都要")),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(code, label) for code, label in Person.Sex.choices if code in (Person.Sex.MALE, Person.Sex.FEMALE)]
        self.fields["sex"].choices = [("", _("都要")), *known]  # type: ignore[attr-defined]


@dataclass(frozen=True)
class PersonLine:
    """One person on a day, with what stands beside them elsewhere."""

    person: Person
    home: HouseholdMember | None
    head: str
    work: Work | None
    guardian: str
    on: date

    @property
    def door(self) -> Door | None:
        return self.home.household.dwelling.door if self.home else None


def people_keys(asked: Asked) -> list[int]:
    people = _people(asked)
    if asked.sort == "strokes":
        named = people.values_list("pk", "name")
        return [key for key, _name in sorted(named, key=lambda each: (*strokes.key(each[1]), (each[0],)))]
    if asked.sort == "door":
        return _by_door(list(people.order_by("pinyin", "pk").values_list("pk", flat=True)), asked.as_of)
    return list(people.order_by("pinyin", "pk").values_list("pk", flat=True))


def _people(asked: Asked) -> QuerySet[Person]:
    on, filters = asked.as_of, asked.filters
    people = readable_by(asked.user, on).filter(Q(died_on=None) | Q(died_on__gt=on), community=asked.community)
    homes = HouseholdMember.objects.filter(living_on(on), community=asked.community)
    narrow = at_place(filters, "household__dwelling__door") & is_registered(
        filters.get("registered") or "", "household__is_registered_here"
    )
    which = filters.get("home") or ""
    if which == "none":
        people = people.exclude(pk__in=homes.values("person_id"))
    elif which == "" or narrow:
        people = people.filter(pk__in=homes.filter(narrow).values("person_id"))
    if filters.get("sex"):
        people = people.filter(sex=filters["sex"])
    if (years := filters.get("age_from")) is not None:
        people = people.filter(birth_on__lte=_years_before(on, years))
    if (years := filters.get("age_to")) is not None:
        people = people.filter(birth_on__gt=_years_before(on, years + 1))
    return people


def _years_before(on: date, years: int) -> date:
    year = max(on.year - years, 1)
    return date(year, on.month, min(on.day, 28)) if (on.month, on.day) == (2, 29) else on.replace(year=year)


def _by_door(keys: Sequence[int], on: date) -> list[int]:
    """Order people by lane, door, dwelling and household, heads first; who has no home comes last."""
    homes = HouseholdMember.objects.filter(living_on(on), person__in=list(keys)).values_list(
        "person_id", "household__dwelling__door__lane__name", "household__dwelling__door__number",
        "household__dwelling__door__suffix", "household__dwelling__label", "household_id", "is_head", "relation",
    )  # fmt: skip
    place: dict[int, tuple[Any, ...]] = {
        key: (0, lane, number, natural(suffix), natural(label), household, not is_head, relation)
        for key, lane, number, suffix, label, household, is_head, relation in homes
    }
    nowhere: tuple[Any, ...] = (1, "", 0, [], [], 0, True, "")
    return sorted(keys, key=lambda key: place.get(key, nowhere))


def people_lines(asked: Asked, keys: Sequence[int]) -> list[PersonLine]:
    on = asked.as_of
    wanted = {name for name in SEALED if name in asked.codes}
    closed = SEALED - {name for name in wanted if asked.is_personal or name == "id_number"}
    people = {each.pk: each for each in Person.objects.filter(pk__among=keys).defer(*closed)}
    homes = homes_of(keys, on)
    heads = heads_of({home.household_id for home in homes.values()}, on)
    works = {
        work.person_id: work for work in on_day(Work.objects.filter(person__in=list(keys)).select_related("unit"), on)
    }
    guardians = _guardians(keys, on)
    return [
        PersonLine(
            people[key], home := homes.get(key), heads.get(home.household_id, "") if home else "", works.get(key),
            guardians.get(key, ""), on,
        )
        for key in keys
        if key in people
    ]  # fmt: skip


def _guardians(keys: Sequence[int], on: date) -> dict[int, str]:
    found: dict[int, list[str]] = {}
    relations = on_day(Relation.objects.filter(person__in=list(keys), kind=Relation.Kind.GUARDIAN), on)
    for key, other, name in relations.order_by("pk").values_list("person_id", "other__name", "other_name"):
        found.setdefault(key, []).append(other or name)
    return {key: _("、").join(names) for key, names in found.items()}


def _address(line: PersonLine) -> str:
    return str(line.home.household.dwelling) if line.home else ""


def _work(line: PersonLine, part: str) -> str:
    work = line.work
    if work is None:
        return ""
    return work.post if part == "post" else work.unit.name if work.unit else work.employer


def _covered_id(line: PersonLine) -> str:
    number = line.person.id_number
    return identity_mask(number) if len(number) == 18 else "*" * len(number)


PEOPLE_COLUMNS = (
    people_column(
        "name",
        gettext_lazy("姓名"),
        10,
        lambda p: p.person.name,
        is_personal=True,
        covered=lambda p: mask_name(p.person.name),
    ),
    people_column(
        "former_name",
        gettext_lazy("曾用名"),
        10,
        lambda p: p.person.former_name,
        is_personal=True,
        covered=lambda p: mask_name(p.person.former_name),
        is_usual=False,
    ),
    people_column("sex", gettext_lazy("性别"), 6, lambda p: p.person.get_sex_display() if p.person.sex in "12" else ""),
    people_column("ethnicity", gettext_lazy("民族"), 8, lambda p: ETHNICITY.label(p.person.ethnicity)),
    people_column(
        "birth",
        gettext_lazy("出生日期"),
        12,
        lambda p: p.person.birth_words,
        is_personal=True,
        covered=lambda p: str(p.person.birth_on.year) if p.person.birth_on else "",
    ),
    people_column("age", gettext_lazy("年龄"), 6, lambda p: age_on(p.person.birth_on, p.on)),
    people_column("id_kind", gettext_lazy("证件种类"), 12, lambda p: ID_KIND.label(p.person.id_kind), is_usual=False),
    people_column(
        "id_number",
        gettext_lazy("证件号码"),
        21,
        lambda p: p.person.id_number,
        is_personal=True,
        covered=_covered_id,
        is_usual=False,
    ),
    people_column(
        "phone",
        gettext_lazy("联系电话"),
        14,
        lambda p: phones.dialled(p.person.phone),
        is_personal=True,
        covered=lambda p: mask_phone(p.person.phone_tail),
    ),
    people_column(
        "landline",
        gettext_lazy("固定电话"),
        14,
        lambda p: phones.dialled(p.person.landline),
        is_personal=True,
        is_usual=False,
    ),
    people_column("native_place", gettext_lazy("籍贯"), 12, lambda p: p.person.native_place, is_usual=False),
    people_column("education", gettext_lazy("学历"), 10, lambda p: p.person.education_label, is_usual=False),
    people_column(
        "address", gettext_lazy("住址"), 24, _address, is_personal=True, covered=lambda p: str(p.door) if p.door else ""
    ),
    people_column("zone", gettext_lazy("责任区"), 12, lambda p: zone_name(p.door)),
    people_column(
        "head",
        gettext_lazy("户主"),
        10,
        lambda p: p.head,
        is_personal=True,
        covered=lambda p: mask_name(p.head),
        is_usual=False,
    ),
    people_column(
        "relation",
        gettext_lazy("与户主关系"),
        10,
        lambda p: p.home.get_relation_display() if p.home and p.home.relation else "",
    ),
    people_column(
        "from_on", gettext_lazy("入住日期"), 12, lambda p: p.home.from_on if p.home else None, is_usual=False
    ),
    people_column(
        "tenure",
        gettext_lazy("住所"),
        10,
        lambda p: p.home.household.get_tenure_display() if p.home else "",
        is_usual=False,
    ),
    people_column(
        "registered",
        gettext_lazy("户口在这里"),
        8,
        lambda p: yes(p.home.household.is_registered_here) if p.home else "",
        is_usual=False,
    ),
    people_column(
        "employer", gettext_lazy("工作单位"), 20, partial(_work, part="employer"), is_personal=True, is_usual=False
    ),
    people_column("post", gettext_lazy("职务"), 12, partial(_work, part="post"), is_personal=True, is_usual=False),
    people_column(
        "guardian",
        gettext_lazy("监护人"),
        12,
        lambda p: p.guardian,
        is_personal=True,
        covered=lambda p: mask_name(p.guardian),
        is_usual=False,
    ),
    people_column("verified", gettext_lazy("核对日期"), 12, lambda p: p.person.last_verified_on, is_usual=False),
    people_column("remark", gettext_lazy("备注"), 16, blank, is_usual=False),
)


def note_people(run: ExportRun, keys: Sequence[int]) -> None:
    """Let each of these people find who took their data away, what for, and to whom they went."""
    note_copies(keys, run)


PEOPLE = declare_ledger(
    LedgerKind(
        code="people",
        label=gettext_lazy("居民台账"),
        permission="residents.read_ledgers",
        personal_permission="residents.take_personal",
        columns=PEOPLE_COLUMNS,
        keys=people_keys,
        rows=people_lines,
        sorts=HOME_ORDERS,
        filters=PeopleFilters,
        legend=(
            (gettext_lazy("年龄"), gettext_lazy("截至那一天的周岁；只知道出生年份的，按那年一月一日算。")),
            (gettext_lazy("出生日期"), gettext_lazy("写到知道的那一步：1953 是只知道年，1953-08 是知道年月。")),
            BY_STROKES,
        ),
        note_taken=note_people,
        about=gettext_lazy("一人一行：那一天住在这里的人。"),
        order=10,
    )
)
