"""Whom the rows of a table mean, and what they say that the register does not know.

Who is known: the same identity number; else the same name and day of birth; else the same name and phone; else the same
name in the same home. A row changes only what it says; blank is unknown.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.fence.sealing import keyed_hash
from linli.sheets.registry import Given, Setting
from linli.web.masks import mask_name

from ..dates import Known
from ..models import HouseholdMember, Person, Work
from ..numbers import birth_date
from ..queries import homes_of
from ..queries.alike import Alike, people_alike
from .settling import Doors, Home, NoSuchDoor, home_of

PLAIN = ("former_name", "sex", "ethnicity", "native_place", "education", "died_on")
FIELDS = {
    "id_number": ("id_number", "id_number_hash", "id_kind", "sex", "birth_on", "birth_precision"),
    "id_kind": ("id_kind",),
    "birth": ("birth_on", "birth_precision", "lunar_month", "lunar_day"),
    "phone": ("phone", "phone_hash", "phone_tail"),
    "landline": ("landline",),
    **{code: (code,) for code in PLAIN},
}
IDENTITY_LENGTH = 18
AT_HOME = ("relation", "tenure", "registered")


@dataclass
class Row:
    """One row on its way in: what it says, whom it means (by key, then whole), what differs, where it puts them."""

    values: Mapping[str, Any]
    facts: dict[str, Any]
    born: date | None = None
    id_hash: str = ""
    phone_hash: str = ""
    meant: int | None = None
    person: Person | None = None
    home: Home | None = None
    changes: list[str] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)
    twin: "Row | None" = None


@dataclass
class Lot:
    """The rows of one lot, and what the register knows of those they mean."""

    rows: list[Row]
    homes: dict[int, HouseholdMember] = field(default_factory=dict)
    works: dict[int, Work] = field(default_factory=dict)
    on: date = date.min


def weighed(setting: Setting, given: Sequence[Given]) -> Lot:
    rows = [Row(each.values, _facts(each.values)) for each in given]
    lot = Lot(rows, on=timezone.localdate(setting.at))
    _find_homes(setting, rows)
    _recognise(setting, lot)
    _fetch(setting, lot)
    keys = [row.person.pk for row in rows if row.person is not None]
    running = Work.objects.filter(Q(until_on=None) | Q(until_on__gt=lot.on), person__in=keys).select_related("unit")
    lot.works = {work.person_id: work for work in running.order_by("pk")}
    for row in rows:
        if row.person is not None and not row.problems:
            row.changes = _differences(row, lot)
    return lot


def _facts(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a row says of a person as the register's verbs take it."""
    facts: dict[str, Any] = {code: values[code] for code in (*PLAIN, "id_kind", "id_number") if values.get(code)}
    birth: Known | None = values.get("birth")
    if birth is not None and birth.on is not None:
        facts |= {"birth_on": birth.on, "birth_precision": birth.precision}
    if birth is not None and birth.lunar_month:
        facts |= {"lunar_month": birth.lunar_month, "lunar_day": birth.lunar_day}
    first, second = values.get("phone") or ("", "")
    if first:
        facts["phone"] = first
    if landline := values.get("landline") or second:
        facts["landline"] = landline
    return facts


def _find_homes(setting: Setting, rows: Sequence[Row]) -> None:
    doors = Doors(setting.community.pk) if any(row.values.get("address") for row in rows) else None
    for row in rows:
        if row.facts.get("id_number"):
            row.id_hash = keyed_hash("identity number", row.facts["id_number"])
        if row.facts.get("phone"):
            row.phone_hash = keyed_hash("phone", row.facts["phone"])
        if doors is not None and (address := row.values.get("address")):
            try:
                row.home = doors.find(address, row.values.get("room") or "")
            except NoSuchDoor as why:
                row.problems.append(("address", str(why)))


# Who is meant


class _Candidates:
    """People a row may mean, by what tells them apart; of people not asked for again, since rows may repeat."""

    def __init__(self) -> None:
        self.by_id: dict[str, Any] = {}
        self.by_birth: dict[tuple[str, date], list[Any]] = defaultdict(list)
        self.by_phone: dict[tuple[str, str], list[Any]] = defaultdict(list)
        self.by_home: dict[tuple[str, Home], list[Any]] = defaultdict(list)

    def add(self, who: "Alike | Row", born: date | None, home: Home | None) -> None:
        name, id_hash, phone_hash = _name(who), _id_hash(who), who.phone_hash
        if id_hash:
            self.by_id[id_hash] = who
        if born:
            self.by_birth[name, born].append(who)
        if phone_hash:
            self.by_phone[name, phone_hash].append(who)
        if home:
            self.by_home[name, home].append(who)


def _recognise(setting: Setting, lot: Lot) -> None:
    """Find whom each row means among the register and among the rows before it."""
    for row in lot.rows:
        row.born = _born(row)
    at_home = {row.values["name"] for row in lot.rows if row.home and not row.born}
    people = people_alike(
        setting.community.pk,
        ids={row.id_hash for row in lot.rows if row.id_hash},
        births={(row.values["name"], row.born) for row in lot.rows if row.born},
        phones={(row.values["name"], row.phone_hash) for row in lot.rows if row.phone_hash},
        names=at_home,
    )
    lot.homes = homes_of([each.key for each in people if each.name in at_home], lot.on)
    candidates = _Candidates()
    for each in people:
        member = lot.homes.get(each.key)
        candidates.add(each, each.born, home_of(member) if member else None)
    for row in lot.rows:
        if not row.problems:
            _recognise_one(row, candidates)


def _recognise_one(row: Row, among: _Candidates) -> None:
    name, born = row.values["name"], row.born
    who = among.by_id.get(row.id_hash) if row.id_hash else None
    if who is not None and _name(who) != name:
        sentence = _("这个号码登记的是{name}，名字不一样。请对照证件：名字写错了就改表，改过名的先到档案里改名。")
        row.problems.append(("id_number", sentence.format(name=mask_name(_name(who)))))
        return
    for found in (among.by_birth.get((name, born)) if born else None,
                  among.by_phone.get((name, row.phone_hash)) if row.phone_hash else None,
                  among.by_home.get((name, row.home)) if row.home and not born else None):  # fmt: skip
        if who is not None or not found:
            continue
        fitting = [each for each in found if not _is_somebody_else(each, row)]
        if len(fitting) > 1:
            sentence = _("登记里有 {count} 位同名的都对得上，分不出是哪一位。请补上身份证号码。")
            row.problems.append(("name", sentence.format(count=len(fitting))))
            return
        who = fitting[0] if fitting else None
    if isinstance(who, Row):
        row.twin = who
    elif who is not None:
        row.meant = who.key
    else:
        among.add(row, born, row.home)


def _fetch(setting: Setting, lot: Lot) -> None:
    """Read whole who is meant, and where they live; of what is sealed only what is compared."""
    keys = {row.meant for row in lot.rows if row.meant is not None}
    closed = {"id_number", "phone", "landline"} - {name for row in lot.rows for name in row.facts if name == "landline"}
    people = Person.objects.filter(community=setting.community, pk__among=keys).defer(*closed) if keys else ()
    whole = {person.pk: person for person in people}
    lot.homes |= homes_of(keys - lot.homes.keys(), lot.on)
    for row in lot.rows:
        row.person = whole.get(row.meant) if row.meant is not None else None
        if row.person is not None and row.person.frozen_on is not None:
            row.problems.append(("name", _("这位居民的资料停用了，不能从表里改动。请到档案里看原因。")))


def _born(row: Row) -> date | None:
    """Return the day somebody was born on as a row tells it, in words or within the identity number."""
    if "birth_on" in row.facts:
        return row.facts["birth_on"] if row.facts["birth_precision"] == Person.Precision.DAY else None
    number = row.facts.get("id_number", "")
    return birth_date(number) if len(number) == IDENTITY_LENGTH and number[:17].isdecimal() else None


def _name(who: Any) -> str:
    return str(who.values["name"] if isinstance(who, Row) else who.name)


def _id_hash(who: Any) -> str:
    return str(who.id_hash if isinstance(who, Row) else who.id_number_hash)


def _is_somebody_else(who: Any, row: Row) -> bool:
    """Whether two identity numbers, both known, differ: then no other likeness counts."""
    theirs = _id_hash(who)
    return bool(theirs and row.id_hash and theirs != row.id_hash)


# What differs


def _differences(row: Row, lot: Lot) -> list[str]:
    person = row.person
    if person is None:
        return []
    facts = row.facts
    found = [code for code in PLAIN if code in facts and getattr(person, code) != facts[code]]
    if row.id_hash and person.id_number_hash != row.id_hash:
        found.append("id_number")
    elif facts.get("id_kind") and person.id_kind != facts["id_kind"]:
        found.append("id_kind")
    if any(facts[name] != getattr(person, name) for name in FIELDS["birth"] if name in facts) and not _is_vaguer(row):
        found.append("birth")
    if row.phone_hash and person.phone_hash != row.phone_hash:
        found.append("phone")
    if facts.get("landline") and person.landline != facts["landline"]:
        found.append("landline")
    return [*found, *_differences_at_home(row, lot.homes.get(person.pk)), *_differences_at_work(row, lot)]


def _is_vaguer(row: Row) -> bool:
    """Whether a row knows only the year or month of a birth known better: nothing new."""
    person, on, precision = row.person, row.facts.get("birth_on"), row.facts.get("birth_precision")
    if person is None or person.birth_on is None or on is None or "lunar_month" in row.facts:
        return False
    if precision == "year":
        return bool(person.birth_on.year == on.year)
    return bool(precision == "month" and person.birth_precision == "day" and person.birth_on.replace(day=1) == on)


def _differences_at_home(row: Row, member: HouseholdMember | None) -> list[str]:
    values = row.values
    if row.home is not None and (member is None or home_of(member) != row.home):
        return ["address"]
    if member is None:
        return []
    said = {"relation": member.relation, "tenure": member.household.tenure,
            "registered": member.household.is_registered_here}  # fmt: skip
    return [code for code in AT_HOME if values.get(code) not in (None, "") and values[code] != said[code]]


def _differences_at_work(row: Row, lot: Lot) -> list[str]:
    work = lot.works.get(row.person.pk) if row.person else None
    employer, post = row.values.get("employer"), row.values.get("post")
    known = (work.unit.name if work.unit else work.employer) if work else ""
    found = ["employer"] if employer and employer != known else []
    return [*found, "post"] if post and post != (work.post if work else "") and (work or employer) else found
