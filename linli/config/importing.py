"""`linli import-orders`: a table of orders or an old ledger from the terminal, with a sentence for every wrong cell."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from linli.accounts.models import Duty, User
from linli.accounts.queries import holders_of
from linli.cases.models import Channel
from linli.fence.rows import open_fence
from linli.sheets import actions
from linli.sheets.marking import marked
from linli.sheets.models import ImportRun, RunRow
from linli.sheets.queries import standings
from linli.sheets.registry import import_kind
from linli.sheets.workbooks import letter, open_workbook
from linli.territory.models import Community
from linli.web.refusal import Refusal

from .progress import complain
from .progress import say as tell
from .trouble import Trouble

SOME_ROWS_ARE_WRONG = 3
SENTENCES = 50


def bring_orders(
    file: Path, *, community: str, sender: str, by: str, sheet: str, channel: str, dry_run: bool, corrected: Path | None
) -> int:
    """Bring the orders of a file; return 0, or 3 when rows were left out. Raises Trouble with one sentence."""
    try:
        content = file.read_bytes()
    except OSError as why:
        raise Trouble(f"{file} cannot be read: {why.strerror}") from None
    if channel not in Channel.values:
        raise Trouble(f"--channel {channel} is none of: {', '.join(Channel.values)}.")
    at = timezone.now()
    try:
        with transaction.atomic():
            run = _begin(_Asked(file.name, content, community, sender, by, sheet, channel), at)
        actions.check_rows(run.pk, run.community_id, tell=_progress("checked"), at=at)
        counts = _say_what_was_found(run)
        if corrected:
            _write_corrected(run, content, corrected, at)
        if dry_run:
            tell("Dry run: nothing was registered.")
        elif counts["right"]:
            counts = _take(run, at)
    except Refusal as refusal:
        raise Trouble(str(refusal)) from None
    return SOME_ROWS_ARE_WRONG if counts["wrong"] else 0


@dataclass(frozen=True)
class _Asked:
    file_name: str
    content: bytes
    community: str
    sender: str
    by: str
    sheet: str
    channel: str


def _begin(asked: _Asked, at: datetime) -> ImportRun:
    community = _community(asked.community)
    open_fence([community.pk])
    user = _who(community, asked.by, at)
    kind = import_kind("orders")
    run = actions.begin_import(
        community,
        kind,
        name=asked.file_name,
        content=asked.content,
        sender=asked.sender,
        option=asked.channel,
        sheet=asked.sheet,
        by=user,
        at=at,
    )
    tell(f"{community.name}, sheet {run.sheet}, header in row {run.header_first + 1}; first received by {user.name}")
    for column, code in sorted(run.columns.items()):
        tell(f"  {letter(column)}  {kind.column(code).label}")
    run = actions.map_columns(run, run.columns, by=user, at=at)
    return actions.begin_checking(run, by=user, at=at)


def _say_what_was_found(run: ImportRun) -> dict[str, int]:
    with transaction.atomic():
        open_fence([run.community_id])
        counts = dict(standings(run))
        wrong = list(run.rows.filter(standing=RunRow.Standing.WRONG)[:SENTENCES])
    counts = {standing: counts.get(standing, 0) for standing in RunRow.Standing.values}
    tell(f"{counts['right']} rows can be taken, {counts['wrong']} are wrong, {counts['known']} are here already.")
    for row in wrong:
        for column, label, sentence in row.problems:
            place = f"{run.sheet}!{column}{row.number}" if column else f"{run.sheet}!{row.number}"
            complain(f"{place} {label} {sentence}".replace("  ", " "))
    if counts["wrong"] > len(wrong):
        complain(f"… and {counts['wrong'] - len(wrong)} more rows; --corrected FILE writes all of them.")
    return counts


def _take(run: ImportRun, at: datetime) -> dict[str, int]:
    with transaction.atomic():
        open_fence([run.community_id])
        run = ImportRun.objects.select_related("by").get(pk=run.pk)
        actions.begin_taking(run, by=run.by, at=at)
    actions.take_rows(run.pk, run.community_id, tell=_progress("taken"), at=at)
    with transaction.atomic():
        open_fence([run.community_id])
        counts = dict(standings(run))
    tell(f"{counts.get('taken', 0)} rows taken.")
    return {standing: counts.get(standing, 0) for standing in RunRow.Standing.values}


def _write_corrected(run: ImportRun, content: bytes, file: Path, at: datetime) -> None:
    with transaction.atomic():
        open_fence([run.community_id])
        run = ImportRun.objects.select_related("workbook").get(pk=run.pk)
        reading = actions.reading_of(run, at)
        rows = {row.number: row for row in run.rows.all()}
    is_xlsx = open_workbook(run.file_name, content).is_xlsx
    file.write_bytes(marked(content, reading.grid, reading.header, rows, is_xlsx=is_xlsx))
    tell(f"{file}: the same rows, with the wrong cells marked")


def _progress(verb: str) -> Callable[[int, int], None]:
    def show(done: int, total: int) -> None:
        if sys.stdout.isatty() or done == total or done % 5000 < 500:
            tell(f"  {done} of {total} rows {verb}")

    return show


def _community(name: str) -> Community:
    communities = list(Community.objects.order_by("pk"))
    found = [each for each in communities if not name or each.name == name]
    if len(found) == 1:
        return found[0]
    known = ", ".join(each.name for each in communities) or "none yet"
    raise Trouble(f"Say whose orders they are with --community NAME; known here: {known}.")


def _who(community: Community, username: str, at: datetime) -> User:
    """Return who receives the orders: whoever is named, else the secretary of today."""
    if username:
        user = User.objects.filter(username=username, is_active=True).first()
        if user is None or community.pk not in user.community_ids or not user.has_perm("cases.import_orders"):
            raise Trouble(f"--by {username}: nobody of that account may import orders in {community.name}.")
        return user
    secretaries = holders_of(Duty.Role.BRANCH_SECRETARY, community.pk, timezone.localdate(at))
    if not secretaries:
        raise Trouble(f"{community.name} has no secretary today: say who receives the orders with --by ACCOUNT.")
    return secretaries[0]
