"""同意: what one person allows, and everybody who allows one thing."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.accounts.doors import SignedInRequest, admits
from linli.web.downloads import PDF, file_answer

from .. import actions
from ..forms import ConsentForm
from ..models import Consent, Person
from ..paper import print_consents
from ..queries.minors import children_without_guardian, guardians_of, may_be_under_14
from ..queries.purposes import EXPLAINED, consents_of, running_consents, uses_of
from .doors import consent_in_url, done, person_or_frozen_in_url

SIZE = 50
Purpose = Consent.Purpose


@require_safe
@admits("residents.view_consents", to=person_or_frozen_in_url)
def consents(request: SignedInRequest, person: Person) -> HttpResponse:
    """Every use with what it means, and what was agreed or withdrawn before."""
    today = timezone.localdate()
    is_child = may_be_under_14(person, today)
    context = {
        "person": person, "uses": uses_of(person), "is_child": is_child,
        "guardians": guardians_of(person, today) if is_child else [],
        "earlier": [each for each in consents_of(person) if each.withdrawn_on],
    }  # fmt: skip
    return render(request, "residents/consents.html", context)


@require_http_methods(["GET", "POST"])
@admits("residents.give_consent", to=person_or_frozen_in_url)
def new_consent(request: SignedInRequest, person: Person) -> HttpResponse:
    """Note a consent for the use named in the address (`?for=`)."""
    purpose = Purpose(asked) if (asked := request.GET.get("for", "")) in Purpose.values else Purpose.PHOTO_ON_BOARD
    at = timezone.localtime()
    is_child, guardians = may_be_under_14(person, at.date()), guardians_of(person, at.date())
    form = ConsentForm(request.POST or None, today=at.date(), is_child=is_child, guardians=guardians)
    if not form.is_valid():
        context = {"person": person, "purpose": purpose, "explained": EXPLAINED[purpose], "form": form}
        return render(request, "residents/new_consent.html", context | {"is_child": is_child})
    given, guardian = form.cleaned_data, form.cleaned_data.get("guardian")
    if name := given.get("guardian_name"):
        guardian = actions.name_guardian(person, name=name, phone=given["guardian_phone"], by=request.user, at=at)
    actions.give_consent(
        person, purpose=purpose, channel=Consent.Channel(given["channel"]), given_on=given["given_on"],
        guardian=guardian, evidence=given["evidence"], by=request.user, at=at,
    )  # fmt: skip
    return done(request, _("记下了。随时可以撤回。"), "residents:consents", person.pk)


@require_POST
@admits("residents.withdraw_consent", to=consent_in_url)
def consent_withdrawal(request: SignedInRequest, consent: Consent) -> HttpResponse:
    actions.withdraw_consent(consent, by=request.user, at=timezone.now())
    said = _("撤回了，从现在起不再用，已告诉书记。还挂在外面的纸，请今天换下来。")
    return done(request, said, "residents:consents", consent.person_id)


@require_safe
@admits("residents.view_consents", to=person_or_frozen_in_url)
def consent_paper(request: SignedInRequest, person: Person) -> HttpResponse:
    """The form to sign, on A4."""
    made = print_consents(person, timezone.localtime())
    return file_answer(made, _("个人信息使用同意书 {number}.pdf").format(number=person.pk), PDF)


@require_safe
@admits("residents.view_consents")
def running(request: SignedInRequest) -> HttpResponse:
    """Everybody who allows one use now, the latest first."""
    purpose = Purpose(asked) if (asked := request.GET.get("for", "")) in Purpose.values else Purpose.PHOTO_ON_BOARD
    found = running_consents(request.user.community_ids, purpose).order_by("-pk")
    if (before := request.GET.get("before", "")).isdigit():
        found = found.filter(pk__lt=int(before))
    rows = list(found[: SIZE + 1])
    context = {
        "purpose": purpose, "purposes": Purpose, "explained": EXPLAINED[purpose], "rows": rows[:SIZE],
        "before": rows[SIZE - 1].pk if len(rows) > SIZE else None,
    }  # fmt: skip
    return render(request, "residents/running_consents.html", context)


@require_safe
@admits("residents.view_consents")
def children(request: SignedInRequest) -> HttpResponse:
    """The children nobody on the register speaks for."""
    found = children_without_guardian(request.user.community_ids, timezone.localdate())
    people = list(found.order_by("pinyin", "pk")[: 4 * SIZE + 1])
    context = {"people": people[: 4 * SIZE], "are_more": len(people) > 4 * SIZE}
    return render(request, "residents/children.html", context)
