"""What becomes of photos as they were before they were blacked out."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from linli.accounts.doors import SignedInRequest, admits, own_community

from .. import actions
from ..forms import PolicyForm
from ..queries import originals_rule


@require_http_methods(["GET", "POST"])
@admits("files.set_policy")
def policy(request: SignedInRequest) -> HttpResponse:
    community = own_community(request)
    form = PolicyForm(request.POST or None, initial={"originals": originals_rule(community.pk)})
    if not form.is_valid():
        return render(request, "files/policy.html", {"form": form})
    actions.set_policy(community, by=request.user, at=timezone.now(), **form.cleaned_data)
    messages.success(request, _("记下了，从现在起照这样办。"))
    return redirect("files:policy")
