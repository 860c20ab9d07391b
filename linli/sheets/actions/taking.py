"""The right rows are taken: some at a time, each some in a transaction of its own, so that nothing done is lost."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.fence.rows import open_fence
from linli.journal.record import record
from linli.web.refusal import Refusal

from .. import events
from ..models import ImportRun, RunRow
from ..queries import standings
from ..registry import Given, ImportKind, Link, Setting, import_kind
from ..rows import Line, lines
from .checking import Tell, reading_of, silent
from .importing import lock_idle

Status, Standing = ImportRun.Status, RunRow.Standing
AT_ONCE = 50


class NothingToTake(Refusal):
    pass


@transaction.atomic
def begin_taking(run: ImportRun, *, by: User, at: datetime) -> ImportRun:
    """Say that the right rows are to be taken; a job does it (jobs.take), and `by` is who first received them.

    Raises NothingToTake, AlreadyBusy.
    """
    run = lock_idle(run)
    right = run.rows.filter(standing=Standing.RIGHT).count()
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
        right = set(run.rows.filter(standing=Standing.RIGHT).values_list("number", flat=True))
    kind = import_kind(run.kind)
    waiting: list[Line] = []
    for line in lines(reading, at):
        if line.number in right and not line.wrong:
            waiting.append(line)
        if len(waiting) == AT_ONCE:
            _take_some(run, kind, waiting, at)
            tell(run.done, run.total)
            waiting = []
    _take_some(run, kind, waiting, at)
    _end(run, at)
    tell(run.done, run.total)


@transaction.atomic
def _take_some(run: ImportRun, kind: ImportKind, some: list[Line], at: datetime) -> None:
    open_fence([run.community_id])
    rows = {
        row.number: row
        for row in RunRow.objects.select_for_update().filter(
            run=run, number__in=[line.number for line in some], standing=Standing.RIGHT
        )
    }
    setting = Setting(run.community, run.sender, run.option, run.layout, run.by, at)
    for line in some:
        if row := rows.get(line.number):
            _take(kind, setting, line, row)
    RunRow.objects.bulk_update(rows.values(), ["standing", "problems", "label", "url"])
    run.done = min(run.done + len(some), run.total)
    ImportRun.objects.filter(pk=run.pk).update(done=run.done)


def _take(kind: ImportKind, setting: Setting, line: Line, row: RunRow) -> None:
    try:
        with transaction.atomic():
            link = kind.take(setting, Given(line.number, line.key, line.values, line.cells))
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
def _end(run: ImportRun, at: datetime) -> None:
    open_fence([run.community_id])
    run.status, run.finished_at, run.done = Status.DONE, at, run.total
    run.save(update_fields=["status", "finished_at", "done"])
    found = standings(run)
    record(
        events.TAKEN, run, by=run.by, at=at, taken=found[Standing.TAKEN], known=found[Standing.KNOWN],
        wrong=found[Standing.WRONG],
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
