"""The columns are named, and every row is looked at before anything is written: the dry run."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from itertools import islice

from django.db import transaction
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.fence.asking import planned_afresh
from linli.fence.rows import open_fence
from linli.fence.straight import write_many
from linli.web.refusal import Refusal

from ..headers import Header, header_at
from ..models import ImportRun, Layout, RunRow
from ..registry import Fate, Given, ImportKind, Link, Outcome, Setting, import_kind
from ..rows import Line, Reading, Wrong, lines, missing
from ..workbooks import Grid, letter, open_workbook
from .files import workbook_of
from .importing import lock_idle

Status, Standing = ImportRun.Status, RunRow.Standing
Tell = Callable[[int, int], None]
AT_ONCE = 1000
MOST_ROWS = 50_000


class NothingMapped(Refusal):
    pass


class TooManyRows(Refusal):
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
    """Dry run: write down of every row whether it could be taken, what it would change, or what is wrong with it.

    Nothing else changes. Works outside a transaction and may be begun again; rows taken before stay as they are.
    Raises TooManyRows.
    """
    with transaction.atomic():
        open_fence([community_id])
        run = ImportRun.objects.select_related("workbook", "by", "community", "layout").get(pk=run_id)
        reading = reading_of(run, at)
        _refuse_too_many(reading)
        run.rows.exclude(standing=Standing.TAKEN).delete()
        taken = set(run.rows.values_list("number", flat=True))
    total = max(len(reading.grid.rows) - reading.header.ends, 0)
    first_of: dict[str, int] = {}
    for some in some_at_a_time(lines(reading, at), AT_ONCE):
        _mark_twins(some, first_of, is_known_by_rule=reading.kind.weigh is not None)
        _write_down(run, reading.kind, [line for line in some if line.number not in taken], at)
        done = some[-1].number - reading.header.ends
        _say_how_far(run, done, total)
        tell(done, total)
    _end(run, reading, total)
    tell(total, total)


def some_at_a_time(found: Iterator[Line], size: int) -> Iterator[list[Line]]:
    """Yield lists of at most `size` lines, none of them empty."""
    while some := list(islice(found, size)):
        yield some


def _refuse_too_many(reading: Reading) -> None:
    body = reading.grid.rows[reading.header.ends :]
    count = sum(any(value not in (None, "") for value in row) for row in body)
    if count > MOST_ROWS:
        raise TooManyRows(
            _("这张表有 {count} 行，一次最多导入 {most} 行。请按楼栋或者月份分成几个文件，一个一个交。").format(
                count=count, most=MOST_ROWS
            )
        )


@transaction.atomic
def _say_how_far(run: ImportRun, done: int, total: int) -> None:
    open_fence([run.community_id])
    ImportRun.objects.filter(pk=run.pk).update(done=min(done, total), total=total)


@transaction.atomic
def _write_down(run: ImportRun, kind: ImportKind, some: list[Line], at: datetime) -> None:
    open_fence([run.community_id])
    if kind.weigh is None:
        known = _known(kind, run, [line.key for line in some if line.key])
        rows = [_row(run, line, known.get(line.key)) for line in some]
    else:
        right = [line for line in some if not line.wrong]
        with planned_afresh():
            outcomes = kind.weigh(setting_of(run, at), [given_of(line) for line in right]) if right else []
        rows = [_row(run, line, None) for line in some if line.wrong]
        for line, outcome in zip(right, outcomes, strict=True):
            row = _row(run, line, None)
            write_outcome(row, outcome, run, kind, FORESEEN)
            rows.append(row)
    write_many(rows)


FORESEEN = {
    Fate.NEW: Standing.RIGHT, Fate.CHANGED: Standing.CHANGED, Fate.SAME: Standing.KNOWN, Fate.WRONG: Standing.WRONG,
}  # fmt: skip


def write_outcome(
    row: RunRow, outcome: Outcome, run: ImportRun, kind: ImportKind, standings: Mapping[Fate, RunRow.Standing]
) -> None:
    """Write what a row would do, or did, into its line of the run."""
    row.standing = standings[outcome.fate]
    row.changes = list(outcome.changes)
    row.label, row.url = outcome.link.label[:120], outcome.link.url[:200]
    row.problems = _problems(outcome, run, kind) if outcome.problems else []


def _problems(outcome: Outcome, run: ImportRun, kind: ImportKind) -> list[list[str]]:
    place = {code: column for column, code in run.columns.items()}
    labels = {column.code: str(column.label) for column in kind.columns}
    return [
        [letter(place[code]) if code in place else "", labels.get(code, ""), sentence]
        for code, sentence in outcome.problems
    ]


def setting_of(run: ImportRun, at: datetime) -> Setting:
    return Setting(run.community, run.sender, run.option, run.layout, run.by, at)


def given_of(line: Line) -> Given:
    return Given(line.number, line.key, line.values, line.cells)


@transaction.atomic
def _end(run: ImportRun, reading: Reading, total: int) -> None:
    open_fence([run.community_id])
    run.status, run.done, run.total = Status.CHECKED, total, total
    run.skipped = dict(reading.skipped)
    run.save(update_fields=["status", "done", "total", "skipped"])


def _known(kind: ImportKind, run: ImportRun, keys: list[str]) -> Mapping[str, Link]:
    return kind.known(run.community_id, run.sender, keys) if kind.known and keys else {}


def _mark_twins(some: list[Line], first_of: dict[str, int], *, is_known_by_rule: bool) -> None:
    """Two rows of one key in one file: the second says which row it repeats."""
    for line in some:
        if not line.key:
            continue
        if (earlier := first_of.setdefault(line.key, line.number)) != line.number:
            sentence = (
                _("和第 {row} 行说的是同一个。同一个只留一行；不是同一个，请把认得出的那几列写清楚。")
                if is_known_by_rule
                else _("和第 {row} 行是同一个编号（或同一件事）。同一件只留一行；不是同一件，请把编号改对。")
            )
            line.wrong.append(Wrong(None, "", sentence.format(row=earlier)))
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
