"""先知道、先讨论、先行动: the list of matters, one with its three stages, and what is done with it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.accounts.doors import SignedInRequest, admits
from linli.cases.models import Case, CouncilCandidate

from .. import actions
from ..forms.matters import AgendaForm, ConcludeForm, DiscussedForm, MatterChangeForm, MatterForm, PartyForm, WhyForm
from ..jobs import answer_callers
from ..models import Matter, Meeting
from ..queries import matters as asked
from ..queries.sitting import rule_on
from .doors import ask, candidate_to_put_forward, case_to_put_forward, done, matter_in_url, page_number

CHANGED = ("title", "background", "options", "source", "level", "affects_all", "is_confidential")


@require_safe
@admits("assembly.view_matters")
def matters(request: SignedInRequest) -> HttpResponse:
    show, words = request.GET.get("show", ""), request.GET.get("q", "")
    page = asked.matters_page(request.user, show=show, words=words, number=page_number(request))
    may = request.user.has_perm("assembly.put_forward")
    return render(request, "assembly/matters.html", {"page": page, "show": show, "words": words, "may_put": may})


@require_safe
@admits("assembly.view_matters", to=matter_in_url)
def matter(request: SignedInRequest, matter: Matter) -> HttpResponse:
    """The three stages with their evidence; opening it is what 网上看过 counts."""
    user = request.user
    actions.note_matter_opened(matter, by=user, at=timezone.now())
    evidence = asked.evidence_of(matter)
    is_over = bool(matter.withdrawn_at or matter.concluded_at)
    return render(
        request,
        "assembly/matter.html",
        {
            "matter": matter,
            "evidence": evidence,
            "hints": asked.hints_of(matter, evidence) if not is_over else [],
            "today": timezone.localdate(),
            "may_keep": user.has_perm("assembly.keep_matter", matter),
            "may_speak": not is_over and user.has_perm("assembly.say_opinion", matter),
            "may_publish": user.has_perm("assembly.publish_matter", matter),
            "may_answer": user.has_perm("assembly.answer_callers", matter),
            "answered": matter.matter_cases.filter(answered_at__isnull=False).count(),
            "to_phone": asked.to_be_phoned(matter).count() if matter.concluded_at else 0,
        },
    )


@require_http_methods(["GET", "POST"])
@admits("assembly.put_forward")
def new_matter(request: SignedInRequest) -> HttpResponse:
    keeps = request.user.has_perm("assembly.keep_matter")
    bodies = asked.bodies_to_put_before(request.user, keeps=keeps)
    form = MatterForm(request.POST or None, bodies=bodies, initial={"body": bodies[0].pk if bodies else None})
    if not form.is_valid():
        note = "" if bodies else _("您现在没有席位，也还没有议事机构。请社区党支部书记先成立一个。")
        back = (reverse("assembly:matters"), _("要议的事"))
        return ask(request, form, title=_("提一件要议的事"), button=_("提出"), back=back, note=note)
    made = actions.put_forward(by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("提出来了。下一步：告知大家。"), "assembly:matter", made.pk)


@require_POST
@admits("assembly.keep_matter", to=candidate_to_put_forward)
def from_candidate(request: SignedInRequest, candidate: CouncilCandidate) -> HttpResponse:
    """One click from the list for the council."""
    made = actions.put_forward_first(candidate, by=request.user, at=timezone.now())
    return done(request, _("提出来了，相关的诉求也连上了。请看看由来写得对不对。"), "assembly:matter", made.pk)


@require_POST
@admits("assembly.keep_matter", to=case_to_put_forward)
def from_case(request: SignedInRequest, case: Case) -> HttpResponse:
    """One click from the page of a case."""
    made = actions.put_forward_case(case, by=request.user, at=timezone.now())
    return done(request, _("提出来了。请把由来写清楚，再告知大家。"), "assembly:matter_change", made.pk)


@require_http_methods(["GET", "POST"])
@admits("assembly.keep_matter", to=matter_in_url)
def matter_change(request: SignedInRequest, matter: Matter) -> HttpResponse:
    form = MatterChangeForm(request.POST or None, initial={name: getattr(matter, name) for name in CHANGED})
    if not form.is_valid():
        return ask(request, form, title=_("改说法"), button=_("存好"), back=back_to(matter))
    actions.change_matter(matter, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("存好了。"), "assembly:matter", matter.pk)


@require_http_methods(["GET", "POST"])
@admits("assembly.keep_matter", to=matter_in_url)
def party_agreed(request: SignedInRequest, matter: Matter) -> HttpResponse:
    form = PartyForm(request.POST or None, initial={"on": matter.party_agreed_on or timezone.localdate()})
    if not form.is_valid():
        return ask(request, form, title=_("党组织先讨论"), button=_("记下"), back=back_to(matter))
    actions.note_party_agreed(matter, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("记下了。"), "assembly:matter", matter.pk)


@require_http_methods(["GET", "POST"])
@admits("assembly.keep_matter", to=matter_in_url)
def matter_agenda(request: SignedInRequest, matter: Matter) -> HttpResponse:
    meetings = Meeting.objects.filter(community=matter.community_id, closed_at=None, cancelled_at=None)
    form = AgendaForm(request.POST or None, meetings=meetings.order_by("starts_at"))
    if not form.is_valid():
        note = "" if meetings.exists() else _("还没有安排会议。请先在「会议」里安排一次。")
        return ask(request, form, title=_("列入议程"), button=_("列入"), back=back_to(matter), note=note)
    actions.put_on_agenda(matter, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("列入议程了。"), "assembly:matter", matter.pk)


@require_http_methods(["GET", "POST"])
@admits("assembly.keep_matter", to=matter_in_url)
def discussed(request: SignedInRequest, matter: Matter) -> HttpResponse:
    form = DiscussedForm(request.POST or None)
    if not form.is_valid():
        note = _("会上议过，或者听过大家的意见，才算讨论过。")
        return ask(request, form, title=_("讨论过了？"), button=_("讨论过了"), back=back_to(matter), note=note)
    actions.enter_discussed(matter, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("第二步做完了。"), "assembly:matter", matter.pk)


@require_POST
@admits("assembly.keep_matter", to=matter_in_url)
def acted(request: SignedInRequest, matter: Matter) -> HttpResponse:
    actions.enter_acted(matter, by=request.user, at=timezone.now())
    return done(request, _("进入第三步：照定下来的办。"), "assembly:matter", matter.pk)


@require_http_methods(["GET", "POST"])
@admits("assembly.keep_matter", to=matter_in_url)
def conclusion(request: SignedInRequest, matter: Matter) -> HttpResponse:
    """办结并答复: the answers go out in a job; the page counts them."""
    form = ConcludeForm(request.POST or None)
    if not form.is_valid():
        return ask(request, form, title=_("办结并答复"), button=_("办结并答复"), back=back_to(matter))
    made = actions.conclude_matter(matter, by=request.user, at=timezone.now(), **form.cleaned_data)
    answer_callers.defer(community_id=made.community_id, matter_id=made.pk, by_id=request.user.pk)
    return done(request, _("办结了，正在答复每一件相关的诉求。"), "assembly:matter", matter.pk)


@require_http_methods(["GET", "POST"])
@admits("assembly.keep_matter", to=matter_in_url)
def matter_withdrawal(request: SignedInRequest, matter: Matter) -> HttpResponse:
    form = WhyForm(request.POST or None)
    if not form.is_valid():
        return ask(request, form, title=_("撤回这件事"), button=_("撤回"), back=back_to(matter))
    actions.withdraw_matter(matter, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("撤回了。"), "assembly:matters")


@require_safe
@admits("assembly.view_matters", to=matter_in_url)
def matter_cases(request: SignedInRequest, matter: Matter) -> HttpResponse:
    """The cases behind it: what kind and when; who may read a case goes on to it, nobody else learns who called."""
    readable = set(Case.objects.visible_to(request.user).filter(matters__matter=matter).values_list("pk", flat=True))
    readable = readable if request.user.has_perm("cases.view_case") else set()
    rows = [(case, case.pk in readable) for case in asked.linked_cases(matter)[:200]]
    return render(request, "assembly/matter_cases.html", {"matter": matter, "rows": rows})


def back_to(matter: Matter) -> tuple[str, str]:
    return reverse("assembly:matter", args=[matter.pk]), matter.title


def takes_anonymous(matter: Matter) -> bool:
    rule = rule_on(matter.body, timezone.localdate())
    return rule is not None and rule.takes_anonymous_opinions
