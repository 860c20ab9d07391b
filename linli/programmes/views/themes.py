"""Campaigns: those begun and those the product knows by name; one; its items."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from linli.accounts.doors import SignedInRequest, admits, own_community

from .. import actions, queries
from ..forms import ItemForm, OwnThemeForm, ThemeForm
from ..models import Item, Theme
from ..shipped import shipped
from .doors import done, form_page, item_in_url, page_number, theme_in_url


@require_safe
@admits("programmes.view_themes")
def themes(request: SignedInRequest) -> HttpResponse:
    may_begin = request.user.has_perm("programmes.begin_theme") and request.duty.community is not None
    waiting = queries.not_begun(own_community(request).pk) if may_begin else []
    shown = {
        "themes": queries.themes_of(request.user),
        "waiting": [(each, queries.sign_names(each.groups)) for each in waiting],
        "may_begin": may_begin,
        "today": timezone.localdate(),
    }
    return render(request, "programmes/themes.html", shown)


@require_http_methods(["GET", "POST"])
@admits("programmes.begin_theme")
def begin(request: SignedInRequest, code: str = "") -> HttpResponse:
    """Begin a shipped theme by its code, or one of the community's own."""
    known = shipped().get(code)
    if code and known is None:
        raise Http404
    initial = {"from_on": timezone.localdate()}
    form = (ThemeForm if known else OwnThemeForm)(request.POST or None, initial=initial)
    if not form.is_valid():
        title = _("开展「{theme}」").format(theme=known.name) if known else _("开展一个主题活动")
        note = _("每一项的内容以街道的文件为准。先开展也行，没确认的项会写着“待街道确认”。")
        return form_page(request, form, title=title, button=_("开展"), back=reverse("programmes:themes"), note=note)
    facts = {"name": known.name, "groups": known.groups, "code": code} if known else {}
    theme = actions.begin_theme(
        own_community(request), by=request.user, at=timezone.now(), **{**form.cleaned_data, **facts}
    )
    return done(request, _("开展了。"), "programmes:theme", theme.pk)


@require_safe
@admits("programmes.view_themes", to=theme_in_url)
def theme(request: SignedInRequest, theme: Theme) -> HttpResponse:
    show, item = request.GET.get("show", ""), request.GET.get("item", "")
    shown = {
        "theme": theme,
        "groups": queries.groups_of(theme),
        "page": queries.pledges_of(theme, request.user, show=show, item=item, number=page_number(request)),
        "show": show,
        "item": Item.objects.filter(theme=theme, pk=int(item)).first() if item.isdigit() else None,
        "may_change": request.user.has_perm("programmes.change_theme", theme),
        "may_pledge": request.user.has_perm("programmes.pledge", theme) and not theme.is_over(timezone.localdate()),
        "today": timezone.localdate(),
    }
    return render(request, "programmes/theme.html", shown)


@require_http_methods(["GET", "POST"])
@admits("programmes.change_theme", to=theme_in_url)
def change(request: SignedInRequest, theme: Theme) -> HttpResponse:
    known = {name: getattr(theme, name) for name in ("from_on", "until_on", "about", "source")}
    form = ThemeForm(request.POST or None, initial=known)
    if not form.is_valid():
        back = reverse("programmes:theme", args=[theme.pk])
        return form_page(request, form, title=_("改「{theme}」").format(theme=theme.name), button=_("改好"), back=back)
    actions.change_theme(theme, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("改好了。"), "programmes:theme", theme.pk)


@require_http_methods(["GET", "POST"])
@admits("programmes.confirm_item", to=item_in_url)
def confirm_item(request: SignedInRequest, item: Item) -> HttpResponse:
    known = {name: getattr(item, name) for name in ("name", "about", "source")}
    form = ItemForm(request.POST or None, initial=known)
    if not form.is_valid():
        title = _("「{theme}」{group} {order} 是什么").format(theme=item.theme, group=item.group, order=item.order)
        back = reverse("programmes:theme", args=[item.theme_id])
        note = _("这里只照街道的文件写。没有文件，就让它“待街道确认”，不要自己编。")
        return form_page(request, form, title=title, button=_("记下"), back=back, note=note)
    actions.confirm_item(item, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("记下了。"), "programmes:theme", item.theme_id)
