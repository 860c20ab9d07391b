"""What follows the work: calling back by somebody else, taking it up again when it was not right, and filing it.

Also who is in the office at a moment: the staff of 2009 were others than today's.
"""

from collections.abc import Generator
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from linli.accounts.models import User
from linli.cases import actions
from linli.cases.models import Callback, Case, Outcome, Requester
from linli.cases.queries.callbacks import still_to_ask

from . import shifts
from .play import Steps, wait
from .stage import BEIJING, Stage

if TYPE_CHECKING:
    from .flows import Telling
    from .plan import Matter

OLD_TIMES = date(2013, 1, 1)
UNHAPPY = (
    ("没有彻底弄好，过一天又这样了。", "2"),
    ("人来了，可是没解决。", "2"),
    ("拖太久了，问一次答一次。", "1"),
)
SECOND_TIME = "第二次上门重新处理，带了工具和材料，住户当面看过，留了电话。"
SOUR = ("比说好的时间晚了。", "办是办了，等得久。", "希望下次快一点。")


def aftermath(telling: "Telling", case: Case, resolved_at: datetime) -> Steps:
    """Call back, and file; a matter in the trouble "reopened" goes round once more."""
    rng, trouble = telling.rng, telling.matter.trouble
    if telling.matter.caller is None:
        yield from looked_at(telling, case, resolved_at)
        return
    if trouble == "reopened":
        comment, satisfaction = rng.choice(UNHAPPY)
        called_at = office_hours(resolved_at + telling.minutes(60, 900), telling)
        yield called_at
        caller = who_calls_back(telling, called_at)
        actions.record_callback(
            case,
            reached=True,
            contacted_in_time=True,
            resolved=False,
            satisfaction=satisfaction,
            comment=comment,
            by=caller,
            at=called_at,
        )
        reopened_at = called_at + telling.minutes(2, 9)
        yield reopened_at
        actions.reopen_case(case, reason=f"居民说没有解决：{comment}", by=caller, at=reopened_at)
        resolved_at = yield from once_more(telling, case, reopened_at)
    called_at = office_hours(resolved_at + telling.minutes(90, 1800), telling)
    tries = 3 if trouble == "not_reached" else 1 if rng.random() < 0.9 else 2
    for attempt in range(1, tries + 1):
        yield called_at
        reached = attempt == tries and trouble != "not_reached"
        answers = what_they_say(telling, case) if reached else {}
        on_the_page = reached and attempt == 1 and rng.random() < 0.12
        pending: list[Requester | None] = [*still_to_ask(case)]
        for requester in pending or [None]:
            actions.record_callback(
                case,
                requester=requester,
                reached=reached,
                by=None if on_the_page else who_calls_back(telling, called_at),
                at=called_at,
                **answers,  # type: ignore[arg-type]
            )
        filed_at = office_hours(called_at + telling.minutes(20, 1500), telling)
        called_at = office_hours(called_at + timedelta(hours=20) + telling.minutes(0, 300), telling)
    yield filed_at
    actions.archive_case(case, by=who_calls_back(telling, filed_at), at=filed_at)


def looked_at(telling: "Telling", case: Case, resolved_at: datetime) -> Steps:
    """Nobody left a number: somebody of the office goes and sees for themselves, and files it."""
    went_at = office_hours(resolved_at + telling.minutes(90, 1800), telling)
    yield went_at
    actions.record_callback(
        case,
        reached=True,
        resolved=True,
        mode=Callback.Mode.VISIT,
        comment="没有留电话，到现场看过，已办好。",
        by=who_calls_back(telling, went_at),
        at=went_at,
    )
    filed_at = went_at + telling.minutes(20, 90)
    yield filed_at
    actions.archive_case(case, by=who_calls_back(telling, filed_at), at=filed_at)


def once_more(telling: "Telling", case: Case, reopened_at: datetime) -> Generator[datetime, None, datetime]:
    """Go through a second round; returns when it was settled."""
    accepted_at = reopened_at + telling.seconds(20, 80)
    yield from wait(case, accepted_at)
    telling.handler = telling.whoever_goes(case)
    actions.accept_case(case, by=telling.handler, at=accepted_at)
    arrived_at = accepted_at + telling.minutes(4, 7.5)
    yield from wait(case, arrived_at)
    actions.record_arrival(case, by=telling.handler, at=arrived_at)
    resolved_at = arrived_at + telling.minutes(9, 17)
    yield from wait(case, resolved_at)
    actions.resolve_case(
        case, outcome=Outcome.DONE, done=SECOND_TIME, answer=telling.matter.answer, by=telling.handler, at=resolved_at
    )
    return resolved_at


def what_they_say(telling: "Telling", case: Case) -> dict[str, object]:
    """Return a resident's answers: mostly content, sour about what came late, and now and then not convinced."""
    rng, matter = telling.rng, telling.matter
    comment = matter.comment if rng.random() < 0.8 else ""
    if matter.trouble == "late":
        return {
            "contacted_in_time": rng.random() < 0.4,
            "resolved": True,
            "satisfaction": rng.choice("4332"),
            "comment": rng.choice(SOUR),
        }
    if case.outcome in {Outcome.REFUSED, Outcome.NOT_OURS}:
        return {"contacted_in_time": True, "resolved": False, "satisfaction": rng.choice("4433"), "comment": comment}
    satisfied = rng.choices("5432", [34, 50, 13, 3])[0]
    return {
        "contacted_in_time": rng.random() < 0.97,
        "resolved": rng.random() < 0.97,
        "satisfaction": satisfied,
        "comment": comment if satisfied != "2" else "",
    }


def who_calls_back(telling: "Telling", at: datetime) -> User:
    """Return somebody of the office who had no hand in it."""
    hands = {telling.handler.pk, telling.operator.pk}
    return next(user for user in _office(telling.key, telling.stage, at) if user.pk not in hands)


def at_the_desk(key: str, stage: Stage, matter: "Matter") -> User:
    """Return who took the matter in: the hotline's shift, or for those who came, the reception."""
    old = matter.received_at.date() < OLD_TIMES
    if old:
        return stage.users["jiang" if matter.seed % 2 else "deng"]
    if matter.channel in {"visit", "counter", "letter"}:
        return _office(key, stage, matter.received_at)[matter.seed % 2]
    return shifts.on_hotline(key, stage, matter.received_at)


def somebody_of_the_office(key: str, stage: Stage, at: datetime) -> User:
    return _office(key, stage, at)[-1]


def secretary(key: str, stage: Stage, at: datetime) -> User:
    if key == "qianjin":
        return stage.users["gan"]
    return stage.users["zhongguo" if at.date() < OLD_TIMES else "liao"]


def approver(key: str, stage: Stage, at: datetime, *, besides: User) -> User:
    """Return who approves an extension: the secretary, or, of one they asked for themselves, who leads beside them."""
    first = secretary(key, stage, at)
    if first != besides:
        return first
    return stage.users["bin" if key == "qianjin" else "yifang" if at.date() < OLD_TIMES else "zhongbo"]


def _office(key: str, stage: Stage, at: datetime) -> list[User]:
    if key == "qianjin":
        return [stage.users["shi"], stage.users["bin"], stage.users["gan"]]
    names = ["yifang", "zhongguo"] if at.date() < OLD_TIMES else ["mo", "tang", "heqin"]
    return [stage.users[name] for name in names]


def office_hours(moment: datetime, telling: "Telling") -> datetime:
    """Return `moment`, or the next morning when nobody would call at that hour."""
    local = moment.astimezone(BEIJING)
    if 9 <= local.hour < 18:
        return local
    day = local.date() + timedelta(days=local.hour >= 18)
    return datetime.combine(day, time(9, 5), BEIJING) + telling.minutes(0, 120)
