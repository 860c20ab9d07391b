"""While a meeting runs and after: opened, presence, minutes, decisions, closed, approved; the screen in the room."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.accounts.doors import SignedInRequest, admits
from linli.accounts.models import Duty, User
from linli.fence.rows import open_fence
from linli.residents.queries import units_of
from linli.web.doors import public

from .. import actions
from ..forms.meetings import CloseForm, MinutesForm, OpenForm, ReasonForm, SaidForm
from ..forms.tasks import ResolutionForm, TaskForm
from ..models import AgendaItem, Invited, Meeting, Resolution
from ..queries import meetings as asked
from ..queries.screen import shown_on
from .doors import ask, done, item_in_url, meeting_in_url, resolution_in_url


@require_http_methods(["GET", "POST"])
@admits("assembly.record_meeting", to=meeting_in_url)
def opening(request: SignedInRequest, meeting: Meeting) -> HttpResponse:
    invited = asked.invited_to(meeting)
    own = next((str(each.pk) for each in invited if each.user_id == request.user.pk), "")
    known = {"chair": meeting.chair_id or "", "recorder": meeting.recorder_id or own}
    form = OpenForm(request.POST or None, invited=invited, initial=known)
    if not form.is_valid():
        note = _("开会以后登记到会、写记录、写决议。记录人在手机上也能写。")
        return ask(request, form, title=_("开会"), button=_("开会"), back=_back(meeting), note=note)
    actions.open_meeting(meeting, by=request.user, at=timezone.now(), **form.chosen)
    return done(request, _("开会了。先登记到会。"), "assembly:attendance", meeting.pk)


@require_http_methods(["GET", "POST"])
@admits("assembly.record_meeting", to=meeting_in_url)
def attendance(request: SignedInRequest, meeting: Meeting) -> HttpResponse:
    """Present, on leave or absent, everybody in one form; several people may do it at once."""
    if request.method == "POST":
        wanted = {
            int(name[2:]): value
            for name, value in request.POST.items()
            if name[:2] == "p-" and name[2:].isdigit() and value in Invited.Presence.values
        }
        actions.take_attendance(meeting, presence=wanted, by=request.user, at=timezone.now())
        return done(request, _("登记好了。"), "assembly:attendance", meeting.pk)
    invited = asked.invited_to(meeting)
    shown = {"meeting": meeting, "invited": invited, "quorum": asked.quorum_of(meeting), "choices": Invited.Presence}
    return render(request, "assembly/attendance.html", shown)


@require_http_methods(["GET", "POST"])
@admits("assembly.record_meeting", to=meeting_in_url)
def minutes(request: SignedInRequest, meeting: Meeting) -> HttpResponse:
    written = getattr(meeting, "minutes", None)
    known = {"text": written.text, "read_at": written.written_at} if written else {}
    form = MinutesForm(request.POST or None, initial=known)
    if not form.is_valid():
        note = written.sent_back_because if written else ""
        return ask(request, form, title=_("会议情况"), button=_("存好"), back=_back(meeting), note=note)
    given = form.cleaned_data
    actions.write_minutes(meeting, text=given["text"], read_at=given["read_at"], by=request.user, at=timezone.now())
    return done(request, _("存好了。"), "assembly:meeting", meeting.pk)


@require_http_methods(["GET", "POST"])
@admits("assembly.record_meeting", to=item_in_url)
def said(request: SignedInRequest, item: AgendaItem) -> HttpResponse:
    if item.meeting is None:
        raise Http404
    form = SaidForm(request.POST or None, initial={"text": item.said, "read_at": item.said_at})
    if not form.is_valid():
        return ask(request, form, title=item.title, button=_("存好"), back=_back(item.meeting))
    given = form.cleaned_data
    actions.note_said(item, text=given["text"], read_at=given["read_at"], by=request.user, at=timezone.now())
    return done(request, _("存好了。"), "assembly:meeting", item.meeting_id)


@require_http_methods(["GET", "POST"])
@admits("assembly.record_meeting", to=meeting_in_url)
def new_resolution(request: SignedInRequest, meeting: Meeting) -> HttpResponse:
    items = meeting.agenda.filter(state=AgendaItem.State.ACCEPTED)
    form = ResolutionForm(request.POST or None, items=items, initial={"item": request.GET.get("item")})
    if not form.is_valid():
        note = _("一条一条写。写好以后，接着写谁来办、哪天前办好。")
        return ask(request, form, title=_("写一条决议"), button=_("写下"), back=_back(meeting), note=note)
    made = actions.resolve(meeting, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("写下了。接着说谁来办。"), "assembly:new_task", made.pk)


@require_http_methods(["GET", "POST"])
@admits("assembly.record_meeting", to=resolution_in_url)
def new_task(request: SignedInRequest, resolution: Resolution) -> HttpResponse:
    """Give a task of a resolution; asked again after each, until somebody goes back."""
    here = Duty.objects.in_force(timezone.localdate()).filter(community=resolution.community_id)
    users = User.objects.filter(is_active=True, pk__in=here.values("user")).order_by("name", "pk")
    form = TaskForm(
        request.POST or None, units=units_of(resolution.community_id), users=users, today=timezone.localdate()
    )
    if not form.is_valid():
        note = _("决议：{text}").format(text=resolution.text)
        title = _("谁来办")
        return ask(request, form, title=title, button=_("交办"), back=_back(resolution.meeting), note=note)
    actions.give_task(form.todo, resolution=resolution, by=request.user, at=timezone.now())
    return done(request, _("交办了，负责的人会收到。"), "assembly:meeting", resolution.meeting_id)


@require_http_methods(["GET", "POST"])
@admits("assembly.record_meeting", to=meeting_in_url)
def closing(request: SignedInRequest, meeting: Meeting) -> HttpResponse:
    form = CloseForm(request.POST or None, initial={"ended_at": timezone.now()})
    if not form.is_valid():
        note = _("没有登记到会的算缺席。散会以后还可以改记录，直到记录通过。")
        return ask(request, form, title=_("散会？"), button=_("散会"), back=_back(meeting), note=note)
    actions.close_meeting(meeting, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("散会了。请会长或书记看过记录，按「通过」。"), "assembly:meeting", meeting.pk)


@require_POST
@admits("assembly.approve_minutes", to=meeting_in_url)
def approval(request: SignedInRequest, meeting: Meeting) -> HttpResponse:
    actions.approve_minutes(meeting, by=request.user, at=timezone.now())
    return done(request, _("记录通过了，从现在起不再改。"), "assembly:meeting", meeting.pk)


@require_http_methods(["GET", "POST"])
@admits("assembly.approve_minutes", to=meeting_in_url)
def sending_back(request: SignedInRequest, meeting: Meeting) -> HttpResponse:
    form = ReasonForm(request.POST or None)
    if not form.is_valid():
        return ask(request, form, title=_("退回记录"), button=_("退回"), back=_back(meeting))
    actions.send_minutes_back(meeting, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("退回了，写记录的人会收到。"), "assembly:meeting", meeting.pk)


@require_POST
@admits("assembly.approve_minutes", to=meeting_in_url)
def disclosure(request: SignedInRequest, meeting: Meeting) -> HttpResponse:
    is_disclosed = request.POST.get("disclosed") == "yes"
    actions.disclose_minutes(meeting, is_disclosed=is_disclosed, by=request.user, at=timezone.now())
    return done(request, _("改好了。"), "assembly:meeting", meeting.pk)


@require_safe
@public
def screen(request: HttpRequest, community: int, secret: str) -> HttpResponse:
    """What hangs on the wall of the room, for whoever has its address: the item, the quorum, a vote; nobody's name."""
    open_fence([community])
    meeting = Meeting.objects.filter(community=community, screen_secret=secret).select_related("body", "rule").first()
    if meeting is None or not secret or meeting.opened_at is None:
        raise Http404
    response = render(request, "assembly/screen.html", shown_on(meeting))
    response["X-Robots-Tag"], response["Cache-Control"] = "noindex", "no-store"
    return response


def _back(meeting: Meeting) -> tuple[str, str]:
    return reverse("assembly:meeting", args=[meeting.pk]), meeting.title
