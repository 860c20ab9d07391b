"""岗位和轮班: what posts there are, who takes turns on them, and filling the rota from a turn."""

import tomllib
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.accounts.doors import SignedInRequest, admits, own_community

from .. import actions
from ..forms import FillForm, PatternForm, PostForm
from ..models import Pattern, Post
from ..queries.duty import who_may_stand
from ..queries.turns import preview
from .doors import done, pattern_in_url, post_in_url

PRESETS = Path(__file__).parents[1] / "data" / "patterns.toml"


@require_safe
@admits("rota.plan_rota")
def posts(request: SignedInRequest) -> HttpResponse:
    found = Post.objects.filter(community=own_community(request))
    found = found.select_related("responsible").prefetch_related("patterns__members__person")
    return render(request, "rota/posts.html", {"posts": found.order_by("-is_in_use", "order", "pk")})


@require_http_methods(["GET", "POST"])
@admits("rota.plan_rota")
def new_post(request: SignedInRequest) -> HttpResponse:
    return _keep(request, Post(community=own_community(request)), _("加一个岗位"))


@require_http_methods(["GET", "POST"])
@admits("rota.plan_rota", to=post_in_url)
def post(request: SignedInRequest, post: Post) -> HttpResponse:
    return _keep(request, post, post.name)


def _keep(request: SignedInRequest, post: Post, title: str) -> HttpResponse:
    people = who_may_stand(post.community_id, timezone.localdate())
    form = PostForm(request.POST or None, instance=post, people=people)
    if not form.is_valid():
        words = {"title": title, "button": _("存好"), "back": "rota:posts"}
        return render(request, "rota/form.html", {"form": form, **words})
    actions.keep_post(post, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("存好了。"), "rota:posts")


@require_http_methods(["GET", "POST"])
@admits("rota.plan_rota", to=post_in_url)
def new_pattern(request: SignedInRequest, post: Post) -> HttpResponse:
    chosen = next((each for each in presets() if each["code"] == request.GET.get("preset")), {})
    initial = {name: chosen[name] for name in ("name", "slots", "cycle", "stagger") if name in chosen}
    return _keep_pattern(request, Pattern(post=post, **initial, first_on=timezone.localdate() + timedelta(days=1)))


@require_http_methods(["GET", "POST"])
@admits("rota.plan_rota", to=pattern_in_url)
def pattern(request: SignedInRequest, pattern: Pattern) -> HttpResponse:
    return _keep_pattern(request, pattern)


def _keep_pattern(request: SignedInRequest, pattern: Pattern) -> HttpResponse:
    members = [each.person for each in pattern.members.select_related("person")] if pattern.pk else []
    people = who_may_stand(pattern.post.community_id, timezone.localdate())
    form = PatternForm(request.POST or None, instance=pattern, people=people, members=members)
    if not form.is_valid():
        return render(
            request, "rota/pattern.html", {"form": form, "pattern": pattern, "presets": [] if pattern.pk else presets()}
        )
    given = {name: form.cleaned_data[name] for name in ("name", "slots", "cycle", "stagger", "first_on", "people")}
    kept = actions.keep_pattern(pattern, by=request.user, at=timezone.now(), **given)
    return done(request, _("轮班存好了。先看预览，再排进去。"), "rota:fill", kept.pk)


@require_POST
@admits("rota.plan_rota", to=pattern_in_url)
def pattern_removal(request: SignedInRequest, pattern: Pattern) -> HttpResponse:
    actions.remove_pattern(pattern, by=request.user, at=timezone.now())
    return done(request, _("轮班「{name}」删掉了，排过的班都还在。").format(name=pattern.name), "rota:posts")


@require_http_methods(["GET", "POST"])
@admits("rota.plan_rota", to=pattern_in_url)
def fill(request: SignedInRequest, pattern: Pattern) -> HttpResponse:
    """Preview a turn over a period (GET), then write it into the rota (POST)."""
    at = timezone.localtime()
    begins = max(at.date(), pattern.first_on)
    asked = request.POST or request.GET
    form = FillForm(asked or {"since": begins, "until": begins + timedelta(days=27)})
    is_valid = form.is_valid()
    if request.method == "POST" and is_valid:
        found = actions.fill_rota(pattern, by=request.user, at=at, **form.cleaned_data)
        count = sum(1 for turn in found if turn.verdict == "new" and turn.ends_at > at)
        said = ngettext("排进去 {n} 个班。", "排进去 {n} 个班。", count).format(n=count)
        return done(request, said if count else _("没有可排的：都排过了，或者有冲突。"), "rota:week")
    turns = preview(pattern, **form.cleaned_data) if is_valid else []
    return render(request, "rota/fill.html", {"pattern": pattern, "form": form, "turns": turns, **_summary(turns)})


def _summary(turns: list[Any]) -> dict[str, Any]:
    """Count the verdicts, and how many shifts each person would get."""
    shares: dict[str, int] = {}
    for turn in turns:
        if turn.verdict in {"new", "there"}:
            shares[turn.person.name] = shares.get(turn.person.name, 0) + 1
    return {
        "fresh": sum(turn.verdict == "new" for turn in turns),
        "there": sum(turn.verdict in {"there", "covered"} for turn in turns),
        "left_out": [turn for turn in turns if turn.verdict in {"clash", "away"}],
        "shares": shares,
    }


@cache
def presets() -> list[dict[str, Any]]:
    return list(tomllib.loads(PRESETS.read_text(encoding="utf-8"))["pattern"])
