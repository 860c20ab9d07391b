"""After the end: called back, done again, filed."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from linli.accounts.doors import SignedInRequest, admits

from ... import actions
from ...forms import CallbackForm, ReasonForm
from ...models import Case
from ...queries.callbacks import still_to_ask
from ..doors import case_in_url, done
from .page import verb_page


@require_http_methods(["GET", "POST"])
@admits("cases.call_back", to=case_in_url)
def callback(request: SignedInRequest, case: Case) -> HttpResponse:
    form = CallbackForm(request.POST or None, callers=still_to_ask(case))
    if not form.is_valid():
        note = _("请照居民的原意记。不满意不扣谁的分，是为了把事办好。")
        return verb_page(
            request,
            case,
            form,
            verb="call_back",
            title=_("居民怎么说？"),
            button=_("记下回访"),
            icon="phone",
            note=note,
            show_requesters=True,
        )
    row = actions.record_callback(case, by=request.user, at=timezone.now(), **form.cleaned_data)
    if row.reached and actions.is_unhappy(row):
        return done(request, case, _("记下了。居民还不满意，请看要不要「重新办」。"))
    if left := still_to_ask(case):
        return done(
            request,
            case,
            ngettext("记下了。还有 %(n)s 位要回访。", "记下了。还有 %(n)s 位要回访。", len(left)) % {"n": len(left)},
        )
    return done(request, case, _("记下了。"))


@require_http_methods(["GET", "POST"])
@admits("cases.reopen_case", to=case_in_url)
def reopening(request: SignedInRequest, case: Case) -> HttpResponse:
    form = ReasonForm(request.POST or None)
    if not form.is_valid():
        note = _("承诺从现在重新开始，以前的经过都留着。")
        return verb_page(
            request, case, form, verb="reopen", title=_("为什么重新办？"), button=_("重新办"), icon="reopen", note=note
        )
    actions.reopen_case(case, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, case, _("重新办了，已再派出去。"))


@require_POST
@admits("cases.archive_case", to=case_in_url)
def filing(request: SignedInRequest, case: Case) -> HttpResponse:
    actions.archive_case(case, by=request.user, at=timezone.now())
    return done(request, case, _("归档了。"))
