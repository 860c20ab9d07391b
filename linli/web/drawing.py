"""The small pieces a page repeats most, drawn by plain functions: a template costs ten times as much.

A desk with fifty cases has a hundred rings, two hundred icons and seventy form controls.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import cache, lru_cache
from html import escape
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localdate, localtime, now
from django.utils.translation import get_language, gettext, pgettext

from . import clocks, moments
from .clocks import Clock, Ring

NOTHING = mark_safe("")
RADIUS = {"arrive": 31, "settle": 43}


def joined(parts: Iterable[str]) -> SafeString:
    return mark_safe("".join(parts))  # noqa: S308 - each part has been escaped


@cache
def icon(name: str) -> SafeString:
    """Decoration; the word stands beside it."""
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#icon-{}"/></svg>', static("web/icons.svg"), name
    )


def badge(text: str, tone: str, icon_name: str) -> SafeString:
    return format_html(
        '<span class="badge"{}>{}{}</span>',
        format_html(' data-tone="{}"', tone) if tone else NOTHING,
        icon(icon_name) if icon_name else NOTHING,
        text,
    )


def token_field(token: str) -> SafeString:
    """The hidden field of a form that is sent, as {% csrf_token %} draws it."""
    return format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', token)


def key(letter: str, *, uses_keys: bool) -> SafeString:
    """The attributes of what a letter leads to, said in its title; with Alt where single letters are switched off."""
    return _key(letter, uses_keys, get_language()) if letter else NOTHING


@lru_cache(maxsize=256)
def _key(letter: str, uses_keys: bool, _language: str | None) -> SafeString:  # noqa: FBT001  a key of the cache
    pressed = letter if uses_keys else f"Alt+{letter.upper()}"
    title = gettext("按 %(key)s") % {"key": pressed}
    return format_html(' data-key="{}" aria-keyshortcuts="{}" title="{}"', letter, pressed, title)


def moment(value: datetime | date | None, style: str = "") -> SafeString:
    """{% moment case.received_at %}: 今天 10:02. Styles: "full" (with weekday), "seconds" (10:02:46)."""
    if value is None:
        return NOTHING
    if not isinstance(value, datetime):
        return format_html('<time datetime="{}">{}</time>', value.isoformat(), moments.say_day(value, localdate()))
    if not style:
        return _moment(value, localdate(), get_language())
    words = {"full": moments.say_in_full, "seconds": moments.say_to_the_second}
    return timed(value, words[style](value))


@lru_cache(maxsize=4096)
def _moment(value: datetime, today: date, _language: str | None) -> SafeString:
    return timed(value, moments.say_on(value, today))


def timed(value: datetime, said: str) -> SafeString:
    """A moment in any words."""
    whole = moments.say_in_full(value)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', localtime(value).isoformat("T", "seconds"), whole, said
    )


# --- promise clocks -----------------------------------------------------------------------------------------------


def clock(drawn: Clock, size: str, *, live: bool) -> SafeString:
    """Two rings, the outer one to settle, with their words in a list beside them."""
    counting = any(ring.counts for ring in drawn.rings)
    ahead = next((ring for ring in drawn.rings if ring.counts and ring.state in clocks.COUNTING), None)
    outer_first = drawn.rings if len(drawn.rings) == 1 else sorted(drawn.rings, key=_is_inner)
    arcs = "".join(map(_arcs, outer_first))
    face = _face(ahead, size) if counting and size != "small" else ""
    words = "".join(_words(ring, wordy=size != "small") for ring in drawn.rings)
    heading = escape(gettext("承诺时钟"))
    return mark_safe(  # noqa: S308 - whatever comes from people has been escaped
        f'<promise-clock class="promise-clock" data-size="{size}" role="group"'
        f' aria-label="{heading}"{" live" if live and counting else ""}>\n'
        f'  <svg viewBox="0 0 96 96" aria-hidden="true">{arcs}{face}</svg>\n  <dl>{words}</dl>\n</promise-clock>'
    )


def _is_inner(ring: Ring) -> bool:
    return ring.promise == "arrive"


def _arcs(ring: Ring) -> str:
    radius = RADIUS[ring.promise]
    left = f' stroke-dasharray="{ring.share_left} 100"' if ring.state in clocks.COUNTING else ""
    return (
        f'<g data-promise="{ring.promise}" data-state="{ring.state}">'
        f'<circle class="track" cx="48" cy="48" r="{radius}"/>'
        f'<circle class="bar" cx="48" cy="48" r="{radius}" pathLength="100"{left}/></g>'
    )


def _face(ahead: Ring | None, size: str) -> str:
    """The time left until the next due moment in the middle; blank when all are past."""
    span = clocks.short_span(ahead.due_at - now()) if ahead and ahead.due_at else ""
    face = span if ":" in span else ""
    what = pgettext("钟面", "离到场") if ahead and ahead.promise == "arrive" else pgettext("钟面", "离办结")
    large = size == "large"
    below = f'<text class="what" x="48" y="63">{escape(what) if face else ""}</text>' if large else ""
    return f'<text x="48" y="{51 if large else 54}">{face}</text>{below}'


def _words(ring: Ring, *, wordy: bool) -> str:
    moments = (
        f' data-made="{ring.made_at.isoformat()}" data-due="{ring.due_at.isoformat()}"'
        if ring.counts and ring.due_at
        else ""
    )
    allowance = f" <small>{escape(ring.allowance)}</small>" if ring.allowance else ""
    return (
        f'<div data-promise="{ring.promise}" data-state="{ring.state}"{moments}>'
        f"<dt>{escape(ring.label)}{allowance}</dt>"
        f"<dd>{icon(ring.icon)}<span>{escape((wordy and ring.long_words) or ring.words)}</span></dd></div>"
    )


# --- form controls ------------------------------------------------------------------------------------------------


class Renderer(DjangoTemplates):
    """Django's renderer of forms, with the controls a desk is full of drawn by functions; all others by templates."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        draw = CONTROLS.get(template_name)
        return draw(context["widget"]) if draw else super().render(template_name, context, request)


def _attributes(widget: dict[str, Any]) -> SafeString:
    return format_html_join(
        "",
        ' {}="{}"',
        ((name, str(value)) for name, value in widget["attrs"].items() if value is not False and value is not True),
    ) + format_html_join("", " {}", ((name,) for name, value in widget["attrs"].items() if value is True))


def _input(widget: dict[str, Any]) -> SafeString:
    value = widget["value"]
    return format_html(
        '<input type="{}" name="{}"{}{}>',
        widget["type"],
        widget["name"],
        format_html(' value="{}"', str(value)) if value is not None else NOTHING,
        _attributes(widget),
    )


def _textarea(widget: dict[str, Any]) -> SafeString:
    return format_html(
        '<textarea name="{}"{}>\n{}</textarea>', widget["name"], _attributes(widget), widget["value"] or ""
    )


def _select(widget: dict[str, Any]) -> SafeString:
    groups = joined(_group(name, options) for name, options, _index in widget["optgroups"])
    return format_html('<select name="{}"{}>{}\n</select>', widget["name"], _attributes(widget), groups)


def _group(name: str | None, options: list[dict[str, Any]]) -> SafeString:
    drawn = joined(map(_option, options))
    return format_html('\n<optgroup label="{}">{}\n</optgroup>', name, drawn) if name else drawn


def _option(option: dict[str, Any]) -> str:
    attributes = _attributes(option) if option["attrs"] else ""
    value, label = conditional_escape(str(option["value"])), conditional_escape(option["label"])
    return f'\n<option value="{value}"{attributes}>{label}</option>'


INPUTS = ("text", "hidden", "input", "number", "email", "password", "date", "datetime", "checkbox")
CONTROLS: dict[str, Callable[[dict[str, Any]], str]] = {
    f"django/forms/widgets/{kind}.html": draw
    for kind, draw in [*((kind, _input) for kind in INPUTS), ("textarea", _textarea), ("select", _select)]
}
