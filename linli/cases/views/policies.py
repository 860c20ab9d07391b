"""时限规则: what is promised now, what is planned, what was promised before."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.accounts.doors import SignedInRequest, admits, own_community

from .. import actions
from ..forms import PolicyEndForm, PolicyForm
from ..models import Policy
from ..queries import policy_book as book
from ..queries.rulebook import journal_of


def policy_in_url(request: SignedInRequest, pk: int) -> tuple[QuerySet[Policy], dict[str, Any]]:
    return Policy.objects.visible_to(request.user).select_related("category__parent"), {"pk": pk}


@require_safe
@admits("cases.keep_rules")
def policy_list(request: SignedInRequest) -> HttpResponse:
    community = own_community(request)
    kinds = book.policy_book(community.pk, timezone.localdate())
    return render(request, "cases/policies.html", {"kinds": kinds, "journal": journal_of(Policy, community.pk)})


@require_http_methods(["GET", "POST"])
@admits("cases.keep_rules")
def new_policy(request: SignedInRequest) -> HttpResponse:
    return _policy_page(request, own_community(request).pk, None)


@require_http_methods(["GET", "POST"])
@admits("cases.keep_rules", to=policy_in_url)
def next_policy(request: SignedInRequest, policy: Policy) -> HttpResponse:
    return _policy_page(request, policy.community_id, policy)


def _policy_page(request: SignedInRequest, community_id: int, policy: Policy | None) -> HttpResponse:
    form = PolicyForm(request.POST or None, policy=policy, community_id=community_id)
    if form.is_valid():
        try:
            version = actions.plan_policy(form.draft(), by=request.user, at=timezone.now())
        except actions.PolicyCannotBegin as why:
            form.add_error(why.field, str(why))
        else:
            messages.success(request, _("定好了。以前答应的时限都不变。"))
            return redirect("cases:policy", version.pk)
    words = book.matters_in_words(policy) if policy else ""
    return render(request, "cases/policy_form.html", {"form": form, "policy": policy, "matters": words})


@require_safe
@admits("cases.keep_rules", to=policy_in_url)
def policy(request: SignedInRequest, policy: Policy) -> HttpResponse:
    """One version beside the one before it."""
    today = timezone.localdate()
    versions = list(book.versions_of(policy))
    earlier = [each for each in versions if each.effective_from < policy.effective_from]
    is_general = not (policy.category_id or policy.channel or policy.urgency)
    return render(
        request,
        "cases/policy.html",
        {
            "policy": policy,
            "matters": book.matters_in_words(policy),
            "before": earlier[-1] if earlier else None,
            "lines": book.compare(policy, earlier[-1] if earlier else None),
            "versions": versions,
            "is_planned": policy.effective_from > today,
            "end_form": PolicyEndForm() if policy.effective_until is None and not is_general else None,
        },
    )


@require_POST
@admits("cases.keep_rules", to=policy_in_url)
def policy_withdrawal(request: SignedInRequest, policy: Policy) -> HttpResponse:
    actions.withdraw_policy(policy, by=request.user, at=timezone.now())
    messages.success(request, _("收回了，原来那一版照旧。"))
    return redirect("cases:policies")


@require_POST
@admits("cases.keep_rules", to=policy_in_url)
def policy_end(request: SignedInRequest, policy: Policy) -> HttpResponse:
    form = PolicyEndForm(request.POST)
    if form.is_valid():
        actions.end_policy(policy, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("定好了，到那天就不再按它。"))
    else:
        messages.error(request, _("没看懂日期，请再选一次。"))
    return redirect("cases:policy", policy.pk)
