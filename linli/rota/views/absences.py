"""请假: one's own, and, for who keeps the rota, everybody's."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.accounts.doors import SignedInRequest, admits, own_community

from .. import actions
from ..forms import AbsenceForm, OwnAbsenceForm
from ..models import Absence
from ..queries.duty import absences_between, shifts_hit_by, who_may_stand
from .doors import absence_in_url, done

AHEAD = timedelta(days=366)


@require_safe
@admits("rota.view_rota")
def absences(request: SignedInRequest) -> HttpResponse:
    """Everybody who is or will be away, with the shifts that fall into it."""
    now = timezone.localtime()
    found = absences_between(own_community(request).pk, now, now + AHEAD)
    hit = shifts_hit_by(found)
    may = request.user.has_perm
    lines = [(each, hit[each.pk], may("rota.end_absence", each)) for each in found]
    return render(request, "rota/absences.html", {"lines": lines, "now": now, "may_plan": may("rota.plan_rota")})


@require_http_methods(["GET", "POST"])
@admits("rota.note_own_absence")
def new_absence(request: SignedInRequest) -> HttpResponse:
    community, at = own_community(request), timezone.localtime()
    if request.user.has_perm("rota.plan_rota"):
        people = who_may_stand(community.pk, at.date())
        form: OwnAbsenceForm = AbsenceForm(request.POST or None, people=people, initial={"person": request.user.pk})
    else:
        form = OwnAbsenceForm(request.POST or None)
    if not form.is_valid():
        note = _("请假期间不派单给这个人；排了班的，备班顶上，没有备班就算缺人。")
        words = {"title": _("请假"), "button": _("记下请假"), "note": note, "back": "rota:absences"}
        return render(request, "rota/form.html", {"form": form, **words})
    given = {"person": request.user, **form.cleaned_data}
    noted = actions.note_absence(given.pop("person"), community_id=community.pk, by=request.user, at=at, **given)
    count = len(shifts_hit_by([noted])[noted.pk])
    said = ngettext(
        "记下了。有 {n} 个班在这段时间里，请看要不要换。", "记下了。有 {n} 个班在这段时间里，请看要不要换。", count
    )
    return done(request, said.format(n=count) if count else _("记下了，没有班受影响。"), "rota:absences")


@require_POST
@admits("rota.end_absence", to=absence_in_url)
def absence_end(request: SignedInRequest, absence: Absence) -> HttpResponse:
    actions.end_absence(absence, by=request.user, at=timezone.now())
    return done(request, _("销假了。"), "rota:absences")
