"""Planning an activity, changing it, calling it off, and who should come."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from linli.accounts.doors import SignedInRequest, admits, own_community
from linli.residents.queries import readable_by

from .. import actions
from ..forms import CancelForm, ExpectedForm, PlanForm
from ..models import Activity, Expected
from ..queries.lists import seen_by
from ..queries.paper_rolls import read_paper_roll
from .doors import activity_in_url, done

FOLLOWING = "following"


@require_http_methods(["GET", "POST"])
@admits("activities.plan_activity")
def new_activity(request: SignedInRequest) -> HttpResponse:
    """One form for one activity or a series; `like` brings what was done before, `day` a day of the calendar."""
    community = own_community(request)
    people = readable_by(request.user, timezone.localdate())
    form = PlanForm(request.POST or None, people=people, community_id=community.pk, initial=_asked_for(request))
    if not form.is_valid():
        return render(request, "activities/plan.html", {"form": form, "title": _("安排活动"), "button": _("安排好了")})
    now = timezone.now()
    if not form.rule:
        planned = actions.plan_activity(community, by=request.user, at=now, **form.wanted)
        return done(request, _("安排好了。"), "activities:activity", planned.pk)
    if not request.user.has_perm("activities.plan_series"):
        raise PermissionDenied
    until_on = form.cleaned_data["until_on"]
    series = actions.plan_series(community, rule=form.rule, until_on=until_on, by=request.user, at=now, **form.wanted)
    first, count = series.activities.order_by("starts_at").first(), series.activities.count()
    said = ngettext("安排好了，一共 {n} 次。", "安排好了，一共 {n} 次。", count).format(n=count)
    return done(request, said, "activities:activity", first.pk if first else 0)


def _asked_for(request: SignedInRequest) -> dict[str, Any]:
    """Return what the form begins with: tomorrow afternoon, or like another activity a week after it."""
    like = request.GET.get("like", "")
    if like.isdecimal() and (found := seen_by(request.user).filter(pk=like).first()):
        begun = initial_of(found)
        week = timedelta(days=7)
        moments = ("starts_at", "ends_at", "sign_up_opens_at", "sign_up_closes_at")
        return begun | {name: begun[name] + week for name in moments if begun[name]}
    try:
        day = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        day = timezone.localdate() + timedelta(days=1)
    starts_at = timezone.make_aware(datetime.combine(day, time(15)))
    kinds = request.GET.getlist("kind")
    return {"starts_at": starts_at, "ends_at": starts_at + timedelta(minutes=90), "kinds": kinds}


def initial_of(activity: Activity) -> dict[str, Any]:
    names = (
        "title", "kinds", "place", "door", "plan", "is_public", "takes_sign_ups", "capacity", "host", "recorder",
        "origin_label",
    )  # fmt: skip
    initial = {name: getattr(activity, name) for name in names}
    for name in ("starts_at", "ends_at", "sign_up_opens_at", "sign_up_closes_at"):
        moment = getattr(activity, name)
        initial[name] = timezone.localtime(moment) if moment else None
    return initial


@require_http_methods(["GET", "POST"])
@admits("activities.change_activity", to=activity_in_url)
def change(request: SignedInRequest, activity: Activity) -> HttpResponse:
    """Change this one, or, where it is one of a series, this and the following ones."""
    people = readable_by(request.user, timezone.localdate())
    form = PlanForm(
        request.POST or None, people=people, community_id=activity.community_id, activity=activity,
        initial=initial_of(activity),
    )  # fmt: skip
    if not form.is_valid():
        note = "" if activity.is_held else _("改了时间或地点，会告诉报了名、请了来的人。")
        words = {"title": _("改活动"), "button": _("改好"), "note": note}
        return render(request, "activities/plan.html", {"form": form, "activity": activity, **words})
    given, now = form.wanted, timezone.now()
    if request.POST.get("which") == FOLLOWING and request.user.has_perm("activities.change_series", activity):
        count = actions.change_following(activity, by=request.user, at=now, **given)
        said = ngettext("这次和往后的都改好了，一共 {n} 次。", "这次和往后的都改好了，一共 {n} 次。", count)
        return done(request, said.format(n=count), "activities:activity", activity.pk)
    actions.change_activity(activity, by=request.user, at=now, **given)
    return done(request, _("改好了。"), "activities:activity", activity.pk)


@require_http_methods(["GET", "POST"])
@admits("activities.cancel_activity", to=activity_in_url)
def cancel(request: SignedInRequest, activity: Activity) -> HttpResponse:
    form = CancelForm(request.POST or None)
    if not form.is_valid():
        return render(request, "activities/cancel.html", {"form": form, "activity": activity})
    given, now = form.cleaned_data, timezone.now()
    if request.POST.get("which") == FOLLOWING and request.user.has_perm("activities.stop_series", activity):
        count = actions.stop_series(activity, by=request.user, at=now, **given)
        said = ngettext("这次和往后的都取消了，一共 {n} 次。", "这次和往后的都取消了，一共 {n} 次。", count)
        return done(request, said.format(n=count), "activities:activity", activity.pk)
    actions.cancel_activity(activity, by=request.user, at=now, **given)
    return done(request, _("取消了，会告诉报了名、请了来的人。"), "activities:activity", activity.pk)


@require_http_methods(["GET", "POST"])
@admits("activities.expect_people", to=activity_in_url)
def expected(request: SignedInRequest, activity: Activity) -> HttpResponse:
    """Who should come: names are added, ticked ones are taken off."""
    if "off" in request.POST:
        keys = [int(key) for key in request.POST.getlist("off") if key.isdecimal()]
        actions.expect_no_more(activity, people=keys, by=request.user, at=timezone.now())
        return redirect("activities:expected", activity.pk)
    form = ExpectedForm(request.POST or None)
    unclear: list[Any] = []
    if form.is_valid():
        lines = read_paper_roll(activity, form.cleaned_data["names"])
        certain = [line.person.pk for line in lines if line.person]
        actions.expect_people(activity, people=certain, by=request.user, at=timezone.now())
        unclear = [line for line in lines if not line.person]
        if not unclear:
            return redirect("activities:expected", activity.pk)
        form = ExpectedForm(initial={"names": "\n".join(line.text for line in unclear)})
    rows = Expected.objects.filter(activity=activity).select_related("person").order_by("person__pinyin", "person_id")
    context = {"activity": activity, "form": form, "rows": rows, "unclear": unclear}
    return render(request, "activities/expected.html", context)
