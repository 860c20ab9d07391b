"""The rota: who stands on which post, from 60 days back to 30 days ahead, with one gap to be filled.

Each post is a fixed turn of people over shifts of equal length, counted from a fixed day: everybody gets the same
number of shifts, nobody two in a row, and the design's 覃 has the day shift of the day the town is built.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from linli.accounts.models import User
from linli.journal.record import without_listeners
from linli.rota.actions import ask_swap, hand_over, keep_pattern, look_for_gaps, note_absence, take_off_shift
from linli.rota.models import Pattern, Post, Shift
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
    hours = {"hours": "8:00-12:00 15:00-18:00", "only_working_days": True}
    reception = _post(stage, "民情接待室", "reception", 3, **hours)
    open_days = [day for day in days if calendar.is_working_day(day)]
    _stand(reception, [(_at(d, a), _at(d, b), stage.users[who]) for d in open_days for who, a, b in RECEPTION])
    patrol = _post(stage, "治安联防队", "patrol", 4)
    _stand(patrol, [(_at(d, 19), _at(d, 23), stage.users[PATROL[n % 3]]) for n, d in enumerate(days)])
    _live(stage, today)


def _live(stage: Stage, today: date) -> None:
    """Let the rota be in use: a turn, leave, a swap that waits, a note from the night, and a gap that was told."""
    liao, qin, pan = (stage.users[who] for who in ("liao", "qin", "pan"))
    hotline = Post.objects.get(community=stage.community, kind=Post.Kind.HOTLINE)
    pattern = Pattern(post=hotline, name="早中夜休", slots=["早 8:00-16:00", "中 16:00-24:00", "夜 24:00-8:00"])
    before = _at(today - timedelta(days=4), 10)
    turn = {"cycle": ["早", "中", "夜", "休"], "stagger": 1, "first_on": today}
    with without_listeners():
        keep_pattern(
            pattern, people=[stage.users[who] for who in TURNS["lingfeng"][0].people], by=liao, at=before, **turn
        )
        lu = {"starts_at": _at(today - timedelta(days=2), 0), "ends_at": _at(today + timedelta(days=5), 0)}
        note_absence(stage.users["lu"], community_id=stage.community.pk, reason="探亲", by=liao, at=before, **lu)
    centre = Shift.objects.filter(post__kind=Post.Kind.SERVICE_CENTRE, community=stage.community)
    take_off_shift(centre.get(starts_at=_at(today + timedelta(days=4), 16)), by=liao, at=stage.now)
    ahead = hotline.shifts.filter(starts_at__gt=stage.now + timedelta(days=2)).order_by("starts_at")
    hers, mine = ahead.filter(person=pan)[0], ahead.filter(person=qin)[1]
    ask_swap(hers, taker=qin, in_return=mine, note="孩子学校开家长会", by=pan, at=stage.now - timedelta(minutes=40))
    night = hotline.shifts.filter(ends_at__lte=stage.now).order_by("-ends_at")[0]
    words = "昨夜两个电话，都办完了。建安街的水沟下雨要再看一次；市政局说今天上午来人。"
    hand_over(night, body=words, by=night.person, at=night.ends_at - timedelta(minutes=10))
    look_for_gaps(stage.community.pk, at=stage.now)


def on_hotline(key: str, stage: Stage, moment: datetime) -> User:
    """Return who answers the hotline at `moment`; the turn is thought on into times the written rota does not reach."""
    return stage.users[TURNS[key][0].at(moment, stage.now.astimezone(BEIJING).date())]


def _post(stage: Stage, name: str, kind: str, order: int, **hours: Any) -> Post:
    return Post.objects.create(community=stage.community, name=name, kind=kind, order=order, **hours)


def _stand(post: Post, shifts: list[tuple[datetime, datetime, User]]) -> None:
    Shift.objects.bulk_create(
        Shift(community_id=post.community_id, post=post, starts_at=starts, ends_at=ends, person=person)
        for starts, ends, person in shifts
    )


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(), BEIJING) + timedelta(hours=hour)
