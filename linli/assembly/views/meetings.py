"""Meetings as a list, one with everything of it, planning and calling."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.accounts.doors import SignedInRequest, admits

from .. import actions
from ..forms.meetings import AnswerForm, CallForm, GuestForm, MeetingForm, PlanMeetingForm, ReasonForm
from ..models import Body, Invited, Meeting
from ..queries import meetings as asked
from ..queries.sitting import rule_on
from .doors import ask, body_in_url, done, meeting_in_url, own_call_in_url, page_number


@require_safe
@admits("assembly.view_meetings")
def meetings(request: SignedInRequest) -> HttpResponse:
    show, words, body = (request.GET.get(name, "")[:40] for name in ("show", "q", "body"))
    page = asked.meetings_page(
        request.user, timezone.now(), show=show, words=words, body=int(body) if body.isdigit() else None,
        number=page_number(request),
    )  # fmt: skip
    return render(request, "assembly/meetings.html", {"page": page, "show": show, "q": words, "body": body})


@require_safe
@admits("assembly.view_meetings", to=meeting_in_url)
def meeting(request: SignedInRequest, meeting: Meeting) -> HttpResponse:
    """The meeting before, while and after it takes place. That somebody invited opened it is kept once."""
    user = request.user
    actions.note_opened(meeting, by=user, at=timezone.now())
    may = {
        name: user.has_perm(f"assembly.{name}", meeting)
        for name in ("plan_meeting", "call_meeting", "screen_items", "record_meeting", "approve_minutes", "give_task")
    }
    rule = meeting.rule or rule_on(meeting.body, timezone.localdate(meeting.starts_at))
    shown = {
        "meeting": meeting,
        "minutes": getattr(meeting, "minutes", None),
        "may": may,
        "rule": rule,
        "quorum": asked.quorum_of(meeting) if meeting.called_at else None,
        "invited": asked.invited_to(meeting)[:400] if meeting.called_at else [],
        "agenda": asked.agenda_of(meeting),
        "waiting": asked.proposed_for(meeting) if not meeting.closed_at and may["screen_items"] else [],
        "papers": [each for each in meeting.papers.select_related("file") if each.item_id is None],
        "own": asked.own_call(meeting, user),
        "days": actions.days_of_notice(meeting, timezone.now()),
        "resolutions": meeting.resolutions.select_related("item").prefetch_related("tasks__unit", "tasks__user"),
        "today": timezone.localdate(),
    }
    return render(request, "assembly/meeting.html", shown)


@require_http_methods(["GET", "POST"])
@admits("assembly.plan_meeting", to=body_in_url)
def new_meeting(request: SignedInRequest, body: Body) -> HttpResponse:
    form = PlanMeetingForm(request.POST or None)
    if not form.is_valid():
        back = (reverse("assembly:body", args=[body.pk]), body.name)
        note = _("先安排，议程和材料齐了再「通知开会」。通知以前，没有人会收到消息。")
        title = _("安排{body}的会").format(body=body.name)
        return ask(request, form, title=title, button=_("安排"), back=back, note=note)
    given, now = form.cleaned_data, timezone.now()
    wanted = {name: given[name] for name in ("title", "kind", "starts_at", "ends_at", "place")}
    rule = form.recurring(timezone.localtime(given["starts_at"]))
    if rule:
        series = actions.plan_series(body, rule=rule, until_on=given["until_on"], by=request.user, at=now, **wanted)
        n = series.meetings.count()
        sentence = ngettext("安排了 {n} 次会。", "安排了 {n} 次会。", n).format(n=n)
        return done(request, sentence, "assembly:meetings")
    made = actions.plan_meeting(body, by=request.user, at=now, **wanted)
    return done(request, _("安排好了。下一步：定议程，然后通知。"), "assembly:meeting", made.pk)


@require_http_methods(["GET", "POST"])
@admits("assembly.plan_meeting", to=meeting_in_url)
def meeting_change(request: SignedInRequest, meeting: Meeting) -> HttpResponse:
    known = {name: getattr(meeting, name) for name in ("title", "kind", "starts_at", "ends_at", "place")}
    form = MeetingForm(request.POST or None, initial=known)
    if not form.is_valid():
        note = _("改了时间或地点，已经通知的人都会收到。") if meeting.called_at else ""
        return ask(request, form, title=_("改会议安排"), button=_("改好"), back=_back(meeting), note=note)
    actions.change_meeting(meeting, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("改好了。"), "assembly:meeting", meeting.pk)


@require_http_methods(["GET", "POST"])
@admits("assembly.call_meeting", to=meeting_in_url)
def call(request: SignedInRequest, meeting: Meeting) -> HttpResponse:
    """Ask once more before everybody is told; ask for the reason only where the notice is short."""
    rule = rule_on(meeting.body, timezone.localdate(meeting.starts_at))
    days = actions.days_of_notice(meeting, timezone.now())
    is_short = rule is not None and days < rule.notice_days
    form = CallForm(request.POST if request.method == "POST" else None, is_short=is_short)
    if not form.is_valid():
        note = _("{body}的人都会收到通知，没有账号的列在名单上等打电话。").format(body=meeting.body.name)
        if is_short and rule:
            note += _("按规则要提前 {needed} 天，现在还有 {days} 天。").format(
                needed=rule.notice_days, days=max(days, 0)
            )
        return ask(request, form, title=_("通知开会？"), button=_("通知"), back=_back(meeting), note=note)
    actions.call_meeting(meeting, short_notice_reason=form.reason, by=request.user, at=timezone.now())
    return done(
        request, _("通知发出去了。没有账号的，请打电话或上门告诉，然后在名单上记下。"), "assembly:meeting", meeting.pk
    )


@require_http_methods(["GET", "POST"])
@admits("assembly.plan_meeting", to=meeting_in_url)
def meeting_cancel(request: SignedInRequest, meeting: Meeting) -> HttpResponse:
    form = ReasonForm(request.POST or None)
    if not form.is_valid():
        note = _("已经通知的人都会收到。议程上的议题留给下一次会。")
        return ask(request, form, title=_("取消这次会？"), button=_("取消会议"), back=_back(meeting), note=note)
    actions.cancel_meeting(meeting, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("取消了。"), "assembly:meeting", meeting.pk)


@require_http_methods(["GET", "POST"])
@admits("assembly.call_meeting", to=meeting_in_url)
def new_guest(request: SignedInRequest, meeting: Meeting) -> HttpResponse:
    form = GuestForm(request.POST or None, user=request.user, on=timezone.localdate())
    if not form.is_valid():
        note = _("列席的人可以说话，没有表决权。")
        return ask(request, form, title=_("请人列席"), button=_("请"), back=_back(meeting), note=note)
    actions.invite_guest(meeting, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("请了。"), "assembly:meeting", meeting.pk)


@require_POST
@admits("assembly.call_meeting", to=meeting_in_url)
def told(request: SignedInRequest, meeting: Meeting) -> HttpResponse:
    """Several at once were told by phone, at the door or on paper."""
    mode = request.POST.get("mode", "")
    chosen = [int(key) for key in request.POST.getlist("invited") if key.isdigit()]
    if mode not in {Invited.Mode.PHONE, Invited.Mode.IN_PERSON, Invited.Mode.PAPER} or not chosen:
        return done(request, _("没有勾选人。请先勾上告诉过的，再按一次。"), "assembly:meeting", meeting.pk)
    n = actions.note_told(meeting, invited=chosen, mode=mode, by=request.user, at=timezone.now())
    return done(request, ngettext("记下了 {n} 位。", "记下了 {n} 位。", n).format(n=n), "assembly:meeting", meeting.pk)


@require_http_methods(["GET", "POST"])
@admits("assembly.answer_call", to=own_call_in_url)
def answer(request: SignedInRequest, invited: Invited) -> HttpResponse:
    form = AnswerForm(request.POST or None, initial={"answer": invited.answer, "note": invited.answer_note})
    if not form.is_valid():
        return ask(request, form, title=_("来不来开会"), button=_("告诉他们"), back=_back(invited.meeting))
    actions.answer_call(invited, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("知道了，谢谢。"), "assembly:meeting", invited.meeting_id)


def _back(meeting: Meeting) -> tuple[str, str]:
    return reverse("assembly:meeting", args=[meeting.pk]), meeting.title
