"""From stories to dated matters: which, where, whose, when, and what goes wrong. Pure; one seed gives one plan."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random

from linli.worktime.calendar import work_calendar

from .stage import BEIJING, Resident, Stage
from .stories import Story

CHANNELS = {
    "hotline": 45, "mailbox": 17, "visit": 8, "counter": 8, "home_visit": 7,
    "walk_by": 9, "patrol": 9, "12345": 6, "letter": 3,
}  # fmt: skip
AT_THE_OFFICE = {"visit", "counter", "letter"}
OUR_OWN = {"walk_by", "patrol"}  # nobody called: a keeper saw it
SEEN_FROM_THE_STREET = {"排水", "道路井盖", "环境卫生", "停车交通", "消防安全"}
SAID_AT_HOME = {"养老助残", "民政救助", "就业社保"}
HOURS = {
    "any": [7, 8, 8, 9, 9, 10, 10, 11, 12, 14, 15, 15, 16, 17, 18, 19, 19, 20, 21, 22, 5],
    "day": [8, 8, 9, 9, 10, 10, 11, 14, 15, 15, 16, 16, 17, 18, 19],
    "noon": [12, 12, 13, 13, 14],
    "school": [16, 17],
    "evening": [18, 19, 19, 20, 21],
    "night": [21, 22, 23, 0, 1, 2],
    "office": [8, 9, 9, 10, 10, 11, 15, 15, 16, 17],
}
FULL_YEAR = 200  # fewer matters than this cannot show every kind of story
QUIET_DAYS = 10  # the last days before now go well: what is late on the desk is told by desk_now.toml

# How many of a hundred matters of a way meet which trouble.
TROUBLES = {
    "visit": {"late": 10, "declined": 5, "lapsed": 5, "reopened": 5, "joined": 7, "forgotten": 3, "not_reached": 4},
    "unit": {"extended": 14, "paused": 12, "late": 8, "joined": 8, "reopened": 4},
    "desk": {"not_reached": 6},
    "over": {"not_reached": 6},
}


@dataclass(frozen=True)
class Matter:
    """One appeal to be acted out. `seed` decides the minutes; `trouble` what goes other than it should."""

    story: Story
    title: str
    words: str
    done: str
    answer: str
    comment: str
    place: str
    caller: Resident | None
    channel: str
    received_at: datetime
    seed: int
    trouble: str = ""


def a_year(stage: Stage, stories: list[Story], *, count: int, seed: str) -> list[Matter]:
    """Return `count` matters of the last twelve months, in their seasons, in the order of time."""
    rng = Random(seed)
    today = stage.now.astimezone(BEIJING).date()
    days = [today - timedelta(days=n) for n in range(364, 0, -1)]
    stories = [story for story in stories if _can_happen(stage, story)]
    chosen: list[tuple[Story, date]] = []
    for story in stories if count >= FULL_YEAR else ():
        fitting = [day for day in days if in_season(story, day)]
        chosen += [(story, rng.choice(fitting)) for _ in range(story.at_least)]
    while len(chosen) < count:
        day = rng.choice(days)
        fitting_stories = [story for story in stories if in_season(story, day)]
        chosen.append((rng.choices(fitting_stories, [story.weight for story in fitting_stories])[0], day))
    matters = [_matter(stage, story, day, rng) for story, day in chosen]
    calm_after = stage.now - timedelta(days=QUIET_DAYS)
    return with_troubles(matters, rng, may_go_wrong=lambda matter: matter.received_at < calm_after)


def a_history(stage: Stage, stories: list[Story], *, first: date, last: date, seed: str) -> list[Matter]:
    """Return exactly `count` matters of each story between two dates, in the order of time."""
    rng = Random(seed)
    days = [first + timedelta(days=n) for n in range((last - first).days - 3)]  # the last ones end before the article
    matters = []
    for story in stories:
        fitting = [day for day in days if in_season(story, day)]
        matters += [_matter(stage, story, rng.choice(fitting), rng) for _ in range(story.count)]
    return with_troubles(matters, rng)


def in_season(story: Story, day: date) -> bool:
    months_fit = not story.months or day.month in story.months or f"{day:%Y-%m}" in story.months
    return months_fit and (not story.days or story.days[0] <= day.day <= story.days[1])


def with_troubles(
    matters: Iterable[Matter], rng: Random, *, may_go_wrong: Callable[[Matter], bool] | None = None
) -> list[Matter]:
    """Return the matters in the order of time, the due share of each way in trouble."""
    in_order = sorted(matters, key=lambda matter: matter.received_at)
    for way, shares in TROUBLES.items():
        places = [
            n
            for n, matter in enumerate(in_order)
            if matter.story.way == way and (may_go_wrong is None or may_go_wrong(matter))
        ]
        rng.shuffle(places)
        kinds = [kind for kind, share in shares.items() for _ in range(round(len(places) * share / 100))]
        for n, kind in zip(places, kinds, strict=False):
            in_order[n] = replace(in_order[n], trouble=kind)
    return in_order


def _can_happen(stage: Stage, story: Story) -> bool:
    here = {home.lane for home in stage.homes}
    return (not story.lanes or bool(here & set(story.lanes))) and (not story.unit or story.unit in stage.units)


def _matter(stage: Stage, story: Story, day: date, rng: Random) -> Matter:
    channel = story.channel or _channel(story, rng)
    caller = rng.choice(list(_possible_callers(stage, story)))
    usual = story.hours if story.hours != "any" or story.way in {"visit", "told"} else "day"
    moment = _moment(day, "office" if channel in AT_THE_OFFICE else usual, rng)
    place = caller.home.said
    title = rng.choice(story.titles).format(place=place)
    words = rng.choice(story.words)
    return Matter(
        story=story,
        title=title,
        words=f"{title}，路过时看到。" if channel in OUR_OWN else words,
        done=rng.choice(story.done or ("",)),
        answer=rng.choice(story.answers or ("",)),
        comment=rng.choice(story.comments or ("",)),
        place=place,
        caller=None if channel in OUR_OWN or story.anonymous else caller,
        channel=channel,
        received_at=moment,
        seed=rng.randrange(10**9),
    )


def _possible_callers(stage: Stage, story: Story) -> Iterator[Resident]:
    for resident in stage.residents:
        if not resident.is_named and (not story.lanes or resident.home.lane in story.lanes):
            for _ in range(5 if resident.calls_often else 1):
                yield resident


def _channel(story: Story, rng: Random) -> str:
    if story.count or story.way == "told" or story.hours == "night":
        return "hotline"
    fitting = dict(CHANNELS)
    if story.way == "visit":
        del fitting["letter"]  # who needs somebody at once does not write
    if story.way != "visit" or story.category not in SEEN_FROM_THE_STREET:
        fitting = {name: share for name, share in fitting.items() if name not in OUR_OWN}
    if story.category not in SAID_AT_HOME:
        del fitting["home_visit"]
    return rng.choices(list(fitting), list(fitting.values()))[0]


def _moment(day: date, hours: str, rng: Random) -> datetime:
    if hours == "office":
        while not work_calendar().is_working_day(day):
            day -= timedelta(days=1)
    hour, minute, second = rng.choice(HOURS[hours]), rng.randrange(60), rng.randrange(60)
    return datetime.combine(day, time(hour, minute, second), BEIJING)
