"""A household's page, and who comes and goes."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.accounts.doors import SignedInRequest, admits, own_community

from .. import actions
from ..forms import DayForm, HouseholdForm, JoinForm, MoveForm, TenureForm
from ..models import Household, HouseholdMember
from ..queries import readable_by
from ..queries.files import home_of
from .doors import done, household_in_url, member_in_url

MAY = {
    "verify": "residents.verify_household", "join": "residents.join_household", "leave": "residents.leave_household",
    "move": "residents.move_household", "head": "residents.name_head", "change": "residents.change_household",
}  # fmt: skip


@require_safe
@admits("residents.view_household", to=household_in_url)
def household(request: SignedInRequest, household: Household) -> HttpResponse:
    today = timezone.localdate()
    is_running = household.until_on is None
    return render(
        request,
        "residents/household.html",
        {
            "household": household,
            "home": home_of(household, today),
            "today": today,
            "may": {name: is_running and request.user.has_perm(perm, household) for name, perm in MAY.items()},
        },
    )


@require_http_methods(["GET", "POST"])
@admits("residents.form_household")
def new_household(request: SignedInRequest) -> HttpResponse:
    community, now = own_community(request), timezone.localtime()
    people = readable_by(request.user, now.date())
    initial = {"head": request.GET.get("head", ""), "from_on": now.date()}
    form = HouseholdForm(request.POST or None, people=people, community_id=community.pk, initial=initial)
    if not form.is_valid():
        words = {"title": _("登记一户"), "button": _("登记"), "back": "residents:register"}
        return render(request, "residents/form.html", {"form": form, **words})
    given = form.cleaned_data
    door, label = given["place"]
    formed = actions.form_household(
        door, label=label, head=given["head"], from_on=given["from_on"], **form.facts, by=request.user, at=now
    )
    return done(request, _("登记好了。家里还有谁，接着加。"), "residents:household", formed.pk)


@require_http_methods(["GET", "POST"])
@admits("residents.change_household", to=household_in_url)
def household_change(request: SignedInRequest, household: Household) -> HttpResponse:
    here = {True: "yes", False: "no", None: ""}[household.is_registered_here]
    form = TenureForm(request.POST or None, initial={"tenure": household.tenure, "registered": here})
    if not form.is_valid():
        return _form(request, form, household, title=_("怎么住的"), button=_("存好"))
    actions.change_household(household, **form.facts, by=request.user, at=timezone.localtime())
    return done(request, _("存好了。"), "residents:household", household.pk)


@require_POST
@admits("residents.verify_household", to=household_in_url)
def household_verification(request: SignedInRequest, household: Household) -> HttpResponse:
    count = actions.verify_household(household, by=request.user, at=timezone.localtime())
    said = ngettext("记下了：今天全家 {n} 人都核对过。", "记下了：今天全家 {n} 人都核对过。", count).format(n=count)
    return done(request, said, "residents:household", household.pk)


@require_http_methods(["GET", "POST"])
@admits("residents.join_household", to=household_in_url)
def household_joining(request: SignedInRequest, household: Household) -> HttpResponse:
    now = timezone.localtime()
    people = readable_by(request.user, now.date())
    form = JoinForm(request.POST or None, people=people, initial={"from_on": now.date()})
    if not form.is_valid():
        note = _("原来登记住在别处的，从那天起算搬出来。")
        return _form(request, form, household, title=_("有人搬进来"), button=_("登记"), note=note)
    actions.join_household(household, **form.cleaned_data, by=request.user, at=now)
    return done(request, _("登记好了。"), "residents:household", household.pk)


@require_http_methods(["GET", "POST"])
@admits("residents.move_household", to=household_in_url)
def household_move(request: SignedInRequest, household: Household) -> HttpResponse:
    now = timezone.localtime()
    form = MoveForm(request.POST or None, community_id=household.community_id, initial={"on": now.date()})
    if not form.is_valid():
        return _form(request, form, household, title=_("全家搬走"), button=_("登记"))
    on, place = form.cleaned_data["on"], form.cleaned_data["place"]
    if place is None:
        actions.end_household(household, on=on, by=request.user, at=now)
        return done(request, _("登记好了：这一户搬走了，以前的还查得到。"), "residents:register")
    moved = actions.move_household(household, door=place[0], label=place[1], on=on, by=request.user, at=now)
    return done(request, _("登记好了：全家搬到这里。"), "residents:household", moved.pk)


@require_POST
@admits("residents.name_head", to=member_in_url)
def household_head(request: SignedInRequest, member: HouseholdMember) -> HttpResponse:
    actions.name_head(member.household, member=member, by=request.user, at=timezone.localtime())
    return done(request, _("户主改好了。其他人和新户主的关系请再填一下。"), "residents:household", member.household_id)


@require_http_methods(["GET", "POST"])
@admits("residents.leave_household", to=member_in_url)
def household_leaving(request: SignedInRequest, member: HouseholdMember) -> HttpResponse:
    now = timezone.localtime()
    form = DayForm(request.POST or None, initial={"on": now.date()})
    if not form.is_valid():
        title = _("{name}搬走").format(name=member.person.name)
        return _form(request, form, member.household, title=title, button=_("登记"))
    household, name = member.household, member.person.name
    actions.leave_household(member, on=form.cleaned_data["on"], by=request.user, at=now)
    said = _("登记好了：{name}搬走了。").format(name=name)
    if Household.objects.filter(pk=household.pk).exists():
        return done(request, said, "residents:household", household.pk)
    return done(request, said, "residents:register")


def _form(request: SignedInRequest, form: object, household: Household, **words: str) -> HttpResponse:
    return render(request, "residents/form.html", {"form": form, "household": household, **words})
