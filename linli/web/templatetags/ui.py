"""The words templates draw pages with. Registered as builtins: no {% load %} is needed."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from django import template
from django.conf import settings
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import json_script
from django.utils.safestring import SafeString
from django.utils.timezone import now
from django.utils.translation import get_language, gettext

from linli.web import clocks, drawing, masks, moments
from linli.web.clocks import Clock
from linli.web.fields import DrawnField, draw_field
from linli.web.paging import CURSORS, Page

register = template.Library()
register.filter("mask_name", masks.mask_name)
register.filter("mask_phone", masks.mask_phone)
register.simple_tag(drawing.moment)


@register.simple_tag(takes_context=True)
def key(context: Context, letter: str) -> SafeString:
    """<a href="…"{% key "n" %}>: the letter that leads here, said in its title; see hot-keys.js."""
    user = getattr(context.get("request"), "user", None)
    return drawing.key(letter, uses_keys=getattr(user, "uses_keys", False))


@register.filter
def at(numbers: Mapping[str, int], name: str) -> int:
    """{{ menu_numbers|at:"notices:list" }}: one of several numbers by its name; 0 where there is none."""
    return numbers.get(name, 0) if numbers else 0


@register.simple_tag
def icon(name: str) -> SafeString:
    """{% icon "check" %}: decoration; the word stands beside it."""
    return drawing.icon(name)


@register.simple_tag
def badge(text: str, tone: str = "", icon: str = "") -> SafeString:
    """{% badge _("守约") "jade" "check" %}. A tone carries news, so it comes with an icon."""
    return drawing.badge(text, tone, icon)


@register.inclusion_tag("ui/field.html")
def field(bound: BoundField, **options: Any) -> dict[str, DrawnField]:
    """{% field form.note rows=3 %}: label, 可不填, hint, control, error. Options: kind, hint, label, any attribute."""
    return {"field": draw_field(bound, **options)}


@register.inclusion_tag("ui/fields.html")
def fields(form: BaseForm) -> dict[str, BaseForm]:
    """{% fields form %}: everything in the form, hidden inputs too, under its summary of errors."""
    return {"form": form}


@register.inclusion_tag("ui/form_errors.html")
def form_errors(form: BaseForm) -> dict[str, Any]:
    """{% form_errors form %}: what to mend, each line a link to its field."""
    hidden = [error for each in form.hidden_fields() for error in each.errors]
    return {
        "general": [*form.non_field_errors(), *hidden],
        "fields": [each for each in form.visible_fields() if each.errors],
    }


@register.simple_tag
def promise_clock(clock: Clock, size: str = "medium", *, live: bool = False) -> SafeString:
    """{% promise_clock case.clock size="small" live=True %}. Sizes: small, medium, large."""
    return drawing.clock(clock, size, live=live)


@register.inclusion_tag("ui/pager.html")
def pager(page: Page[Any]) -> dict[str, Page[Any]]:
    """{% pager page %}: newer and older, or nothing when everything fits."""
    return {"page": page}


@register.simple_tag
def span(since: datetime, until: datetime) -> str:
    """{% span shift.starts_at shift.ends_at %}: 今天 16:00–24:00; whole days without hours: 11月21日 — 11月27日."""
    return moments.say_span(since, until, now())


@register.simple_tag(takes_context=True)
def query_with(context: Context, **changes: Any) -> str:
    """{% query_with state="late" %}: this page's address with these filters changed; None takes one away.

    A changed filter starts from the first page again.
    """
    query = context["request"].GET.copy()
    for name in CURSORS:
        query.pop(name, None)
    for name, value in changes.items():
        if value is None or value == "":
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}"


@register.simple_block_tag
def blank(content: str, title: str = "", icon: str = "list", tone: str = "", level: int = 2) -> SafeString:
    """{% blank title=_("现在没有在办的事") icon="list" %}<p>…</p>{% endblank %}: empty, failed or refused."""
    return render_to_string(
        "ui/blank.html", {"content": content, "title": title, "icon": icon, "tone": tone, "level": level}
    )


@register.simple_tag
def language_tag() -> str:
    """The language of the page as HTML wants it: zh-Hans, en."""
    language, _, script = (get_language() or "").partition("-")
    return f"{language}-{script.title()}" if len(script) == 4 else (get_language() or "")


@register.simple_tag
def idle_minutes() -> int:
    """After how many minutes without a request a session ends."""
    return settings.SESSION_COOKIE_AGE // 60


@register.simple_tag
def server_now() -> str:
    """The server's moment, for clocks on devices whose own clock is wrong."""
    return now().isoformat(timespec="milliseconds")


@register.simple_tag
def page_words() -> SafeString:
    """The sentences the scripts need, as a block of data."""
    return _page_words(get_language())


@cache
def _page_words(language: str | None) -> SafeString:
    words = {
        "clock": clocks.patterns(),
        "offline": gettext("没存上，字还在。网络可能断了，连上后再点一次就行。"),
        "passkey": gettext("没有用上通行密钥，请再试一次，或用密码登录。"),
        "away": gettext("这一页有一阵子没有自动更新了，可能有更新。"),
        "out": gettext("这一页不再自动更新：可能已经退出，或者换了身份。"),
        "refresh": gettext("刷新"),
        "restored": gettext("这是您上次写到一半的，还在。"),
        "kept": gettext("没有送到。存在这台手机里，有网就发出去。"),
        "arrived": gettext("存在手机里的已送到。"),
        "not_taken": gettext("存在手机里的有一份没有收下，请打开再看一看。"),
        "open": gettext("打开看看"),
        "unsent": gettext("还有写好的存在这台手机里，没有送到。退出就没有了，还要退出吗？"),
    }
    return json_script(words, "page-words")
