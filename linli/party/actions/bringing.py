"""Members brought in a list: many at once, in a fixed number of statements; nobody becomes a person by it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.fence.sealing import keyed_hash
from linli.residents.models import Person
from linli.sheets.registry import Fate, Given, Link, Outcome, Setting
from linli.web.masks import mask_name

from ..models import BRANCHES, From, Member, Organisation, OrganisationKind, Standing
from .members import Entered, change_member, enter_members

DAYS = ("joined", "confirmed")
PLAIN = ("standing", "relation", "sponsors")


@dataclass
class Known:
    """What the registers hold of the people a list may mean; read once for all its rows."""

    by_id: dict[str, Person]
    by_phone: dict[tuple[str, str], list[Person]]
    by_name: dict[str, list[Person]]
    members: dict[int, Member]
    organisations: dict[str, Organisation]

    def person(self, values: Any) -> Person | str:
        """Return whom a row means, or a sentence saying why that cannot be told."""
        name = values["name"]
        if values.get("id_number"):
            found = self.by_id.get(values["id_number"])
            if found and found.name != name:
                return _("这个号码在居民登记里是另一个人的名字。请对照证件再看一遍。")
            return found or _("居民登记里没有这个号码。请先把人登记进居民登记，再导入党员。")
        matches = self.by_phone.get((name, values.get("phone") or "")) if values.get("phone") else None
        matches = matches or self.by_name.get(name, [])
        if len(matches) == 1:
            return matches[0]
        if matches:
            return _("居民登记里不止一个人叫这个名字。请补上身份证号码或手机号码。")
        return _("居民登记里没有这个人。请先把人登记进居民登记，再导入党员。")


def weigh_members(setting: Setting, rows: Sequence[Given]) -> list[Outcome]:
    """Say of each row what taking it would do."""
    known = _known(setting, rows)
    seen: set[int] = set()
    return [_weigh(known, row.values, seen) for row in rows]


def take_members(setting: Setting, rows: Sequence[Given]) -> list[Outcome]:
    """Enter who is new, change what a row says otherwise, and leave the rest as it is."""
    known, seen = _known(setting, rows), set[int]()
    outcomes = [_weigh(known, row.values, seen) for row in rows]
    lines: list[Entered] = []
    for row, outcome in zip(rows, outcomes, strict=True):
        person = known.person(row.values)
        if isinstance(person, str) or outcome.fate in {Fate.WRONG, Fate.SAME}:
            continue
        if outcome.fate == Fate.CHANGED:
            change_member(known.members[person.pk], by=setting.by, at=setting.at, **_facts(row.values))
            continue
        organisation = known.organisations[row.values["branch"]]
        facts = {"standing": Standing.FULL, "relation": From.HOME, **_facts(row.values)}
        since = _since(row.values, timezone.localdate(setting.at))
        lines.append(Entered(Member(person=person, **facts), organisation, since))
    if lines:
        enter_members(setting.community, lines, by=setting.by, at=setting.at)
    return outcomes


def _since(values: Any, today: date) -> date:
    return values["from_on"].first.date() if values.get("from_on") else today.replace(month=1, day=1)


def _weigh(known: Known, values: Any, seen: set[int]) -> Outcome:
    person = known.person(values)
    if isinstance(person, str):
        return Outcome(Fate.WRONG, problems=[("name", person)])
    if person.pk in seen:
        return Outcome(Fate.WRONG, problems=[("name", _("同一个人在表里出现了两次。"))])
    seen.add(person.pk)
    member = known.members.get(person.pk)
    if member is not None:
        url = reverse("party:member", args=[member.pk])
        changes = [name for name in _said(values) if _differs(member, values, name)]
        return Outcome(Fate.CHANGED if changes else Fate.SAME, Link(mask_name(person.name), url), changes)
    if not values.get("branch"):
        return Outcome(Fate.WRONG, problems=[("branch", _("新登记的党员要写所在支部。"))])
    if values["branch"] not in known.organisations:
        return Outcome(
            Fate.WRONG, problems=[("branch", _("没有叫这个名字的支部或党小组。请照「党组织」里的全称或简称写。"))]
        )
    return Outcome(Fate.NEW, Link(mask_name(person.name), reverse("party:members")))


def _said(values: Any) -> list[str]:
    return [name for name in (*PLAIN, *DAYS) if values.get(name)]


def _differs(member: Member, values: Any, name: str) -> bool:
    if name in PLAIN:
        return bool(getattr(member, name) != values[name])
    said = values[name]
    kept = (getattr(member, f"{name}_on"), getattr(member, f"{name}_precision"))
    return bool(kept != (said.first.date(), _precision(said)))


def _facts(values: Any) -> dict[str, Any]:
    """Return what a row says, by the columns of a member; blank says nothing."""
    facts: dict[str, Any] = {}
    for name in _said(values):
        if name in PLAIN:
            facts[name] = values[name]
        else:
            facts[f"{name}_on"], facts[f"{name}_precision"] = values[name].first.date(), _precision(values[name])
    return facts


def _precision(said: Any) -> str:
    return said.precision if said.precision in {"month", "year"} else "day"


def _known(setting: Setting, rows: Sequence[Given]) -> Known:
    """Read everything the rows may mean: four questions for a thousand rows as for one."""
    hashes = {
        keyed_hash("identity number", row.values["id_number"]): row.values["id_number"]
        for row in rows
        if row.values.get("id_number")
    }
    phones = {keyed_hash("phone", row.values["phone"]): row.values["phone"] for row in rows if row.values.get("phone")}
    people = Person.objects.filter(community=setting.community, merged_into=None).defer(
        "id_number", "phone", "landline"
    )
    known = Known({}, {}, {}, {}, {})
    for person in people.filter(id_number_hash__in=hashes):
        known.by_id[hashes[person.id_number_hash]] = person
    for person in people.filter(name__in={row.values["name"] for row in rows}):
        known.by_name.setdefault(person.name, []).append(person)
        if person.phone_hash in phones:
            known.by_phone.setdefault((person.name, phones[person.phone_hash]), []).append(person)
    keys = {each.pk for each in known.by_id.values()} | {each.pk for some in known.by_name.values() for each in some}
    for member in Member.objects.filter(person__in=keys).select_related("community"):
        known.members[member.person_id] = member
    here = Organisation.objects.filter(community=setting.community, kind__in=(*BRANCHES, OrganisationKind.GROUP))
    for organisation in here.standing(timezone.localdate(setting.at)):
        known.organisations[organisation.short_name] = known.organisations[organisation.name] = organisation
    return known
