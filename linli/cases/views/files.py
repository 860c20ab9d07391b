"""Photos and files of a case: looked at, added, and what one file may be asked to do."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.accounts.doors import SignedInRequest, admits
from linli.accounts.models import User
from linli.files import actions as files
from linli.files.arriving import Picked, take_in
from linli.files.models import State
from linli.files.queries import originals_rule
from linli.files.serving import serve, serve_original
from linli.web.refusal import is_partial

from .. import actions, lifecycle
from ..forms import BoxForms, CaptionForm, FilesForm, ReasonForm
from ..models import Case, CaseFile, Merger
from ..queries.gallery import files_of, files_of_merged, removed_files, room_for_files
from .doors import case_in_url, done


def picked_for(request: SignedInRequest, case: Case) -> Picked:
    """Take in what a form about `case` brought."""
    room = room_for_files(case) if request.FILES else None
    return take_in(request, case.community, by=request.user, room=room)


def attach(request: SignedInRequest, case: Case, picked: Picked, step: CaseFile.Step) -> str:
    """Attach what was picked; return what there is to say about it."""
    if not picked.uploads:
        return ""
    attached = actions.attach_files(case, picked.uploads, step=step, by=request.user, at=timezone.now())
    said = (
        [
            ngettext("附上 {n} 个文件，正在处理。", "附上 {n} 个文件，正在处理。", len(attached.files)).format(
                n=len(attached.files)
            )
        ]
        if attached.files
        else []
    )
    said += [_("{name} 这件事里已经有了，没有重复附。").format(name=name) for name in attached.known]
    return " ".join(said)


def gallery_of(case: Case, user: User, *, took_in: bool) -> dict[str, Any]:
    """Return what the gallery's template needs; while something is `waiting` it asks again.

    A case that took others in shows what was attached to them as well.
    """
    shown = [*files_of(case), *(files_of_merged(case, user) if took_in else [])]
    return {"case_files": shown, "waiting": any(each.file.state == State.WAITING for each in shown)}


@require_safe
@admits("cases.view_case", to=case_in_url)
def gallery(request: SignedInRequest, case: Case) -> HttpResponse:
    """Everything attached. A page that waits for a photo to be drawn asks for the piece again."""
    took_in = Merger.objects.running().filter(into=case).exists()
    context: dict[str, Any] = {"case": case, **gallery_of(case, request.user, took_in=took_in)}
    if is_partial(request):
        return render(request, "cases/gallery_list.html", context)
    context["removed"] = removed_files(case, timezone.now())
    context["may_attach"] = may_attach(request, case)
    context["may_bring_back"] = {
        each.pk for each in context["removed"] if request.user.has_perm("cases.remove_file", each)
    }
    return render(request, "cases/files.html", context)


def may_attach(request: SignedInRequest, case: Case) -> bool:
    return lifecycle.may("attach", case.status) and request.user.has_perm("cases.attach_file", case)


@require_http_methods(["GET", "POST"])
@admits("cases.attach_file", to=case_in_url)
def new_files(request: SignedInRequest, case: Case) -> HttpResponse:
    picked = picked_for(request, case)
    form = FilesForm(request.POST if request.method == "POST" else None, picked=picked)
    if not form.is_valid():
        return render(
            request, "cases/files_new.html", {"case": case, "form": form, "next": request.GET.get("next", "")}
        )
    return done(request, case, attach(request, case, picked, form.step))


def file_in_url(request: SignedInRequest, number: str, key: UUID) -> tuple[QuerySet[CaseFile], dict[str, Any]]:
    seen = CaseFile.objects.filter(case__in=Case.objects.visible_to(request.user))
    return seen.select_related("case__community", "file__by"), {"case__number": number, "file__key": key}


@require_safe
@admits("cases.view_case", to=file_in_url)
def file(request: SignedInRequest, attached: CaseFile) -> HttpResponse:
    """One file large, with what may be done to it; its neighbours are one press away."""
    beside = list(files_of(attached.case))
    here = beside.index(attached) if attached in beside else -1
    may = {name: request.user.has_perm(f"cases.{name}", attached) for name in ("keep_file", "remove_file")}
    may["black_out_file"] = request.user.has_perm("cases.black_out_file", attached) and attached.file.is_photo
    may["read_original"] = request.user.has_perm("cases.read_original", attached) and bool(attached.file.original)
    return render(
        request,
        "cases/file.html",
        {
            "case": attached.case,
            "attached": attached,
            "file": attached.file,
            "may": may,
            "nth": here + 1,
            "total": len(beside),
            "before": beside[here - 1] if here > 0 else None,
            "after": beside[here + 1] if 0 <= here < len(beside) - 1 else None,
            "form": CaptionForm(initial={"caption": attached.file.caption}),
            "may_set_policy": request.user.has_perm("files.set_policy"),
        },
    )


@require_safe
@admits("cases.view_case", to=file_in_url)
def picture(request: SignedInRequest, attached: CaseFile) -> HttpResponseBase:
    return serve(request, attached.file)


@require_safe
@admits("cases.view_case", to=file_in_url)
def thumb(request: SignedInRequest, attached: CaseFile) -> HttpResponseBase:
    return serve(request, attached.file, size="thumb")


@require_safe
@admits("cases.view_case", to=file_in_url)
def download(request: SignedInRequest, attached: CaseFile) -> HttpResponseBase:
    return serve(request, attached.file, download=True)


def back(attached: CaseFile) -> HttpResponse:
    return redirect("cases:file", attached.case.number, attached.file.key)


@require_POST
@admits("cases.keep_file", to=file_in_url)
def caption(request: SignedInRequest, attached: CaseFile) -> HttpResponse:
    form = CaptionForm(request.POST)
    if form.is_valid():
        files.caption_file(attached.file, by=request.user, at=timezone.now(), **form.cleaned_data)
    return back(attached)


@require_POST
@admits("cases.keep_file", to=file_in_url)
def audience(request: SignedInRequest, attached: CaseFile) -> HttpResponse:
    change = files.show_file if request.POST.get("who") == "resident" else files.hide_file
    change(attached.file, by=request.user, at=timezone.now())
    return back(attached)


@require_POST
@admits("cases.keep_file", to=file_in_url)
def place(request: SignedInRequest, attached: CaseFile) -> HttpResponse:
    step = -1 if request.POST.get("move") == "earlier" else 1
    beside = [each.file for each in files_of(attached.case)]
    files.move_file(attached.file, beside, step=step, by=request.user, at=timezone.now())
    return back(attached)


@require_http_methods(["GET", "POST"])
@admits("cases.black_out_file", to=file_in_url)
def redaction(request: SignedInRequest, attached: CaseFile) -> HttpResponse:
    """Black out parts of a photo. `do=look` only draws where they are, for whoever works without scripts."""
    forms = BoxForms(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not forms.is_valid() or request.POST.get("do") == "look":
        context = {
            "case": attached.case,
            "file": attached.file,
            "forms": forms,
            "rule": originals_rule(attached.community_id),
        }
        return render(request, "cases/redaction.html", context)
    files.black_out(attached.file, boxes=forms.boxes, by=request.user, at=timezone.now())
    return done(
        request,
        attached.case,
        ngettext("涂黑了 {n} 处，正在处理。", "涂黑了 {n} 处，正在处理。", len(forms.boxes)).format(n=len(forms.boxes)),
    )


@require_POST
@admits("cases.remove_file", to=file_in_url)
def removal(request: SignedInRequest, attached: CaseFile) -> HttpResponse:
    files.remove_file(attached.file, by=request.user, at=timezone.now())
    return redirect("cases:files", attached.case.number)


@require_POST
@admits("cases.remove_file", to=file_in_url)
def return_(request: SignedInRequest, attached: CaseFile) -> HttpResponse:
    files.bring_back(attached.file, by=request.user, at=timezone.now())
    return redirect("cases:files", attached.case.number)


@require_http_methods(["GET", "POST"])
@admits("cases.read_original", to=file_in_url)
def original(request: SignedInRequest, attached: CaseFile) -> HttpResponseBase:
    form = ReasonForm(request.POST or None)
    if not form.is_valid():
        return render(request, "cases/original.html", {"case": attached.case, "file": attached.file, "form": form})
    path = files.read_original(attached.file, by=request.user, at=timezone.now(), **form.cleaned_data)
    return serve_original(request, attached.file, path)
