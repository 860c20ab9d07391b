"""What came of it, for everybody: no account, no names; only the text somebody answers for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.accounts.doors import SignedInRequest, admits
from linli.accounts.middleware import name_place
from linli.fence.rows import open_fence
from linli.territory.models import Community
from linli.web.doors import public

from .. import actions
from ..forms.matters import PublicForm
from ..models import Matter
from ..queries.matters import draft_for_public, evidence_of, published
from .doors import done, matter_in_url
from .matters import back_to


@require_safe
@never_cache
@public
def public_matters(request: HttpRequest, prefix: str) -> HttpResponse:
    community = get_object_or_404(Community, number_prefix=prefix)
    open_fence([community.pk])
    name_place(request, community)
    rows = published(community)[:100]
    return render(request, "assembly/public_matters.html", {"community": community, "rows": rows})


@require_safe
@never_cache
@public
def public_matter(request: HttpRequest, prefix: str, year: int, number: int) -> HttpResponse:
    community = get_object_or_404(Community, number_prefix=prefix)
    open_fence([community.pk])
    matter = get_object_or_404(published(community), year=year, number=number)
    name_place(request, community)
    results = [each for each in evidence_of(matter).ballots if each.ballot.closed_at and not each.ballot.annulled_at]
    shown = {"community": community, "matter": matter, "results": results}
    return render(request, "assembly/public_matter.html", shown)


@require_http_methods(["GET", "POST"])
@admits("assembly.publish_matter", to=matter_in_url)
def publication(request: SignedInRequest, matter: Matter) -> HttpResponse:
    """Write the text, see it as everybody will, then show it."""
    draft = matter.public_text or draft_for_public(matter, evidence_of(matter))
    form = PublicForm(request.POST or None, initial={"text": draft})
    is_sure = request.POST.get("step") == "publish"
    if form.is_valid() and is_sure:
        actions.publish_matter(matter, by=request.user, at=timezone.now(), **form.cleaned_data)
        return done(request, _("公开了，居民不用登录就能看到。"), "assembly:matter", matter.pk)
    preview = form.cleaned_data["text"] if form.is_bound and form.is_valid() else ""
    back_url, back = back_to(matter)
    words = {"matter": matter, "form": form, "preview": preview, "back_url": back_url, "back": back}
    return render(request, "assembly/publication.html", words)


@require_POST
@admits("assembly.publish_matter", to=matter_in_url)
def unpublication(request: SignedInRequest, matter: Matter) -> HttpResponse:
    actions.unpublish_matter(matter, by=request.user, at=timezone.now())
    return done(request, _("不再公开了。"), "assembly:matter", matter.pk)
