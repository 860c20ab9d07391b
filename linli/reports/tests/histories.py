"""Small histories made by the verbs of the trunk, and how to ask for their figures."""

from datetime import date, datetime, timedelta

from linli.cases.actions import (
    add_arrival,
    hand_over_emergency,
    record_callback,
    record_deed,
    register_case,
    reopen_case,
    tell_at_the_door,
)
from linli.cases.models import NOT_HANDLED_HERE, Case, Outcome
from linli.cases.tests.builders import a_case, a_case_in_hand, a_resolved_case, an_appeal, category, fresh, resolve
from linli.reports.queries.figures import Figure, figures
from linli.reports.scope import Scope, Window

YEAR = Window(date(2026, 1, 1), date(2026, 12, 31))


def scope_of(town, as_of: datetime, window: Window = YEAR, **narrows) -> Scope:
    return Scope(frozenset([town.guihua.pk]), window, as_of, **narrows)


def figure(town, code: str, as_of: datetime, window: Window = YEAR, **narrows) -> Figure:
    return figures(scope_of(town, as_of, window, **narrows))[code]


def parts(town, code: str, as_of: datetime, window: Window = YEAR) -> dict[str, int]:
    """Return the numbers of a figure's parts that are not nothing."""
    return {each.part.code: each.count for each in figure(town, code, as_of, window).counts if each.count}


def told(town, outcome: Outcome, *, at: datetime, after: int = 2, **but) -> Case:
    """Return a matter of one of the six kinds, told `after` minutes (an emergency at once)."""
    appeal = an_appeal(**but)
    if outcome == Outcome.EMERGENCY_TRANSFERRED:
        return hand_over_emergency(town.guihua, appeal, number="119", by=town.operator_lin, at=at)
    case = register_case(town.guihua, appeal, by=town.operator_lin, at=at, offer=False)
    told_at = at + timedelta(minutes=after)
    tell_at_the_door(case, outcome=outcome, told="已经告诉对方该找谁。", by=town.operator_lin, at=told_at)
    return fresh(case)


def called(town, case: Case, *, at: datetime, reached: bool = True, resolved: bool = True, satisfaction: str = "4"):
    answers = {"contacted_in_time": True, "resolved": resolved, "satisfaction": satisfaction} if reached else {}
    return record_callback(case, reached=reached, by=town.worker_mo, at=at, **answers)


def reopened(town, case: Case, *, at: datetime) -> Case:
    return reopen_case(case, reason="居民说又堵了", by=town.operator_lin, at=at)


def a_deed(town, done_on: date, *, source: str = "voice_station", community=None, at: datetime):
    community, by = community or town.guihua, town.operator_lin
    return record_deed(community, source=source, title="修好了巷口的灯", done_on=done_on, result="灯亮了", by=by, at=at)


def everything_that_happens(town, at: datetime) -> datetime:
    """Act one of everything out from `at`; return a moment after all of it, with something late and something open."""

    def minutes(n):
        return timedelta(minutes=n)

    called(town, a_resolved_case(town, at=at), at=at + minutes(60))
    late = a_case_in_hand(town, at=at + minutes(1))
    resolve(late, by=town.keeper_wei, at=at + minutes(50), answer="")
    add_arrival(
        late, who=town.keeper_li, arrived_at=at + minutes(9), note="邻居看见的", by=town.keeper_wei, at=at + minutes(55)
    )
    called(town, late, at=at + minutes(70), reached=False)
    unhappy = a_resolved_case(town, at=at + minutes(2), channel="letter")
    called(town, unhappy, at=at + minutes(80), resolved=False, satisfaction="2")
    reopened(town, unhappy, at=at + minutes(90))
    silent = a_resolved_case(town, at=at + minutes(3), channel="visit")
    called(town, silent, at=at + minutes(80), satisfaction="")
    answered = a_case(town, at=at + minutes(4), channel="counter")
    resolve(answered, by=town.operator_lin, at=at + minutes(6))
    a_case(town, at=at + minutes(5))
    for outcome in NOT_HANDLED_HERE:
        told(town, outcome, at=at + minutes(6))
    a_case(town, at=at + minutes(7), category=category("greening"), place_text="", channel="mailbox")
    a_deed(town, at.date(), at=at)
    return at + minutes(95)
