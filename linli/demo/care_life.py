"""A year of looking after each other: groups, services, pairings, visits; one need that became a case; sealed support.

Everything hangs on the residents the town has already, and on today: some visits are late, some due this month.
"""

import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from linli.care.actions import Report, add_milestone, open_support, record_visit, register_need
from linli.care.models import GroupEntry, Pairing, ServicePlan, Visit
from linli.cases.actions import accept_case, archive_case, record_arrival, record_callback, resolve_case
from linli.cases.models import Outcome
from linli.cases.queries.lookups import category_for
from linli.fence.rows import open_fence, open_sealed
from linli.journal.record import without_listeners
from linli.residents.models import Consent, Household, HouseholdMember, Person
from linli.territory.models import Community

from .stage import BEIJING, DATA, Stage

PAIRINGS, PLANS = 40, 16
RHYTHMS = (30, 60, 90, 90)
LATE, DUE = 6, 9  # so many of the pairings were not visited in time, so many are due this month

TRIED_OUT, FOR_EACH = {"wei", "li"}, 4
"""Whoever tries these keepers out finds somebody to visit: the first pairings are in their zones."""


@dataclass
class Neighbour:
    """Somebody of the register with the household they live in and how many live there."""

    person: Person
    home: Household
    living: int
    zone: int | None
    is_head: bool
    groups: list[str] = field(default_factory=list)

    def age(self, today: date) -> int:
        return today.year - self.person.birth_on.year if self.person.birth_on else 0


def live(stage: Stage) -> None:
    """Let the community have looked after its people for a year."""
    words = tomllib.loads((DATA / "care_life.toml").read_text(encoding="utf-8"))
    rng, today = Random("care of lingfeng"), stage.now.astimezone(BEIJING).date()
    neighbours = _neighbours(stage)
    _groups(stage, neighbours, rng, today)
    in_need = sorted((each for each in neighbours if each.groups), key=lambda each: (-len(each.groups), each.person.pk))
    tried_out = [zone for zone, kept in stage.keepers.items() if {each.user.username for each in kept} & TRIED_OUT]
    first = [each for zone in tried_out for each in [n for n in in_need if n.zone == zone][:FOR_EACH]]
    in_need = first + [each for each in in_need if each not in first]
    with without_listeners():
        pairings = _pairings(stage, words, in_need[:PAIRINGS], rng, today)
        _visits(stage, words, pairings, rng, today)
        _plans(stage, words, in_need[PAIRINGS // 2 : PAIRINGS // 2 + PLANS], today)
        _need(stage, words["need"], pairings)
        _supports(stage, words["support"], today)


def _neighbours(stage: Stage) -> list[Neighbour]:
    living = HouseholdMember.objects.filter(community=stage.community, until_on=None, person__died_on=None)
    members = list(living.select_related("person", "household__dwelling__door").order_by("pk"))
    sizes: dict[int, int] = {}
    for each in members:
        sizes[each.household_id] = sizes.get(each.household_id, 0) + 1
    return [
        Neighbour(
            each.person, each.household, sizes[each.household_id], each.household.dwelling.door.zone_id, each.is_head
        )
        for each in members
        if each.person.user_id is None
    ]


def _groups(stage: Stage, neighbours: list[Neighbour], rng: Random, today: date) -> None:
    """Put people into groups: by age and household where these say it, else a few at random."""
    for each in neighbours:
        age = each.age(today)
        if age >= 80:
            each.groups.append("aged")
        if age >= 65 and each.living == 1:
            each.groups.append("living_alone")
        if age >= 62 and rng.random() < 0.1:
            each.groups.append("retired_member")
    grown = [each for each in neighbours if 20 <= each.age(today) < 90]
    few = (("disability", 14), ("serious_illness", 9), ("minimum_living", 12), ("near_minimum", 6), ("veteran", 16),
           ("separated_from_enterprise", 15), ("returnee", 12), ("migrant_worker", 18), ("member_in_difficulty", 2),
           ("returned_overseas", 1), ("disabled_care", 5))  # fmt: skip
    for group, count in few:
        for each in rng.sample(grown, count):
            each.groups.append(group)
    GroupEntry.objects.bulk_create(
        GroupEntry(
            community=stage.community,
            person=each.person,
            group=group,
            detail="肢体残疾三级" if group == "disability" else "",
            from_on=max(today - timedelta(days=rng.randint(40, 1500)), each.person.birth_on or date(2000, 1, 1)),
            source_document="社区摸底册" if rng.random() < 0.5 else "",
        )
        for each in neighbours
        for group in dict.fromkeys(each.groups)
    )


def _pairings(
    stage: Stage, words: dict[str, Any], helped: list[Neighbour], rng: Random, today: date
) -> list[tuple[Pairing, Neighbour]]:
    keepers = {user.user.username for kept in stage.keepers.values() for user in kept}
    members = list(Person.objects.filter(community=stage.community, user__username__in=keepers).order_by("pk"))
    by_zone = {zone: {keeping.user.pk for keeping in kept} for zone, kept in stage.keepers.items()}
    units = sorted(stage.units.values(), key=lambda unit: unit.pk)
    consents, made = [], []
    for n, each in enumerate(helped):
        since = today - timedelta(days=rng.randint(380, 700))
        consent = Consent(
            community=stage.community, person=each.person, purpose=Consent.Purpose.PAIRING, given_on=since,
            channel=rng.choice([Consent.Channel.PAPER, Consent.Channel.COUNTER]), given_by=each.person.name,
        )  # fmt: skip
        consents.append(consent)
        near = [member for member in members if member.user_id in by_zone.get(each.zone or 0, set())] or members
        pairing = Pairing(
            community=stage.community, person=each.person, consent=consent, cause=rng.choice(words["causes"]),
            needs=rng.choice(words["needs"]), plan=rng.choice(words["plans"]), starts_on=since,
            every_days=rng.choice(RHYTHMS),
        )  # fmt: skip
        if n % 8 == 6:
            pairing.helper_unit = units[n % len(units)]
        elif n % 8 == 7:
            pairing.helper_team = words["teams"][n % len(words["teams"])]
        else:
            pairing.helper_person = near[n % len(near)]
        made.append((pairing, each))
    Consent.objects.bulk_create(consents)
    Pairing.objects.bulk_create([pairing for pairing, _each in made])
    return made


def _visits(
    stage: Stage, words: dict[str, Any], pairings: list[tuple[Pairing, Neighbour]], rng: Random, today: date
) -> None:
    """Let each be visited through the year in its rhythm; the last visit decides whether the next one is late."""
    office = stage.users["mo"]
    visits = []
    for n, (pairing, _neighbour) in enumerate(pairings):
        left = rng.randint(-20, -2) if n < LATE else rng.randint(0, 6) if n < LATE + DUE else rng.randint(8, 29)
        day = today - timedelta(days=max(pairing.every_days - left, 1))
        pairing.next_visit_on = day + timedelta(days=pairing.every_days)
        by = pairing.helper_person.user if pairing.helper_person and pairing.helper_person.user else office
        while day > today - timedelta(days=370):
            visits.append(_visit(pairing, words, rng, datetime.combine(day, time(rng.randint(9, 18), 20), BEIJING), by))
            day -= timedelta(days=pairing.every_days - rng.randint(0, 5))
    Visit.objects.bulk_create(visits)
    Pairing.objects.bulk_update([pairing for pairing, _each in pairings], ["next_visit_on"])


def _visit(pairing: Pairing, words: dict[str, Any], rng: Random, at: datetime, by: Any) -> Visit:
    is_unchanged = rng.random() < 0.25
    said = {name: "" if is_unchanged else rng.choice(words[name]) for name in ("done", "promised")}
    return Visit(
        community_id=pairing.community_id, pairing=pairing, person=pairing.person, visited_at=at, recorded_at=at,
        visited_by=by, mode=rng.choice([Visit.Mode.HOME, Visit.Mode.HOME, Visit.Mode.PHONE]),
        situation="" if is_unchanged else rng.choice(words["situations"]),
        needs="" if is_unchanged else rng.choice(words["wants"]), is_unchanged=is_unchanged,
        client_key=UUID(int=rng.getrandbits(128)), **said,
    )  # fmt: skip


def _plans(stage: Stage, words: dict[str, Any], people: list[Neighbour], today: date) -> None:
    lines = words["service"]
    ServicePlan.objects.bulk_create(
        ServicePlan(
            community=stage.community, person=each.person, what=line["what"], who=line["who"],
            every_days=line["every_days"], from_on=today - timedelta(days=200),
            next_visit_on=today + timedelta(days=(n % line["every_days"]) - 1),
        )
        for n, each in enumerate(people)
        for line in [lines[n % len(lines)]]
    )  # fmt: skip


def _need(stage: Stage, line: dict[str, Any], pairings: list[tuple[Pairing, Neighbour]]) -> None:
    """Six days ago a visit found something to be done, which became a case and was done."""
    pairing, each = next(
        (pairing, each) for pairing, each in pairings[LATE + DUE :] if pairing.helper_person and each.person.phone
    )
    keeper = next(user for user in stage.users.values() if user.pk == getattr(pairing.helper_person, "user_id", None))
    mo = stage.users["mo"]
    at = stage.now.astimezone(BEIJING).replace(hour=9, minute=40) - timedelta(days=6)
    report = Report(situation=line["situation"], needs=line["needs"], done=line["done"])
    visit = record_visit(pairing, report, key=UUID(int=77), by=keeper, at=at)
    content, later = line["needs"], [at + timedelta(minutes=n) for n in (2, 6, 9, 40, 26 * 60, 26 * 60 + 20)]
    home = Household.objects.select_related("dwelling__door__lane").get(pk=each.home.pk)
    case = register_need(
        visit, content=content, place_text=str(home.dwelling), category=category_for(content), by=keeper, at=later[0]
    )
    accept_case(case, by=keeper, at=later[1])
    record_arrival(case, by=keeper, at=later[2])
    resolve_case(case, outcome=Outcome.DONE, done=line["resolved"], answer=line["resolved"], by=keeper, at=later[3])
    record_callback(
        case,
        reached=True,
        contacted_in_time=True,
        resolved=True,
        satisfaction="5",
        comment="好多了",
        by=mo,
        at=later[4],
    )
    archive_case(case, by=mo, at=later[5])


def _supports(stage: Stage, lines: list[dict[str, Any]], today: date) -> None:
    """Two supports only 书记 and the helper know of."""
    liao, fang = stage.users["liao"], stage.users["fang"]
    open_sealed(liao.pk)
    for n, line in enumerate(lines):
        since = today - timedelta(days=90 + 40 * n)
        at = datetime.combine(since, time(10), BEIJING)
        given = {name: line[name] for name in ("name", "kind", "needs", "agreement_number", "plan")}
        support = open_support(stage.community, helper=fang, starts_on=since, by=liao, at=at, **given)
        for m, text in enumerate(line["steps"]):
            on = since + timedelta(days=14 * (m + 1))
            add_milestone(support, on=on, text=text, by=liao, at=datetime.combine(on, time(16), BEIJING))
    open_fence(Community.objects.values_list("pk", flat=True))
