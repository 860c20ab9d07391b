"""派单规则: the list in its order, one rule with its preview, and the small buttons beside each."""

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.accounts.doors import SignedInRequest, admits, own_community
from linli.accounts.models import Duty, User
from linli.accounts.rules import OFFICE
from linli.residents.queries import units_of
from linli.rota.models import Post
from linli.territory.models import Zone

from .. import actions
from ..forms import RuleForm
from ..models import Case, DispatchRule
from ..queries.preview import Preview, try_rule
from ..queries.rule_trouble import troubles_of
from ..queries.rulebook import journal_of, rulebook

HANDLE_CASES = (*OFFICE, Duty.Role.ZONE_KEEPER, Duty.Role.UNIT_LIAISON)
"""Whom an offer reaches: who keeps accounts, reads the record or supervises sees no case to accept."""


def rule_in_url(request: SignedInRequest, pk: int) -> tuple[QuerySet[DispatchRule], dict[str, Any]]:
    return DispatchRule.objects.visible_to(request.user).kept(), {"pk": pk}


@require_safe
@admits("cases.keep_rules")
def rule_list(request: SignedInRequest) -> HttpResponse:
    now, community = timezone.now(), own_community(request)
    lines = rulebook(community.pk, now)
    return render(
        request,
        "cases/rules.html",
        {"lines": lines, "last": len(lines), "journal": journal_of(DispatchRule, community.pk)},
    )


@require_http_methods(["GET", "POST"])
@admits("cases.keep_rules")
def new_rule(request: SignedInRequest) -> HttpResponse:
    return _rule_page(request, DispatchRule(community=own_community(request)))


@require_http_methods(["GET", "POST"])
@admits("cases.keep_rules", to=rule_in_url)
def rule(request: SignedInRequest, rule: DispatchRule) -> HttpResponse:
    return _rule_page(request, rule)


def _rule_page(request: SignedInRequest, rule: DispatchRule) -> HttpResponse:
    """Fill in, look what it would have done, save: the same page until it is saved."""
    form = _form(request, rule)
    if not form.is_valid():
        return render(request, "cases/rule_form.html", {"form": form, "rule": rule})
    draft, at = form.draft(), timezone.now()
    if request.POST.get("do") != "save":
        preview = _preview(request, rule, draft)
        return render(request, "cases/rule_form.html", {"form": form, "rule": rule, "draft": draft, "preview": preview})
    if rule.pk:
        actions.change_rule(rule, draft, by=request.user, at=at)
        messages.success(request, _("规则改好了，从下一件事起照它派。"))
    else:
        actions.add_rule(draft, by=request.user, at=at)
        messages.success(request, _("加在最后一条了。要让它先管，就往上移。"))
    return redirect("cases:rules")


def _preview(request: SignedInRequest, rule: DispatchRule, draft: DispatchRule) -> Preview:
    """Try the draft where it would stand: behind the rules before it, or behind all when it is new."""
    earlier = DispatchRule.objects.filter(community=draft.community_id, is_on=True).kept()
    if rule.order is not None:
        earlier = earlier.filter(order__lt=rule.order)
    return try_rule(draft, list(earlier), Case.objects.visible_to(request.user), timezone.now())


def _form(request: SignedInRequest, rule: DispatchRule) -> RuleForm:
    community, today = rule.community_id, timezone.localdate()
    duties = Duty.objects.in_force(today).filter(community=community, user__is_active=True, role__in=HANDLE_CASES)
    posts = Post.objects.filter(community=community)
    return RuleForm(
        request.POST or None,
        rule=rule,
        zones=Zone.objects.filter(Q(ended_on=None) | Q(ended_on__gt=today), community=community),
        posts=list(posts),
        units=list(units_of(community)),
        people=list(User.objects.filter(pk__in=duties.values("user")).order_by("name", "pk")),
    )


@require_POST
@admits("cases.keep_rules", to=rule_in_url)
def rule_place(request: SignedInRequest, rule: DispatchRule) -> HttpResponse:
    is_up = request.POST.get("to") == "up"
    if actions.move_rule(rule, up=is_up, by=request.user, at=timezone.now()):
        messages.success(request, _("「{rule}」移好了。").format(rule=rule.name))
    return redirect("cases:rules")


@require_POST
@admits("cases.keep_rules", to=rule_in_url)
def rule_switch(request: SignedInRequest, rule: DispatchRule) -> HttpResponse:
    is_on = request.POST.get("to") == "on"
    actions.switch_rule(rule, is_on=is_on, by=request.user, at=timezone.now())
    said = _("「{rule}」启用了。") if is_on else _("「{rule}」停用了，随时可以再启用。")
    messages.success(request, said.format(rule=rule.name))
    return redirect("cases:rules")


@require_http_methods(["GET", "POST"])
@admits("cases.keep_rules", to=rule_in_url)
def rule_removal(request: SignedInRequest, rule: DispatchRule) -> HttpResponse:
    if request.method != "POST":
        trouble = troubles_of([rule], timezone.now()).get(rule.pk)
        return render(request, "cases/rule_removal.html", {"rule": rule, "trouble": trouble})
    actions.remove_rule(rule, by=request.user, at=timezone.now())
    messages.success(request, _("「{rule}」删除了。以前按它派的事，上面的说明不变。").format(rule=rule.name))
    return redirect("cases:rules")
