"""What waits: for the keeper who looks at their tasks, and of a case at hand."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import F, Prefetch, Q, QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.fence.asking import ask
from linli.web.clocks import Clock
from linli.web.masks import mask_name

from ..models import OPEN, Case, CoHandling, Offer, Pause, Remark
from .clocks import clock_of
from .rows import SHOWN, CaseRow, queue_rows


@dataclass(frozen=True)
class QueueRow:
    """How a case at hand stands: `who` holds it or is asked, `doing` says what they are at, `said` what was told."""

    case: Case
    clock: Clock
    who: str
    doing: str
    said: str = ""
    offer: Offer | None = None
    helpers: tuple[str, ...] = field(default=())
    is_paused: bool = False
    offers: tuple[Offer, ...] = field(default=())


def row_of_one(case: Case, now: datetime) -> QueueRow:
    """Return the row of a case at hand; what stands beside it is fetched, its handler is not."""
    prefetch_related_objects([case], *_beside())
    return row_of(case, now)


def _beside() -> list[Any]:
    """What `row_of` reads beside the case itself and its handler."""
    return [
        "promises",
        Prefetch("offers", Offer.objects.filter(answer="").select_related("to", "unit"), to_attr="waiting_offers"),
        Prefetch("pauses", Pause.objects.filter(ended_at=None), to_attr="running_pauses"),
        Prefetch(
            "co_handlings",
            CoHandling.objects.awaited().select_related("helper", "unit"),
            to_attr="help_awaited",
        ),
    ]


def row_of(case: Case, now: datetime) -> QueueRow:
    """Return the row of a case beside which the above was fetched."""
    beside: Any = case  # waiting_offers, running_pauses and help_awaited stand beside it
    offer = beside.waiting_offers[0] if beside.waiting_offers else None
    pause = beside.running_pauses[0] if beside.running_pauses else None
    helpers = tuple(str(asked.unit or mask_name(asked.helper.name)) for asked in beside.help_awaited)
    asked = "、".join(str(each.unit or each.to.name) for each in beside.waiting_offers)
    who = case.handler.name if case.handler else asked
    return QueueRow(
        case=case,
        clock=clock_of(case, case.promises.all(), now, pause),
        who=who,
        doing=_("暂停中") if pause else case.get_status_display(),
        said=pause.reason if pause else "",
        offer=offer,
        helpers=helpers,
        is_paused=pause is not None,
        offers=tuple(beside.waiting_offers),
    )


class Caller(NamedTuple):
    pk: int
    name: str
    has_phone: bool


class Task(NamedTuple):
    """A case as a keeper reads it: its row, the words it was told in, and who told it first."""

    row: CaseRow
    content: str
    caller: Caller | None


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
    asked = mine.filter(pk__in=Offer.objects.filter(to=user, answer="", is_by_link=False).values("case"))
    free = mine.filter(handler=None, zone__in=user.zone_ids).exclude(pk__in=asked.values("pk"))
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
