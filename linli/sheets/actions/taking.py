"""The right rows are taken: some at a time, each some in a transaction of its own, so that nothing done is lost."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.fence.asking import planned_afresh
from linli.fence.rows import open_fence
from linli.fence.straight import change_many
from linli.journal.record import record
from linli.web.refusal import Refusal

from .. import events
from ..models import ImportRun, RunRow
from ..queries import standings
from ..registry import Fate, ImportKind, Link, Outcome, Setting, import_kind
from ..rows import Line, lines
from .checking import Tell, given_of, reading_of, setting_of, silent, some_at_a_time, write_outcome
from .importing import lock_idle

Status, Standing = ImportRun.Status, RunRow.Standing
AT_ONCE = 50
MANY_AT_ONCE = 1000
"""Rows in one transaction: of kinds taken one by one, and of those taken many at once."""
TAKABLE = (Standing.RIGHT, Standing.CHANGED)
WHAT_BECAME = {
    Fate.NEW: Standing.TAKEN, Fate.CHANGED: Standing.TAKEN, Fate.SAME: Standing.KNOWN, Fate.WRONG: Standing.WRONG,
}  # fmt: skip


class NothingToTake(Refusal):
    pass


@transaction.atomic
def begin_taking(run: ImportRun, *, by: User, at: datetime) -> ImportRun:
    """Say that the right rows are to be taken; a job does it (jobs.take), and `by` is who first received them.

    Raises NothingToTake, AlreadyBusy.
    """
    run = lock_idle(run)
    right = run.rows.filter(standing__in=TAKABLE).count()
    if run.status not in (Status.CHECKED, Status.FAILED, Status.DONE) or not right:
        raise NothingToTake(_("没有可以导入的行。请先改好要改的，再交一次。"))
    run.status, run.done, run.total, run.failure = Status.TAKING, 0, right, ""
    run.by = by
    run.save(update_fields=["status", "done", "total", "failure", "by"])
    return run


def take_rows(run_id: int, community_id: int, *, tell: Tell = silent, at: datetime) -> None:
    """Take every right row of a run. May be broken off and begun again at any moment: taken rows are not taken twice.

    Works outside a transaction; each `AT_ONCE` rows are one. A row refused by a rule, or found to be here already,
    says so and keeps no other row from being taken.
    """
    with transaction.atomic():
        open_fence([community_id])
        run = ImportRun.objects.select_related("workbook", "by", "community", "layout").get(pk=run_id)
        if run.status != Status.TAKING:
            return
        reading = reading_of(run, at)
        right = set(run.rows.filter(standing__in=TAKABLE).values_list("number", flat=True))
    kind = import_kind(run.kind)
    size = MANY_AT_ONCE if kind.take_many else AT_ONCE
    waiting = (line for line in lines(reading, at) if line.number in right and not line.wrong)
    for some in some_at_a_time(waiting, size):
        _take_some(run, kind, some, at)
        tell(run.done, run.total)
    _end(run, kind, at)
    tell(run.done, run.total)


@transaction.atomic
def _take_some(run: ImportRun, kind: ImportKind, some: list[Line], at: datetime) -> None:
    open_fence([run.community_id])
    numbers = (some[0].number, some[-1].number) if some else (0, 0)
    # a range of their own index, whatever the database believes of a table that was filled a moment ago
    found = RunRow.objects.select_for_update().filter(run=run, number__range=numbers).only("number", "key", "standing")
    rows = {row.number: row for row in found if row.standing in TAKABLE}  # what they said before is written anew
    waiting = [line for line in some if line.number in rows]
    setting = setting_of(run, at)
    if kind.take_many:
        with planned_afresh():
            outcomes = _take_many(kind, setting, waiting)
        for line, outcome in zip(waiting, outcomes, strict=True):
            write_outcome(rows[line.number], outcome, run, kind, WHAT_BECAME)
    else:
        for line in waiting:
            row = rows[line.number]
            row.problems, row.changes, row.label, row.url = [], [], "", ""
            _take(kind, setting, line, row)
    change_many(list(rows.values()), "standing", "problems", "changes", "label", "url")
    run.done = min(run.done + len(some), run.total)
    ImportRun.objects.filter(pk=run.pk).update(done=run.done)


def _take_many(kind: ImportKind, setting: Setting, some: list[Line]) -> list[Outcome]:
    """Take them with a few statements. Where somebody entered one of them at this very moment, take each by itself."""
    if kind.take_many is None or not some:
        return []
    try:
        with transaction.atomic():
            return list(kind.take_many(setting, [given_of(line) for line in some]))
    except IntegrityError:
        if len(some) == 1:
            return [Outcome(Fate.WRONG, problems=[("", _("刚才有人正在登记同一个。请再检查一次。"))])]
    return [_take_many(kind, setting, [line])[0] for line in some]


def _take(kind: ImportKind, setting: Setting, line: Line, row: RunRow) -> None:
    if kind.take is None or kind.known is None:
        raise TypeError(f"{kind.code} takes many rows at once")
    try:
        with transaction.atomic():
            link = kind.take(setting, given_of(line))
        row.standing = Standing.TAKEN
    except Refusal as refusal:
        row.standing, row.problems = Standing.WRONG, [["", "", str(refusal)]]
        return
    except IntegrityError:
        found = kind.known(setting.community.pk, setting.sender, [line.key]).get(line.key)
        if found is None:
            raise
        row.standing, link = Standing.KNOWN, found
    row.label, row.url = _cut(link)


def _cut(link: Link) -> tuple[str, str]:
    return link.label[:120], link.url[:200]


@transaction.atomic
def _end(run: ImportRun, kind: ImportKind, at: datetime) -> None:
    open_fence([run.community_id])
    run.status, run.finished_at, run.done = Status.DONE, at, run.total
    run.save(update_fields=["status", "finished_at", "done"])
    found = standings(run)
    taken, known, wrong = found[Standing.TAKEN], found[Standing.KNOWN], found[Standing.WRONG]
    if kind.take_many is None:
        record(events.TAKEN, run, by=run.by, at=at, taken=taken, known=known, wrong=wrong)
        return
    changed = run.rows.filter(standing=Standing.TAKEN).exclude(changes=[]).count()
    record(
        events.BROUGHT_UP_TO_DATE, run, by=run.by, at=at, taken=taken - changed, changed=changed, known=known,
        wrong=wrong,
    )  # fmt: skip


def give_up(run_id: int, community_id: int, *, why: str = "", at: datetime) -> None:
    """Say that a job could not go on, and why; what it took stays taken, and it can be begun again."""
    with transaction.atomic():
        open_fence([community_id])
        ImportRun.objects.filter(pk=run_id, status__in=(Status.TAKING, Status.CHECKING)).update(
            status=Status.FAILED,
            failure=why or _("中途出了错，没有做完。已经导入的都在，可以接着导入。"),
            finished_at=at,
        )
