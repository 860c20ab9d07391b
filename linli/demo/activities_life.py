"""A year of doing things together: what was held with who came, what is coming, one called off, one that is full.

What is long over is written in one go; what people will try out is done by the actions they use.
"""

import random
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from linli.activities.actions import (
    CameAlong,
    cancel_activity,
    note_guests,
    plan_activity,
    plan_series,
    record_held,
    sign_up,
    take_attendance,
)
from linli.activities.models import Activity, Attendance, Guest
from linli.journal.record import without_listeners
from linli.residents.models import Person

from .stage import BEIJING, DATA, Stage

A_YEAR, LONG_ENOUGH = 365, timedelta(days=1)


@dataclass
class Crowd:
    """Who comes to what: by age, some of them nearly every time."""

    old: list[int] = field(default_factory=list)
    all: list[int] = field(default_factory=list)
    young: list[int] = field(default_factory=list)

    def some(self, who: str, chance: random.Random, least: int, most: int) -> list[int]:
        """Return the keys of who came: mostly those who always come, and a few others."""
        pool: list[int] = getattr(self, who)
        often, wanted = pool[: most + 4], min(chance.randint(least, most), len(pool))
        first = chance.sample(often, min(len(often), round(wanted * 0.7)))
        others = [key for key in chance.sample(pool, wanted) if key not in first]
        return [*first, *others][:wanted]


def live(stage: Stage) -> None:
    """Fill the year before and the weeks after `stage.now`."""
    chance = random.Random(f"activities of {stage.community.name}")
    written = tomllib.loads((DATA / "activities.toml").read_text(encoding="utf-8"))
    crowd = _crowd(stage, chance)
    by = stage.users["mo"]
    held = [
        *((line, day) for line in written["regular"] for day in _days(line, stage.now.date())),
        *((line, day) for line in written["once"] if (day := _last(line, stage.now.date()))),
    ]
    with without_listeners():
        _write_what_was_held(stage, held, crowd, chance, by)
        for line in written["regular"]:
            _plan_ahead(stage, line, by)
        _today(stage, crowd, by)
        _full(stage, crowd, by)
        _called_off(stage, by)


def go_on(stage: Stage) -> None:
    """On another day: what was on then is recorded, and the barbers are there again."""
    by, title = stage.users["mo"], "便民理发"
    over = Activity.objects.filter(community=stage.community, title=title, started_at=None, ends_at__lte=stage.now)
    with without_listeners():
        for each in over:
            record_held(
                each, started_at=each.starts_at, ended_at=each.ends_at, summary="理了三十多个头，两位师傅没歇。", by=by,
                at=stage.now,
            )  # fmt: skip
        if not Activity.objects.filter(community=stage.community, title=title, started_at=None).exists():
            chance = random.Random(f"activities of {stage.community.name}")
            _today(stage, _crowd(stage, chance), by)


def _crowd(stage: Stage, chance: random.Random) -> Crowd:
    crowd, this_year = Crowd(), stage.now.year
    people = Person.objects.filter(community=stage.community, merged_into=None, died_on=None, frozen_on=None)
    for key, born in people.order_by("pk").values_list("pk", "birth_on"):
        age = this_year - born.year if born else 45
        crowd.all.append(key)
        if age >= 60:
            crowd.old.append(key)
        if 6 <= age <= 12:
            crowd.young.append(key)
    for pool in (crowd.old, crowd.all, crowd.young):
        chance.shuffle(pool)
    return crowd


def _days(line: dict[str, Any], today: date) -> Iterator[date]:
    """Yield the days of the last year on which something regular was held."""
    day = today - timedelta(days=A_YEAR)
    day += timedelta(days=(line["weekday"] - day.isoweekday()) % 7)
    week = 0
    while day < today - LONG_ENOUGH:
        monthly = line.get("month_day")
        if (monthly and monthly <= day.day < monthly + 7) or (not monthly and week % line["every"] == 0):
            yield day
        day, week = day + timedelta(days=7), week + 1


def _last(line: dict[str, Any], today: date) -> date | None:
    """Return the last time a yearly day was."""
    day = date(today.year, line["month"], line["day"])
    return day if day < today - LONG_ENOUGH else date(today.year - 1, line["month"], line["day"])


def _write_what_was_held(
    stage: Stage, held: list[tuple[dict[str, Any], date]], crowd: Crowd, chance: random.Random, by: Any
) -> None:
    rows = Activity.objects.bulk_create(_activity(stage, line, day, n, by) for n, (line, day) in enumerate(held))
    came, guests = [], []
    for (line, _day), row in zip(held, rows, strict=True):
        at = row.ended_at or row.ends_at
        same = {"community": stage.community, "activity": row, "recorded_at": at, "recorded_by": by}
        for n, person in enumerate(crowd.some(line.get("who", "all"), chance, *line["came"])):
            how = Attendance.How.PAPER if n % 3 else Attendance.How.TICKED
            came.append(Attendance(person_id=person, how=how, **same))
        if line.get("guests") and chance.random() < 0.6:
            guests.append(Guest(count=chance.randint(1, 6), from_where=line["guests"], **same))
    Attendance.objects.bulk_create(came)
    Guest.objects.bulk_create(guests)


def _activity(stage: Stage, line: dict[str, Any], day: date, n: int, by: Any) -> Activity:
    begins, ends = _hours(line, day)
    summaries = line.get("summaries") or [line["summary"]]
    return Activity(
        community=stage.community, title=line["title"], kinds=line["kinds"], starts_at=begins, ends_at=ends,
        started_at=begins, ended_at=ends, place=line["place"], plan=line.get("plan", ""), is_public=True,
        summary=summaries[n % len(summaries)], helped=line.get("helped"), planned_by=by,
        planned_at=begins - timedelta(days=7), changed_at=begins - timedelta(days=7),
    )  # fmt: skip


def _hours(line: dict[str, Any], day: date) -> tuple[datetime, datetime]:
    begins = datetime.combine(day, time(line["hour"]), BEIJING)
    return begins, begins + timedelta(minutes=line["minutes"])


def _plan_ahead(stage: Stage, line: dict[str, Any], by: Any) -> None:
    """Plan the next two months of something regular, as a series."""
    today = stage.now.date()
    day = today + timedelta(days=1 + (line["weekday"] - today.isoweekday() - 1) % 7)
    if monthly := line.get("month_day"):
        while not monthly <= day.day < monthly + 7:
            day += timedelta(days=7)
        nth = (day.day - 1) // 7 + 1
        rule = f"FREQ=MONTHLY;BYDAY={nth}{('MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU')[day.weekday()]}"
    else:
        rule = f"FREQ=WEEKLY;INTERVAL={line['every']}"
    begins, ends = _hours(line, day)
    plan_series(
        stage.community, rule=rule, until_on=max(today + timedelta(days=60), day), title=line["title"],
        kinds=line["kinds"], starts_at=begins, ends_at=ends, place=line["place"], plan=line["plan"], is_public=True,
        by=by, at=stage.now - timedelta(days=2),
    )  # fmt: skip


def _today(stage: Stage, crowd: Crowd, by: Any) -> None:
    """One that is on as the town is built: some are ticked, some still come."""
    begins = stage.now.replace(second=0, microsecond=0) - timedelta(minutes=20)
    haircuts = plan_activity(
        stage.community, title="便民理发", kinds=["volunteer", "aid"], starts_at=begins,
        ends_at=begins + timedelta(hours=3), place="便民服务中心", plan="两位师傅义务理发，老人优先。", is_public=True,
        takes_sign_ups=True, host=_person_of(stage, "mo"), by=by, at=begins - timedelta(days=3),
    )  # fmt: skip
    people = Person.objects.in_bulk(crowd.old[40:54])
    for n, key in enumerate(crowd.old[40:54]):
        sign_up(haircuts, person=people[key], by=by, at=begins - timedelta(hours=30 - n))
    take_attendance(haircuts, present=crowd.old[40:45], by=by, at=stage.now)
    note_guests(haircuts, guests=[CameAlong(count=2, from_where="路过的居民")], by=by, at=stage.now)


def _full(stage: Stage, crowd: Crowd, by: Any) -> None:
    """One that is full, with people who wait."""
    begins = _at(stage, 5, 9)
    trip = plan_activity(
        stage.community, title="老人一日游：姑婆山", kinds=["culture", "health"], starts_at=begins,
        ends_at=begins + timedelta(hours=7), place="社区门口上车", plan="大巴二十座。带水、带药，午饭社区安排。",
        is_public=True, takes_sign_ups=True, capacity=20, sign_up_closes_at=begins - timedelta(days=1), by=by,
        at=_at(stage, -6, 9),
    )  # fmt: skip
    people = Person.objects.in_bulk(crowd.old[:24])
    for n, key in enumerate(crowd.old[:24]):
        sign_up(trip, person=people[key], by=by, at=_at(stage, -5, 9) + timedelta(minutes=7 * n))
    sign_up(trip, guest_name="周建国", guest_phone="+8613900009999", by=by, at=_at(stage, -1, 9))


def _called_off(stage: Stage, by: Any) -> None:
    begins = _at(stage, 3, 15)
    fair = plan_activity(
        stage.community, title="亲子游园会", kinds=["culture"], starts_at=begins, ends_at=begins + timedelta(hours=2),
        place="灵峰小广场", is_public=True, by=by, at=_at(stage, -8, 10),
    )  # fmt: skip
    cancel_activity(fair, reason="小广场地砖在修，修好了另外安排。", by=by, at=_at(stage, -1, 10))


def _person_of(stage: Stage, username: str) -> Person | None:
    return Person.objects.filter(community=stage.community, user=stage.users[username]).first()


def _at(stage: Stage, days: int, hour: int) -> datetime:
    return datetime.combine(stage.now.date() + timedelta(days=days), time(hour), BEIJING)
