"""Publishing a number, and what was published beside what the records say today."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from linli.accounts.doors import SignedInRequest, admits
from linli.web.paging import leaf_through

from .. import actions
from ..forms import PublishForm
from ..metrics import metric
from ..models import PublishedStatistic
from ..periods import say_window
from ..queries.figures import figures
from ..queries.published import compare
from ..rules import readable_community_ids
from ..scope import Scope, Window
from .asked import asked, narrowed_to, narrows_of


def published_in_url(request: SignedInRequest, pk: int) -> tuple[QuerySet[PublishedStatistic], dict[str, Any]]:
    rows = PublishedStatistic.objects.filter(community__in=readable_community_ids(request.user))
    return rows.select_related("by", "community"), {"pk": pk}


@require_http_methods(["GET", "POST"])
@admits("reports.publish_figure")
def publish(request: SignedInRequest, code: str) -> HttpResponse:
    try:
        counted = metric(code)
    except KeyError:
        raise Http404 from None
    wanted = asked(request, may_narrow=True)
    if wanted.scope is None:
        return redirect(f"{reverse('reports:figures')}?{request.GET.urlencode()}")
    form = PublishForm(request.POST or None)
    said = _("；").join(narrowed_to(wanted.scope))
    if form.is_valid():
        given = form.cleaned_data | {"narrows": wanted.narrowed, "narrowed_to": said}
        kept = actions.publish_figure(counted, wanted.scope, by=request.user, at=timezone.now(), **given)
        messages.success(request, _("公布的数记下了，以后的更改不会动它。"))
        return redirect("reports:published_one", kept.pk)
    return render(
        request,
        "reports/publish.html",
        {
            "asked": wanted,
            "form": form,
            "figure": figures(wanted.scope, [counted])[code],
            "window": say_window(wanted.scope.window, wanted.form.today),
            "narrowed_to": said,
        },
    )


@require_safe
@admits("reports.view_figures")
def published(request: SignedInRequest) -> HttpResponse:
    rows = PublishedStatistic.objects.filter(community__in=readable_community_ids(request.user))
    rows = rows.select_related("by", "community").defer("kept_ids", "missed_ids")
    return render(request, "reports/published.html", {"page": leaf_through(rows, request.GET, by="at")})


@require_safe
@admits("reports.view_figures", to=published_in_url)
def published_one(request: SignedInRequest, kept: PublishedStatistic) -> HttpResponse:
    ids = frozenset([kept.community_id])
    window = Window(kept.from_on, kept.to_on)
    now = timezone.localtime()
    comparison = None
    try:
        scope = Scope(ids, window, kept.as_of, **narrows_of(kept.narrows, ids))
        comparison = compare(kept, metric(kept.metric), scope, now=now, reader=request.user)
    except (KeyError, Http404):  # the metric or the zone is no more; what was published still stands
        pass
    context = {"kept": kept, "comparison": comparison, "window": say_window(window, now.date()), "now": now}
    return render(request, "reports/published_one.html", context | {"parts": kept.parts[1:]})
