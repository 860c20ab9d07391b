"""Why a row counts, in one sentence that names the moments the number was judged by."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils.dateformat import format as date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from linli.cases.models import Arrival, Callback, Case, GoodDeed, Outcome, Promise
from linli.web.clocks import late_words, long_span
from linli.worktime.arithmetic import Clock

from ..populations import Population, Standing
from ..scope import Scope


def of_case(case: Case, scope: Scope) -> str:
    """A case with its `ending`, as every row of a population of cases has it."""
    ending: str = case.ending  # type: ignore[attr-defined]
    channel = case.get_channel_display()
    if not ending:
        return _("{channel}，还没办完").format(channel=channel)
    return _("{channel}，{ending}").format(channel=channel, ending=Outcome(ending).label)


def of_missed_case(case: Case, scope: Scope) -> str:
    """A case with its missed promises in `breaches`."""
    breaches: list[Promise] = case.breaches  # type: ignore[attr-defined]
    return _("；").join(of_promise(promise, scope) for promise in breaches)


def of_promise(promise: Any, scope: Scope) -> str:
    """A promise with its `standing` and the `ending` of its round."""
    arrives = promise.kind == Promise.Kind.ARRIVE
    due = _moment(promise.due_at, promise.case.received_at, promise.clock)
    match promise.standing:
        case Standing.EXCLUDED:
            return str(Outcome(promise.ending).label)
        case Standing.WAIVED:
            return str(promise.waived_why)
        case Standing.WAITING if promise.paused_at:
            return _("暂停中")
        case Standing.WAITING:
            return (
                _("到场时限 {due}，还没到").format(due=due) if arrives else _("办结时限 {due}，还没到").format(due=due)
            )
    said = _("到场时限 {due}").format(due=due) if arrives else _("办结时限 {due}").format(due=due)
    waits = promise.standing == Standing.WAITING
    done = _("还没到") if waits else _done(promise, arrives=arrives, as_of=scope.as_of)
    return _("{said}，{done}").format(said=said, done=done)


def _done(promise: Any, *, arrives: bool, as_of: datetime) -> str:
    if promise.done_at is None or promise.done_at > as_of:
        return _("还没有到场") if arrives else _("还没有办结")
    done = _moment(promise.done_at, promise.due_at)
    words = _("{done} 到场").format(done=done) if arrives else _("{done} 办结").format(done=done)
    if promise.standing == Standing.MISSED:
        words = _("{words}，{late}").format(words=words, late=late_words(long_span(promise.done_at - promise.due_at)))
    return _("{words}（补记）").format(words=words) if promise.corrected_at else words


def of_contact(promise: Any, scope: Scope) -> str:
    """The first resolution promise of a case, standing by when its resident was answered."""
    case, contacted_at = promise.case, promise.case.contacted_at
    if promise.standing == Standing.EXCLUDED:
        return str(Outcome(promise.ending).label)
    due = _moment(promise.due_at, case.received_at, promise.clock)
    if contacted_at is None or contacted_at > scope.as_of:
        return _("办结时限 {due}，还没有答复居民").format(due=due)
    contacted = _moment(contacted_at, promise.due_at)
    return _("办结时限 {due}，{contacted} 第一次答复居民").format(due=due, contacted=contacted)


def of_callback(callback: Callback, scope: Scope) -> str:
    at = _moment(callback.at, callback.case.received_at)
    if not callback.reached:
        return _("{at} 第 {attempt} 次回访，没有接通").format(at=at, attempt=callback.attempt)
    solved = _("居民说解决了") if callback.resolved else _("居民说没有解决")
    satisfaction = callback.get_satisfaction_display() or _("没有评价满意不满意")
    return _("{at} 回访，{solved}，{satisfaction}").format(at=at, solved=solved, satisfaction=satisfaction)


def of_arrival(arrival: Arrival, scope: Scope) -> str:
    at, recorded_at = _moment(arrival.at, arrival.case.received_at), _moment(arrival.recorded_at, arrival.at)
    return _("{at} 到场，{recorded_at} 补记").format(at=at, recorded_at=recorded_at)


def of_deed(deed: GoodDeed, scope: Scope) -> str:
    return _("算在{source}").format(source=deed.get_source_display())


_OF: dict[str, Callable[[Any, Scope], str]] = {
    "cases": of_case,
    "missed_cases": of_missed_case,
    "promises": of_promise,
    "contacts": of_contact,
    "callbacks": of_callback,
    "arrivals": of_arrival,
    "deeds": of_deed,
}


def why(population: Population, row: Any, scope: Scope) -> str:
    """Return why `row` of `population` counts as it does."""
    return _OF[population.name](row, scope)


def _moment(moment: datetime, before: datetime, clock: str = Clock.MINUTES) -> str:
    """To the second, without the day where that is the day of `before`, which is said already.

    A deadline counted in days is the end of a day, and says the day alone.
    """
    local = localtime(moment)
    if clock != Clock.MINUTES:
        return date_format(local, pgettext("时间格式", "Y年n月j日"))
    if local.date() == localtime(before).date():
        return date_format(local, pgettext("时间格式", "H:i:s"))
    return date_format(local, pgettext("时间格式", "Y年n月j日 H:i:s"))
