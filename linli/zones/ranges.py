"""Doors in words, and words as doors: 「建安街 1—88 号 单号」.

A line names a lane and which of its numbers. What `words_of` writes, `read_ranges` reads back to the same doors.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from linli.territory.models import Lane

Key = tuple[int, str]
"""A door's number and its suffix."""


def said(key: Key) -> str:
    return f"{key[0]}-{key[1]}" if key[1] else str(key[0])


@dataclass(frozen=True)
class Door:
    """A door as far as its border is concerned; `lon` and `lat` are degrees, None where nobody has measured them."""

    pk: int
    lane_id: int
    number: int
    suffix: str
    zone_id: int | None
    lon: float | None
    lat: float | None

    @property
    def key(self) -> Key:
        return self.number, self.suffix

    @property
    def said(self) -> str:
        return said(self.key)


@dataclass
class Ground:
    """Every lane and door of a community, in the order of their numbers, as they lie on one day."""

    lanes: dict[int, Lane] = field(default_factory=dict)
    doors: dict[int, Door] = field(default_factory=dict)
    of_lane: dict[int, list[Door]] = field(default_factory=dict)

    def of_zone(self, zone_id: int | None) -> list[Door]:
        return [door for door in self.doors.values() if door.zone_id == zone_id]


ODD, EVEN = "单号", "双号"  # catalogue: data
NUMBER, BUILDING = "号", "栋"  # catalogue: data
LAST = "\uffff"
"""Sorts behind every suffix."""
ALL = ("", "全部", "全段", "所有")  # catalogue: data


def words_of(ground: Ground, doors: Iterable[Door]) -> list[str]:
    """Return these doors in words, a line for each lane."""
    wanted: dict[int, set[int]] = {}
    for door in doors:
        wanted.setdefault(door.lane_id, set()).add(door.pk)
    lanes = sorted(wanted, key=lambda pk: ground.lanes[pk].name)
    return [f"{ground.lanes[pk].name} {_numbers(ground, pk, wanted[pk])}" for pk in lanes]


def _numbers(ground: Ground, lane_id: int, wanted: set[int]) -> str:
    every = ground.of_lane[lane_id]
    unit = BUILDING if ground.lanes[lane_id].kind == Lane.Kind.COMPOUND else NUMBER
    whole = list(_runs(every, wanted))
    halves = [list(_runs([door for door in every if door.number % 2 == odd], wanted)) for odd in (1, 0)]
    if len(whole) <= sum(map(len, halves)):
        return _("、").join(f"{run} {unit}" for run in whole)
    return _("、").join(
        f"{run} {unit} {half}" if "—" in run else f"{run} {unit}"
        for half, runs in zip((ODD, EVEN), halves, strict=True)
        for run in runs
    )


def _runs(every: Sequence[Door], wanted: set[int]) -> Iterator[str]:
    """Yield the unbroken stretches of `every` that are wanted: "1—88", "90"."""
    stretch: list[Door] = []
    for door in [*every, None]:
        if door is not None and door.pk in wanted:
            stretch.append(door)
        elif stretch:
            yield from _stretch(stretch, door)
            stretch = []


def _stretch(doors: list[Door], following: Door | None) -> Iterator[str]:
    """Yield one stretch; where it ends amid the doors of one number, those are named one by one."""
    number = doors[-1].number
    is_cut = following is not None and following.number == number and not doors[0].suffix
    last = [door for door in doors if door.number == number] if is_cut else []
    whole = doors[: len(doors) - len(last)]
    if whole:
        yield whole[0].said if len(whole) == 1 else f"{whole[0].said}—{whole[-1].said}"
    yield from (door.said for door in last)


class NotUnderstood(ValueError):
    """Lines that name no doors; `args[0]` is a list of sentences, one a line."""


_PART = re.compile(r"^(\d{1,4})(?:-(\w{1,10}))?(?:(?:—|至|到|~)(\d{1,4})(?:-(\w{1,10}))?)?$")  # catalogue: data
_NOISE = re.compile(r"\s+|号|栋|幢|第")  # catalogue: data


def read_ranges(ground: Ground, text: str) -> list[Door]:
    """Return the doors that lines such as 「建安街 1—88 号 单号、90 号」 name, each once.

    Raises NotUnderstood with a sentence for each line that names none.
    """
    found: dict[int, Door] = {}
    wrong = []
    for n, line in enumerate(unicodedata.normalize("NFKC", text).splitlines(), start=1):
        if not line.strip():
            continue
        try:
            found |= {door.pk: door for door in _line(ground, line.strip())}
        except ValueError as why:
            wrong.append(_("第 {n} 行“{line}”：{why}").format(n=n, line=line.strip()[:30], why=why))
    if wrong:
        raise NotUnderstood(wrong)
    return list(found.values())


def _line(ground: Ground, line: str) -> list[Door]:
    called = [(name, lane) for lane in ground.lanes.values() for name in (lane.name, *lane.aliases) if name]
    fitting = [(name, lane) for name, lane in called if line.startswith(name)]
    name, lane = max(fitting, key=lambda each: len(each[0]), default=("", None))
    if lane is None:
        raise ValueError(_("登记册里没有这条街巷。可以写：{names}").format(names=_("、").join(sorted(_names(ground)))))
    every = ground.of_lane.get(lane.pk, [])
    found: list[Door] = []
    for part in re.split("[、,，;；]", line[len(name) :]):  # catalogue: data
        found += _part(lane, every, part)
    return found


def _names(ground: Ground) -> Iterable[str]:
    return [lane.name for lane in ground.lanes.values()][:12]


def _part(lane: Lane, every: list[Door], part: str) -> list[Door]:
    half = 1 if ODD in part else 0 if EVEN in part else None
    part = _NOISE.sub("", part.replace(ODD, "").replace(EVEN, ""))
    part = re.sub("[–−－]", "—", part)
    if part in ALL:
        chosen = every
    else:
        first, last = _ends(every, part)
        chosen = [door for door in every if first <= door.key <= last]
    chosen = [door for door in chosen if half is None or door.number % 2 == half]
    if not chosen:
        here = f"{every[0].said}—{every[-1].said}" if every else _("没有门牌")
        raise ValueError(_("{lane}没有这样的门牌（现有 {here}）。").format(lane=lane.name, here=here))
    return chosen


def _ends(every: list[Door], part: str) -> tuple[Key, Key]:
    """Return the first and last door a part means. In 「3-5」 5 is a suffix where there is such a door, or an end."""
    said = _PART.match(part)
    if not said:
        raise ValueError(_("号数没看懂，请写成“1—88 号”或“1—87 号 单号”。"))
    number, suffix, to_number, to_suffix = said.groups()
    first = (int(number), suffix or "")
    if to_number:
        return (first[0], first[1]), (int(to_number), to_suffix or ("" if suffix else LAST))
    if suffix and suffix.isdigit() and first not in {door.key for door in every}:
        return (first[0], ""), (int(suffix), LAST)
    return (first, first) if suffix else ((first[0], ""), (first[0], ""))


MOST = 500
"""So many doors are put up at once."""


def read_numbers(text: str) -> list[Key]:
    """Return the doors, there or not, that words such as 「1—88 号 双号、90、92-1」 name.

    A hyphen joins a suffix, as on doors, unless the number behind it is the greater one: then it means "up to". Raises
    ValueError with a sentence.
    """
    found: dict[Key, None] = {}
    for part in re.split(r"[、,，;；\n]", unicodedata.normalize("NFKC", text)):  # catalogue: data
        if part.strip():
            found |= dict.fromkeys(_numbered(part))
        if len(found) > MOST:
            raise ValueError(_("一次最多登记 {most} 个门牌，请分几次。").format(most=MOST))
    return sorted(found)


def _numbered(part: str) -> Iterator[Key]:
    half = 1 if ODD in part else 0 if EVEN in part else None
    part = re.sub("[–−－]", "—", _NOISE.sub("", part.replace(ODD, "").replace(EVEN, "")))
    match = _PART.match(part)
    if not match:
        raise ValueError(_("“{part}”没看懂，请写成“1—88 号 双号”或“90、92-1”。").format(part=part[:20]))
    number, suffix, to_number, to_suffix = match.groups()
    if suffix and not to_number and suffix.isdigit() and int(suffix) > int(number):
        suffix, to_number = None, suffix
    if int(number) == 0:
        raise ValueError(_("门牌从 1 号起。"))
    if to_number is None:
        yield from [(int(number), suffix or "")] if half is None or int(number) % 2 == half else []
        return
    if suffix or to_suffix or not 0 <= int(to_number) - int(number) < 10_000:
        raise ValueError(_("“{part}”没看懂：从小的号数写到大的，附号请一个一个写。").format(part=part[:20]))
    yield from ((each, "") for each in range(int(number), int(to_number) + 1) if half is None or each % 2 == half)
