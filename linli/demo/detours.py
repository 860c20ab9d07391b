"""What happens on the way: somebody cannot go, does not answer, needs longer, has to wait; another caller joins."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from linli.cases import actions
from linli.cases.models import Case

from . import aftermath
from .play import Steps, wait

if TYPE_CHECKING:
    from .flows import Telling

NO_TIME = ("正在医院陪老人，二十分钟赶不到", "在外地开会，明天回来", "手上这件还没处理完")
WHY_LATER = ("配件要从桂林调，三天后才到", "要等两家都在才能开工，约在周末", "汛期抢险占了人手，顺延两天")
WHY_PAUSED = ("等厂家发配件", "等住户从外地回来开门", "等天晴才能施工")


def find_a_taker(telling: "Telling", case: Case) -> Steps:
    """Let the offer go from hand to hand until somebody takes it; sets the telling's handler and last moment."""
    quick = case.is_within_power
    at = telling.registered_at
    if telling.matter.trouble == "declined" and case.status == "offered":
        at += telling.seconds(20, 50)
        yield from wait(case, at)
        refusing = telling.whoever_goes(case)
        actions.decline_case(case, reason=telling.rng.choice(NO_TIME), by=refusing, at=at)
    if telling.matter.trouble == "lapsed" and case.status == "offered":
        at = case.offers.get(answer="").answer_by + telling.seconds(10, 40)
    else:
        at += telling.seconds(15, 80) if quick else telling.minutes(4, 70)
    yield from wait(case, at)
    telling.handler, telling.last = telling.whoever_goes(case), at
    actions.accept_case(case, by=telling.handler, at=at)


def joined_by_another(telling: "Telling", case: Case, at: datetime) -> Steps:
    yield from wait(case, at)
    neighbours = [r for r in telling.stage.residents if r != telling.matter.caller and not r.is_named]
    here = [r for r in neighbours if r.home.said.startswith(case.lane.name)] if case.lane else neighbours
    actions.join_case(case, telling.appeal(caller=telling.rng.choice(here or neighbours)), by=telling.operator, at=at)


def extended(telling: "Telling", case: Case, at: datetime) -> Steps:
    yield from wait(case, at)
    due_at = case.promises.get(kind="resolve").due_at
    extension = actions.ask_extension(
        case,
        reason=telling.rng.choice(WHY_LATER),
        new_due_at=due_at + timedelta(days=5),
        told_requester_at=at - timedelta(minutes=10),
        by=telling.handler,
        at=at,
    )
    decided_at = at + telling.minutes(20, 240)
    yield from wait(case, decided_at)
    actions.decide_extension(
        extension,
        is_approved=True,
        note="情况属实，盯紧",
        by=aftermath.approver(telling.key, telling.stage, at, besides=telling.handler),
        at=decided_at,
    )


def paused(telling: "Telling", case: Case, at: datetime) -> Steps:
    yield from wait(case, at)
    reason, days = telling.rng.choice(WHY_PAUSED), telling.rng.randint(2, 4)
    actions.pause_case(
        case,
        reason=reason,
        resume_by=at + timedelta(days=days),
        told_requester_at=at - timedelta(minutes=5),
        by=telling.handler,
        at=at,
    )
    resumed_at = at + timedelta(days=days) - telling.minutes(30, 300)
    yield from wait(case, resumed_at)
    actions.resume_case(case, by=telling.handler, at=resumed_at)
