"""Ledgers: choose a kind, its columns, filters and order; look, save, take away, in our sheet or theirs."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.accounts.doors import SignedInRequest, admits, own_community
from linli.web.paging import leaf_through

from .. import actions, jobs
from ..forms import LedgerForm, OrderForm, TakeForm
from ..forms.ledgers import as_typed, filter_form, filters_typed, places
from ..models import Ledger
from ..queries.ledgers import SHOWN, Draft, FilterIsGone, asked, keys_of, kinds_for, ledgers_of, lines_of, template_of
from ..registry import LedgerKind, ledger_kind

MOST_BY_HAND = 300
MADE_AT_ONCE = 300
"""A ledger of at most so many rows is made while the person waits; a longer one by the worker."""


def ledger_in_url(request: SignedInRequest, pk: int) -> tuple[QuerySet[Ledger], dict[str, Any]]:
    return ledgers_of(request.user), {"pk": pk}


def _kind(request: SignedInRequest, code: str) -> LedgerKind:
    found = next((kind for kind in kinds_for(request.user) if kind.code == code), None)
    if found is None:
        raise Http404
    return found


@require_safe
@admits("sheets.use_ledgers")
def ledgers(request: SignedInRequest) -> HttpResponse:
    page = leaf_through(ledgers_of(request.user), request.GET, by="saved_at", size=20)
    kinds = kinds_for(request.user)
    return render(request, "sheets/ledgers.html", {"page": page, "kinds": kinds, "labels": {k.code: k for k in kinds}})


@require_http_methods(["GET", "POST"])
@admits("sheets.use_ledgers")
def new_ledger(request: SignedInRequest, kind: str) -> HttpResponse:
    meant = _kind(request, kind)
    usual = [column.code for column in meant.columns if column.is_usual]
    first = {"name": "", "sort": meant.sorts[0][0], **places(usual)}
    return _put_together(request, meant, first, None)


@require_http_methods(["GET", "POST"])
@admits("sheets.keep_ledger", to=ledger_in_url)
def ledger_change(request: SignedInRequest, ledger: Ledger) -> HttpResponse:
    return _put_together(request, ledger_kind(ledger.kind), as_typed(ledger), ledger)


def _put_together(
    request: SignedInRequest, kind: LedgerKind, first: dict[str, Any], ledger: Ledger | None
) -> HttpResponse:
    """Draw the form; `do` says whether a column moves, the first rows are looked at, or it is saved."""
    community, now, do = own_community(request), timezone.now(), request.POST.get("do", "")
    data = _moved(request.POST, kind, do) if do.startswith(("up:", "down:")) else request.POST
    bound = data if request.method == "POST" else None
    form = LedgerForm(bound, kind=kind, initial=first)
    filters = filter_form(kind, community, data=bound, kept=ledger.filters if ledger else "")
    context = {"form": form, "filters": filters, "kind": kind, "ledger": ledger, "columns": _columns(form, kind)}
    if bound is not None and do == "look":
        form.fields["name"].required = False
    if bound is not None and form.is_valid() and filters.is_valid():
        given = form.cleaned_data
        typed = filters_typed(data, kind, community)
        by_hand = ledger.by_hand if ledger else ()
        draft = Draft(kind, form.codes, typed, given["as_of"], given["sort"], by_hand)
        if do == "save":
            return _save(request, draft, form, ledger)
        context |= _preview(request, draft, now)
    return render(request, "sheets/ledger_form.html", context)


def _columns(form: LedgerForm, kind: LedgerKind) -> list[tuple[Any, Any]]:
    """Return the columns to choose from with their fields: those chosen first, in their order."""
    found = [(column, form[f"place_{column.code}"]) for column in kind.columns]
    return sorted(found, key=lambda each: _number(each[1].value()) or 1000)


def _number(said: Any) -> int:
    return int(said) if str(said or "").isdecimal() else 0


def _moved(sent: QueryDict, kind: LedgerKind, do: str) -> QueryDict:
    """Return what was sent with one column moved up or down by one, and numbers without gaps."""
    where, _colon, code = do.partition(":")
    given = [(_number(sent.get(f"place_{column.code}")), column.code) for column in kind.columns]
    order = [each for n, each in sorted(given, key=lambda pair: pair[0]) if n]
    if code in order:
        at = order.index(code)
        to = max(at - 1, 0) if where == "up" else min(at + 1, len(order) - 1)
        order.insert(to, order.pop(at))
    data = sent.copy()
    for column in kind.columns:
        data[f"place_{column.code}"] = str(order.index(column.code) + 1) if column.code in order else ""
    return data


def _save(request: SignedInRequest, draft: Draft, form: LedgerForm, ledger: Ledger | None) -> HttpResponse:
    said = {"name": form.cleaned_data["name"], "is_shared": form.cleaned_data["is_shared"]}
    if ledger is None:
        kept = actions.save_ledger(own_community(request), draft, **said, by=request.user, at=timezone.now())
    else:
        kept = actions.change_ledger(ledger, draft, **said, by=request.user, at=timezone.now())
    messages.success(request, _("存好了。"))
    return redirect("sheets:ledger", kept.pk)


def _preview(request: SignedInRequest, draft: Draft, now: Any) -> dict[str, Any]:
    """Return the first rows, covered as everybody sees them, and how many there are."""
    try:
        question = asked(draft, user=request.user, community=own_community(request), at=now)
    except FilterIsGone as gone:
        return {"gone": str(gone)}
    keys = keys_of(draft, question)
    labels = [draft.kind.column(code).label for code in draft.codes]
    return {"labels": labels, "rows": list(lines_of(draft.kind, question, keys[:SHOWN])), "count": len(keys)}


@require_http_methods(["GET", "POST"])
@admits("sheets.use_ledgers", to=ledger_in_url)
def ledger(request: SignedInRequest, ledger: Ledger) -> HttpResponse:
    """The first rows, and 「做成 Excel」."""
    kind, template, now = ledger_kind(ledger.kind), template_of(ledger), timezone.now()
    may_name = request.user.has_perm(kind.personal_permission)
    form = TakeForm(request.POST if request.method == "POST" else None, may_name=may_name, template=template)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        run = actions.take_ledger(
            ledger,
            recipient=given["recipient"],
            with_template=given.get("with_template", False),
            is_personal=given.get("personal", False),
            reason=given.get("reason", ""),
            by=request.user,
            at=now,
        )
        if run.total <= MADE_AT_ONCE:
            actions.make_export(run.pk, run.community_id, at=timezone.now())
        else:
            jobs.make.defer(run_id=run.pk, community_id=run.community_id)
        return redirect("sheets:export", run.pk)
    draft = Draft.of(ledger)
    shown = _preview(request, draft, now)
    may_order = shown.get("count", MOST_BY_HAND + 1) <= MOST_BY_HAND
    context = {"ledger": ledger, "kind": kind, "form": form, "template": template, "may_order": may_order, **shown}
    return render(request, "sheets/ledger.html", context)


@require_http_methods(["GET", "POST"])
@admits("sheets.keep_ledger", to=ledger_in_url)
def ledger_order(request: SignedInRequest, ledger: Ledger) -> HttpResponse:
    """Every row of a short ledger with a number beside it."""
    draft, now = Draft.of(ledger), timezone.now()
    question = asked(draft, user=request.user, community=ledger.community, at=now)
    keys = keys_of(draft, question)[:MOST_BY_HAND]
    lines = lines_of(draft.kind, question, keys)
    labels = [" ".join(str(value) for value in line[:4] if value not in (None, "")) for line in lines]
    form = OrderForm(request.POST if request.method == "POST" else None, keys=keys, labels=labels)
    if form.is_bound and form.is_valid():
        actions.arrange_ledger(ledger, form.ordered, by=request.user, at=now)
        messages.success(request, _("次序记下了。"))
        return redirect("sheets:ledger", ledger.pk)
    return render(request, "sheets/ledger_order.html", {"ledger": ledger, "form": form})


@require_POST
@admits("sheets.keep_ledger", to=ledger_in_url)
def ledger_removal(request: SignedInRequest, ledger: Ledger) -> HttpResponse:
    actions.forget_ledger(ledger, by=request.user, at=timezone.now())
    messages.success(request, _("台账「{name}」删掉了。里面的人和事都还在。").format(name=ledger.name))
    return redirect("sheets:ledgers")
