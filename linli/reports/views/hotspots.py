"""Hot spots: what comes back, what was done about it each time, and the way to the council."""

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from linli.accounts.doors import SignedInRequest, admits, own_community
from linli.assembly.actions import put_forward_first
from linli.cases.actions import Matter, put_before_council
from linli.cases.models import Category

from .. import actions
from ..forms import HotSpotForm, HotSpotRuleForm
from ..metrics import metric
from ..queries.figures import figures
from ..queries.hotspots import Rule, hot_spots, kinds_to_choose, rule_of, seasons, zones_to_choose
from ..scope import Scope
from ..templatetags.figures import narrowed_rows_url
from .asked import narrows_of


@require_safe
@admits("reports.view_hot_spots")
def hotspots(request: SignedInRequest) -> HttpResponse:
    now = timezone.localtime()
    ids = request.user.community_ids
    rule = rule_of(min(ids)) if len(ids) == 1 else Rule()
    narrows = {key: value for key, value in narrows_of(request.GET, ids).items() if key in ("zone_id", "category_ids")}
    scope = Scope(ids, rule.window(now.date()), now, **narrows)
    number = request.GET.get("page", "1")
    page = int(number) if number.isascii() and number.isdigit() and 0 < int(number) < 10_000 else 1
    return render(
        request,
        "reports/hotspots.html",
        {
            "found": hot_spots(scope, rule, reader=request.user, page=page),
            "rule": rule,
            "scope": scope,
            "seasons": list(seasons(replace(scope, zone_id=None, category_ids=frozenset()), now.date())),
            "zones": zones_to_choose(ids),
            "kinds": kinds_to_choose(),
            "rule_form": HotSpotRuleForm(initial={"times": rule.times, "months": rule.months}),
            "may_set": len(ids) == 1 and request.user.has_perm("reports.set_hot_spot_rule"),
            "may_matter": len(ids) == 1 and request.user.has_perm("assembly.keep_matter"),
            "may_council": len(ids) == 1 and request.user.has_perm("cases.put_before_council"),
        },
    )


@require_POST
@admits("cases.put_before_council")
def hotspot_to_council(request: SignedInRequest) -> HttpResponse:
    community, now = own_community(request), timezone.localtime()
    form = HotSpotForm(request.POST, community=community)
    if not form.is_valid():
        raise Http404
    given = form.cleaned_data
    rule = rule_of(community.pk)
    window = rule.window(now.date())
    category: Category = given["category"]
    narrows = {"lane_id": given["lane"].pk} if given["lane"] else {"place": given["place"]}
    scope = Scope(frozenset([community.pk]), window, now, category_ids=frozenset([category.pk]), **narrows)
    where = {"lane": given["lane"].pk} if given["lane"] else narrows
    place = str(given["lane"] or given["place"])
    matter = Matter(
        title=_("{place}：{category}").format(place=place, category=category),
        times=_times(scope),
        times_url=narrowed_rows_url("appeals_total", scope, {"category": category.pk, **where}),
        since_on=window.from_on,
        category=category,
        lane=given["lane"],
        place_text="" if given["lane"] else given["place"],
    )
    candidate = put_before_council(community, matter, why=given["why"], by=request.user, at=now)
    if request.POST.get("to") == "matter" and request.user.has_perm("assembly.keep_matter"):
        return redirect("assembly:matter", put_forward_first(candidate, by=request.user, at=now).pk)
    messages.success(request, _("放上议事会名单了。"))
    return redirect("reports:hotspots")


def _times(scope: Scope) -> int:
    times = figures(scope, [metric("appeals_total")])["appeals_total"].whole
    if not times:
        raise Http404
    return times


@require_POST
@admits("reports.set_hot_spot_rule")
def hotspot_rule(request: SignedInRequest) -> HttpResponse:
    form = HotSpotRuleForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("次数写 2 到 50，月数写 1 到 36。"))
        return redirect("reports:hotspots")
    actions.set_hot_spot_rule(own_community(request), by=request.user, at=timezone.now(), **form.cleaned_data)
    messages.success(request, _("热点的算法改好了。"))
    return redirect("reports:hotspots")
