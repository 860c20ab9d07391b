"""党组织: the tree, one organisation, and keeping them."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from linli.accounts.doors import SignedInRequest, admits, own_community

from .. import actions
from ..forms import DayForm, OrganisationForm
from ..models import Organisation, Post
from ..queries.access import organisations_read_by, readable_by
from ..queries.calendar import concerns, life_of, recent_meetings
from ..queries.dues import long_unpaid
from ..queries.listing import with_here
from ..queries.rosters import members_of
from ..queries.tree import tree
from .doors import ask, done, organisation_in_url


@require_safe
@admits("party.view_organisations")
def organisations(request: SignedInRequest) -> HttpResponse:
    """The tree of what this person may open."""
    on = timezone.localdate()
    found = organisations_read_by(request.user, on).standing(on)
    words = {"tree": tree(found, on), "may_keep": request.user.has_perm("party.change_organisation")}
    return render(request, "party/organisations.html", words)


@require_safe
@admits("party.view_organisations", to=organisation_in_url)
def organisation(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """One organisation: who is in it, who leads it, what it owes, when it met last."""
    on, may_keep = timezone.localdate(), request.user.has_perm("party.change_organisation", organisation)
    members = with_here(members_of(organisation, on).filter(pk__in=readable_by(request.user, on).values("pk")), on)
    below = Organisation.objects.standing(on).filter(parent=organisation)
    posts = Post.objects.in_force(on).filter(organisation=organisation).select_related("member__person")
    life = life_of([organisation], on)
    return render(
        request,
        "party/organisation.html",
        {
            "organisation": organisation,
            "members": members[:100],
            "posts": posts,
            "below": below,
            "life": life[0] if life else None,
            "meetings": recent_meetings(organisation),
            "concerns": concerns(organisation, on) if may_keep else [],
            "unpaid": long_unpaid(members, on) if may_keep else [],
            "narrowed": f"?organisation={organisation.pk}",
            "may_keep": may_keep,
        },
    )


@require_http_methods(["GET", "POST"])
@admits("party.change_organisation")
def new_organisation(request: SignedInRequest) -> HttpResponse:
    community, on = own_community(request), timezone.localdate()
    parents = organisations_read_by(request.user, on).standing(on)
    form = OrganisationForm(request.POST or None, parents=parents, initial={"parent": request.GET.get("parent")})
    if not form.is_valid():
        back = (reverse("party:organisations"), _("党组织"))
        return ask(request, form, title=_("加一个党组织"), button=_("存好"), back=back)
    given = form.cleaned_data
    made = actions.found_organisation(community, by=request.user, at=timezone.now(), **given)
    return done(request, _("存好了。"), "party:organisation", made.pk)


@require_http_methods(["GET", "POST"])
@admits("party.change_organisation", to=organisation_in_url)
def organisation_change(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    on = timezone.localdate()
    parents = organisations_read_by(request.user, on).standing(on).exclude(pk=organisation.pk)
    form = OrganisationForm(request.POST or None, instance=organisation, parents=parents)
    if organisation.parent_id and not parents.filter(pk=organisation.parent_id).exists():
        del form.fields["parent"]  # what stands above is not theirs to change
    if not form.is_valid():
        back = (reverse("party:organisation", args=[organisation.pk]), organisation.short_name)
        return ask(request, form, title=_("改资料"), button=_("改好"), back=back)
    actions.change_organisation(organisation, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("改好了。"), "party:organisation", organisation.pk)


@require_http_methods(["GET", "POST"])
@admits("party.change_organisation", to=organisation_in_url)
def organisation_end(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    form = DayForm(request.POST or None, initial={"on": timezone.localdate()})
    if not form.is_valid():
        back = (reverse("party:organisation", args=[organisation.pk]), organisation.short_name)
        title, note = _("撤销{name}").format(name=organisation.short_name), _("记录都留着，只是不再出现在名册里。")
        return ask(request, form, title=title, button=_("撤销"), back=back, note=note)
    actions.end_organisation(organisation, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("撤销了，以前的记录都在。"), "party:organisations")
