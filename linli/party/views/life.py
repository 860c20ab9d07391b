"""组织生活: what is owed and done, planning a meeting, and what its card needs."""

from datetime import datetime, time, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from linli.accounts.doors import SignedInRequest, admits
from linli.activities.models.kinds import kinds, label_of
from linli.activities.queries import counts_of
from linli.residents.models import Person

from .. import actions
from ..forms import MeetingForm, MinutesForm
from ..models import Organisation, OrganisationActivity, OrganisationKind, Post
from ..queries.access import may_keep, organisations_read_by
from ..queries.calendar import life_of
from ..queries.life import rules
from ..queries.rosters import expected_at, members_of
from .doors import ask, day_asked, done, meeting_in_url, organisation_in_url


@require_safe
@admits("party.view_organisations")
def life(request: SignedInRequest) -> HttpResponse:
    """Every branch and group of this person: what is still to be arranged, by when, and what was held."""
    on = day_asked(request, "on")
    found = organisations_read_by(request.user, on).standing(on)
    lives = life_of(found.select_related("parent"), on)
    lives.sort(key=lambda each: (each.organisation.kind == OrganisationKind.GROUP, each.organisation.order))
    words = {"lives": lives, "on": on, "rules": rules(), "may_plan": may_keep(request.user)}
    return render(request, "party/life.html", words)


@require_http_methods(["GET", "POST"])
@admits("party.plan_meeting", to=organisation_in_url)
def new_meeting(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """安排: the kinds asked for, the usual place and hosts, and who should come by the register of that day."""
    on = timezone.localdate()
    people = Person.objects.filter(pk__in=members_of(organisation, on).values("person")).order_by("pinyin", "pk")
    form = MeetingForm(request.POST or None, people=people, initial=_usual(request, organisation))
    if not form.is_valid():
        expected = len(expected_at(organisation, request.GET.getlist("kind"), on))
        said = ngettext(
            "应到 {n} 人，照党员名册自动算；安排好以后还能改。",
            "应到 {n} 人，照党员名册自动算；安排好以后还能改。",
            expected,
        )
        back = (reverse("party:organisation", args=[organisation.pk]), organisation.short_name)
        title = _("{name}：安排一次会").format(name=organisation.short_name)
        return ask(request, form, title=title, button=_("安排好"), back=back, note=said.format(n=expected))
    made = actions.plan_meeting(organisation, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("安排好了。到时候点名、记内容，卡就能打印。"), "party:meeting", made.pk)


def _usual(request: SignedInRequest, organisation: Organisation) -> dict[str, Any]:
    """What a plan begins with: kinds from the address, the next evening, place and secretary of the organisation."""
    asked = [kind for kind in request.GET.getlist("kind") if kind in kinds()]
    begins = datetime.combine(timezone.localdate() + timedelta(days=3), time(19, 30))
    secretary = Post.objects.in_force(timezone.localdate()).filter(organisation=organisation, code="secretary").first()
    return {
        "kinds": asked,
        "title": f"{organisation.short_name}{label_of(asked[0])}" if asked else "",
        "starts_at": begins,
        "ends_at": begins + timedelta(hours=1, minutes=30),
        "place": organisation.place or (organisation.parent.place if organisation.parent else ""),
        "host": secretary.member.person_id if secretary else None,
    }


@require_safe
@admits("party.view_organisations", to=meeting_in_url)
def meeting(request: SignedInRequest, meeting: OrganisationActivity) -> HttpResponse:
    """One meeting: its facts, who came, and the way to tick, to write and to print."""
    words = {
        "meeting": meeting,
        "activity": meeting.activity,
        "counts": counts_of([meeting.activity_id])[meeting.activity_id],
        "may_keep": request.user.has_perm("party.keep_meeting", meeting),
        "standing": meeting.activity.standing_at(timezone.now()),
    }
    return render(request, "party/meeting.html", words)


@require_http_methods(["GET", "POST"])
@admits("party.keep_meeting", to=meeting_in_url)
def minutes(request: SignedInRequest, meeting: OrganisationActivity) -> HttpResponse:
    begun = {name: getattr(meeting, name) for name in ("agenda", "observers", "papers", "is_disclosed")}
    form = MinutesForm(request.POST or None, initial=begun)
    if not form.is_valid():
        back = (reverse("party:meeting", args=[meeting.pk]), meeting.activity.title)
        note = _("时间、到了谁、主要内容、决议在活动里记，这里只补卡上还要的。")
        return ask(request, form, title=_("议题和列席"), button=_("存好"), back=back, note=note)
    actions.keep_meeting(meeting, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("存好了。"), "party:meeting", meeting.pk)
