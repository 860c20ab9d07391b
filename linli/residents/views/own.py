"""我的信息: what the house holds of who is signed in, who read it, what they allow, and what they ask."""

from allauth.account.decorators import reauthentication_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.accounts.doors import SignedInRequest, admits
from linli.web.paging import leaf_through

from .. import actions
from ..forms import OwnAskForm
from ..models import Consent, Person, RightsRequest
from ..queries.copies import own_sections
from ..queries.purposes import uses_of
from ..queries.readings import readings_of, sharings_of
from ..queries.requests import due_of, requests_of
from .doors import done, own_person
from .rights import copy_answer

Purpose = Consent.Purpose


@require_safe
@admits("residents.view_own_data")
def own_data(request: SignedInRequest) -> HttpResponse:
    """Without a file on the register: how to get one joined to the account."""
    person, now = own_person(request), timezone.now()
    if person is None:
        return render(request, "residents/own_nothing.html")
    context = {
        "person": person, "sections": own_sections(person), "uses": uses_of(person),
        "read": readings_of(person)[:5], "shared": sharings_of(person)[:10],
        "asked": [(each, due_of(each, now)) for each in requests_of(person)[:10]],
    }  # fmt: skip
    return render(request, "residents/own_data.html", context)


@require_safe
@admits("residents.use_own_data", to=own_person)
def own_readings(request: SignedInRequest, person: Person) -> HttpResponse:
    page = leaf_through(readings_of(person), request.GET, by="last_at")
    return render(request, "residents/readings.html", {"person": person, "page": page, "is_own": True})


@require_POST
@admits("residents.use_own_data", to=own_person)
def own_consent(request: SignedInRequest, person: Person) -> HttpResponse:
    """Agree to one use, or take it back: one press each."""
    if (purpose := request.POST.get("purpose", "")) not in Purpose.values:
        raise Http404
    at = timezone.localtime()
    running = Consent.objects.filter(person=person, purpose=purpose, withdrawn_on=None).first()
    if request.POST.get("agrees") == "yes":
        actions.give_consent(
            person, purpose=Purpose(purpose), channel=Consent.Channel.OWN_PAGE, given_on=at.date(), by=request.user,
            at=at,
        )  # fmt: skip
        return done(request, _("谢谢，记下了。随时可以撤回。"), "residents:own_data")
    if running:
        actions.withdraw_consent(running, by=request.user, at=at)
    return done(request, _("撤回了，从现在起不再用。还挂在外面的纸，社区今天会换下来。"), "residents:own_data")


@require_http_methods(["GET", "POST"])
@admits("residents.use_own_data", to=own_person)
def own_request(request: SignedInRequest, person: Person) -> HttpResponse:
    form = OwnAskForm(request.POST or None)
    if not form.is_valid():
        return render(request, "residents/own_request.html", {"form": form, "person": person})
    kind = RightsRequest.Kind(form.cleaned_data["kind"])
    made = actions.receive_request(
        person.community, kind=kind, channel=RightsRequest.Channel.OWN_PAGE, person=person,
        wanted=form.cleaned_data["wanted"], by=request.user, at=timezone.now(),
    )  # fmt: skip
    day = timezone.localdate(made.due_at)
    return done(request, _("收到了。{day} 以前会有人答复您。").format(day=day.isoformat()), "residents:own_data")


@require_http_methods(["GET", "POST"])
@reauthentication_required
@admits("residents.use_own_data", to=own_person)
def own_copy(request: SignedInRequest, person: Person) -> HttpResponse:
    """Everything in full, numbers too: so the password is asked once more before."""
    if request.method != "POST":
        return render(request, "residents/own_copy.html", {"person": person})
    actions.note_copy(person, reason=_("本人下载"), by=request.user, at=timezone.now())
    return copy_answer(request, person)
