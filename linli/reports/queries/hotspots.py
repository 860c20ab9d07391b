"""Hot spots: the same kind of matter coming back at the same place; and what this month was like a year ago."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case as Choose
from django.db.models import CharField, Count, Exists, F, Max, OuterRef, Prefetch, Q, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber

from linli.accounts.models import User
from linli.cases.models import Case, Category, Closure, CouncilCandidate, NotCounted
from linli.territory.models import Lane, Zone

from ..models import By, HotSpotRule
from ..scope import Scope
from ..scope import Window as Days
from .recount import tallies_of
from .tallied import next_month

PAGE = 15
TIMES_SHOWN = 6
USUAL_IS = 11  # the other months of the year a month is compared with
NOTABLE, HALF_MORE, TWICE = 3, 1.5, 2
Key = tuple[int, int | None, str]


@dataclass(frozen=True)
class Rule:
    times: int = 3
    months: int = 12

    def window(self, today: date) -> Days:
        """From the same day so many months ago, up to today."""
        month = today.year * 12 + today.month - 1 - self.months
        first = date(month // 12, month % 12 + 1, min(today.day, 28))
        return Days(first, today)


def rule_of(community_id: int) -> Rule:
    kept = HotSpotRule.objects.filter(community=community_id).first()
    return Rule(kept.times, kept.months) if kept else Rule()


@dataclass(frozen=True)
class Time:
    """One of the times it came: what was done about it, blank where nothing has been done yet."""

    case: Case
    done: str
    outcome: str


@dataclass(frozen=True)
class HotSpot:
    """A kind of matter at a lane (or at words no lane is known for); the newest of its times."""

    category: Category
    lane: Lane | None
    place_text: str
    count: int
    latest_at: datetime
    times: list[Time]
    candidate: CouncilCandidate | None

    @property
    def place(self) -> str:
        return str(self.lane) if self.lane else self.place_text

    @property
    def open_count(self) -> int:
        return sum(not time.done for time in self.times)

    @property
    def narrows(self) -> dict[str, Any]:
        where = {"lane": self.lane.pk} if self.lane else {"place": self.place_text}
        return {"category": self.category.pk, **where}


@dataclass(frozen=True)
class HotSpots:
    rows: list[HotSpot]
    page: int
    has_more: bool


def hot_spots(scope: Scope, rule: Rule, *, reader: User, page: int = 1) -> HotSpots:
    """Return the places of `scope` where one kind of matter came at least `rule.times` times, the most often first.

    The lane is the place; where none is known, the words that were written down. Five statements, however many rows.
    """
    cases = _counted(scope)
    groups = cases.values("category", "lane", "place").annotate(times=Count("pk"), latest=Max("received_at"))
    start = (page - 1) * PAGE
    found = list(
        groups.filter(times__gte=rule.times).order_by("-times", "-latest", "category")[start : start + PAGE + 1]
    )
    shown = found[:PAGE]
    keys = [(each["category"], each["lane"], each["place"]) for each in shown]
    times = _times(cases, keys, reader)
    categories = Category.objects.select_related("parent").in_bulk([key[0] for key in keys])
    lanes = Lane.objects.in_bulk([key[1] for key in keys if key[1]])
    candidates = _candidates(scope)
    rows = [
        HotSpot(
            categories[key[0]],
            lanes.get(key[1]) if key[1] else None,
            key[2],
            each["times"],
            each["latest"],
            times.get(key, []),
            candidates.get(key),
        )
        for key, each in zip(keys, shown, strict=True)
    ]
    return HotSpots(rows, page, has_more=len(found) > PAGE)


def _counted(scope: Scope) -> QuerySet[Any]:
    """Cases of the window that count, with the `place` they stand under where no lane is known.

    They are those the figure counts (populations.cases), to which a hot spot opens.
    """
    uncounted = NotCounted.objects.filter(case=OuterRef("pk"), undone_at=None)
    place = Choose(When(lane=None, then=F("place_text")), default=Value(""), output_field=CharField())
    rows = (
        Case.objects.whole_matters()
        .filter(
            ~Exists(uncounted),
            community__in=scope.community_ids,
            received_at__gte=scope.window.begins,
            received_at__lt=scope.window.ends,
        )
        .exclude(lane=None, place_text="")
    )
    if scope.zone_id is not None:
        rows = rows.filter(zone=scope.zone_id or None)
    if scope.category_ids:
        rows = rows.filter(category__in=scope.category_ids)
    return rows.annotate(place=place)


def _times(cases: QuerySet[Any], keys: list[Key], reader: User) -> dict[Key, list[Time]]:
    wanted = Q()
    for category, lane, place in keys:
        wanted |= Q(category=category, lane=lane) if lane else Q(category=category, lane=None, place_text=place)
    if not keys:
        return {}
    nth = Window(RowNumber(), partition_by=[F("category"), F("lane"), F("place")], order_by=F("received_at").desc())
    closures = Prefetch("closures", Closure.objects.order_by("-round"), to_attr="endings")
    rows = cases.filter(wanted, pk__in=Case.objects.visible_to(reader).values("pk")).annotate(nth=nth)
    found: dict[Key, list[Time]] = {}
    for case in (
        rows.filter(nth__lte=TIMES_SHOWN).select_related("zone", "door").prefetch_related(closures).order_by("nth")
    ):
        ending = next(iter(case.endings), None) if not case.is_open else None
        done, outcome = (ending.done, ending.get_outcome_display()) if ending else ("", "")
        found.setdefault((case.category_id, case.lane_id, case.place), []).append(Time(case, done, outcome))
    return found


def _candidates(scope: Scope) -> dict[Key, CouncilCandidate]:
    rows = CouncilCandidate.objects.filter(community__in=scope.community_ids, taken_off_at=None, case=None)
    return {(each.category_id or 0, each.lane_id, each.place_text): each for each in rows.select_related("put_by")}


@dataclass(frozen=True)
class Season:
    """A kind of matter that came more often in this month of last year than in the other months of that year."""

    category: Category
    count: int
    usual: float
    window: Days

    @property
    def narrows(self) -> dict[str, Any]:
        return {"category": self.category.pk, "from": self.window.from_on, "to": self.window.to_on}

    @property
    def is_twice(self) -> bool:
        return self.count >= TWICE * self.usual


def seasons(scope: Scope, today: date) -> Iterator[Season]:
    """Yield what came at least half again as often as usual in this month a year ago, at least three times.

    Usual is the mean of the eleven other months up to it and after it: the year around last year's month.
    """
    this = today.replace(day=1, year=today.year - 1)
    first = date(this.year - (this.month <= 6), (this.month - 7) % 12 + 1, 1)
    months = [first]
    while len(months) <= USUAL_IS:
        months.append(next_month(months[-1]))
    year = scope.during(Days(first, date.fromordinal(next_month(months[-1]).toordinal() - 1)))
    read = tallies_of(year, (By.CATEGORY,), each="month", names=("received",))
    keys = {int(key) for (_by, key, _month) in read.rows}
    window = Days(this, date.fromordinal(next_month(this).toordinal() - 1))
    for category in Category.objects.filter(pk__in=keys).select_related("parent").order_by("order", "pk"):
        counts = [read.of(By.CATEGORY, category.pk, month)["received"] for month in months]
        count = counts[months.index(this)]
        usual = (sum(counts) - count) / USUAL_IS
        if count >= NOTABLE and count >= HALF_MORE * usual:
            yield Season(category, count, usual, window)


def zones_to_choose(community_ids: frozenset[int]) -> QuerySet[Zone]:
    return Zone.objects.filter(community__in=community_ids, ended_on=None).order_by("community", "number")


def kinds_to_choose() -> QuerySet[Category]:
    return Category.objects.filter(parent=None, is_in_use=True).order_by("order", "pk")
