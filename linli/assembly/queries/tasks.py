"""Tasks: of a person, of units, of everybody; late ones first."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from linli.accounts.models import User
from linli.residents.queries import unit_ids_of
from linli.web.paging import Leaf

from ..models import Task, TaskLine
from ..rules import READERS
from .meetings import meetings_read_by

A_PAGE = 30
OPEN = Q(done_on=None, dropped_at=None)


def tasks_read_by(user: User) -> QuerySet[Task]:
    """Return the tasks `user` may open: all for who reads every body, else their own and of meetings they may open."""
    tasks = Task.objects.visible_to(user)
    if user.acts_as(READERS):
        return tasks
    meetings = meetings_read_by(user).filter(pk=OuterRef("resolution__meeting"))
    return tasks.filter(Q(user=user) | Q(unit__in=unit_ids_of(user)) | Exists(meetings))


def tasks_of(user: User) -> QuerySet[Task]:
    """Return what `user` answers for: their own tasks and those of the units they sign in for."""
    return Task.objects.visible_to(user).filter(Q(user=user) | Q(unit__in=unit_ids_of(user)))


def tasks_of_units(unit_ids: Iterable[int]) -> QuerySet[Task]:
    return Task.objects.filter(unit__in=list(unit_ids))


def tasks_page(user: User, today: date, *, show: str = "", words: str = "", number: int = 1) -> Leaf[Task]:
    """Return a page of tasks: running (the most urgent first), `mine`, `late`, or `ended` (the last first)."""
    rows = tasks_of(user).filter(OPEN) if show == "mine" else tasks_read_by(user)
    if show == "ended":
        rows = rows.exclude(OPEN).order_by("-done_on", "-pk")
    else:
        rows = rows.filter(OPEN).order_by("due_on", "pk")
    if show == "late":
        rows = rows.filter(due_on__lt=today)
    if words := words.strip():
        rows = rows.filter(Q(what__contains=words) | Q(unit__name__contains=words) | Q(who__contains=words))
    begin = (number - 1) * A_PAGE
    newest = Prefetch("lines", TaskLine.objects.order_by("-at", "-pk"))
    wanted = rows.select_related("unit", "user", "matter", "resolution__meeting__body").prefetch_related(newest)
    found = list(wanted[begin : begin + A_PAGE + 1])
    return Leaf(found[:A_PAGE], number, len(found) > A_PAGE)


def tasks_due(user: User, *, most: int = 6) -> list[Task]:
    """Return the most urgent tasks `user` answers for or, without any of their own, may read of."""
    own = tasks_of(user).filter(OPEN)
    rows = own if own.exists() else tasks_read_by(user).filter(OPEN)
    return list(rows.select_related("unit", "user").order_by("due_on", "pk")[:most])


def is_late(task: Task, today: date | None = None) -> bool:
    return task.done_on is None and task.dropped_at is None and task.due_on < (today or timezone.localdate())
