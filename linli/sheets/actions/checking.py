"""The columns are named, and every row is looked at before anything is written: the dry run."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.fence.rows import open_fence
from linli.web.refusal import Refusal

from ..headers import Header, header_at
from ..models import ImportRun, Layout, RunRow
from ..registry import ImportKind, Link, import_kind
from ..rows import Line, Reading, Wrong, lines, missing
from ..workbooks import Grid, letter, open_workbook
from .files import workbook_of
from .importing import lock_idle

Status, Standing = ImportRun.Status, RunRow.Standing
Tell = Callable[[int, int], None]
AT_ONCE = 500
MOST_ROWS = 50_000


class NothingMapped(Refusal):
    pass


def silent(done: int, total: int) -> None:
    """Tell nobody how far it is."""


@transaction.atomic
def map_columns(
    run: ImportRun, mapping: Mapping[int, str], *, with_hidden: bool = False, by: User, at: datetime
) -> ImportRun:
    """Say what each column means, and remember it for this sender. Raises NothingMapped without a needed one."""
    run = lock_idle(run)
    kind = import_kind(run.kind)
    if wanted := missing(kind, mapping):
        raise NothingMapped(
            _("还没有说哪一列是「{columns}」。每行都要有它，请在下面选一列。").format(
                columns=_("」「").join(str(column.label) for column in wanted)
            )
        )
    grid = read_grid(run, at)
    header = header_at(grid, run.header_first, run.header_depth)
    run.layout = _remember(run, grid, header, mapping, at)
    run.mapping = {str(column): code for column, code in mapping.items()}
    run.with_hidden = with_hidden
    run.save(update_fields=["layout", "mapping", "with_hidden"])
    return run


def read_grid(run: ImportRun, at: datetime) -> Grid:
    return open_workbook(run.file_name, workbook_of(run.workbook, at)).read(run.sheet)


def _remember(run: ImportRun, grid: Grid, header: Header, mapping: Mapping[int, str], at: datetime) -> Layout:
    layout, _is_new = Layout.objects.update_or_create(
        community_id=run.community_id,
        kind=run.kind,
        sender=run.sender,
        signature=header.signature,
        defaults={
            "sheet": run.sheet,
            "head": [[_plain(grid.at(row, column)) for column in range(grid.width)] for row in range(header.ends)],
            "header_first": header.first,
            "header_depth": header.depth,
            "labels": list(header.labels),
            "merges": [list(each) for each in grid.merges if each[2] < header.ends],
            "mapping": {str(column): code for column, code in mapping.items()},
            "used_at": at,
        },
    )
    return layout


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)


def reading_of(run: ImportRun, at: datetime) -> Reading:
    grid = read_grid(run, at)
    header = header_at(grid, run.header_first, run.header_depth)
    return Reading(grid, header, run.columns, import_kind(run.kind), run.with_hidden)


@transaction.atomic
def begin_checking(run: ImportRun, *, by: User, at: datetime) -> ImportRun:
    """Say that every row is to be looked at; check_rows does it, at once or in a job."""
    run = lock_idle(run)
    run.status, run.done, run.failure = Status.CHECKING, 0, ""
    run.save(update_fields=["status", "done", "failure"])
    return run


def check_rows(run_id: int, community_id: int, *, tell: Tell = silent, at: datetime) -> None:
    """Dry run: write down of every row whether it could be taken, is here already, or what is wrong with it.

    Nothing else changes. Works outside a transaction and may be begun again; rows taken before stay as they are.
    """
    with transaction.atomic():
        open_fence([community_id])
        run = ImportRun.objects.select_related("workbook").get(pk=run_id)
        reading = reading_of(run, at)
    found = []
    total = max(len(reading.grid.rows) - reading.header.ends, 0)
    for line in lines(reading, at):
        found.append(line)
        if len(found) % AT_ONCE == 0:
            _say_how_far(run, line.number - reading.header.ends, total)
            tell(line.number - reading.header.ends, total)
        if len(found) > MOST_ROWS:
            raise NothingMapped(_("一次最多导入 {most} 行。请按月份分成几个文件。").format(most=MOST_ROWS))
    _mark_twins(found)
    _write_down(run, reading, found, total)
    tell(total, total)


@transaction.atomic
def _say_how_far(run: ImportRun, done: int, total: int) -> None:
    open_fence([run.community_id])
    ImportRun.objects.filter(pk=run.pk).update(done=min(done, total), total=total)


@transaction.atomic
def _write_down(run: ImportRun, reading: Reading, found: list[Line], total: int) -> None:
    open_fence([run.community_id])
    run.rows.exclude(standing=Standing.TAKEN).delete()
    taken = set(run.rows.values_list("number", flat=True))
    known = _known(reading.kind, run, [line.key for line in found if line.key])
    RunRow.objects.bulk_create(
        [_row(run, line, known.get(line.key)) for line in found if line.number not in taken], batch_size=1000
    )
    run.status, run.done, run.total = Status.CHECKED, total, total
    run.skipped = dict(reading.skipped)
    run.save(update_fields=["status", "done", "total", "skipped"])


def _known(kind: ImportKind, run: ImportRun, keys: list[str]) -> dict[str, Link]:
    found: dict[str, Link] = {}
    for begins in range(0, len(keys), AT_ONCE):
        found |= kind.known(run.community_id, run.sender, keys[begins : begins + AT_ONCE])
    return found


def _mark_twins(found: list[Line]) -> None:
    """Two rows of one key in one file: the second says which row it repeats."""
    first: dict[str, int] = {}
    for line in found:
        if not line.key:
            continue
        if (earlier := first.setdefault(line.key, line.number)) != line.number:
            line.wrong.append(
                Wrong(
                    None,
                    "",
                    _("和第 {row} 行是同一个编号（或同一件事）。同一件只留一行；不是同一件，请把编号改对。").format(
                        row=earlier
                    ),
                )
            )
            line.key = ""


def _row(run: ImportRun, line: Line, link: Link | None) -> RunRow:
    standing = Standing.WRONG if line.wrong else Standing.KNOWN if link else Standing.RIGHT
    return RunRow(
        community_id=run.community_id,
        run=run,
        number=line.number,
        key=line.key,
        standing=standing,
        problems=[
            [letter(each.column) if each.column is not None else "", each.label, each.sentence] for each in line.wrong
        ],
        label=link.label if link else "",
        url=link.url if link else "",
    )
