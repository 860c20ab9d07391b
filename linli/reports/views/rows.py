"""The rows a number counts, page by page, each with the reason it counts."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from linli.accounts.doors import SignedInRequest, admits
from linli.web.paging import leaf_through

from ..metrics import Metric, Part, metric
from ..periods import say_window
from ..populations import DEEDS
from ..queries.figures import figures
from ..queries.rows import lines, rows_to_show
from .asked import asked, narrowed_to


@require_safe
@admits("reports.view_figures")
def rows(request: SignedInRequest, code: str) -> HttpResponse:
    counted, part = named(code, request.GET.get("part", ""))
    wanted = asked(request, may_narrow=True)
    if wanted.scope is None:
        return redirect(f"{reverse('reports:figures')}?{request.GET.urlencode()}")
    page = leaf_through(rows_to_show(part, wanted.scope), request.GET, by="counted_at")
    return render(
        request,
        "reports/rows.html",
        {
            "asked": wanted,
            "figure": figures(wanted.scope, [counted])[counted.code],
            "part": part,
            "page": page,
            "lines": lines(part, page, wanted.scope, request.user),
            "are_deeds": part.of == DEEDS,
            "window": say_window(wanted.scope.window, wanted.form.today),
            "narrowed_to": narrowed_to(wanted.scope),
            "may_publish": part == counted.whole and request.user.has_perm("reports.publish_figure"),
        },
    )


def named(code: str, part: str) -> tuple[Metric, Part]:
    try:
        counted = metric(code)
        return counted, counted.part(part)
    except KeyError:
        raise Http404 from None
