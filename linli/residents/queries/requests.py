"""申请: what is open, in the order it is due, and where the due moment comes from."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.worktime.arithmetic import BEIJING
from linli.worktime.calendar import warning, work_calendar

from ..models import Person, RightsRequest

DATA = Path(__file__).parents[1] / "data" / "rights.toml"


@cache
def shipped() -> dict[str, Any]:
    """Return the numbers the house comes with, and where they are from."""
    return tomllib.loads(DATA.read_text(encoding="utf-8"))


def due_source() -> str:
    """Return in words where the due moment of a request comes from."""
    return str(shipped()["request"]["source"]).format(days=settings.RIGHTS_REQUEST_DAYS)


def remind_from(request: RightsRequest) -> datetime:
    """Return from when on a request is near its end: the beginning of a day."""
    day = timezone.localdate(request.due_at) - timedelta(days=int(shipped()["request"]["remind_days"]))
    return datetime.combine(day, time.min, BEIJING)


def open_requests(community_ids: Iterable[int]) -> QuerySet[RightsRequest]:
    """Return what is not answered, the first due first."""
    waiting = RightsRequest.objects.filter(community__in=list(community_ids), closed_at=None)
    return waiting.order_by("due_at", "pk")


def answered_requests(community_ids: Iterable[int]) -> QuerySet[RightsRequest]:
    return RightsRequest.objects.filter(community__in=list(community_ids), closed_at__isnull=False)


def requests_of(person: Person) -> QuerySet[RightsRequest]:
    return RightsRequest.objects.filter(person=person).order_by("-received_at", "-pk")


@dataclass(frozen=True)
class Due:
    """How a request stands with its time: a sentence, its tone, and what the calendar did not know."""

    words: str
    tone: str
    icon: str
    guess: str = ""


def due_of(request: RightsRequest, at: datetime) -> Due:
    """Return how an open request stands at a moment, in days."""
    last, today = timezone.localdate(request.due_at), timezone.localdate(at)
    guess = warning(work_calendar().missing_years(timezone.localdate(request.received_at), last))
    days = (last - today).days
    if request.due_at < at:
        late = max(-days, 1)
        return Due(ngettext("超期 {n} 天", "超期 {n} 天", late).format(n=late), "vermilion", "alert", guess)
    if days == 0:
        return Due(_("今天到期"), "amber", "clock", guess)
    near = at >= remind_from(request)
    words = ngettext("还有 {n} 天", "还有 {n} 天", days).format(n=days)
    return Due(words, "amber" if near else "plain", "clock", guess)
