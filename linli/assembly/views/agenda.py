"""Topics: proposed, taken onto an agenda or declined, put in order; papers."""

from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.accounts.doors import SignedInRequest, admits
from linli.files.arriving import Picked, take_in
from linli.files.serving import serve

from .. import actions
from ..forms.meetings import ItemForm, PapersForm, ReasonForm
from ..models import AgendaItem, Body, Meeting, Paper
from ..queries.sitting import rule_on
from .doors import ask, body_in_url, done, item_in_url, meeting_in_url, paper_in_url


@require_http_methods(["GET", "POST"])
@admits("assembly.propose_item", to=body_in_url)
def new_item(request: SignedInRequest, body: Body) -> HttpResponse:
    """Propose for the next meeting of a body."""
    return _proposed(request, body, None)


@require_http_methods(["GET", "POST"])
@admits("assembly.propose_item", to=meeting_in_url)
def new_item_of_meeting(request: SignedInRequest, meeting: Meeting) -> HttpResponse:
    return _proposed(request, meeting.body, meeting)


def _proposed(request: SignedInRequest, body: Body, meeting: Meeting | None) -> HttpResponse:
    form, now = ItemForm(request.POST or None), timezone.now()
    if not form.is_valid():
        note = _("谁参加，谁就可以提。列不列入由主持的人定，不列入会告诉您为什么。")
        rule = rule_on(body, timezone.localdate(meeting.starts_at)) if meeting else None
        if meeting and rule and actions.is_late(meeting, rule.topic_days, now):
            note = _("按规则议题要提前 {days} 天提交，已经过了，也可以提，可能排到下一次。").format(
                days=rule.topic_days
            )
        back = (
            (reverse("assembly:meeting", args=[meeting.pk]), meeting.title)
            if meeting
            else (reverse("assembly:body", args=[body.pk]), body.name)
        )
        return ask(request, form, title=_("提一个议题"), button=_("提出"), back=back, note=note)
    actions.propose_item(body, meeting=meeting, by=request.user, at=now, **form.cleaned_data)
    where: tuple[Any, ...] = ("assembly:meeting", meeting.pk) if meeting else ("assembly:body", body.pk)
    return done(request, _("提出了。列入议程或者不列入，都会告诉您。"), *where)


@require_POST
@admits("assembly.screen_items", to=item_in_url)
def item_acceptance(request: SignedInRequest, item: AgendaItem) -> HttpResponse:
    key = request.POST.get("meeting", "")
    meeting = Meeting.objects.filter(body=item.body_id, pk=int(key)).first() if key.isdigit() else item.meeting
    if meeting is None:
        raise Http404
    actions.accept_item(item, meeting=meeting, by=request.user, at=timezone.now())
    return done(request, _("列入议程了。"), "assembly:meeting", meeting.pk)


@require_http_methods(["GET", "POST"])
@admits("assembly.screen_items", to=item_in_url)
def item_refusal(request: SignedInRequest, item: AgendaItem) -> HttpResponse:
    form = ReasonForm(request.POST or None)
    if not form.is_valid():
        note = _("提议的人会看到这个原因。")
        back = (reverse("assembly:body", args=[item.body_id]), item.body.name)
        return ask(request, form, title=_("不列入议程"), button=_("不列入"), back=back, note=note)
    meeting = item.meeting_id
    actions.decline_item(item, by=request.user, at=timezone.now(), **form.cleaned_data)
    where: tuple[Any, ...] = ("assembly:meeting", meeting) if meeting else ("assembly:body", item.body_id)
    return done(request, _("没有列入，提议的人会收到原因。"), *where)


@require_POST
@admits("assembly.screen_items", to=item_in_url)
def item_place(request: SignedInRequest, item: AgendaItem) -> HttpResponse:
    if item.meeting_id is None:
        raise Http404
    actions.move_item(item, up=request.POST.get("to") == "up", by=request.user, at=timezone.now())
    return done(request, _("挪好了。"), "assembly:meeting", item.meeting_id)


@require_http_methods(["GET", "POST"])
@admits("assembly.attach_papers", to=meeting_in_url)
def new_papers(request: SignedInRequest, meeting: Meeting) -> HttpResponse:
    picked = take_in(request, meeting.community, by=request.user) if request.method == "POST" else Picked()
    form = PapersForm(request.POST if request.method == "POST" else None, picked=picked)
    key = request.GET.get("item", "")
    item = meeting.agenda.filter(pk=int(key)).first() if key.isdigit() else None
    if not form.is_valid():
        back = (reverse("assembly:meeting", args=[meeting.pk]), meeting.title)
        return ask(request, form, title=_("附材料"), button=_("附上"), back=back)
    actions.attach_papers(meeting, picked.uploads, item=item, by=request.user, at=timezone.now())
    return done(request, _("附上了。"), "assembly:meeting", meeting.pk)


@require_safe
@admits("assembly.view_meetings", to=paper_in_url)
def paper(request: SignedInRequest, paper: Paper) -> HttpResponseBase:
    return serve(request, paper.file, download=not paper.file.is_photo)


@require_POST
@admits("assembly.attach_papers", to=paper_in_url)
def paper_off(request: SignedInRequest, paper: Paper) -> HttpResponse:
    actions.take_paper_off(paper, by=request.user, at=timezone.now())
    return done(request, _("拿掉了。"), "assembly:meeting", paper.meeting_id)
