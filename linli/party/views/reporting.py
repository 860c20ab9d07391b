"""在职报到: taken in, posts claimed, help noted, the quarterly note sent and returned."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.accounts.doors import SignedInRequest, admits
from linli.residents.queries import units_of
from linli.web.downloads import PDF, file_answer

from .. import actions
from ..forms import ClaimForm, DayForm, NoteForm, ReportForm, ReturnedForm, ServiceForm
from ..models import Member, QuarterNote, ReportIn, ServiceEntry
from ..paper import print_note
from ..queries.access import readable_by
from ..queries.service import draft_note
from .doors import ask, done, member_in_url, note_in_url, report_in_url, service_in_url


@require_safe
@admits("party.report_in")
def reports(request: SignedInRequest) -> HttpResponse:
    """Everybody who reported in, with the last quarter's note: written, sent, returned."""
    year, quarter = quarter_before(timezone.localdate())
    found = ReportIn.objects.filter(
        member__in=readable_by(request.user, timezone.localdate()).values("pk"), ended_on=None
    )
    found = found.select_related("member__person", "unit").prefetch_related("notes", "member__claimed_posts")
    lines = [
        (report, next((n for n in report.notes.all() if (n.year, n.quarter) == (year, quarter)), None))
        for report in found
    ]
    return render(request, "party/reports.html", {"lines": lines, "year": year, "quarter": quarter})


def quarter_before(on: date) -> tuple[int, int]:
    """Return the quarter that ended last: notes are written of what is over."""
    quarter = (on.month - 1) // 3
    return (on.year, quarter) if quarter else (on.year - 1, 4)


@require_http_methods(["GET", "POST"])
@admits("party.report_in", to=member_in_url)
def new_report(request: SignedInRequest, member: Member) -> HttpResponse:
    on, at = timezone.localdate(), timezone.now()
    form = ReportForm(request.POST or None, units=units_of(member.community_id), initial={"on": on})
    if not form.is_valid():
        return ask(request, form, title=_("在职党员报到"), button=_("接收报到"), back=_back(member))
    given = form.cleaned_data
    posts = given.pop("posts")
    made = actions.report_in(member, accepted_by=request.user, by=request.user, at=at, **given)
    actions.claim_posts(member, posts=posts, on=made.on, by=request.user, at=at)
    return done(request, _("接收了报到。"), "party:member", member.pk)


def _back(member: Member) -> tuple[str, str]:
    return reverse("party:member", args=[member.pk]), member.person.name


@require_http_methods(["GET", "POST"])
@admits("party.report_in", to=report_in_url)
def report_end(request: SignedInRequest, report: ReportIn) -> HttpResponse:
    form = DayForm(request.POST or None, initial={"on": timezone.localdate()})
    if not form.is_valid():
        return ask(request, form, title=_("报到结束"), button=_("记下"), back=_back(report.member))
    actions.end_report(report, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("记下了。"), "party:member", report.member_id)


@require_http_methods(["GET", "POST"])
@admits("party.report_in", to=member_in_url)
def claims(request: SignedInRequest, member: Member) -> HttpResponse:
    running = list(member.claimed_posts.filter(until_on=None).values_list("post", flat=True))
    form = ClaimForm(request.POST or None, initial={"posts": running})
    if not form.is_valid():
        return ask(request, form, title=_("认领岗位"), button=_("存好"), back=_back(member))
    actions.claim_posts(member, on=timezone.localdate(), by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("存好了。"), "party:member", member.pk)


@require_http_methods(["GET", "POST"])
@admits("party.report_in", to=member_in_url)
def new_service(request: SignedInRequest, member: Member) -> HttpResponse:
    form = ServiceForm(request.POST or None, initial={"on": timezone.localdate()})
    if not form.is_valid():
        note = _("参加过的活动、办过的事会自己出现在卡上，不用再记；这里只记别处没有的。")
        return ask(request, form, title=_("记一次服务"), button=_("记下"), back=_back(member), note=note)
    actions.note_service(member, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("记下了。"), "party:member", member.pk)


@require_POST
@admits("party.report_in", to=service_in_url)
def service_removal(request: SignedInRequest, entry: ServiceEntry) -> HttpResponse:
    member_id = entry.member_id
    actions.remove_service(entry, by=request.user, at=timezone.now())
    return done(request, _("删掉了。"), "party:member", member_id)


@require_http_methods(["GET", "POST"])
@admits("party.report_in", to=report_in_url)
def new_note(request: SignedInRequest, report: ReportIn) -> HttpResponse:
    year, quarter = quarter_before(timezone.localdate())
    known = report.notes.filter(year=year, quarter=quarter).first()
    begun = known.summary if known else draft_note(report.member, year, quarter)
    form = NoteForm(request.POST or None, initial={"summary": begun})
    if not form.is_valid():
        title = _("{year} 年第 {quarter} 季度反馈").format(year=year, quarter=quarter)
        return ask(request, form, title=title, button=_("存好"), back=_back(report.member))
    at = timezone.now()
    made = actions.write_note(report, year=year, quarter=quarter, by=request.user, at=at, **form.cleaned_data)
    return done(request, _("写好了。打印出来送到单位，再按「送出」。"), "party:note", made.pk)


@require_safe
@admits("party.report_in", to=note_in_url)
def note(request: SignedInRequest, note: QuarterNote) -> HttpResponse:
    return render(request, "party/note.html", {"note": note, "report": note.report_in, "member": note.report_in.member})


@require_safe
@admits("party.report_in", to=note_in_url)
def note_paper(request: SignedInRequest, note: QuarterNote) -> HttpResponse:
    made = print_note(note, timezone.now())
    name = _("季度反馈 {card} {year}-{quarter}.pdf")
    card = note.report_in.member.card_number
    return file_answer(made, name.format(card=card, year=note.year, quarter=note.quarter), PDF)


@require_POST
@admits("party.report_in", to=note_in_url)
def note_sent(request: SignedInRequest, note: QuarterNote) -> HttpResponse:
    actions.send_note(note, on=timezone.localdate(), by=request.user, at=timezone.now())
    return done(request, _("记下了：今天送出。"), "party:note", note.pk)


@require_http_methods(["GET", "POST"])
@admits("party.report_in", to=note_in_url)
def note_return(request: SignedInRequest, note: QuarterNote) -> HttpResponse:
    form = ReturnedForm(request.POST or None, initial={"on": timezone.localdate()})
    if not form.is_valid():
        back = (reverse("party:note", args=[note.pk]), _("季度反馈"))
        return ask(request, form, title=_("收到回执"), button=_("记下"), back=back)
    actions.note_returned(note, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("记下了。"), "party:note", note.pk)
