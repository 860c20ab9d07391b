"""Where people of a table live: words of an address become a door, a dwelling and a household, many at a time."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from linli.fence.straight import change_many, rows, write_many
from linli.sheets.registry import Setting
from linli.territory.models import Door, Dwelling, Lane

from ..models import Household, HouseholdMember, Person
from ..queries import living_on

NUMBER = re.compile(
    r"\s*(?:第)?(\d{1,4})\s*(?:[-之—－]\s*(\d{1,4}))?\s*(?:号院|号楼|号|栋|幢|座|#)?\s*(.*)", re.DOTALL
)  # catalogue: data
ROOM = re.compile(r"(\d+)\s*(?:室|房|号房|户)")  # catalogue: data


THESE_HOMES = """
    JOIN unnest(%s::bigint[], %s::text[]) AS said (door, label)
    ON territory_dwelling.door_id = said.door AND territory_dwelling.label = said.label
    WHERE territory_dwelling.community_id = %s"""


class NoSuchDoor(ValueError):
    """No door of the register is meant; the message is a sentence for whoever mends the table."""


class Home(NamedTuple):
    """Where somebody lives, as far as the register knows the place: a door, and which home behind it."""

    door_id: int
    label: str


def home_of(member: HouseholdMember) -> Home:
    """Return the home somebody lives in."""
    dwelling = member.household.dwelling
    return Home(dwelling.door_id, dwelling.label)


class Doors:
    """Every lane and door of a community, to find addresses in: two statements."""

    def __init__(self, community_id: int) -> None:
        lanes = Lane.objects.filter(community=community_id)
        self.kinds = {lane.pk: lane.kind for lane in lanes}
        called = [(name, lane.pk) for lane in lanes for name in (lane.name, *lane.aliases) if name]
        self.lanes = sorted(called, key=lambda each: -len(each[0]))
        doors = Door.objects.filter(community=community_id).values_list("lane_id", "number", "suffix", "pk")
        self.doors = {(lane, number, suffix): key for lane, number, suffix, key in doors}
        self.known: dict[str, Home | str] = {}

    def find(self, address: str, room: str) -> Home:
        """Return the home an address names. Raises NoSuchDoor."""
        said = f"{address}\n{room}"
        if said not in self.known:
            try:
                self.known[said] = self._find(unicodedata.normalize("NFKC", address), room)
            except NoSuchDoor as why:
                self.known[said] = str(why)
        found = self.known[said]
        if isinstance(found, str):
            raise NoSuchDoor(found)
        return found

    def _find(self, text: str, room: str) -> Home:
        name, lane = next(((name, lane) for name, lane in self.lanes if name in text), ("", 0))
        if not lane:
            some = _("、").join(name for name, _lane in self.lanes[:5]) or _("（一条也没有）")
            raise NoSuchDoor(
                _("「{text}」看不出是哪条街巷、哪个小区。登记着的有：{some}。").format(text=text[:30], some=some)
            )
        found = NUMBER.match(text[text.index(name) + len(name) :])
        if found is None:
            raise NoSuchDoor(
                _("「{text}」没有写几号、几栋。请写成「建安街 38 号 302 室」这样。").format(text=text[:30])
            )
        number, suffix, rest = int(found[1]), found[2] or "", found[3]
        door = self.doors.get((lane, number, suffix))
        if door is None and suffix and (door := self.doors.get((lane, number, ""))):
            rest = f"{suffix}{'-' if rest[:1].isdigit() else ''}{rest.removeprefix('-')}"
        if door is None:
            called = f"{name} {number}{'-' + suffix if suffix else ''}"
            raise NoSuchDoor(
                _("登记里没有「{door}」这个门牌。请先把门牌导入或添上，或者把住址改对。").format(door=called)
            )
        return Home(door, label_of(f"{rest} {room}" if room not in rest else rest))


def label_of(words: str) -> str:
    """Return a home in the form labels have: 302室 is 302, 2单元302房 is 2单元302, blank the whole door."""
    text = unicodedata.normalize("NFKC", words)
    text = ROOM.sub(r"\1", re.sub(r"[\s,，、。()（）]", "", text))
    return text.strip("-—－")[:20]


@dataclass
class Move:
    """One person of a table on the way into a home. `since` is blank where the table does not say it."""

    person: Person
    home: Home
    values: Mapping[str, Any]
    since: date | None
    now: HouseholdMember | None
    household: Household | None = None


@dataclass
class _Homes:
    """The households living in the homes of a lot, newest first, and their heads' keys and names."""

    dwellings: dict[Home, Dwelling]
    households: dict[int, list[Household]] = field(default_factory=dict)
    heads: dict[int, tuple[int, str]] = field(default_factory=dict)


def usual_since(setting: Setting) -> date:
    """Return the day somebody lives there from, where the table does not say it, as the person who brought it chose."""
    today = timezone.localdate(setting.at)
    return {"today": today, "long": date(2000, 1, 1)}.get(setting.option, date(today.year, 1, 1))


def settle(setting: Setting, moves: list[Move]) -> None:
    """Let people live where their rows say: a fixed number of statements, and one or two more for those who move."""
    homes = _homes(setting, moves)
    _choose_households(setting, moves, homes)
    new = [move for move in moves if move.now is None]
    stay = [move for move in moves if move.now and move.household and move.now.household_id == move.household.pk]
    leave = [move for move in moves if move.now and move.household and move.now.household_id != move.household.pk]
    _write_memberships(setting, new, leave)
    _note(stay, homes)
    _close_empty({move.now.household_id for move in leave if move.now}, setting.at)


def _homes(setting: Setting, moves: list[Move]) -> _Homes:
    """Return dwellings and households of these homes; dwellings nobody wrote down yet are added."""
    wanted = list(dict.fromkeys(move.home for move in moves))
    found = rows(Dwelling, THESE_HOMES, [*map(list, zip(*wanted, strict=True)), setting.community.pk])
    dwellings = {Home(each.door_id, each.label): each for each in found}
    missing = [
        Dwelling(community=setting.community, door_id=home.door_id, label=home.label)
        for home in wanted
        if home not in dwellings
    ]
    dwellings |= {Home(each.door_id, each.label): each for each in write_many(missing)}
    homes = _Homes(dwellings)
    today = timezone.localdate(setting.at)
    keys = [dwellings[home].pk for home in wanted]
    for each in Household.objects.filter(living_on(today), dwelling__in=keys).order_by("-pk"):
        homes.households.setdefault(each.dwelling_id, []).append(each)
    inside = [each.pk for some in homes.households.values() for each in some]
    heads = HouseholdMember.objects.filter(household__in=inside, is_head=True, until_on=None)
    for household, key, name in heads.values_list("household_id", "person_id", "person__name"):
        homes.heads[household] = (key, name)
    return homes


def _choose_households(setting: Setting, moves: list[Move], homes: _Homes) -> None:
    """Give everybody their household: the one they live in, the head's they name, the one now there, or a new one.

    A head who is not the head now there begins a household of their own in the same home; those after follow them.
    """
    made: list[Household] = []
    current: dict[int, Household] = {}
    for move in moves:
        dwelling = homes.dwellings[move.home]
        there = homes.households.setdefault(dwelling.pk, [])
        is_head = move.values.get("relation") == HouseholdMember.ToHead.SELF
        chosen = next((each for each in there if move.now and each.pk and each.pk == move.now.household_id), None)
        if chosen is None and (named := move.values.get("head")):
            chosen = next((each for each in there if _head(each, homes)[1] == named), None)
        elif chosen is None:
            chosen = current.get(dwelling.pk) or next(iter(there), None)
        if chosen is not None and is_head and _head(chosen, homes)[1] not in ("", move.person.name):
            chosen = None
        if chosen is None:
            since = move.since or usual_since(setting)
            chosen = Household(community=setting.community, dwelling=dwelling, from_on=since)
            there.insert(0, chosen)
            made.append(chosen)
        if is_head or (move.values.get("head") == move.person.name and not _head(chosen, homes)[1]):
            chosen.head_said = (move.person.pk, move.person.name)  # type: ignore[attr-defined]
        elif named := move.values.get("head"):
            chosen.head_said = getattr(chosen, "head_said", (0, named))  # type: ignore[attr-defined]
        current[dwelling.pk] = move.household = chosen
        _describe(chosen, move.values)
    write_many(made)
    new = set(map(id, made))
    known = [each for some in homes.households.values() for each in some if id(each) not in new and _is_changed(each)]
    change_many(known, "tenure", "is_registered_here")


def _head(household: Household, homes: _Homes) -> tuple[int, str]:
    """Return key and name of a household's head: as the table just said, or as the register knows."""
    said: tuple[int, str] | None = getattr(household, "head_said", None)
    return said or homes.heads.get(household.pk or 0, (0, ""))


def _describe(household: Household, values: Mapping[str, Any]) -> None:
    for name, code in (("tenure", "tenure"), ("is_registered_here", "registered")):
        said = values.get(code)
        if said not in (None, "") and getattr(household, name) != said:
            setattr(household, name, said)
            household.is_changed = True  # type: ignore[attr-defined]


def _is_changed(household: Household) -> bool:
    return getattr(household, "is_changed", False)


def _write_memberships(setting: Setting, new: list[Move], leave: list[Move]) -> None:
    """End homes people left on the day they came into the next; one begun no earlier than that was a slip."""
    today = timezone.localdate(setting.at)
    ended: list[HouseholdMember] = []
    moved: list[HouseholdMember] = []
    begun = list(new)
    for move in leave:
        since, before = move.since or today, move.now
        if before is None or move.household is None:
            continue
        if before.from_on < since:
            before.until_on = since
            ended.append(before)
            move.since = since
            begun.append(move)
        else:
            before.household, before.is_head, before.relation = move.household, False, _relation(move)
            moved.append(before)
    change_many(ended, "until_on")
    change_many(moved, "household_id", "is_head", "relation")
    write_many([
        HouseholdMember(
            community=setting.community, household=move.household, person=move.person,
            is_head=_may_lead(move), relation=_relation(move), from_on=move.since or usual_since(setting),
        )
        for move in begun
    ])  # fmt: skip


def _relation(move: Move) -> str:
    said = move.values.get("relation") or ""
    return str(said or (HouseholdMember.ToHead.SELF if _may_lead(move) else ""))


def _may_lead(move: Move) -> bool:
    """Whether this person is the head the table names for the household."""
    said = getattr(move.household, "head_said", None)
    return said is not None and said[0] == move.person.pk


def _note(stay: list[Move], homes: _Homes) -> None:
    """Write what a row says of a membership that goes on."""
    changed = []
    for move in stay:
        member, said = move.now, move.values.get("relation")
        if member is None or not said or member.relation == said:
            continue
        member.relation = said
        member.is_head = member.is_head or (_may_lead(move) and member.household_id not in homes.heads)
        changed.append(member)
    change_many(changed, "relation", "is_head")


def _close_empty(left: Iterable[int], at: datetime) -> None:
    """End households nobody lives in any more, on the day the last of them left."""
    keys = set(left)
    if not keys:
        return
    lived_in = set(
        HouseholdMember.objects.filter(household__in=keys, until_on=None).values_list("household_id", flat=True)
    )
    empty = list(Household.objects.filter(pk__in=keys - lived_in, until_on=None))
    today = timezone.localdate(at)
    for each in empty:
        each.until_on = max(today, each.from_on)
    change_many([each for each in empty if each.until_on and each.until_on > each.from_on], "until_on")
