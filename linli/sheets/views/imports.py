"""Bringing a table: upload, columns, dry run, taking, result."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.accounts.doors import SignedInRequest, admits, own_community
from linli.web.downloads import file_answer
from linli.web.paging import leaf_through

from .. import actions, jobs
from ..cells import words_of
from ..forms import SAMPLES, BringForm, ColumnsForm, SheetForm
from ..headers import header_at
from ..marking import marked
from ..models import ImportRun, RunRow
from ..queries import exports_of, imports_of, senders_of, standings
from ..registry import ImportKind, import_kind, import_kinds
from ..rows import Wrong, say
from ..workbooks import WorkbookRefused, open_workbook
from .exports import moving_part

CHECKED_AT_ONCE = 2000
"""A sheet of at most so many rows is looked at while the person waits; a longer one by the worker."""
SHOWN = 50


def run_in_url(request: SignedInRequest, pk: int) -> tuple[QuerySet[ImportRun], dict[str, Any]]:
    return imports_of(request.user).select_related("workbook", "by", "community"), {"pk": pk}


def kind_named(request: SignedInRequest, code: str) -> ImportKind:
    try:
        kind = import_kind(code)
    except KeyError:
        raise Http404 from None
    if not request.user.has_perm(kind.permission):
        raise Http404
    return kind


@require_safe
@admits("sheets.bring")
def sheet_list(request: SignedInRequest) -> HttpResponse:
    page = leaf_through(imports_of(request.user), request.GET, by="begun_at", size=20)
    exports = list(exports_of(request.user).order_by("-begun_at", "-pk")[:10])
    kinds = [kind for kind in import_kinds() if request.user.has_perm(kind.permission)]
    may_ledger = request.user.has_perm("sheets.use_ledgers")
    context = {"page": page, "exports": exports, "kinds": kinds, "may_ledger": may_ledger, "now": timezone.now()}
    return render(request, "sheets/list.html", context)


@require_http_methods(["GET", "POST"])
@admits("sheets.bring")
def bring(request: SignedInRequest, kind: str) -> HttpResponse:
    """Upload; a file that cannot be read says why beside its field, and nothing typed is lost."""
    meant, community = kind_named(request, kind), own_community(request)
    senders = senders_of(community.pk, meant.code)
    form = BringForm(request.POST or None, request.FILES or None, kind=meant)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            run = actions.begin_import(
                community,
                meant,
                name=given["file"].name,
                content=given["file"].read(),
                sender=given["sender"],
                option=given.get("option", ""),
                by=request.user,
                at=timezone.now(),
            )
        except WorkbookRefused as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("sheets:columns", run.pk)
    return render(request, "sheets/bring.html", {"form": form, "kind": meant, "senders": senders})


@dataclass(frozen=True)
class Shown:
    """A column of the sheet: its field, and what its first cells say."""

    field: Any
    samples: list[str]


@require_http_methods(["GET", "POST"])
@admits("sheets.bring", to=run_in_url)
def columns(request: SignedInRequest, run: ImportRun) -> HttpResponse:
    """Choose sheet and header, and say what each column means; then every row is looked at."""
    now = timezone.now()
    book = open_workbook(run.file_name, actions.workbook_of(run.workbook, now))
    sheet_form = SheetForm(request.POST if request.POST.get("do") == "look" else None, sheets=book.sheets, run=run)
    if sheet_form.is_bound and sheet_form.is_valid():
        _look(request, run, sheet_form)
        return redirect("sheets:columns", run.pk)
    grid, kind = book.read(run.sheet), import_kind(run.kind)
    header = header_at(grid, run.header_first, run.header_depth)
    bound = request.POST if request.method == "POST" and not sheet_form.is_bound else None
    form = ColumnsForm(bound, kind=kind, grid=grid, header=header, run=run)
    if form.is_bound and form.is_valid():
        with_hidden = form.cleaned_data.get("with_hidden", False)
        actions.map_columns(run, form.mapping, with_hidden=with_hidden, by=request.user, at=now)
        return _check(request, run)
    body = grid.rows[header.ends : header.ends + 60]
    shown = [
        Shown(
            form[f"column_{index}"],
            [text for row in body if index < len(row) and (text := words_of(row[index]))][:SAMPLES],
        )
        for index in form.places
    ]
    context = {
        "run": run,
        "kind": kind,
        "sheet_form": sheet_form,
        "form": form,
        "columns": shown,
        "hidden": len(grid.hidden),
    }
    return render(request, "sheets/columns.html", context)


def _look(request: SignedInRequest, run: ImportRun, form: SheetForm) -> None:
    given = form.cleaned_data
    moved = (given["header_row"], given["header_depth"]) != (run.header_first + 1, run.header_depth)
    at_header = {"header_first": given["header_row"] - 1, "header_depth": given["header_depth"]} if moved else {}
    actions.choose_sheet(run, given["sheet"], **at_header, by=request.user, at=timezone.now())


def _check(request: SignedInRequest, run: ImportRun) -> HttpResponse:
    run = actions.begin_checking(run, by=request.user, at=timezone.now())
    if run.total <= CHECKED_AT_ONCE:
        actions.check_rows(run.pk, run.community_id, at=timezone.now())
    else:
        jobs.check.defer(run_id=run.pk, community_id=run.community_id)
    return redirect("sheets:import", run.pk)


@require_safe
@admits("sheets.bring", to=run_in_url)
def run(request: SignedInRequest, run: ImportRun) -> HttpResponse:
    """Where an import stands: its progress, what has to be mended, what became of each row."""
    if run.status == ImportRun.Status.UPLOADED:
        return redirect("sheets:columns", run.pk)
    counts = standings(run)
    which = request.GET.get("rows", "")
    which = which if which in RunRow.Standing.values else ("wrong" if counts["wrong"] else "")
    given = request.GET.get("after", "")
    after = int(given) if given.isdecimal() and len(given) < 10 else 0
    rows = run.rows.filter(number__gt=after, **({"standing": which} if which else {})).order_by("number")
    found = list(rows[: SHOWN + 1])
    kind = import_kind(run.kind)
    context = {
        "run": run,
        "kind": kind,
        "takable": counts["right"] + counts["changed"],
        "counts": counts,
        "which": which,
        "lines": [(row, _sentences(run, row), _changes(kind, row)) for row in found[:SHOWN]],
        "after": found[SHOWN - 1].number if len(found) > SHOWN else 0,
        "now": timezone.now(),
        "skipped": _skipped(run),
    }
    return render(request, "sheets/import.html", context)


def _changes(kind: ImportKind, row: RunRow) -> list[str]:
    labels = {column.code: str(column.label) for column in kind.columns}
    return [labels[code] for code in row.changes if code in labels]


def _sentences(run: ImportRun, row: RunRow) -> list[str]:
    problems = [(column, Wrong(None, label, sentence)) for column, label, sentence in row.problems]
    return [_place(run, row, column, wrong) for column, wrong in problems]


def _place(run: ImportRun, row: RunRow, column: str, wrong: Wrong) -> str:
    if not column:
        return say(run.sheet, row.number, wrong)
    return _("「{sheet}」第 {row} 行 {column} 列（{label}）：{sentence}").format(
        sheet=run.sheet, row=row.number, column=column, label=wrong.label, sentence=wrong.sentence
    )


def _skipped(run: ImportRun) -> list[tuple[str, int]]:
    names = {
        "total": _("合计行"), "header": _("重复的表头"), "note": _("标题和说明"), "hidden": _("隐藏的行"),
    }  # fmt: skip
    return [(names[why], count) for why, count in run.skipped.items() if why in names and count]


@require_safe
@admits("sheets.bring", to=run_in_url)
def progress(request: SignedInRequest, run: ImportRun) -> HttpResponse:
    return moving_part(request, run)


@require_POST
@admits("sheets.bring", to=run_in_url)
def taking(request: SignedInRequest, run: ImportRun) -> HttpResponse:
    actions.begin_taking(run, by=request.user, at=timezone.now())
    jobs.take.defer(run_id=run.pk, community_id=run.community_id)
    return redirect("sheets:import", run.pk)


@require_safe
@admits("sheets.bring", to=run_in_url)
def corrected(request: SignedInRequest, run: ImportRun) -> HttpResponse:
    """The file as it was brought, with the wrong cells marked and a column that says what to do."""
    now = timezone.now()
    reading = actions.reading_of(run, now)
    content = actions.workbook_of(run.workbook, now)
    rows = {row.number: row for row in run.rows.all()}
    is_xlsx = open_workbook(run.file_name, content).is_xlsx
    made = marked(content, reading.grid, reading.header, rows, is_xlsx=is_xlsx)
    stem = run.file_name.rsplit(".", 1)[0]
    return file_answer(made, _("{name} 要改的.xlsx").format(name=stem))


@require_POST
@admits("sheets.bring", to=run_in_url)
def removal(request: SignedInRequest, run: ImportRun) -> HttpResponse:
    actions.forget_import(run, by=request.user, at=timezone.now())
    messages.success(request, _("交来的文件删掉了。已经登记的事还在。"))
    return redirect("sheets:list")
