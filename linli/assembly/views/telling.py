"""Telling the members, hearing their opinions, phoning who called."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.accounts.doors import SignedInRequest, admits

from .. import actions
from ..forms.matters import InformedForm, OpinionForm, ReplyForm, TellingForm
from ..models import Matter, Opinion
from ..queries import matters as asked
from .doors import ask, done, matter_in_url, opinion_in_url
from .matters import back_to, takes_anonymous


@require_POST
@admits("assembly.keep_matter", to=matter_in_url)
def tell(request: SignedInRequest, matter: Matter) -> HttpResponse:
    actions.tell_members(matter, by=request.user, at=timezone.now())
    return done(request, _("有账号的都收到了。没有账号的，打了电话、上了门再记下。"), "assembly:telling", matter.pk)


@require_http_methods(["GET", "POST"])
@admits("assembly.keep_matter", to=matter_in_url)
def telling(request: SignedInRequest, matter: Matter) -> HttpResponse:
    """Who was told how and when; many are marked at once."""
    rows = asked.told_list(matter)
    form = TellingForm(request.POST or None, keys=[each.pk for each in rows])
    if request.method == "POST" and form.is_valid():
        actions.note_matter_told(matter, by=request.user, at=timezone.now(), **form.cleaned_data)
        return done(request, _("记下了。"), "assembly:telling", matter.pk)
    words = {"matter": matter, "rows": rows, "telling": asked.telling_of(matter), "form": form}
    return render(request, "assembly/telling.html", words)


@require_http_methods(["GET", "POST"])
@admits("assembly.keep_matter", to=matter_in_url)
def informed(request: SignedInRequest, matter: Matter) -> HttpResponse:
    form = InformedForm(request.POST or None)
    if not form.is_valid():
        left = asked.telling_of(matter).left
        note = _("还有 {count} 人没有告知到。").format(count=left) if left else _("每个人都告知到了。")
        return ask(request, form, title=_("都知道了？"), button=_("都知道了"), back=back_to(matter), note=note)
    actions.enter_informed(matter, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("第一步做完了。接着听大家的意见。"), "assembly:matter", matter.pk)


@require_safe
@admits("assembly.view_matters", to=matter_in_url)
def opinions(request: SignedInRequest, matter: Matter) -> HttpResponse:
    rows = matter.opinions.select_related("by", "replied_by")
    may = request.user.has_perm("assembly.keep_matter", matter)
    return render(request, "assembly/opinions.html", {"matter": matter, "rows": rows, "may_keep": may})


@require_http_methods(["GET", "POST"])
@admits("assembly.say_opinion", to=matter_in_url)
def new_opinion(request: SignedInRequest, matter: Matter) -> HttpResponse:
    keeps = request.user.has_perm("assembly.keep_matter", matter)
    form = OpinionForm(request.POST or None, takes_anonymous=takes_anonymous(matter), keeps=keeps)
    if not form.is_valid():
        return ask(request, form, title=_("说一条意见"), button=_("说"), back=back_to(matter))
    actions.say_opinion(matter, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("听到了，开会时会念出来。"), "assembly:opinions", matter.pk)


@require_http_methods(["GET", "POST"])
@admits("assembly.keep_matter", to=opinion_in_url)
def opinion_reply(request: SignedInRequest, opinion: Opinion) -> HttpResponse:
    known = {"reply": opinion.reply, "is_adopted": {True: "yes", False: "no"}.get(opinion.is_adopted)}  # type: ignore[arg-type]
    form = ReplyForm(request.POST or None, initial=known)
    if not form.is_valid():
        title = _("答复这条意见")
        return ask(request, form, title=title, button=_("答复"), back=back_to(opinion.matter), note=opinion.text)
    actions.reply_opinion(opinion, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("答复了。"), "assembly:opinions", opinion.matter_id)


@require_http_methods(["GET", "POST"])
@admits("assembly.answer_callers", to=matter_in_url)
def calls(request: SignedInRequest, matter: Matter) -> HttpResponse:
    """Callers to be phoned with the result: by name, the end of the number; the whole number stays with its case."""
    waiting = asked.to_be_phoned(matter)
    if request.method == "POST":
        requester = get_object_or_404(waiting, pk=request.POST.get("requester") or 0)
        actions.note_answered_by_phone(matter, requester=requester, by=request.user, at=timezone.now())
        return done(request, _("记下了。"), "assembly:calls", matter.pk)
    words = {"matter": matter, "rows": list(waiting[:100]), "done": matter.answered.count()}
    return render(request, "assembly/calls.html", words)
