"""What became of it: the record, photos and papers."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.accounts.doors import SignedInRequest, admits
from linli.files.arriving import take_in
from linli.files.serving import serve
from linli.territory.models import Community
from linli.web.doors import public

from .. import actions
from ..forms import PhotosForm, RecordForm
from ..models import Activity, ActivityFile
from ..queries import counts_of
from ..queries.board import public_photos
from .doors import activity_in_url, done, file_in_url


@require_http_methods(["GET", "POST"])
@admits("activities.record_held", to=activity_in_url)
def record(request: SignedInRequest, activity: Activity) -> HttpResponse:
    """Write what was done: from now on it counts. Opened again, it is mended."""
    initial = {
        "started_at": timezone.localtime(activity.started_at or activity.starts_at),
        "ended_at": timezone.localtime(activity.ended_at or activity.ends_at),
        "summary": activity.summary,
        "decisions": activity.decisions,
        "helped": activity.helped,
        "sessions": activity.sessions,
    }
    form = RecordForm(request.POST or None, initial=initial)
    if not form.is_valid():
        counts = counts_of([activity.pk])[activity.pk]
        return render(request, "activities/record.html", {"activity": activity, "form": form, "counts": counts})
    actions.record_held(activity, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("记下了，这次活动算数了。"), "activities:activity", activity.pk)


@require_http_methods(["GET", "POST"])
@admits("activities.attach_photos", to=activity_in_url)
def new_photos(request: SignedInRequest, activity: Activity) -> HttpResponse:
    picked = take_in(request, activity.community, by=request.user)
    form = PhotosForm(request.POST if request.method == "POST" else None, picked=picked)
    if not form.is_valid():
        return render(request, "activities/photos_new.html", {"activity": activity, "form": form})
    count = actions.attach_photos(activity, picked.uploads, by=request.user, at=timezone.now())
    said = ngettext("附上 {n} 个文件，正在处理。", "附上 {n} 个文件，正在处理。", count).format(n=count)
    return done(request, said, "activities:activity", activity.pk)


@require_safe
@admits("activities.view_photo", to=file_in_url)
def photo(request: SignedInRequest, attached: ActivityFile) -> HttpResponse:
    """One photo large; who keeps it may show it to residents once the people in it were asked."""
    may_show = request.user.has_perm("activities.show_photo", attached)
    context = {"attached": attached, "file": attached.file, "may_show": may_show}
    return render(request, "activities/photo.html", context)


@require_safe
@admits("activities.view_photo", to=file_in_url)
def picture(request: SignedInRequest, attached: ActivityFile) -> HttpResponseBase:
    size = "thumb" if "thumb" in request.GET else "full"
    return serve(request, attached.file, size=size, download="download" in request.GET)


@require_POST
@admits("activities.show_photo", to=file_in_url)
def audience(request: SignedInRequest, attached: ActivityFile) -> HttpResponse:
    if request.POST.get("who") == "resident":
        asked = request.POST.get("people_were_asked") == "on"
        actions.show_photo(attached, people_were_asked=asked, by=request.user, at=timezone.now())
        return done(request, _("居民也能看了。"), "activities:photo", attached.file.key)
    actions.hide_photo(attached, by=request.user, at=timezone.now())
    return done(request, _("只有社区的同志能看了。"), "activities:photo", attached.file.key)


@require_POST
@admits("activities.show_photo", to=file_in_url)
def photo_off(request: SignedInRequest, attached: ActivityFile) -> HttpResponse:
    actions.remove_photo(attached, by=request.user, at=timezone.now())
    return done(request, _("移除了。"), "activities:activity", attached.activity_id)


@require_safe
@public
def public_picture(request: HttpRequest, prefix: str, key: UUID) -> HttpResponseBase:
    """A photo residents may see, of a public activity, whose people were asked."""
    community = get_object_or_404(Community, number_prefix=prefix)
    attached = get_object_or_404(public_photos(community), file__key=key)
    return serve(request, attached.file, size="thumb" if "thumb" in request.GET else "full")
