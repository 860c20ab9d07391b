"""The rota of a week and of a month: on the screen, and on paper for the wall."""

from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from linli.accounts.doors import SignedInRequest, admits, own_community

from ..models import Post
from ..queries.grid import grid


@require_safe
@admits("rota.view_rota")
def week(request: SignedInRequest) -> HttpResponse:
    now, first = timezone.localtime(), _day(request.GET.get("from"))
    first -= timedelta(days=first.weekday())
    shown = grid(own_community(request).pk, first, 7, now=now)
    return render(
        request,
        "rota/week.html",
        {
            "grid": shown,
            "now": now,
            "first": first,
            "last": first + timedelta(days=6),
            "earlier": first - timedelta(days=7),
            "later": first + timedelta(days=7),
            "may_plan": request.user.has_perm("rota.plan_rota"),
        },
    )


@require_safe
@admits("rota.view_rota")
def month(request: SignedInRequest) -> HttpResponse:
    """One post for a month, weeks from Monday."""
    now, community = timezone.localtime(), own_community(request)
    begins = _day(request.GET.get("from")).replace(day=1)
    posts = list(Post.objects.filter(community=community, is_in_use=True))
    post = next((each for each in posts if str(each.pk) == request.GET.get("post")), posts[0] if posts else None)
    later = (begins + timedelta(days=31)).replace(day=1)
    first = begins - timedelta(days=begins.weekday())
    weeks = (later - first).days // 7 + bool((later - first).days % 7)
    return render(
        request,
        "rota/month.html",
        {
            "grid": grid(community.pk, first, weeks * 7, now=now, post=post) if post else None,
            "now": now,
            "posts": posts,
            "post": post,
            "month": begins,
            "earlier": (begins - timedelta(days=1)).replace(day=1),
            "later": later,
            "may_plan": request.user.has_perm("rota.plan_rota"),
        },
    )


def _day(text: str | None) -> date:
    """Return the day an address asks for; today when it asks for none, or for nonsense."""
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return timezone.localdate()
    return day if 2000 < day.year < 2100 else timezone.localdate()
