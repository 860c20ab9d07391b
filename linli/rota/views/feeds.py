"""日历: secret addresses to read shifts from, and what is read there."""

import hashlib

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from linli.accounts.doors import SignedInRequest, admits, own_community
from linli.web.doors import public

from .. import actions
from ..models import CalendarFeed, Post
from ..queries.calendar import address_of, calendar, feed_behind
from .doors import done, feed_in_url


@require_safe
@admits("rota.keep_own_calendar")
def calendars(request: SignedInRequest) -> HttpResponse:
    """One's own address, and, for who keeps the rota, those of the posts."""
    community = own_community(request)
    feeds = CalendarFeed.objects.filter(community=community, ended_at=None)
    mine = feeds.filter(person=request.user).first()
    lines = []
    if request.user.has_perm("rota.plan_rota"):
        of_posts = {feed.post_id: feed for feed in feeds.filter(person=None)}
        for post in Post.objects.filter(community=community, is_in_use=True):
            feed = of_posts.get(post.pk)
            lines.append((post, feed, _address(request, feed) if feed else ""))
    own = _address(request, mine) if mine else ""
    response = render(request, "rota/calendars.html", {"mine": mine, "own_address": own, "lines": lines})
    response["Cache-Control"] = "no-store"
    return response


def _address(request: HttpRequest, feed: CalendarFeed) -> str:
    return request.build_absolute_uri(reverse("rota:feed", args=[address_of(feed)]))


@require_POST
@admits("rota.keep_own_calendar")
def own_calendar_made(request: SignedInRequest) -> HttpResponse:
    community = own_community(request).pk
    said = _made(CalendarFeed.objects.filter(community=community, person=request.user))
    actions.make_feed(community, person=request.user, by=request.user, at=timezone.now())
    return done(request, said, "rota:calendars")


@require_POST
@admits("rota.plan_rota")
def post_calendar_made(request: SignedInRequest, pk: int) -> HttpResponse:
    post = get_object_or_404(Post.objects.visible_to(request.user), pk=pk)
    said = _made(CalendarFeed.objects.filter(community=post.community_id, post=post))
    actions.make_feed(post.community_id, post=post, by=request.user, at=timezone.now())
    return done(request, said, "rota:calendars")


def _made(feeds: QuerySet[CalendarFeed]) -> str:
    """What to say of a new address: only where one was there before has an old one ended."""
    had_one = feeds.filter(ended_at=None).exists()
    return _("新的地址在下面，旧的已经作废。") if had_one else _("地址在下面。")


@require_POST
@admits("rota.end_feed", to=feed_in_url)
def calendar_ended(request: SignedInRequest, feed: CalendarFeed) -> HttpResponse:
    actions.end_feed(feed, by=request.user, at=timezone.now())
    return done(request, _("地址作废了。"), "rota:calendars")


@require_safe
@public
def feed(request: HttpRequest, word: str) -> HttpResponse:
    """What a calendar program reads; unchanged shifts answer 304."""
    found = feed_behind(word)
    if found is None:
        raise Http404
    body = calendar(found, timezone.now())
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response = (
        HttpResponseNotModified()
        if request.headers.get("If-None-Match") == etag
        else HttpResponse(body, content_type="text/calendar; charset=utf-8")
    )
    response["ETag"], response["Cache-Control"] = etag, "private, max-age=600"
    response["X-Robots-Tag"] = "noindex"
    return response
