"""The room's home, one body, and keeping them."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from linli.accounts.doors import SignedInRequest, admits, own_community
from linli.party.models import Organisation

from .. import actions
from ..forms.bodies import BodyForm, EndForm, RuleForm
from ..models import Body
from ..queries.meetings import next_meetings
from ..queries.rotation import strip_of
from ..queries.sitting import how_many_sit, how_many_sit_in, page_of_sitters, rule_on
from ..queries.starting import beginning_of
from ..queries.tasks import tasks_due
from ..queries.wording import say_rule
from .doors import ask, bodies_here, body_in_url, done


@require_safe
@admits("assembly.view_bodies")
def home(request: SignedInRequest) -> HttpResponse:
    """What this person takes part in: bodies, then what the other parts of the room have to say."""
    on, at = timezone.localdate(), timezone.now()
    bodies = list(bodies_here(request).standing(on).select_related("organisation"))
    counts = how_many_sit_in(bodies, on)
    words = {
        "bodies": [{"body": body, "count": counts[body.pk], "strip": strip_of(body, at)} for body in bodies],
        "may_start": request.user.has_perm("assembly.start_body"),
        "meetings": next_meetings(request.user),
        "tasks": tasks_due(request.user),
        "today": on,
    }
    return render(request, "assembly/home.html", words)


@require_safe
@admits("assembly.view_bodies", to=body_in_url)
def body(request: SignedInRequest, body: Body) -> HttpResponse:
    """Who sits there, by which rule, and who has the chair."""
    on, user = timezone.localdate(), request.user
    rule, (sitters, has_more) = rule_on(body, on), page_of_sitters(body, on, 1, size=20)
    words = {
        "body": body,
        "beginning": beginning_of(body.kind),
        "rule": rule,
        "rule_lines": say_rule(rule) if rule else [],
        "rules": list(body.rules.all()),
        "sitters": sitters,
        "has_more": has_more,
        "count": how_many_sit(body, on),
        "strip": strip_of(body, timezone.now()),
        "meetings": next_meetings(user, body=body.pk),
        "may_seat": user.has_perm("assembly.give_seat", body) and body.seated_by == Body.SeatedBy.SEATS,
        "may_lead": user.has_perm("assembly.change_rule", body),
    }
    return render(request, "assembly/body.html", words)


@require_http_methods(["GET", "POST"])
@admits("assembly.start_body")
def new_body(request: SignedInRequest) -> HttpResponse:
    community, on = own_community(request), timezone.localdate()
    organisations = Organisation.objects.visible_to(request.user).standing(on)
    initial = {"founded_on": on, "kind": request.GET.get("kind")}
    form = BodyForm(request.POST or None, organisations=organisations, initial=initial)
    if not form.is_valid():
        note = _("规则照这一类的法律和常见做法先填好，每一条旁边写着出处，成立以后可以改。")
        back = (reverse("assembly:home"), _("议事"))
        return ask(request, form, title=_("成立一个议事机构"), button=_("成立"), back=back, note=note)
    made = actions.start_body(community, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("成立了。请看看规则，再定席位。"), "assembly:body", made.pk)


@require_http_methods(["GET", "POST"])
@admits("assembly.change_rule", to=body_in_url)
def rule(request: SignedInRequest, body: Body) -> HttpResponse:
    on = timezone.localdate()
    form = RuleForm(request.POST or None, rule=body.rules.first(), initial={"from_on": on})
    if not form.is_valid():
        note = _("原来的规则留着，以前的会照原来的算。")
        back = (reverse("assembly:body", args=[body.pk]), body.name)
        return ask(request, form, title=_("改议事规则"), button=_("从这天起用"), back=back, note=note)
    given = form.cleaned_data
    actions.change_rule(
        body, from_on=given["from_on"], reason=given["reason"], values=form.values(), sources=form.sources(),
        by=request.user, at=timezone.now(),
    )  # fmt: skip
    return done(request, _("改好了。"), "assembly:body", body.pk)


@require_http_methods(["GET", "POST"])
@admits("assembly.end_body", to=body_in_url)
def body_end(request: SignedInRequest, body: Body) -> HttpResponse:
    form = EndForm(request.POST or None, initial={"on": timezone.localdate()})
    if not form.is_valid():
        back = (reverse("assembly:body", args=[body.pk]), body.name)
        title, note = _("撤销{name}").format(name=body.name), _("开过的会、定过的事都留着。")
        return ask(request, form, title=title, button=_("撤销"), back=back, note=note)
    actions.end_body(body, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("撤销了，以前的记录都在。"), "assembly:home")
