"""日历: a secret address to read one's activities from, and what is read there."""

import hashlib

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from linli.accounts.doors import SignedInRequest, admits, own_community
from linli.web.doors import public

from .. import actions
from ..models import ActivityFeed
from ..queries.calendar import address_of, calendar_of, feed_behind
from .doors import done


@require_safe
@admits("activities.keep_own_calendar")
def calendar(request: SignedInRequest) -> HttpResponse:
    """One's own address."""
    feed = ActivityFeed.objects.filter(community=own_community(request), user=request.user, ended_at=None).first()
    address = request.build_absolute_uri(reverse("activities:feed", args=[address_of(feed)])) if feed else ""
    response = render(request, "activities/calendar.html", {"address": address})
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@admits("activities.keep_own_calendar")
def calendar_made(request: SignedInRequest) -> HttpResponse:
    actions.make_feed(own_community(request).pk, by=request.user, at=timezone.now())
    return done(request, _("地址在下面。"), "activities:calendar")


@require_POST
@admits("activities.keep_own_calendar")
def calendar_ended(request: SignedInRequest) -> HttpResponse:
    actions.end_feed(own_community(request).pk, by=request.user, at=timezone.now())
    return done(request, _("地址作废了。"), "activities:calendar")


@require_safe
@public
def feed(request: HttpRequest, word: str) -> HttpResponse:
    """What a calendar program reads; unchanged activities answer 304."""
    found = feed_behind(word)
    if found is None:
        raise Http404
    body = calendar_of(found, timezone.now())
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response = (
        HttpResponseNotModified()
        if request.headers.get("If-None-Match") == etag
        else HttpResponse(body, content_type="text/calendar; charset=utf-8")
    )
    response["ETag"], response["Cache-Control"] = etag, "private, max-age=600"
    response["X-Robots-Tag"] = "noindex"
    return response
