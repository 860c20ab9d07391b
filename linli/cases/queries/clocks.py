"""What the two clocks of a case show."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from linli.web.clocks import Clock, Ring, draw_ring, late_words, long_span, short_span
from linli.worktime.arithmetic import Clock as Counting

from ..models import Case, Pause, Promise

RINGS: dict[str, Literal["arrive", "settle"]] = {Promise.Kind.ARRIVE: "arrive", Promise.Kind.RESOLVE: "settle"}


class Promised(NamedTuple):
    """What a clock reads of a promise, named as in `Promise`."""

    kind: str
    allowance: int
    clock: str
    made_at: datetime
    due_at: datetime
    done_at: datetime | None
    kept_at: datetime | None
    broken_at: datetime | None
    paused_at: datetime | None
    waived_at: datetime | None
    waived_why: str


def clock_of(case: Case, promises: Iterable[Promise], now: datetime, pause: Pause | None = None) -> Clock:
    """Draw this round's promises as they stand at `now`; arrival first."""
    mine = [promise for promise in promises if promise.round == case.round]
    return clock_of_round(
        mine,
        now,
        resume_by=pause.resume_by if pause else None,
        ended_at=None if case.is_open else case.resolved_at,
        language=get_language(),
    )


def clock_of_round(
    promises: Iterable[Promise | Promised],
    now: datetime,
    *,
    resume_by: datetime | None,
    ended_at: datetime | None,
    language: str | None,
) -> Clock:
    """The same for the promises of one round; `resume_by` is when its running pause is to end."""
    rings = [_ring(promise, now, resume_by, ended_at, language) for promise in promises]
    if len(rings) > 1:
        rings.sort(key=_is_outer)
    return Clock(tuple(rings))


def _is_outer(ring: Ring) -> bool:
    return ring.promise != "arrive"


def amount_words(amount: int, clock: Counting) -> str:
    """Return an allowance in words: 10 分钟, 24 小时, 7 日, 5 个工作日."""
    match clock:
        case Counting.MINUTES if amount >= 120 and amount % 60 == 0:
            return ngettext("%(n)s 小时", "%(n)s 小时", amount // 60) % {"n": amount // 60}
        case Counting.MINUTES:
            return ngettext("%(n)s 分钟", "%(n)s 分钟", amount) % {"n": amount}
        case Counting.CALENDAR_DAYS:
            return ngettext("%(n)s 日", "%(n)s 日", amount) % {"n": amount}
        case Counting.WORKING_DAYS:
            return ngettext("%(n)s 个工作日", "%(n)s 个工作日", amount) % {"n": amount}


@lru_cache(maxsize=512)
def _what_was_promised(kind: str, allowance: int, clock: str, _language: str | None) -> tuple[str, str]:
    """Return the name of a promise and its allowance, in words."""
    return str(Promise.Kind(kind).label), amount_words(allowance, Counting(clock))


@lru_cache(maxsize=4096)
def _took(span: timedelta, _language: str | None) -> tuple[str, str]:
    words = long_span(span)
    return words, _("守约 · 用时 {span}").format(span=words)


def _ring(
    promise: Promise | Promised,
    now: datetime,
    resume_by: datetime | None,
    ended_at: datetime | None,
    language: str | None,
) -> Ring:
    label, allowance = _what_was_promised(promise.kind, promise.allowance, promise.clock, language)
    name, made_at, due_at = RINGS[promise.kind], promise.made_at, promise.due_at
    if promise.waived_at:
        return Ring(name, label, allowance, "waived", 0, _("不用"), made_at, long_words=promise.waived_why)
    if promise.kept_at:
        words, long_words = _took(promise.kept_at - made_at, language)
        return Ring(name, label, allowance, "kept", 0, words, made_at, long_words=long_words)
    if promise.broken_at and (stopped_at := promise.done_at or ended_at):  # nobody came: it counts up to the end
        late = stopped_at - due_at
        words, long_words = late_words(short_span(late)), late_words(long_span(late))
        return Ring(name, label, allowance, "broken", 0, words, made_at, long_words=long_words)
    if promise.paused_at:
        words = pgettext("钟面", "暂停")
        return Ring(name, label, allowance, "paused", 0, words, made_at, long_words=_paused_words(resume_by))
    return draw_ring(
        promise=name, label=label, allowance=allowance, made_at=made_at, due_at=due_at, now=now, language=language
    )


def _paused_words(resume_by: datetime | None) -> str:
    if resume_by is None:
        return pgettext("钟面", "暂停")
    day = date_format(timezone.localtime(resume_by), "MONTH_DAY_FORMAT")
    return _("暂停，预计 {day} 恢复").format(day=day)
