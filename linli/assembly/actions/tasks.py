"""决议和要做的事: what was decided, who does it by when, how far it is, and its end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.journal.record import record
from linli.residents.models import Unit
from linli.web.refusal import Refusal

from .. import events
from ..models import AgendaItem, Ballot, Matter, Meeting, Resolution, Task, TaskLine
from .meetings import MeetingIsOver, lock_meeting

SOON = timedelta(days=3)


class TaskIsOver(Refusal):
    pass


class NobodyAnswers(Refusal):
    pass


@dataclass(frozen=True)
class ToDo:
    """A task as it is given: `unit`, `user` or `who` answers for it (one at least)."""

    what: str
    due_on: date
    unit: Unit | None = None
    user: User | None = None
    who: str = ""
    partners: str = ""


@transaction.atomic
def resolve(
    meeting: Meeting,
    *,
    text: str,
    by: User,
    at: datetime,
    item: AgendaItem | None = None,
    matter: Matter | None = None,
    ballot: Ballot | None = None,
    tasks: Sequence[ToDo] = (),
) -> Resolution:
    """写下决议, with the tasks that follow from it. Not before the meeting began, nor once its minutes are approved."""
    meeting = lock_meeting(meeting)
    if meeting.opened_at is None or meeting.cancelled_at:
        raise MeetingIsOver(_("会还没开始。先按「开会」，再写决议。"))
    if getattr(meeting, "minutes", None) and meeting.minutes.approved_at:
        raise MeetingIsOver(_("会议记录已经通过了，不能再加决议。请在下次会上议。"))
    if ballot is not None and not ballot.passed:
        raise MeetingIsOver(_("这项表决没有通过，不能写成决议。"), field="ballot")
    matter = matter or (item.matter if item else None)
    resolution = Resolution.objects.create(
        community_id=meeting.community_id, meeting=meeting, item=item, matter=matter, ballot=ballot, text=text,
        decided_by=by, decided_at=at,
    )  # fmt: skip
    record(events.RESOLVED, meeting, by=by, at=at, resolution=resolution.pk)
    for each in tasks:
        give_task(each, resolution=resolution, by=by, at=at)
    return resolution


@transaction.atomic
def give_task(
    todo: ToDo, *, by: User, at: datetime, resolution: Resolution | None = None, matter: Matter | None = None
) -> Task:
    """交办: a task of a resolution, or straight of a matter. Whoever answers for it is told."""
    if not (todo.unit or todo.user or todo.who):
        raise NobodyAnswers(_("请说谁负责：一个单位、一个人，或者写下名字。"), field="who")
    about = resolution or matter
    assert about is not None  # noqa: S101 - the database holds it, too (a_task_comes_from_somewhere)
    task = Task.objects.create(
        community_id=about.community_id, resolution=resolution,
        matter=matter or (resolution.matter if resolution else None), what=todo.what, unit=todo.unit, user=todo.user,
        who=todo.who, partners=todo.partners, due_on=todo.due_on, given_by=by, given_at=at,
    )  # fmt: skip
    record(events.TASK_GIVEN, task, by=by, at=at, what=task.what, due_on=task.due_on.isoformat())
    return task


@transaction.atomic
def change_task(task: Task, *, what: str, due_on: date, partners: str, by: User, at: datetime) -> Task:
    """Put a task in other words, or give it another day; the day it had before stays in the journal."""
    task = _open(task)
    before = task.due_on
    task.what, task.due_on, task.partners = what, due_on, partners
    if due_on != before:
        task.late_told_at = task.soon_told_at = None
    task.save(update_fields=["what", "due_on", "partners", "late_told_at", "soon_told_at"])
    record(events.TASK_CHANGED, task, by=by, at=at, before=before.isoformat(), due_on=due_on.isoformat())
    return task


@transaction.atomic
def report_task(task: Task, *, text: str, by: User, at: datetime) -> TaskLine:
    """记一项进展."""
    task = _open(task)
    line = TaskLine.objects.create(community_id=task.community_id, task=task, text=text, by=by, at=at)
    record(events.TASK_REPORTED, task, by=by, at=at)
    return line


@transaction.atomic
def finish_task(task: Task, *, result: str, on: date, by: User, at: datetime) -> Task:
    """办成了, in words; whoever gave it is told, and the matter it belongs to looks whether all is done."""
    task = _open(task)
    if on > timezone.localdate(at):
        raise TaskIsOver(_("办成的日子不能在今天以后。"), field="on")
    task.done_on, task.ended_by, task.result = on, by, result
    task.save(update_fields=["done_on", "ended_by", "result"])
    record(events.TASK_DONE, task, by=by, at=at, what=task.what)
    return task


@transaction.atomic
def drop_task(task: Task, *, reason: str, by: User, at: datetime) -> Task:
    """不办了, with the reason."""
    task = _open(task)
    task.dropped_at, task.ended_by, task.result = at, by, reason
    task.save(update_fields=["dropped_at", "ended_by", "result"])
    record(events.TASK_DROPPED, task, by=by, at=at, what=task.what, reason=reason)
    return task


@transaction.atomic
def reopen_task(task: Task, *, by: User, at: datetime) -> Task:
    """还没完: what was ended by mistake, or turned out not to be done, is open again."""
    task = Task.objects.select_for_update().get(pk=task.pk)
    if task.done_on is None and task.dropped_at is None:
        return task
    if task.matter and task.matter.concluded_at:
        raise TaskIsOver(_("这件事已经办结并答复了，不能再打开。请另外提一件事。"))
    task.done_on, task.dropped_at, task.ended_by, task.result = None, None, None, ""
    task.save(update_fields=["done_on", "dropped_at", "ended_by", "result"])
    record(events.TASK_REOPENED, task, by=by, at=at, what=task.what)
    return task


@transaction.atomic
def remind_of_tasks(community_id: int, *, by: User | None = None, at: datetime) -> int:
    """Tell of tasks due within three days, and of those overdue, once each; run again it tells nobody twice."""
    today = timezone.localdate(at)
    running = Task.objects.select_for_update(skip_locked=True).filter(
        community=community_id, done_on=None, dropped_at=None
    )
    late = list(running.filter(due_on__lt=today, late_told_at=None).order_by("due_on", "pk")[:200])
    soon = list(
        running.filter(due_on__gte=today, due_on__lte=today + SOON, soon_told_at=None).order_by("due_on", "pk")[:200]
    )
    for tasks, field, verb in ((late, "late_told_at", events.TASK_LATE), (soon, "soon_told_at", events.TASK_SOON)):
        for task in tasks:
            setattr(task, field, at)
            task.save(update_fields=[field])
            record(verb, task, by=by, at=at, what=task.what, due_on=task.due_on.isoformat())
    return len(late) + len(soon)


def _open(task: Task) -> Task:
    rows = Task.objects.select_for_update(of=("self",)).select_related("matter")
    task = rows.get(pk=task.pk)
    if task.done_on or task.dropped_at:
        raise TaskIsOver(_("这件事已经结束了。要接着办，先按「还没完」。"))
    return task
