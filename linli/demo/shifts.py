"""The rota: who stands on which post, from 60 days back to 30 days ahead, with no gap.

Each post is a fixed turn of people over shifts of equal length, counted from a fixed day: everybody gets the same
number of shifts, nobody two in a row, and the design's 覃 has the day shift of the day the town is built.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from linli.accounts.models import User
from linli.rota.actions import note_absence
from linli.rota.models import Post, Shift
from linli.worktime.calendar import work_calendar

from .stage import BEIJING, Stage

DAYS_BACK, DAYS_AHEAD = 61, 30


@dataclass(frozen=True)
class Turn:
    """Shifts of `hours` beginning at `first_hour`; `people` take them one after another, today's day shift first."""

    post: str
    kind: str
    hours: int
    first_hour: int
    people: tuple[str, ...]

    def at(self, moment: datetime, today: date) -> str:
        """Return who stands there at `moment`, when on `today` the first of `people` takes the day shift."""
        local = moment.astimezone(BEIJING)
        since = datetime.combine(today, time(self.first_hour), BEIJING)
        shift = (local - since) // timedelta(hours=self.hours)
        day = shift // (24 // self.hours)
        # three people on three shifts would always keep the same hours: the turn moves on by one each day
        moved = day if (24 // self.hours) % len(self.people) == 0 else 0
        return self.people[(shift + moved) % len(self.people)]


TURNS = {
    "lingfeng": (
        Turn("24 小时民声热线", "hotline", 8, 8, ("qin", "chenxi", "pan", "huangwen")),
        Turn("便民服务中心", "service_centre", 8, 8, ("heqin", "lanhai", "longyu")),
        Turn("带班", "officer", 12, 6, ("liao", "zhongbo", "nong")),
    ),
    "qianjin": (
        Turn("24 小时民声热线", "hotline", 8, 8, ("zhao", "xie", "yangli")),
        Turn("带班", "officer", 12, 6, ("gan", "bin", "yihai")),
    ),
}
RECEPTION = (("mo", 8, 12), ("tang", 15, 18))
PATROL = ("suwei", "linfeng", "hejun")


def plan(key: str, stage: Stage) -> None:
    """Write the rota, and the leave of 陆 that the desk shows."""
    today = stage.now.astimezone(BEIJING).date()
    days = [today + timedelta(days=n) for n in range(-DAYS_BACK, DAYS_AHEAD + 1)]
    for order, turn in enumerate(TURNS[key]):
        post = _post(stage, turn.post, turn.kind, order, is_round_the_clock=True)
        starts = [_at(day, turn.first_hour + n) for day in days for n in range(0, 24, turn.hours)]
        _stand(post, [(s, s + timedelta(hours=turn.hours), stage.users[turn.at(s, today)]) for s in starts])
    if key != "lingfeng":
        return
    calendar = work_calendar()
    reception = _post(stage, "民情接待室", "reception", 3)
    open_days = [day for day in days if calendar.is_working_day(day)]
    _stand(reception, [(_at(d, a), _at(d, b), stage.users[who]) for d in open_days for who, a, b in RECEPTION])
    patrol = _post(stage, "治安联防队", "patrol", 4)
    _stand(patrol, [(_at(d, 19), _at(d, 23), stage.users[PATROL[n % 3]]) for n, d in enumerate(days)])
    note_absence(
        stage.users["lu"],
        community_id=stage.community.pk,
        starts_at=_at(today - timedelta(days=2), 0),
        ends_at=_at(today + timedelta(days=5), 0),
        reason="探亲",
        by=stage.users["liao"],
        at=_at(today - timedelta(days=4), 10),
    )


def on_hotline(key: str, stage: Stage, moment: datetime) -> User:
    """Return who answers the hotline at `moment`; the turn is thought on into times the written rota does not reach."""
    return stage.users[TURNS[key][0].at(moment, stage.now.astimezone(BEIJING).date())]


def _post(stage: Stage, name: str, kind: str, order: int, *, is_round_the_clock: bool = False) -> Post:
    return Post.objects.create(
        community=stage.community, name=name, kind=kind, order=order, is_round_the_clock=is_round_the_clock
    )


def _stand(post: Post, shifts: list[tuple[datetime, datetime, User]]) -> None:
    Shift.objects.bulk_create(
        Shift(community_id=post.community_id, post=post, starts_at=starts, ends_at=ends, person=person)
        for starts, ends, person in shifts
    )


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(), BEIJING) + timedelta(hours=hour)
