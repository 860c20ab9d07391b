"""流动党员: who is away, whom to ask how they are, and back."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from linli.accounts.doors import SignedInRequest, admits

from .. import actions
from ..forms import ContactForm, DayForm, MobileForm
from ..models import Member, MobileRecord, Status
from ..queries.access import readable_by
from ..queries.away import away
from .doors import ask, done, member_in_url, mobile_in_url


@require_safe
@admits("party.note_mobile")
def mobile(request: SignedInRequest) -> HttpResponse:
    """Everybody away, whoever was asked longest ago first; and who is lost."""
    on = timezone.localdate()
    members = readable_by(request.user, on)
    lines = [(line, line.is_due(on)) for line in away(members)]
    lost = (
        members.filter(lost_since__isnull=False, status=Status.NORMAL).select_related("person").order_by("lost_since")
    )
    return render(request, "party/mobile.html", {"lines": lines, "lost": lost})


@require_http_methods(["GET", "POST"])
@admits("party.note_mobile", to=member_in_url)
def new_mobile(request: SignedInRequest, member: Member) -> HttpResponse:
    form = MobileForm(request.POST or None, initial={"direction": "out", "left_on": timezone.localdate()})
    if not form.is_valid():
        back = (reverse("party:member", args=[member.pk]), member.person.name)
        note = _("外出学习、工作、居住，连续六个月以上不能参加支部活动，又没有转组织关系的，登记在这里。")
        return ask(request, form, title=_("登记流动党员"), button=_("登记"), back=back, note=note)
    actions.note_mobile(member, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("登记好了，到日子会提醒您联系。"), "party:member", member.pk)


@require_http_methods(["GET", "POST"])
@admits("party.note_mobile", to=mobile_in_url)
def contact(request: SignedInRequest, mobile: MobileRecord) -> HttpResponse:
    form = ContactForm(request.POST or None, initial={"on": timezone.localdate(), "mode": "phone"})
    if not form.is_valid():
        name = mobile.member.person.name
        back = (reverse("party:mobile"), _("流动党员"))
        return ask(request, form, title=_("联系了{name}").format(name=name), button=_("记下"), back=back)
    actions.note_contact(mobile, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("记下了。"), "party:mobile")


@require_http_methods(["GET", "POST"])
@admits("party.note_mobile", to=mobile_in_url)
def mobile_return(request: SignedInRequest, mobile: MobileRecord) -> HttpResponse:
    form = DayForm(request.POST or None, initial={"on": timezone.localdate()})
    if not form.is_valid():
        back = (reverse("party:member", args=[mobile.member_id]), mobile.member.person.name)
        return ask(request, form, title=_("回来了"), button=_("记下"), back=back)
    actions.note_return(mobile, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("记下了。"), "party:member", mobile.member_id)
