"""What waits for whom: the keeper's tasks, and the numbers beside them."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import F, Prefetch, Q, QuerySet

from linli.accounts.models import User
from linli.fence.asking import ask

from ..models import OPEN, Case, CoHandling, Offer, Remark
from ..models.case import tells_more
from .rows import SHOWN, CaseRow, queue_rows


class Caller(NamedTuple):
    pk: int
    name: str
    has_phone: bool


class Task(NamedTuple):
    """A case as a keeper reads it: its row, the words it was told in, and who told it first."""

    row: CaseRow
    content: str
    caller: Caller | None

    @property
    def says_more(self) -> bool:
        return tells_more(self.content, self.row.title)


@dataclass(frozen=True)
class Tasks:
    """What waits for one person: asked of them, in their hand, free in their zone, help asked of them.

    `helpers` are those whose help they answer for, whoever is late first; `units` those yet to answer through a link.
    """

    asked: list[Task]
    in_hand: list[Task]
    free: list[CaseRow]
    help_wanted: list[CoHandling]
    helpers: list[CoHandling]
    units: list[Offer]

    @property
    def is_empty(self) -> bool:
        return not any((self.asked, self.in_hand, self.free, self.help_wanted, self.helpers, self.units))


def tasks_of(user: User, now: datetime) -> Tasks:
    """Return the tasks of `user`, each list by time left."""
    mine = Case.objects.visible_to(user).open()
    offered = Offer.objects.filter(to=user, answer="", is_by_link=False).values("case")
    asked = mine.filter(pk__in=offered)
    free = mine.filter(handler=None, zone__in=user.zone_ids).exclude(pk__in=offered)
    wanted = CoHandling.objects.visible_to(user).for_person(user).awaited().filter(case__status__in=OPEN)
    waiting, held = queue_rows(asked, now), queue_rows(mine.filter(handler=user), now)
    tasks = _as_told([*waiting, *held])
    return Tasks(
        asked=tasks[: len(waiting)],
        in_hand=tasks[len(waiting) :],
        free=queue_rows(free, now),
        help_wanted=list(with_words(wanted.select_related("case", "asked_by", "unit")).order_by(*SOONEST)[:SHOWN]),
        helpers=helpers_of(user),
        units=list(Offer.objects.filter(to=user, answer="", is_by_link=True).select_related("case", "unit")[:SHOWN]),
    )


def _as_told(rows: list[CaseRow]) -> list[Task]:
    told = (
        {case: (content, caller) for case, content, *caller in ask(_TOLD, [[row.pk for row in rows]])} if rows else {}
    )
    return [
        Task(row, content, Caller(*caller) if caller[0] else None)
        for row, (content, caller) in ((row, told[row.pk]) for row in rows)
    ]


_TOLD = """
SELECT c.id, c.content, r.id, r.name, r.phone_tail <> '' FROM cases_case c
    LEFT JOIN cases_requester r ON r.case_id = c.id AND r.is_first
WHERE c.id = ANY (%s)
"""
SOONEST = (F("due_at").asc(nulls_last=True), "asked_at", "pk")


def helpers_of(user: User) -> list[CoHandling]:
    """Return the help still awaited in cases `user` handles or first received, due soonest first, with their words."""
    mine = Case.objects.visible_to(user).open().filter(Q(handler=user) | Q(first_handler=user))
    awaited = CoHandling.objects.awaited().filter(case__in=mine).select_related("case", "helper", "unit")
    return list(with_words(awaited).order_by(*SOONEST)[:SHOWN])


def with_words(helped: QuerySet[CoHandling]) -> QuerySet[CoHandling]:
    """Fetch what each helper said, oldest first, as `said`."""
    return helped.prefetch_related(Prefetch("remarks", Remark.objects.order_by("at", "pk"), to_attr="said"))
