"""Taking a table away: its progress, and its file until it expires."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from linli.accounts.doors import SignedInRequest, admits
from linli.web.downloads import file_answer

from .. import actions
from ..models import ExportRun, ImportRun
from ..queries import exports_of
from ..registry import export_kind


def export_in_url(request: SignedInRequest, pk: int) -> tuple[QuerySet[ExportRun], dict[str, Any]]:
    return exports_of(request.user), {"pk": pk}


@require_safe
@admits("sheets.take_away", to=export_in_url)
def run(request: SignedInRequest, run: ExportRun) -> HttpResponse:
    is_there = run.workbook is not None and run.workbook.expires_at > timezone.now()
    context = {"run": run, "kind": export_kind(run.kind), "is_there": is_there}
    return render(request, "sheets/export.html", context)


@require_safe
@admits("sheets.take_away", to=export_in_url)
def progress(request: SignedInRequest, run: ExportRun) -> HttpResponse:
    return moving_part(request, run)


def moving_part(request: SignedInRequest, run: ImportRun | ExportRun) -> HttpResponse:
    """What moves on the page of a table that is worked on; when it is over, the whole page comes anew."""
    answer = render(request, "sheets/progress.html", {"run": run, "url": request.path})
    if not run.is_busy:
        answer.headers["HX-Refresh"] = "true"
    return answer


@require_POST
@admits("sheets.take_away", to=export_in_url)
def file(request: SignedInRequest, run: ExportRun) -> HttpResponse:
    content = actions.carry_away(run, by=request.user, at=timezone.now())
    return file_answer(content, run.workbook.name if run.workbook else f"{run.title}.xlsx")
