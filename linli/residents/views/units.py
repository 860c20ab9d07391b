"""驻区单位: the list, and keeping one."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from linli.accounts.doors import SignedInRequest, admits, own_community

from .. import actions
from ..forms import UnitForm
from ..models import Unit
from .doors import done, unit_in_url


@require_safe
@admits("residents.view_units")
def units(request: SignedInRequest) -> HttpResponse:
    word = request.GET.get("q", "").strip()[:40]
    found = Unit.objects.visible_to(request.user).select_related("door__lane").order_by("left_on", "name")
    if word:
        found = found.filter(name__contains=word) | found.filter(short_name__contains=word)
    context = {"units": found, "word": word, "may_keep": request.user.has_perm("residents.keep_unit")}
    return render(request, "residents/units.html", context)


@require_http_methods(["GET", "POST"])
@admits("residents.keep_unit")
def new_unit(request: SignedInRequest) -> HttpResponse:
    community = own_community(request)
    form = UnitForm(request.POST or None, community_id=community.pk)
    if not form.is_valid():
        words = {"title": _("登记一个单位"), "button": _("登记"), "back": "residents:units"}
        return render(request, "residents/form.html", {"form": form, **words})
    actions.enter_unit(community, **form.facts, by=request.user, at=timezone.localtime())
    return done(request, _("登记好了。"), "residents:units")


@require_http_methods(["GET", "POST"])
@admits("residents.keep_unit", to=unit_in_url)
def unit(request: SignedInRequest, unit: Unit) -> HttpResponse:
    form = UnitForm(request.POST or None, community_id=unit.community_id, unit=unit)
    if not form.is_valid():
        words = {"title": unit.name, "button": _("存好"), "back": "residents:units"}
        return render(request, "residents/form.html", {"form": form, **words})
    actions.change_unit(unit, **form.facts, by=request.user, at=timezone.localtime())
    return done(request, _("存好了。"), "residents:units")
