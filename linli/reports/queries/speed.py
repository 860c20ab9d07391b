"""How quickly somebody came and it was settled, and how many people asked."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.cases.models import Requester

from ..models import By
from ..populations import cases
from ..scope import Scope
from .recount import tallies_of
from .spans import DAY, HOUR, TO_TEN_MINUTES_UNTIL, percentile

HALF, MOST = 50, 90


@dataclass(frozen=True)
class Speed:
    """`half` and `most`: within how many minutes half and nine tenths were there; None where nobody was yet."""

    label: str
    count: int
    half: int | None
    most: int | None

    @property
    def half_words(self) -> str:
        return said(self.half)

    @property
    def most_words(self) -> str:
        return said(self.most)


def said(minutes: int | None) -> str:
    """Say what a span lies within, as exactly as it is kept: minutes in the hour, then ten minutes, hours, days."""
    if minutes is None:
        return "—"
    if minutes < HOUR:
        return ngettext("{n} 分钟", "{n} 分钟", minutes + 1).format(n=minutes + 1)
    if minutes < TO_TEN_MINUTES_UNTIL:
        return ngettext("{n} 分钟", "{n} 分钟", minutes + 10).format(n=minutes + 10)
    if minutes < DAY:
        return ngettext("{n} 小时", "{n} 小时", minutes // HOUR + 1).format(n=minutes // HOUR + 1)
    return ngettext("{n} 天", "{n} 天", minutes // DAY + 1).format(n=minutes // DAY + 1)


def speeds(scope: Scope) -> list[Speed]:
    """Return how quickly the first arrival and the first closing came after the matter did; one statement."""
    read = tallies_of(scope, (By.ARRIVED, By.RESOLVED), names=("received",))
    labels = {By.ARRIVED: _("第一次到场"), By.RESOLVED: _("第一次办结")}
    found = []
    for kind, label in labels.items():
        spans = {int(key): counts["received"] for (by, key, _day), counts in read.rows.items() if by == kind}
        spans = {span: count for span, count in spans.items() if count}
        found.append(Speed(label, sum(spans.values()), percentile(spans, HALF), percentile(spans, MOST)))
    return found


@dataclass(frozen=True)
class Callers:
    """Distinct persons, told apart by their telephone number; `unknown` left none and may be anybody."""

    people: int
    unknown: int


def callers(scope: Scope) -> Callers:
    """Count everybody who brought a matter of the scope, once: from the rows, as persons cannot be added up."""
    brought = Requester.objects.filter(case__in=cases(scope).values("pk"))
    counted: dict[str, Any] = brought.aggregate(
        people=Count("phone_hash", filter=~Q(phone_hash=""), distinct=True),
        unknown=Count("pk", filter=Q(phone_hash="")),
    )
    return Callers(**counted)
