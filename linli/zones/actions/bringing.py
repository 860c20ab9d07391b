"""Zones of a table are recognised, compared and taken by the same verbs as by hand: borders keep their history, keepers
their terms.

There are tens of them, not thousands: each is taken by itself, and what a rule refuses keeps no other from being taken.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.accounts.actions import change_keepers
from linli.accounts.models import Duty, User
from linli.sheets.registry import Fate, Given, Link, Outcome, Setting
from linli.territory.models import Zone
from linli.web.refusal import Refusal

from ..queries.ground import ground
from ..queries.lines import who_may_keep
from ..ranges import Door, Ground, NotUnderstood, read_ranges, words_of
from .borders import move_border
from .zones import found_zone, rename_zone

FEWEST, MOST = 2, 3
AHEAD = timedelta(days=366)
COLUMNS = {"on": "on", "number": "number", "name": "name", "doors": "doors", "leftover": "doors"}
"""Fields a refusal names, and the columns of a table they came from."""


@dataclass
class Row:
    """One row: the zone it means, the doors and keepers it says (None: it says nothing of them), what differs."""

    values: Mapping[str, Any]
    on: date
    zone: Zone | None = None
    doors: set[int] | None = None
    keepers: list[User] | None = None
    changes: list[str] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)

    @property
    def outcome(self) -> Outcome:
        link = Link(str(self.values.get("name") or self.zone or self.values["number"]), "")
        if self.zone is not None:
            link = Link(link.label, reverse("zones:zone", args=[self.zone.pk]))
        if self.problems:
            return Outcome(Fate.WRONG, link, problems=self.problems)
        fate = Fate.NEW if self.zone is None else Fate.CHANGED if self.changes else Fate.SAME
        return Outcome(fate, link, self.changes)


@dataclass
class _Known:
    """What a community knows on the day of the table."""

    land: Ground
    zones: Sequence[Zone]
    people: Mapping[str, list[User]]
    keepers: Mapping[int, list[Duty]]
    today: date


def weigh_zones(setting: Setting, given: Sequence[Given]) -> list[Outcome]:
    """Say of each row whether its zone is new, what it would change, or what cannot be. Nothing is written."""
    return [row.outcome for row in _weighed(setting, given)]


def take_zones(setting: Setting, given: Sequence[Given]) -> list[Outcome]:
    """Found new zones, and let known ones be as their rows say, one after the other, in the caller's transaction."""
    rows = _weighed(setting, given)
    claimed = _claimed(rows)
    return [
        row.outcome if row.problems else _take(setting, each, claimed) for each, row in zip(given, rows, strict=True)
    ]


def _take(setting: Setting, given: Given, claimed: Set[int]) -> Outcome:
    """Take one row as things stand now: one before it may have moved its doors, one after it has `claimed` some."""
    [row] = _weighed(setting, [given], claimed)
    outcome = row.outcome
    if outcome.fate in (Fate.WRONG, Fate.SAME):
        return outcome
    try:
        with transaction.atomic():
            zone = _found(setting, row) if row.zone is None else _change(setting, row, row.zone)
    except Refusal as refusal:
        column = COLUMNS.get(refusal.field or "", "keepers" if "keepers" in row.changes else "")
        return Outcome(Fate.WRONG, outcome.link, problems=[(column, str(refusal))])
    return Outcome(outcome.fate, Link(zone.name, reverse("zones:zone", args=[zone.pk])), outcome.changes)


def _found(setting: Setting, row: Row) -> Zone:
    return found_zone(
        setting.community, number=row.values["number"], name=row.values["name"], on=row.on, doors=row.doors or set(),
        keepers=row.keepers or [], by=setting.by, at=setting.at,
    )  # fmt: skip


def _change(setting: Setting, row: Row, zone: Zone) -> Zone:
    by, at = setting.by, setting.at
    if not {"name", "number"}.isdisjoint(row.changes):
        number, name = (row.values.get("number") or zone.number), (row.values.get("name") or zone.name)
        rename_zone(zone, number=number, name=name, by=by, at=at)
    if "doors" in row.changes and row.doors is not None:
        move_border(zone, doors=row.doors, leftover=None, on=row.on, by=by, at=at)
    if "keepers" in row.changes and row.keepers:
        here = list(Duty.objects.in_force(row.on).filter(zone=zone).select_related("user", "community", "zone"))
        wanted, now = {user.pk for user in row.keepers}, {duty.user_id for duty in here}
        change_keepers(
            zone, leaving=[duty for duty in here if duty.user_id not in wanted],
            joining=[user for user in row.keepers if user.pk not in now], lead=row.keepers[0], from_on=row.on,
            by=by, at=at,
        )  # fmt: skip
    return zone


# What a row means, and what differs


def _weighed(setting: Setting, given: Sequence[Given], elsewhere: Set[int] = frozenset()) -> list[Row]:
    """Return what rows mean. Of one's doors none may be left without a zone: another row, or `elsewhere`, claims it."""
    known = _known(setting)
    rows = [_row(each.values, known) for each in given]
    claimed: dict[int, Row] = {}
    for row in rows:
        for key in sorted(row.doors or ()):
            other = claimed.setdefault(key, row)
            if other is not row:
                sentence = _("「{door}」在{zone}那一行也写了。一个门牌只归一个责任区，请留一处。")
                said = f"{known.land.lanes[known.land.doors[key].lane_id].name} {known.land.doors[key].said}"
                row.problems.append(("doors", sentence.format(door=said, zone=other.outcome.link.label)))
                break
    taken = _claimed(rows) | elsewhere
    for row in rows:
        if row.zone is not None and row.doors is not None:
            _leave_none_behind(row, [door for door in known.land.of_zone(row.zone.pk) if door.pk not in taken], known)
    return rows


def _claimed(rows: Iterable[Row]) -> set[int]:
    return {key for row in rows if not row.problems for key in row.doors or ()}


def _leave_none_behind(row: Row, left: Iterable[Door], known: _Known) -> None:
    lost = [door for door in left if door.pk not in (row.doors or ())]
    if lost:
        sentence = _(
            "这样写，{doors}就不归哪个责任区了。归别的区，就也写在那一行；真的哪个区都不归，请到责任区里改范围。"
        )
        row.problems.append(("doors", sentence.format(doors=_("、").join(words_of(known.land, lost)))))


def _known(setting: Setting) -> _Known:
    today = timezone.localdate(setting.at)
    people: dict[str, list[User]] = {}
    for user in who_may_keep(setting.community.pk, today):
        for said in {user.name, user.username}:
            people.setdefault(said, []).append(user)
    keepers: dict[int, list[Duty]] = {}
    for duty in Duty.objects.in_force(today).filter(community=setting.community, zone__isnull=False).order_by("pk"):
        keepers.setdefault(duty.zone_id or 0, []).append(duty)
    zones = list(Zone.objects.filter(community=setting.community, ended_on=None).order_by("number"))
    return _Known(ground(setting.community.pk, today), zones, people, keepers, today)


def _row(values: Mapping[str, Any], known: _Known) -> Row:
    said = values.get("on")
    row = Row(values, timezone.localdate(said.first) if said else known.today)
    if not known.today <= row.on <= known.today + AHEAD:
        row.problems.append(("on", _("请写今天或以后一年以内的日子。以前的变动，请到责任区里补记。")))
    _recognise(row, known.zones)
    row.doors = _doors(row, known.land)
    row.keepers = _keepers(row, known.people)
    if row.zone is None:
        _must_be_whole(row)
    else:
        row.changes = list(_differences(row, row.zone, known))
    return row


def _recognise(row: Row, zones: Iterable[Zone]) -> None:
    number, name = row.values.get("number"), row.values.get("name")
    by_number = next((zone for zone in zones if zone.number == number), None)
    by_name = next((zone for zone in zones if zone.name == name), None)
    row.zone = by_number or by_name
    if by_number and by_name and by_number != by_name:
        sentence = _("{number} 号是{one}，不是{other}。请对照登记，看哪一个写错了。")
        row.problems.append(("number", sentence.format(number=number, one=by_number.name, other=by_name.name)))


def _doors(row: Row, land: Ground) -> set[int] | None:
    if not row.values.get("doors"):
        return None
    try:
        return {door.pk for door in read_ranges(land, row.values["doors"])}
    except NotUnderstood as why:
        row.problems.append(("doors", " ".join(map(str, why.args[0]))))
        return None


def _keepers(row: Row, people: Mapping[str, list[User]]) -> list[User] | None:
    names = row.values.get("keepers")
    if not names:
        return None
    if not FEWEST <= len(names) <= MOST:
        row.problems.append(
            ("keepers", _("要写 2 至 3 位党员，主责的在前。一时凑不齐的，先导入别的，再到责任区里记一个例外。"))
        )
        return None
    for name in names:
        if len(people.get(name, ())) != 1:
            sentence = (
                _("有账号的人里有几位叫{name}，分不出是哪一位。请改写他登录用的账号名。")
                if name in people
                else _("没有叫{name}的账号。请先请系统管理员开账号、给职务，或者看看名字写对没有。")
            )
            row.problems.append(("keepers", sentence.format(name=name)))
            return None
    return [people[name][0] for name in names]


def _must_be_whole(row: Row) -> None:
    """A zone that is not there yet needs its number, its name and its keepers."""
    missing = {
        "number": _("这是新的责任区，请写编号。"),
        "name": _("这是新的责任区，请写名称。"),
        "keepers": _("这是新的责任区，请写 2 至 3 位负责的党员。"),
    }
    said = {code for code, _sentence in row.problems}
    row.problems += [(code, why) for code, why in missing.items() if not row.values.get(code) and code not in said]


def _differences(row: Row, zone: Zone, known: _Known) -> Iterable[str]:
    for code in ("number", "name"):
        if row.values.get(code) and row.values[code] != getattr(zone, code):
            yield code
    if row.doors is not None and row.doors != {door.pk for door in known.land.of_zone(zone.pk)}:
        yield "doors"
    if row.keepers is not None:
        here = known.keepers.get(zone.pk, [])
        lead = next((duty.user_id for duty in here if duty.is_lead), None)
        wanted = {user.pk for user in row.keepers}
        if {duty.user_id for duty in here} != wanted or lead != row.keepers[0].pk:
            yield "keepers"
