"""The form a ledger is wanted in: brought once, its columns named once."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from linli.accounts.doors import SignedInRequest, admits
from linli.fence.sealing import unseal_bytes

from .. import actions
from ..forms import TemplateColumnsForm, TemplateForm
from ..models import Ledger, Template
from ..own_forms import open_form
from ..registry import ledger_kind
from ..workbooks import WorkbookRefused
from .ledgers import ledger_in_url

BRACES = gettext_lazy("表里也可以写 {{单位}}、{{截至}}、{{制表人}}、{{日期}}、{{人数}}，做的时候换成真的。")


@require_http_methods(["GET", "POST"])
@admits("sheets.keep_ledger", to=ledger_in_url)
def template(request: SignedInRequest, ledger: Ledger) -> HttpResponse:
    """Upload; what cannot be filled says why beside its field."""
    form = TemplateForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.bring_template(
                ledger,
                name=given["file"].name,
                content=given["file"].read(),
                asked_by=given["asked_by"],
                by=request.user,
                at=timezone.now(),
            )
        except WorkbookRefused as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("sheets:template_columns", ledger.pk)
    context = {"ledger": ledger, "form": form, "braces": BRACES}
    return render(request, "sheets/template.html", context)


@require_http_methods(["GET", "POST"])
@admits("sheets.keep_ledger", to=ledger_in_url)
def template_columns(request: SignedInRequest, ledger: Ledger) -> HttpResponse:
    kept = _template(ledger)
    grids = open_form(kept.file_name, unseal_bytes(bytes(kept.content))).grids()
    bound = request.POST if request.method == "POST" else None
    form = TemplateColumnsForm(bound, kind=ledger_kind(ledger.kind), grids=grids, template=kept)
    if bound is not None and bound.get("do") != "look" and form.is_valid():
        actions.map_template(
            kept, form.mapping, sheet=form.grid, header_first=form.header.first, header_depth=form.header.depth,
            by=request.user, at=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("对好了，以后{who}的表都这样填。").format(who=kept.asked_by))
        return redirect("sheets:ledger", ledger.pk)
    return render(request, "sheets/template_columns.html", {"ledger": ledger, "template": kept, "form": form})


@require_POST
@admits("sheets.keep_ledger", to=ledger_in_url)
def template_removal(request: SignedInRequest, ledger: Ledger) -> HttpResponse:
    actions.forget_template(_template(ledger), by=request.user, at=timezone.now())
    messages.success(request, _("表样拿掉了，以后按我们的样子做。"))
    return redirect("sheets:ledger", ledger.pk)


def _template(ledger: Ledger) -> Template:
    kept = Template.objects.filter(ledger=ledger).select_related("ledger").first()
    if kept is None:
        raise Http404
    return kept
