"""What the two clocks of a case show."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Literal

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from linli.web.clocks import Clock, Ring, draw_ring, late_words, long_span, short_span
from linli.worktime.arithmetic import Clock as Counting

from ..models import Case, Pause, Promise

RINGS: dict[str, Literal["arrive", "settle"]] = {Promise.Kind.ARRIVE: "arrive", Promise.Kind.RESOLVE: "settle"}


def clock_of(case: Case, promises: Iterable[Promise], now: datetime, pause: Pause | None = None) -> Clock:
    """Draw this round's promises as they stand at `now`; arrival first."""
    mine = [promise for promise in promises if promise.round == case.round]
    mine.sort(key=lambda promise: promise.kind != Promise.Kind.ARRIVE)
    ended_at = None if case.is_open else case.resolved_at
    return Clock(tuple(_ring(promise, now, pause, ended_at) for promise in mine))


def allowance_words(promise: Promise) -> str:
    """Return the time promised in words."""
    return amount_words(promise.allowance, Counting(promise.clock))


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


def _ring(promise: Promise, now: datetime, pause: Pause | None, ended_at: datetime | None) -> Ring:
    ring = Ring(
        promise=RINGS[promise.kind],
        label=promise.get_kind_display(),
        allowance=allowance_words(promise),
        state="waived",
        share_left=0,
        words=_("不用"),
        long_words=promise.waived_why,
        made_at=promise.made_at,
    )
    if promise.waived_at:
        return ring
    if promise.kept_at:
        span = long_span(promise.kept_at - promise.made_at)
        return replace(ring, state="kept", words=span, long_words=_("守约 · 用时 {span}").format(span=span))
    if promise.broken_at and (stopped_at := promise.done_at or ended_at):  # nobody came: it counts up to the end
        late = stopped_at - promise.due_at
        return replace(ring, state="broken", words=late_words(short_span(late)), long_words=late_words(long_span(late)))
    if promise.paused_at:
        return replace(ring, state="paused", words=pgettext("钟面", "暂停"), long_words=_paused_words(pause))
    return draw_ring(
        promise=ring.promise,
        label=ring.label,
        allowance=ring.allowance,
        made_at=promise.made_at,
        due_at=promise.due_at,
        now=now,
    )


def _paused_words(pause: Pause | None) -> str:
    if pause is None:
        return pgettext("钟面", "暂停")
    day = date_format(timezone.localtime(pause.resume_by), "MONTH_DAY_FORMAT")
    return _("暂停，预计 {day} 恢复").format(day=day)
