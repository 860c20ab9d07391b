"""党员: the list, one member, entering and changing."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from linli.accounts.doors import SignedInRequest, admits
from linli.residents.queries import readable_by as people_read_by

from .. import actions
from ..forms import MemberForm, NewMemberForm
from ..models import From, Member, Standing, Status
from ..queries.access import may_keep, organisations_read_by, readable_by
from ..queries.away import records_of
from ..queries.leafing import leaf
from ..queries.listing import AGES, MemberFilter, members_found, with_here
from ..queries.reading import facts_of, phones_shown
from ..queries.rosters import where_members_may_go
from ..queries.service import services_of
from .doors import ask, done, member_in_url


@require_safe
@admits("party.view_members")
def members(request: SignedInRequest) -> HttpResponse:
    """Everybody this person may read of, searched and narrowed, fifty a page."""
    on, wanted = timezone.localdate(), MemberFilter.read(request.GET)
    page = leaf(members_found(request.user, wanted, on), request.GET)
    phones = phones_shown([member.person for member in page.rows])
    for member in page.rows:
        member.whole_phone = phones.get(member.person_id, "")  # type: ignore[attr-defined]  # for this page
    words: dict[str, Any] = {
        "page": page,
        "wanted": wanted,
        "organisations": organisations_read_by(request.user, on).standing(on),
        "standings": Standing.choices,
        "relations": From.choices,
        "statuses": [*Status.choices, ("all", _("全部，离开的也算"))],
        "ages": AGES,
        "may_keep": may_keep(request.user),
    }
    return render(request, "party/members.html", words)


@require_safe
@admits("party.view_member", to=member_in_url)
def member(request: SignedInRequest, member: Member) -> HttpResponse:
    """One member, as much as this reader may know of them."""
    on, is_own = timezone.localdate(), member.person.user_id == request.user.pk
    found = with_here(Member.objects.filter(pk=member.pk), on).get()
    words: dict[str, Any] = {
        "member": found,
        "phone": phones_shown([found.person]).get(found.person_id, ""),
        "is_own": is_own,
        "may_keep": may_keep(request.user),
    }
    if is_own or words["may_keep"]:
        words |= {
            "facts": facts_of(found, on),
            "belongings": found.belongings.select_related("organisation"),
            "posts": found.posts.select_related("organisation"),
            "mobile_records": records_of(found),
            "report_ins": found.report_ins.select_related("unit", "accepted_by").prefetch_related("notes"),
            "claimed": found.claimed_posts.filter(until_on=None),
            "services": services_of(found, on.replace(month=1, day=1), on.replace(year=on.year + 1, month=1, day=1)),
        }
    return render(request, "party/member.html", words)


@require_safe
@admits("party.view_own_card")
def own(request: SignedInRequest) -> HttpResponse:
    """One's own page: whoever is a member finds it here, whatever their duty."""
    found = readable_by(request.user, timezone.localdate()).filter(person__user=request.user).first()
    return redirect("party:member", found.pk) if found else render(request, "party/no_card.html")


@require_http_methods(["GET", "POST"])
@admits("party.enter_member")
def new_member(request: SignedInRequest) -> HttpResponse:
    on = timezone.localdate()
    people = people_read_by(request.user, on).filter(member=None, died_on=None)
    organisations = where_members_may_go(organisations_read_by(request.user, on), on)
    initial = {"from_on": on, "standing": Standing.FULL, "organisation": request.GET.get("organisation")}
    form = NewMemberForm(request.POST or None, people=people, organisations=organisations, initial=initial)
    if not form.is_valid():
        return render(request, "party/new_member.html", {"form": form})
    given = form.cleaned_data
    made = actions.enter_member(
        given["person"], organisation=given["organisation"], from_on=given["from_on"], came_from=given["came_from"],
        by=request.user, at=timezone.now(), **form.facts,
    )  # fmt: skip
    return done(request, _("登记好了。姓名、电话、单位照居民登记，不用再填。"), "party:member", made.pk)


@require_http_methods(["GET", "POST"])
@admits("party.change_member", to=member_in_url)
def member_change(request: SignedInRequest, member: Member) -> HttpResponse:
    form = MemberForm(request.POST or None, initial=MemberForm.initial_of(member))
    if not form.is_valid():
        back = (reverse("party:member", args=[member.pk]), member.person.name)
        note = _("姓名、性别、出生、学历、民族、电话、单位都照居民登记，要改请到居民登记里改。")
        return ask(request, form, title=_("改党员登记"), button=_("改好"), back=back, note=note)
    actions.change_member(member, by=request.user, at=timezone.now(), **form.facts)
    return done(request, _("改好了。"), "party:member", member.pk)
