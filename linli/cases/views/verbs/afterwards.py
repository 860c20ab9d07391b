"""Why it was late, that it does not count, that the council should talk about it."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from linli.accounts.doors import SignedInRequest, admits
from linli.web.moments import say_moment

from ... import actions
from ...forms import BreachForm, CouncilForm, UncountedForm
from ...models import Case
from ..doors import case_in_url, done
from .page import verb_page


@require_http_methods(["GET", "POST"])
@admits("cases.explain_breach", to=case_in_url)
def breach(request: SignedInRequest, case: Case) -> HttpResponse:
    broken = list(case.promises.filter(broken_at__isnull=False).order_by("round", "kind"))
    form = BreachForm(request.POST or None, broken=broken)
    if not form.is_valid():
        now = timezone.now()
        said = [f"{each.get_kind_display()} {say_moment(each.due_at, now)}" for each in broken]
        note = _("超时的承诺：{promises}。写原因是为了下回少晚，不用来评人。").format(promises=_("，").join(said))
        return verb_page(request, case, form, title=_("为什么晚了？"), button=_("记下原因"), icon="clock", note=note)
    actions.explain_breach(by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, case, _("原因记下了。"))


@require_http_methods(["GET", "POST"])
@admits("cases.leave_uncounted", to=case_in_url)
def uncounted(request: SignedInRequest, case: Case) -> HttpResponse:
    form = UncountedForm(request.POST or None)
    if not form.is_valid():
        note = _("打错的、测试的，不算进任何一个数；这件事和它的经过都还在，可以改回来。")
        return verb_page(request, case, form, title=_("这件不计数？"), button=_("不计数"), icon="archive", note=note)
    actions.leave_uncounted(case, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, case, _("这件事不计数了。"))


@require_POST
@admits("cases.leave_uncounted", to=case_in_url)
def counted_again(request: SignedInRequest, case: Case) -> HttpResponse:
    actions.count_again(case, by=request.user, at=timezone.now())
    return done(request, case, _("这件事重新计数了。"))


@require_http_methods(["GET", "POST"])
@admits("cases.put_before_council", to=case_in_url)
def before_council(request: SignedInRequest, case: Case) -> HttpResponse:
    form = CouncilForm(request.POST or None)
    if not form.is_valid():
        note = _("一件事卡住了，社区自己定不了，可以请议事会来议。放上名单以后照样要办。")
        title, button = _("请议事会议一议？"), _("放上议事会名单")
        return verb_page(request, case, form, title=title, button=button, icon="people", note=note)
    since = timezone.localtime(case.first_reported_at).date()
    matter = actions.Matter(title=str(case.title), times=1, since_on=since, case=case)
    actions.put_before_council(case.community, matter, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, case, _("放上议事会名单了。"))
