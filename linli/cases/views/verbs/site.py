"""On the spot: arriving, and remarking."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from linli.accounts.doors import SignedInRequest, admits

from ... import actions
from ...forms import AddedArrivalForm, RemarkForm
from ...models import Case, CaseFile, Remark
from ..doors import case_in_url, case_to_act_on, done
from ..files import attach, picked_for
from .page import people_of, second_look, verb_page


@require_POST
@admits("cases.record_arrival", to=case_to_act_on)
def arrival(request: SignedInRequest, case: Case) -> HttpResponse:
    actions.record_arrival(case, by=request.user, at=timezone.now())
    return done(request, case, _("记下了：您到场了。"))


@require_http_methods(["GET", "POST"])
@admits("cases.add_arrival", to=case_in_url)
def added_arrival(request: SignedInRequest, case: Case) -> HttpResponse:
    hands = [case.handler] if case.handler else []
    people = list({person.pk: person for person in [*hands, *people_of(case)]}.values())
    form = AddedArrivalForm(request.POST or None, people=people)
    if not form.is_valid():
        note = _("补记会写明是后来补的，统计里也会单独列出。")
        return verb_page(
            request,
            case,
            form,
            verb="add_arrival",
            title=_("补记谁几点到场的？"),
            button=_("补记到场"),
            icon="pin",
            note=note,
        )
    actions.add_arrival(case, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, case, _("补记好了。"))


@require_POST
@admits("cases.add_remark", to=case_to_act_on)
def remark(request: SignedInRequest, case: Case) -> HttpResponse:
    picked = picked_for(request, case)
    form = RemarkForm(request.POST, picked=picked)
    if not form.is_valid():
        return verb_page(request, case, form, title=_("添一条经过"), button=_("记下"), icon="check")
    told = form.cleaned_data["body"] if form.cleaned_data["kind"] == Remark.Kind.ANSWER else ""
    if advice := second_look(request, case, told):
        words: dict[str, Any] = {"title": _("添一条经过"), "button": _("照样记下"), "icon": "check", "advice": advice}
        return verb_page(request, case, form, **words)
    actions.add_remark(case, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, case, _("记下了。") + attach(request, case, picked, CaseFile.Step.REMARK))
