"""Who keeps a zone: changed in one step, or excepted for a while with a reason."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from linli.accounts import actions as accounts
from linli.accounts.doors import SignedInRequest, admits
from linli.accounts.models import Duty, KeeperOverride
from linli.territory.models import Zone

from ..forms import KeepersForm, OverrideForm
from ..queries.lines import who_may_keep
from .doors import done, override_in_url, zone_in_url


@require_http_methods(["GET", "POST"])
@admits("zones.change_keepers", to=zone_in_url)
def keepers(request: SignedInRequest, zone: Zone) -> HttpResponse:
    today = timezone.localdate()
    here = list(Duty.objects.in_force(today).filter(zone=zone).select_related("user"))
    people = who_may_keep(zone.community_id, today, but=[duty.user_id for duty in here])
    lead = next((duty.user_id for duty in here if duty.is_lead), None)
    form = KeepersForm(request.POST or None, keepers=here, people=people, initial={"on": today, "lead": lead})
    if not form.is_valid():
        overrides = KeeperOverride.objects.filter(zone=zone, until_on__gt=today).select_related("approved_by")
        shown = {"zone": zone, "form": form, "keepers": here, "overrides": overrides, "today": today}
        shown["coming"] = Duty.objects.filter(zone=zone, from_on__gt=today).select_related("user")
        return render(request, "zones/keepers.html", shown)
    given = form.cleaned_data
    accounts.change_keepers(zone, from_on=given.pop("on"), by=request.user, at=timezone.now(), **given)
    return done(request, _("负责的人安排好了。"), "zones:zone", zone.pk)


@require_http_methods(["GET", "POST"])
@admits("zones.override_keepers", to=zone_in_url)
def new_override(request: SignedInRequest, zone: Zone) -> HttpResponse:
    form = OverrideForm(request.POST or None, initial={"from_on": timezone.localdate()})
    if not form.is_valid():
        return render(request, "zones/override.html", {"zone": zone, "form": form})
    accounts.override_keepers(zone, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("记下了。这段时间可以不是 2 至 3 人。"), "zones:keepers", zone.pk)


@require_POST
@admits("zones.override_keepers", to=override_in_url)
def override_end(request: SignedInRequest, override: KeeperOverride) -> HttpResponse:
    accounts.end_override(override, by=request.user, at=timezone.now())
    return done(request, _("例外今天结束了。"), "zones:keepers", override.zone_id)
