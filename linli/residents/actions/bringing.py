"""People of a table are recognised, compared and taken: a thousand at a time, with a fixed number of statements."""

from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from typing import Any

from django.urls import reverse

from linli.fence.straight import change_many, write_many
from linli.journal.record import event_of, record_all
from linli.sheets.registry import Fate, Given, Link, Outcome, Setting
from linli.web.masks import mask_name

from .. import events
from ..models import Person, Unit, Work
from .facts import Facts, put
from .people import FIELDS as COLUMNS
from .people import enter_people
from .recognising import AT_HOME, FIELDS, Lot, Row, weighed
from .settling import Move, home_of, settle


def weigh_people(setting: Setting, given: Sequence[Given]) -> list[Outcome]:
    """Say of each row whether it is somebody new, what it would change, or what cannot be. Nothing is written."""
    lot = weighed(setting, given)
    return [_outcome(row) for row in lot.rows]


def take_people(setting: Setting, given: Sequence[Given]) -> list[Outcome]:
    """Enter who is new, change what rows say of who is known, and let them live where they say.

    The caller's transaction is around it. Raises IntegrityError where somebody entered one of them this moment.
    """
    lot = weighed(setting, given)
    known = [row for row in lot.rows if row.person is not None and row.changes]
    outcomes = {id(row): _outcome(row) for row in lot.rows}
    new = [row for row in lot.rows if row.person is None and row.twin is None and not row.problems]
    people = enter_people(setting.community, [_told(row) for row in new], by=setting.by, at=setting.at)
    for row, person in zip(new, people, strict=True):
        row.person = person
    for row in lot.rows:
        if row.twin is not None:
            row.person = row.twin.person
    _change(known, setting)
    _settle(setting, lot, [*new, *known])
    _employ(setting, lot, [*new, *known])
    return [_linked(outcomes[id(row)], row) for row in lot.rows]


def _told(row: Row) -> Any:
    return {"name": row.values["name"], **row.facts}


def _outcome(row: Row) -> Outcome:
    link = Link(mask_name(row.values["name"]), "")
    if row.problems:
        return Outcome(Fate.WRONG, link, problems=row.problems)
    if row.twin is not None:
        return Outcome(Fate.SAME, link)
    if row.person is None:
        return Outcome(Fate.NEW, link)
    return _linked(Outcome(Fate.CHANGED if row.changes else Fate.SAME, link, row.changes), row)


def _linked(outcome: Outcome, row: Row) -> Outcome:
    """Return the outcome with the way to the person's file, now that there is one."""
    if row.person is None or row.person.pk is None or outcome.fate is Fate.WRONG:
        return outcome
    link = Link(outcome.link.label, file_of(row.person))
    return Outcome(outcome.fate, link, outcome.changes, outcome.problems)


def file_of(person: Person) -> str:
    """Return where a person's file is read."""
    return f"{_files()}{person.pk}/"


@cache
def _files() -> str:
    """Return what the address of a file begins with: asked for each of fifty thousand it took a tenth of the time."""
    return reverse("residents:person", args=[0]).removesuffix("0/")


# What is written


def _change(known: Sequence[Row], setting: Setting) -> None:
    """Write what differs: one statement for each set of fields that change together."""
    together: dict[tuple[str, ...], list[Person]] = defaultdict(list)
    happened = []
    for row in known:
        person = row.person
        codes = [code for code in row.changes if code in FIELDS]
        if person is None or not codes:
            continue
        names = tuple(dict.fromkeys(name for code in codes for name in FIELDS[code]))
        facts: dict[str, Any] = {name: value for name, value in row.facts.items() if name in names}
        put(person, Facts(**facts))  # type: ignore[typeddict-item]
        together[names].append(person)
        happened.append(event_of(events.PERSON_CHANGED, person, by=setting.by, at=setting.at, what=_named(names)))
    for names, people in together.items():
        change_many(people, *names)
    record_all(happened)


def _named(names: Sequence[str]) -> str:
    return "、".join(
        str(COLUMNS[name].verbose_name) for name in names if not name.endswith(("hash", "tail"))
    )  # catalogue: data


def _settle(setting: Setting, lot: Lot, rows: Sequence[Row]) -> None:
    moves = []
    for row in rows:
        now = lot.homes.get(row.person.pk) if row.person else None
        home = row.home or (home_of(now) if now else None)
        if row.person is not None and home is not None and _concerns_home(row):
            moves.append(Move(row.person, home, row.values, row.values.get("from_on"), now))
    if moves:
        settle(setting, moves)


def _concerns_home(row: Row) -> bool:
    return not row.changes or not {"address", *AT_HOME}.isdisjoint(row.changes)


def _employ(setting: Setting, lot: Lot, rows: Sequence[Row]) -> None:
    """Let work change: another employer ends the work before, another post alone is written into it."""
    wanted = [(row, row.person) for row in rows if row.person is not None]
    moving = [each for each in wanted if _goes_to_work(each[0])]
    units = Unit.objects.filter(community=setting.community, name__in={row.values["employer"] for row, _p in moving})
    by_name = {unit.name: unit for unit in units} if moving else {}
    ended, posts, begun = [], [], []
    for row, person in moving:
        before, employer = lot.works.get(person.pk), row.values["employer"]
        if before is not None:
            before.until_on = lot.on if before.from_on is None or before.from_on < lot.on else before.until_on
            ended.append(before)
        unit = by_name.get(employer)
        work = Work(community=setting.community, person=person, unit=unit, employer="" if unit else employer)
        work.post, work.from_on = row.values.get("post") or "", lot.on if before else None
        begun.append(work)
    for row, person in wanted:
        if "post" in row.changes and "employer" not in row.changes and (known := lot.works.get(person.pk)):
            known.post = row.values["post"]
            posts.append(known)
    change_many(ended, "until_on")
    change_many(posts, "post")
    write_many(begun)


def _goes_to_work(row: Row) -> bool:
    return bool(row.values.get("employer")) and (not row.changes or "employer" in row.changes)
