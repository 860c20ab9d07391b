"""A generated year of work for scripts/bench.py: rows as the actions leave them, written in bulk."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from linli.accounts.models import User
from linli.cases.models import (
    Arrival,
    Callback,
    Case,
    Category,
    Channel,
    Closure,
    NumberSeries,
    Offer,
    Outcome,
    Policy,
    Promise,
    Remark,
    Requester,
    Status,
)
from linli.cases.models.codes import Solved
from linli.cases.reference import begin_with_policies
from linli.demo import ground, people
from linli.demo.stage import Stage
from linli.fence.rows import open_fence
from linli.fence.sealing import keyed_hash
from linli.journal.models import Event
from linli.territory.models import Door

BATCH = 2_000
DAYS = 365
MATTERS = (
    "水沟堵了，污水漫到路面。",
    "路灯不亮，晚上看不清。",
    "楼道里堆了杂物。",
    "井盖翘起来了。",
    "半夜有人放音响。",
)
ONE_IN_TEN = 0.1


@dataclass
class Ground:
    """Where the generated cases happen, and who works on them."""

    stage: Stage
    doors: list[Door]
    keepers: dict[int, list[User]]
    operator: User
    worker: User
    policy: Policy
    categories: list[Category]
    numbers: Counter[str]
    chance: random.Random


@transaction.atomic
def lay_out() -> Ground:
    """Make the places and people of the demo town, without its stories."""
    street, stages = ground.lay_out(timezone.localtime())
    people.enrol(street, stages)
    for each in stages.values():
        begin_with_policies(each.community)
    stage = stages["lingfeng"]
    return Ground(
        stage=stage,
        doors=list(Door.objects.filter(community=stage.community).select_related("lane")),
        keepers={zone: [keeping.user for keeping in found] for zone, found in stage.keepers.items()},
        operator=User.objects.get(username="qin"),
        worker=User.objects.get(username="mo"),
        policy=Policy.objects.get(community=stage.community, urgency="now", category=None),
        categories=list(Category.objects.filter(urgency="now", is_in_use=True)),
        numbers=Counter(),
        chance=random.Random(20),  # noqa: S311 - the same year every time
    )


def fill(here: Ground, ended: int, open_: int, *, due_in: timedelta) -> None:
    """Write `ended` cases over the past year and `open_` ones on the spot, whose promises run for `due_in` yet."""
    now = timezone.now()
    with transaction.atomic():  # what was registered over the pages meanwhile has numbers too
        open_fence([here.stage.community.pk])
        for series in NumberSeries.objects.filter(kind=""):
            here.numbers[f"{series.on:%Y%m%d}"] = series.last
    moments = sorted(now - timedelta(seconds=here.chance.randrange(3600, DAYS * 86400)) for _ in range(ended))
    for first in range(0, ended, BATCH):
        _write(here, moments[first : first + BATCH], None)
    for first in range(0, open_, BATCH):
        _write(here, [now - timedelta(minutes=2)] * min(BATCH, open_ - first), now + due_in)
    with transaction.atomic():
        open_fence([here.stage.community.pk])
        for day, last in here.numbers.items():
            on = datetime.strptime(day, "%Y%m%d").date()  # noqa: DTZ007 - a day, not a moment
            NumberSeries.objects.update_or_create(
                community=here.stage.community, kind="", on=on, defaults={"last": last}
            )


@transaction.atomic
def _write(here: Ground, moments: list[datetime], due_at: datetime | None) -> None:
    open_fence([here.stage.community.pk])
    cases = Case.objects.bulk_create([_case(here, at, is_open=due_at is not None) for at in moments])
    Promise.objects.bulk_create([promise for case in cases for promise in _promises(here, case, due_at)])
    Requester.objects.bulk_create([_requester(here, case) for case in cases])
    for model, made in ((Offer, _offer), (Arrival, _arrival)):
        model.objects.bulk_create([made(case) for case in cases])  # type: ignore[attr-defined]
    closed = [case for case in cases if case.resolved_at]
    answers = Remark.objects.bulk_create([_answer(case) for case in closed])
    Closure.objects.bulk_create([_closure(case, told) for case, told in zip(closed, answers, strict=True)])
    Callback.objects.bulk_create([_callback(here, case) for case in closed])
    kind = ContentType.objects.get_for_model(Case)
    Event.objects.bulk_create([event for case in cases for event in _events(here, case, kind)])


def _case(here: Ground, at: datetime, *, is_open: bool) -> Case:
    door, matter = here.chance.choice(here.doors), here.chance.choice(MATTERS)
    day = f"{timezone.localtime(at):%Y%m%d}"
    here.numbers[day] += 1
    ended: dict[str, Any] = {"status": Status.ON_SITE, "next_due_at": at + timedelta(minutes=30)}
    if not is_open:
        ended = {
            "status": Status.ARCHIVED,
            "resolved_at": at + timedelta(minutes=here.chance.randrange(15, 32)),
            "archived_at": at + timedelta(minutes=50),
            "contacted_at": at + timedelta(minutes=15),
            "outcome": Outcome.DONE,
        }
    return Case(
        community=here.stage.community,
        number=f"{here.stage.community.number_prefix}{day}-{here.numbers[day]:04}",
        channel=here.chance.choice([Channel.HOTLINE, Channel.HOTLINE, Channel.VISIT, Channel.LETTER]),
        category=here.chance.choice(here.categories),
        urgency="now",
        title=matter.split("，")[0],
        content=matter,
        received_at=at,
        first_reported_at=at,
        place_text=f"{door.lane.name} {door.number} 号",
        lane=door.lane,
        door=door,
        zone_id=door.zone_id,
        is_within_power=True,
        first_handler=here.operator,
        handler=here.chance.choice(here.keepers[door.zone_id]),
        **ended,
    )


def _promises(here: Ground, case: Case, due_at: datetime | None) -> Iterator[Promise]:
    came = case.received_at + timedelta(minutes=5)
    for kind, minutes, done_at in (("arrive", 10, came), ("resolve", 30, case.resolved_at)):
        due = due_at or case.received_at + timedelta(minutes=minutes)
        promise = Promise(
            community_id=case.community_id,
            case=case,
            policy=here.policy,
            round=1,
            kind=kind,
            allowance=minutes,
            clock="minutes",
            source=here.policy.source,
            made_at=case.received_at,
            due_at=due,
            warn_at=due - timedelta(seconds=60),
        )
        if due_at is None and done_at is not None:
            promise.done_at = done_at
            if done_at <= due:
                promise.kept_at = done_at
            else:
                promise.broken_at = promise.due_at
        yield promise


def _requester(here: Ground, case: Case) -> Requester:
    phone = f"+861380000{here.chance.randrange(10_000):04}"
    return Requester(
        community_id=case.community_id,
        case=case,
        channel=case.channel,
        told_us_at=case.received_at,
        words=case.content,
        name="黄女士",
        phone=phone,
        phone_hash=keyed_hash("phone", phone),
        phone_tail=phone[-4:],
    )


def _offer(case: Case) -> Offer:
    return Offer(
        community_id=case.community_id,
        case=case,
        round=1,
        seq=1,
        rung=Offer.Rung.KEEPER,
        to_id=case.handler_id,
        offered_at=case.received_at,
        answer_by=case.received_at + timedelta(minutes=2),
        answer=Offer.Answer.ACCEPTED,
        answered_at=case.received_at + timedelta(minutes=1),
    )


def _arrival(case: Case) -> Arrival:
    at = min(case.received_at + timedelta(minutes=5), timezone.now())
    return Arrival(
        community_id=case.community_id, case=case, round=1, who_id=case.handler_id, at=at,
        recorded_by_id=case.handler_id, recorded_at=at,
    )  # fmt: skip


def _answer(case: Case) -> Remark:
    return Remark(
        community_id=case.community_id, case=case, kind=Remark.Kind.ANSWER, mode=Remark.Mode.IN_PERSON,
        body="办好了，请您看看。", by_id=case.handler_id, at=case.resolved_at,
    )  # fmt: skip


def _closure(case: Case, told: Remark) -> Closure:
    return Closure(
        community_id=case.community_id, case=case, round=1, at=case.resolved_at, by_id=case.handler_id,
        outcome=Outcome.DONE, done="到场处理好了", answer=told,
    )  # fmt: skip


def _callback(here: Ground, case: Case) -> Callback:
    is_unhappy = here.chance.random() < ONE_IN_TEN
    return Callback(
        community_id=case.community_id, case=case, round=1, attempt=1, at=case.archived_at, by=here.worker,
        reached=True, contacted_in_time=True, resolved=not is_unhappy, satisfaction="3" if is_unhappy else "5",
    )  # fmt: skip


def _events(here: Ground, case: Case, kind: ContentType) -> Iterator[Event]:
    handler, at = case.handler_id, case.received_at
    lines: list[tuple[str, datetime, int | None, dict[str, Any]]] = [
        ("registered", at, here.operator.pk, {"channel": case.channel}),
        ("offered", at, here.operator.pk, {"to": case.handler.name if case.handler else "", "rung": "keeper"}),
        ("accepted", at + timedelta(minutes=1), handler, {}),
        ("arrived", at + timedelta(minutes=5), handler, {}),
    ]
    if case.resolved_at and case.archived_at:
        lines += [
            ("answered", case.resolved_at, handler, {}),
            ("resolved", case.resolved_at, handler, {"outcome": Outcome.DONE}),
            ("called_back", case.archived_at, here.worker.pk, {"resolved": Solved.YES, "satisfaction": "5"}),
            ("archived", case.archived_at, here.worker.pk, {}),
        ]
    for verb, moment, actor, facts in lines:
        yield Event(
            community_id=case.community_id, verb=f"cases.{verb}", at=moment, recorded_at=moment, actor_id=actor,
            subject_type=kind, subject_id=case.pk, facts=facts,
        )  # fmt: skip
