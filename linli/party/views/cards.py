"""双卡和一表 on paper: filled from what is there, never typed."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from linli.accounts.doors import SignedInRequest, admits, own_community
from linli.web.downloads import PDF, file_answer

from .. import actions
from ..forms import RegisterForm
from ..models import Member, OrganisationActivity
from ..paper import print_meeting_card, print_member_card, print_register
from ..queries.access import organisations_read_by
from ..queries.listing import MemberFilter, members_found
from .doors import day_asked, meeting_in_url, member_in_url


@require_safe
@admits("party.print_member_card", to=member_in_url)
def member_card(request: SignedInRequest, member: Member) -> HttpResponse:
    at = timezone.now()
    made = print_member_card(member, at)
    actions.note_card_printed(member, by=request.user, at=at)
    return file_answer(made, _("社区党员登记卡 {number}.pdf").format(number=member.card_number), PDF)


@require_safe
@admits("party.print_meeting_card", to=meeting_in_url)
def meeting_card(request: SignedInRequest, meeting: OrganisationActivity) -> HttpResponse:
    made = print_meeting_card(meeting, timezone.now())
    return file_answer(made, _("社区党组织活动登记卡 {number}.pdf").format(number=meeting.card_number), PDF)


@require_http_methods(["GET", "POST"])
@admits("party.export_members")
def register(request: SignedInRequest) -> HttpResponse:
    """一表 on A4: who is on it, as of which day, in which order; the Excel way stands beside it."""
    on, at = day_asked(request, "on"), timezone.now()
    wanted = MemberFilter.read(request.GET)
    found = members_found(request.user, wanted, on)
    form = RegisterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason, is_personal = form.cleaned_data["reason"], form.cleaned_data["is_personal"]
        community, sort = own_community(request), form.cleaned_data["sort"]
        made, count = print_register(community, found, sort=sort, on=on, is_personal=is_personal, at=at)
        actions.note_register_taken(
            community, found if is_personal else None, count=count, reason=reason, by=request.user, at=at
        )
        return file_answer(made, _("社区党员基本情况一览表 {day}.pdf").format(day=on.isoformat()), PDF)
    organisations = organisations_read_by(request.user, on).standing(on)
    words = {"form": form, "count": found.count(), "on": on, "wanted": wanted, "organisations": organisations}
    return render(request, "party/register.html", words)
