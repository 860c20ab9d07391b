"""What a promise clock shows. The cases room fills these in; `{% promise_clock %}` draws them.

Times left are spelled the same way here and in `promise-clock.js`, so that the page does not change its words
when the script takes over.
"""

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple

from django.utils.translation import get_language, gettext, ngettext, pgettext

State = Literal["running", "warning", "kept", "broken", "paused", "waived"]

COUNTING = ("running", "warning")
WORST_FIRST: tuple[State, ...] = ("broken", "warning", "running", "paused", "kept")
ICONS = {
    "running": "clock",
    "warning": "alert",
    "kept": "check",
    "broken": "cross",
    "paused": "pause",
    "waived": "dash",
}
NO_TIME, SECOND = timedelta(0), timedelta(seconds=1)


class Ring(NamedTuple):
    """One promise: arrive (inner ring) or settle (outer ring).

    `allowance` says how long was promised ("10 分钟"), `share_left` how much of it is left in percent, `words` what a
    person reads ("还剩 5:55"). `long_words` replaces `words` where there is room. Running and warning rings with
    `due_at` are counted down on the page; a broken one is counted up only while it is `still_open`.
    """

    promise: Literal["arrive", "settle"]
    label: str
    allowance: str
    state: State
    share_left: int
    words: str
    made_at: datetime
    due_at: datetime | None = None
    long_words: str = ""
    still_open: bool = False

    @property
    def icon(self) -> str:
        return ICONS[self.state]

    @property
    def counts(self) -> bool:
        return self.due_at is not None and (self.state in COUNTING or (self.state == "broken" and self.still_open))


class Clock(NamedTuple):
    """The rings of one case, arrive before settle. A case may have made only one promise."""

    rings: tuple[Ring, ...]

    @property
    def state(self) -> State:
        """The state of the whole: what the colour of its row in the queue says."""
        states = {ring.state for ring in self.rings}
        return next((state for state in WORST_FIRST if state in states), "waived")


def short_span(span: timedelta) -> str:
    """A stretch of time for narrow places: 5:55, 3 小时 05 分, 2 天."""
    seconds = max(int(span.total_seconds()), 0)
    if seconds < 3600:
        return f"{seconds // 60}:{seconds % 60:02}"
    return long_span(span)


def long_span(span: timedelta) -> str:
    """A stretch of time in words: 32 秒, 5 分 55 秒, 3 小时 05 分, 2 天. Days are full days of 24 hours."""
    seconds = max(int(span.total_seconds()), 0)
    if seconds < 60:
        return gettext("%(seconds)s 秒") % {"seconds": seconds}
    if seconds < 3600:
        return gettext("%(minutes)s 分 %(seconds)s 秒") % {"minutes": seconds // 60, "seconds": f"{seconds % 60:02}"}
    if seconds < 86400:
        return gettext("%(hours)s 小时 %(minutes)s 分") % {
            "hours": seconds // 3600,
            "minutes": f"{seconds % 3600 // 60:02}",
        }
    return ngettext("%(days)s 天", "%(days)s 天", seconds // 86400) % {"days": seconds // 86400}


def left_words(span: str) -> str:
    return gettext("还剩 %(span)s") % {"span": span}


def late_words(span: str) -> str:
    return gettext("超时 %(span)s") % {"span": span}


def left_or_late(left: timedelta, language: str | None) -> tuple[str, str]:
    """How much time is left or how late it is, in short and in long words of the language in use."""
    seconds = abs(left) // SECOND
    shown = seconds if seconds < 3600 else seconds - seconds % (60 if seconds < 86400 else 86400)
    return _left_or_late(shown, left < NO_TIME, language)


@lru_cache(maxsize=8192)
def _left_or_late(seconds: int, late: bool, language: str | None) -> tuple[str, str]:  # noqa: FBT001  a key of the cache
    say, span = late_words if late else left_words, timedelta(seconds=seconds)
    return say(short_span(span)), say(long_span(span))


def patterns() -> dict[str, str]:
    """The sentences the script needs, for a JSON block on the page. {…} is filled in by the script."""
    return {
        "left": left_words("{span}"),
        "late": late_words("{span}"),
        "seconds": gettext("%(seconds)s 秒") % {"seconds": "{seconds}"},
        "minutes": gettext("%(minutes)s 分 %(seconds)s 秒") % {"minutes": "{minutes}", "seconds": "{seconds}"},
        "hours": gettext("%(hours)s 小时 %(minutes)s 分") % {"hours": "{hours}", "minutes": "{minutes}"},
        "arrive": pgettext("钟面", "离到场"),
        "settle": pgettext("钟面", "离办结"),
    }


def draw_ring(
    *,
    promise: Literal["arrive", "settle"],
    label: str,
    allowance: str,
    made_at: datetime,
    due_at: datetime,
    now: datetime,
    warn_below: int = 30,
    language: str | None = None,
) -> Ring:
    """A ring that is still open at `now`: running, warning below `warn_below` percent left, or broken."""
    whole, left = due_at - made_at, due_at - now
    share = max(min(round(100 * (left / whole)), 100), 0) if whole else 0
    state: State = "broken" if left < NO_TIME else "warning" if 100 * left < warn_below * whole else "running"
    words, long_words = left_or_late(left, language or get_language())
    return Ring(
        promise=promise,
        label=label,
        allowance=allowance,
        state=state,
        share_left=share,
        words=words,
        long_words=long_words,
        made_at=made_at,
        due_at=due_at,
        still_open=True,
    )
