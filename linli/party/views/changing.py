"""What changes of a member: confirmed, moved, lost, ended; posts given and ended."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from linli.accounts.doors import SignedInRequest, admits

from .. import actions
from ..forms import ConfirmForm, DayForm, LostForm, PostForm, StatusForm, TransferForm
from ..models import Member, Post
from ..queries.access import organisations_read_by
from ..queries.rosters import where_members_may_go
from .doors import ask, done, member_in_url, post_in_url


def _ask(
    request: SignedInRequest, member: Member, form: forms.Form, title: str, button: str, **more: Any
) -> HttpResponse:
    back = (reverse("party:member", args=[member.pk]), member.person.name)
    return ask(request, form, title=title, button=button, back=back, **more)


@require_http_methods(["GET", "POST"])
@admits("party.change_member", to=member_in_url)
def confirmation(request: SignedInRequest, member: Member) -> HttpResponse:
    form = ConfirmForm(request.POST or None, initial={"on": timezone.localdate()})
    if not form.is_valid():
        return _ask(request, member, form, _("转正"), _("记下转正"))
    actions.confirm_member(member, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("记下了：转为正式党员。"), "party:member", member.pk)


@require_http_methods(["GET", "POST"])
@admits("party.change_member", to=member_in_url)
def status(request: SignedInRequest, member: Member) -> HttpResponse:
    form = StatusForm(request.POST or None, initial={"status": member.status, "on": timezone.localdate()})
    if not form.is_valid():
        note = _("除名、去世的，从那天起不在支部名册里，职务也一起卸下；记录都留着。转出去的请用「转组织关系」。")
        return _ask(request, member, form, _("党籍状态"), _("记下"), note=note)
    actions.note_status(member, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("记下了。"), "party:member", member.pk)


@require_http_methods(["GET", "POST"])
@admits("party.change_member", to=member_in_url)
def lost(request: SignedInRequest, member: Member) -> HttpResponse:
    form = LostForm(request.POST or None)
    if not form.is_valid():
        note = _("六个月以上联系不上的才算失联。联系上了，在党员的页上按一下就恢复。")
        return _ask(request, member, form, _("失去联系"), _("记下"), note=note)
    actions.note_lost(member, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("记下了。"), "party:member", member.pk)


@require_POST
@admits("party.change_member", to=member_in_url)
def found(request: SignedInRequest, member: Member) -> HttpResponse:
    actions.note_found(member, by=request.user, at=timezone.now())
    return done(request, _("好，联系上了。"), "party:member", member.pk)


@require_http_methods(["GET", "POST"])
@admits("party.transfer_member", to=member_in_url)
def transfer(request: SignedInRequest, member: Member) -> HttpResponse:
    on = timezone.localdate()
    organisations = where_members_may_go(organisations_read_by(request.user, on), on)
    form = TransferForm(request.POST or None, organisations=organisations, initial={"on": on})
    if not form.is_valid():
        note = _("这里只记结果。组织关系介绍信照上级党组织的手续办。")
        return _ask(request, member, form, _("转组织关系"), _("记下"), note=note)
    actions.transfer_member(member, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("记下了。"), "party:member", member.pk)


@require_http_methods(["GET", "POST"])
@admits("party.give_post", to=member_in_url)
def new_post(request: SignedInRequest, member: Member) -> HttpResponse:
    on = timezone.localdate()
    organisations = organisations_read_by(request.user, on).standing(on)
    form = PostForm(request.POST or None, organisations=organisations, initial={"from_on": on})
    if not form.is_valid():
        return _ask(request, member, form, _("任职"), _("记下"))
    actions.give_post(member, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("记下了。"), "party:member", member.pk)


@require_http_methods(["GET", "POST"])
@admits("party.give_post", to=post_in_url)
def post_end(request: SignedInRequest, post: Post) -> HttpResponse:
    form = DayForm(request.POST or None, initial={"on": timezone.localdate()})
    if not form.is_valid():
        title = _("卸任：{post}").format(post=f"{post.organisation.short_name}{post.get_code_display()}")
        return _ask(request, post.member, form, title, _("记下"))
    actions.end_post(post, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("记下了。"), "party:member", post.member_id)
