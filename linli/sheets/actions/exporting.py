"""A table is asked for, made, and carried away once or more before it expires."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.fence.rows import open_fence
from linli.journal.record import record
from linli.territory.models import Community
from linli.web.refusal import Refusal

from .. import events
from ..models import ExportRun
from ..registry import ExportKind, Table, export_kind
from ..writing import Writer
from .checking import Tell, silent
from .files import MADE_FILES_KEPT, keep_file, workbook_of

Status = ExportRun.Status
AT_ONCE = 1000


class TooOld(Refusal):
    pass


class NoReason(Refusal):
    pass


@transaction.atomic
def begin_export(
    community: Community, kind: ExportKind, *, title: str, wanted: Mapping[str, Any], is_personal: bool = False,
    reason: str = "", by: User, at: datetime,
) -> ExportRun:  # fmt: skip
    """Write down what is asked for, and why when it names people; the journal keeps both. A job makes it."""
    if is_personal and not reason.strip():
        raise NoReason(_("要带姓名、电话，请写一句原因。"), field="reason")
    run = ExportRun.objects.create(
        community=community, kind=kind.code, title=title[:120], wanted=dict(wanted), is_personal=is_personal,
        reason=reason.strip(), by=by, begun_at=at,
    )  # fmt: skip
    if kind.table is not None:
        run.total = kind.table(run, at).total
        run.save(update_fields=["total"])
    if is_personal:
        record(events.ASKED_PERSONAL, run, by=by, at=at, reason=run.reason, rows=run.total)
    else:
        record(events.ASKED, run, by=by, at=at, rows=run.total)
    return run


def make_export(run_id: int, community_id: int, *, tell: Tell = silent, at: datetime) -> None:
    """Write the file of a run. May be broken off and begun again: it is kept when it is whole, or not at all."""
    with transaction.atomic():
        open_fence([community_id])
        run = ExportRun.objects.select_related("by", "community").get(pk=run_id)
        if run.status == Status.READY:
            return
        kind = export_kind(run.kind)
    with translation.override(settings.LANGUAGE_CODE):  # a ledger is read by others than whoever asked for it
        made = _written(run, kind, tell, at)
    with transaction.atomic():
        open_fence([community_id])
        name = f"{run.title}.{made.suffix}"
        run.workbook = keep_file(community_id, name, made.content, kept=MADE_FILES_KEPT, by=run.by, at=at)
        run.status, run.done = Status.READY, run.total
        run.save(update_fields=["workbook", "status", "done", "total"])
        if kind.kept is not None and made.table is not None:
            kind.kept(run, made.table)


@dataclass(frozen=True)
class _Made:
    content: bytes
    suffix: str = "xlsx"
    table: Table | None = None


def _written(run: ExportRun, kind: ExportKind, tell: Tell, at: datetime) -> _Made:
    if kind.write is not None:
        with transaction.atomic():
            open_fence([run.community_id])
            return _Made(kind.write(run, tell))
    if kind.table is None:
        raise TypeError(f"{kind.code} says neither its table nor how it is written")
    with transaction.atomic():
        open_fence([run.community_id])
        table = kind.table(run, at)
        writer = kind.writer(run, table) if kind.writer else Writer(table)
    done = 0
    while True:
        with transaction.atomic():
            open_fence([run.community_id])
            some = list(islice(table.rows, AT_ONCE))
            done += len(some)
            ExportRun.objects.filter(pk=run.pk).update(done=done, total=max(table.total, done))
        if not some:
            run.total = done
            return _Made(writer.end(), writer.suffix, table)
        writer.write(some)
        tell(done, table.total)


@transaction.atomic
def carry_away(run: ExportRun, *, by: User, at: datetime) -> bytes:
    """Return the finished file; the journal keeps who took it. Raises TooOld, FileIsGone."""
    if run.status != Status.READY:
        raise TooOld(_("这个表还没有做好。"))
    content = workbook_of(run.workbook, at)
    record(events.CARRIED_AWAY, run, by=by, at=at, rows=run.total)
    return content


def give_up_export(run_id: int, community_id: int, *, why: str = "", at: datetime) -> None:
    """Say that a table could not be made, and why."""
    with transaction.atomic():
        open_fence([community_id])
        ExportRun.objects.filter(pk=run_id, status=Status.MAKING).update(
            status=Status.FAILED, failure=why or _("中途出了错，没有做成。请再导出一次。")
        )
