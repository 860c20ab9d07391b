"""A file is brought, its sheet chosen."""

import hashlib
from datetime import datetime
from pathlib import PurePath

from django.db import transaction
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.journal.record import record
from linli.territory.models import Community
from linli.web.refusal import Refusal

from .. import events
from ..headers import Header, find_header, guess, header_at
from ..models import ImportRun
from ..queries import memory_of
from ..registry import ImportKind, import_kind
from ..workbooks import Grid, OpenWorkbook, open_workbook
from .files import BROUGHT_FILES_KEPT, keep_file, workbook_of

Status = ImportRun.Status
SHEETS_TRIED = 6
"""A workbook of twelve months is read six times at most; the person picks among the others."""


class AlreadyBusy(Refusal):
    pass


@transaction.atomic
def begin_import(
    community: Community, kind: ImportKind, *, name: str, content: bytes, sender: str, option: str = "",
    sheet: str = "", by: User, at: datetime,
) -> ImportRun:  # fmt: skip
    """Take a file in and look at it: the likeliest sheet (or `sheet`), its header, what its columns may mean.

    Nothing of it is registered yet. Raises WorkbookRefused for what is no harmless, readable workbook.
    """
    book = open_workbook(name, content)
    run = ImportRun.objects.create(
        community=community,
        kind=kind.code,
        sender=sender,
        option=option,
        file_name=PurePath(name).name[-120:],
        digest=hashlib.sha256(content).hexdigest(),
        workbook=keep_file(community.pk, PurePath(name).name, content, kept=BROUGHT_FILES_KEPT, by=by, at=at),
        by=by,
        begun_at=at,
    )
    record(events.BROUGHT, run, by=by, at=at)
    _look_at_sheet(run, book.read(sheet) if sheet else _most_likely(run, book))
    return run


def _most_likely(run: ImportRun, book: OpenWorkbook) -> Grid:
    """Return the visible sheet of whose columns most are understood: a cover page often comes before the table."""
    names = [each.name for each in book.sheets if not each.is_hidden] or [book.sheets[0].name]
    best, most = book.read(names[0]), -1
    for grid in [best, *map(book.read, names[1:SHEETS_TRIED])] if len(names) > 1 else []:
        kind = import_kind(run.kind)
        understood = len(mapping_for(run, grid, _header_of(grid, kind), kind))
        if understood > most:
            best, most = grid, understood
    return best


def _header_of(grid: Grid, kind: ImportKind) -> Header:
    return find_header(grid, [word for column in kind.columns for word in column.words])


@transaction.atomic
def choose_sheet(
    run: ImportRun, sheet: str, *, header_first: int | None = None, header_depth: int | None = None, by: User,
    at: datetime,
) -> ImportRun:  # fmt: skip
    """Look at another sheet of the file, or at a header the person points to; the columns are guessed anew."""
    run = lock_idle(run)
    book = open_workbook(run.file_name, workbook_of(run.workbook, at))
    _look_at_sheet(run, book.read(sheet), header_first, header_depth)
    return run


def _look_at_sheet(run: ImportRun, grid: Grid, first: int | None = None, depth: int | None = None) -> None:
    kind = import_kind(run.kind)
    header = _header_of(grid, kind)
    if first is not None:
        header = header_at(grid, min(first, max(len(grid.rows) - 1, 0)), depth or 1)
    mapping = mapping_for(run, grid, header, kind)
    run.sheet, run.header_first, run.header_depth = grid.name[:60], header.first, header.depth
    run.mapping = {str(column): code for column, code in mapping.items()}
    run.status, run.done, run.skipped = Status.UPLOADED, 0, {}
    run.total = max(len(grid.rows) - header.ends, 0)
    run.save()
    run.rows.exclude(standing="taken").delete()


def mapping_for(run: ImportRun, grid: Grid, header: Header, kind: ImportKind) -> dict[int, str]:
    """Return what each column means: as this very header was mapped before, or as well as it can be guessed."""
    memory = memory_of(run.community_id, run.kind, run.sender)
    same = memory.layouts.get(header.signature)
    codes = {column.code for column in kind.columns}
    if same is not None:
        return {int(column): code for column, code in same.mapping.items() if code in codes}
    return guess(
        grid, header, kind.columns, {word: code for word, code in memory.words.items() if code in {*codes, ""}}
    )


def lock_idle(run: ImportRun) -> ImportRun:
    """Return the run as it is now, locked. Raises AlreadyBusy while a job works on it."""
    run = ImportRun.objects.select_for_update(of=("self",)).select_related("workbook", "by", "community").get(pk=run.pk)
    if run.is_busy:
        raise AlreadyBusy(_("这个表格正在处理，等它做完再改。"))
    return run


@transaction.atomic
def forget_import(run: ImportRun, *, by: User, at: datetime) -> None:
    """Delete the file now, before its time; what was registered from it stays, and so do its results."""
    run = lock_idle(run)
    if run.workbook is not None:
        run.workbook.delete()
        record(events.FORGOTTEN, run, by=by, at=at)
