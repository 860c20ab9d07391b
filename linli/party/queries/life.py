"""Organisation life: what a branch has held in a month, a quarter, a year, and what is still to come.

The rules are data (data/organisation_life.toml). Nothing here ranks anybody: a branch is told what it may still
arrange, and until when.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.activities.models.kinds import label_of

BOOK = Path(__file__).resolve().parents[1] / "data" / "organisation_life.toml"


@dataclass(frozen=True)
class Rule:
    """How often organisations of a level hold a kind of meeting. `checked`: its source was read in the original."""

    kind: str
    period: str
    times: int
    holders: str
    source: str
    checked: bool

    @property
    def label(self) -> str:
        return label_of(self.kind)


@dataclass(frozen=True)
class Period:
    """From `since` until just before `until`; `name` is month, quarter or year."""

    name: str
    since: date
    until: date

    @property
    def last(self) -> date:
        return self.until - timedelta(days=1)

    @property
    def words(self) -> str:
        names = {"month": _("本月"), "quarter": _("本季度"), "year": _("今年")}
        return names[self.name]


@dataclass(frozen=True)
class Held:
    """A meeting as the calendar shows it."""

    pk: int
    title: str
    on: date
    is_held: bool
    url: str = ""


@dataclass(frozen=True)
class Owed:
    """One rule of one organisation in one period: what was held, what is planned, how much is left."""

    rule: Rule
    period: Period
    held: Sequence[Held]
    planned: Sequence[Held]

    @property
    def left(self) -> int:
        """How many more have to be arranged: planned ones are on their way."""
        return max(self.rule.times - len(self.held) - len(self.planned), 0)

    @property
    def is_done(self) -> bool:
        return len(self.held) >= self.rule.times

    @property
    def words(self) -> str:
        """本月还差一次支委会，到 11 月 30 日."""
        names = {"period": self.period.words, "kind": self.rule.label}
        if self.is_done:
            count = len(self.held)
            done = ngettext("{period}的{kind}开过 {n} 次", "{period}的{kind}开过 {n} 次", count)
            return done.format(n=count, **names)
        if not self.left:
            return _("{period}的{kind}已经安排好，还没有开").format(**names)
        still = ngettext("{period}还差 {n} 次{kind}，到 {day}", "{period}还差 {n} 次{kind}，到 {day}", self.left)
        return still.format(n=self.left, day=say_day(self.period.last), **names)


def say_day(day: date) -> str:
    """Return 11 月 30 日."""
    return _("{month} 月 {day} 日").format(month=day.month, day=day.day)


@cache
def book() -> dict[str, Any]:
    return tomllib.loads(BOOK.read_text(encoding="utf-8"))


@cache
def rules() -> tuple[Rule, ...]:
    return tuple(
        Rule(
            each["kind"], each["period"], each["times"], each["holders"], each["source"], each["checked"]
        )
        for each in book()["rule"]
    )  # fmt: skip


def expected_relations() -> list[str]:
    return list(book()["expected"]["relations"])


def setting(name: str) -> int:
    """Return a number of the book about members: full_members_of_a_branch, months_unpaid_to_show …"""
    return int(book()["members"][name])


def reminder_days() -> int:
    return int(book()["reminder"]["days_before"])


def period_of(name: str, on: date) -> Period:
    """Return the month, quarter or year a day lies in."""
    months = {"month": 1, "quarter": 3, "year": 12}[name]
    first = (on.month - 1) // months * months + 1
    since = date(on.year, first, 1)
    return Period(name, since, add_months(since, months))


def add_months(day: date, count: int) -> date:
    """Return the first day of the month so many months after the month of `day`."""
    months = day.year * 12 + day.month - 1 + count
    return date(months // 12, months % 12 + 1, 1)


def rules_for(holders: set[str]) -> list[Rule]:
    return [rule for rule in rules() if rule.holders in holders]


def owed(rule: Rule, meetings: Sequence[tuple[frozenset[str], Held]], on: date) -> Owed:
    """Return how a rule stands on a day, from an organisation's meetings with their kinds.

    A meeting of several kinds counts for each of them: nobody types it twice.
    """
    period = period_of(rule.period, on)
    of_it = [held for kinds, held in meetings if rule.kind in kinds and period.since <= held.on < period.until]
    return Owed(
        rule,
        period,
        [each for each in of_it if each.is_held],
        [each for each in of_it if not each.is_held and each.on >= on],
    )
