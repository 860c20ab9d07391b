"""Figures split by one thing, and all of them in a workbook."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from linli.accounts.doors import SignedInRequest, admits

from ..drawing import draw
from ..excel import workbook
from ..metrics import metric
from ..models import By
from ..periods import Period, say_window
from ..plots import columns, small
from ..queries.breakdowns import KINDS, MONTH, Breakdown, SplitLine, breakdown, zones_by_month
from ..queries.figures import figures
from ..queries.speed import callers, speeds
from ..scope import Scope
from .asked import Asked, asked, narrowed_to
from .figures import SHOWN

DRAWN = (By.HOUR, By.WEEKDAY, MONTH)
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@admits("reports.view_figures")
def split(request: SignedInRequest, kind: str) -> HttpResponse:
    if kind not in KINDS:
        raise Http404
    wanted = asked(request, may_narrow=True)
    if wanted.scope is None:
        return redirect(f"{reverse('reports:figures')}?{request.GET.urlencode()}")
    found = breakdown(wanted.scope, kind)
    context = {
        "asked": wanted,
        "form": wanted.form,
        "periods": Period.choices,
        "kinds": KINDS.items(),
        "kind": kind,
        "heading": KINDS[kind],
        "found": found,
        "metrics": [metric(share.metric) for share in found.total.shares],
        "as_of": wanted.scope.as_of,
        "window": say_window(wanted.scope.window, wanted.form.today),
        "narrowed_to": narrowed_to(wanted.scope),
    }
    return render(request, "reports/breakdown.html", context | _charts(kind, found, wanted.scope))


def _charts(kind: str, found: Breakdown, scope: Scope) -> dict[str, object]:
    charts: dict[str, object] = {}
    if kind in DRAWN:
        title = _("按{kind}，接到诉求").format(kind=KINDS[kind])
        charts["columns"] = columns(title, found.lines, shorten=_short(kind, found.lines))
    if kind == MONTH:
        charts |= {"speeds": speeds(scope), "callers": callers(scope)}
        labels = [line.narrows["from"].strftime("%-m") for line in found.lines]
        charts["chart"] = draw(found.lines, labels, _("逐月")) if found.lines else None
        if not scope.narrows:
            zones = zones_by_month(scope)
            most = max((month.count for zone in zones for month in zone.months), default=0)
            charts["smalls"] = [small(zone.label, zone.months, most) for zone in zones]
            charts["zones"] = zones
    return charts


def _short(kind: str, lines: list[SplitLine]) -> dict[str, str]:
    """What stands under a column where the whole label would not fit."""
    if kind == By.HOUR:
        return {line.label: str(line.narrows["hour"]) for line in lines}
    if kind == MONTH:
        return {line.label: line.narrows["from"].strftime("%-m") for line in lines}
    return {}


@require_safe
@admits("reports.view_figures")
def excel(request: SignedInRequest) -> HttpResponse:
    """Everything the pages say of these days, as a workbook: a sheet of figures and one for each way to split them."""
    wanted = asked(request, may_narrow=True)
    if wanted.scope is None:
        return redirect(f"{reverse('reports:figures')}?{request.GET.urlencode()}")
    found = figures(wanted.scope, [metric(code) for code in SHOWN])
    splits = [(str(label), breakdown(wanted.scope, kind)) for kind, label in KINDS.items()]
    about = _about(wanted, wanted.scope)
    response = HttpResponse(workbook(about, list(found.values()), splits), content_type=EXCEL)
    name = _("{place} 统计 {first} 至 {last}").format(
        place=wanted.place, first=wanted.scope.window.from_on, last=wanted.scope.window.to_on
    )
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=f"{name}.xlsx")
    return response


def _about(wanted: Asked, scope: Scope) -> str:
    moment = scope.as_of.strftime("%Y-%m-%d %H:%M")
    said = [wanted.place, say_window(scope.window, wanted.form.today), _("截至 {moment}").format(moment=moment)]
    return _("，").join([*said, *narrowed_to(scope)])
