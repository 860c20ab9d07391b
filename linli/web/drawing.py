"""The small pieces a page repeats most, drawn by plain functions: a template costs ten times as much.

A desk with fifty cases has a hundred rings, two hundred icons and seventy form controls.
"""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import now
from django.utils.translation import pgettext

from . import clocks
from .clocks import Clock, Ring

NOTHING = mark_safe("")
RADIUS = {"arrive": 31, "settle": 43}


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


def _joined(parts: Iterable[str]) -> SafeString:
    return mark_safe("".join(parts))  # noqa: S308 - each part has been escaped


# --- promise clocks -----------------------------------------------------------------------------------------------


def clock(drawn: Clock, size: str, *, live: bool) -> SafeString:
    """Two rings, the outer one to settle, with their words in a list beside them."""
    counting = next((ring for ring in drawn.rings if ring.counts), None)
    return format_html(
        '<promise-clock class="promise-clock" data-size="{}" role="group" aria-label="{}"{}>\n'
        '  <svg viewBox="0 0 96 96" aria-hidden="true">{}{}</svg>\n  <dl>{}</dl>\n</promise-clock>',
        size,
        drawn.heading,
        mark_safe(" live") if live and counting else NOTHING,
        _joined(map(_arcs, sorted(drawn.rings, key=lambda ring: ring.promise == "arrive"))),
        _face(counting, size) if counting and size != "small" else NOTHING,
        _joined(_words(ring, wordy=size != "small") for ring in drawn.rings),
    )


def _arcs(ring: Ring) -> SafeString:
    radius = RADIUS[ring.promise]
    return format_html(
        '<g data-promise="{}" data-state="{}"><circle class="track" cx="48" cy="48" r="{}"/>'
        '<circle class="bar" cx="48" cy="48" r="{}" pathLength="100"{}/></g>',
        ring.promise,
        ring.state,
        radius,
        radius,
        format_html(' stroke-dasharray="{} 100"', ring.share_left) if ring.state in clocks.COUNTING else NOTHING,
    )


def _face(counting: Ring, size: str) -> SafeString:
    span = clocks.short_span(counting.due_at - now()) if counting.due_at else ""
    face = span if ":" in span else ""
    what = pgettext("钟面", "离到场") if counting.promise == "arrive" else pgettext("钟面", "离办结")
    return format_html(
        '<text x="48" y="{}">{}</text>{}',
        51 if size == "large" else 54,
        face,
        format_html('<text class="what" x="48" y="63">{}</text>', what if face else "") if size == "large" else NOTHING,
    )


def _words(ring: Ring, *, wordy: bool) -> SafeString:
    moments = (
        format_html(' data-made="{}" data-due="{}"', ring.made_at.isoformat(), ring.due_at.isoformat())
        if ring.counts and ring.due_at
        else NOTHING
    )
    return format_html(
        '<div data-promise="{}" data-state="{}"{}><dt>{}{}</dt><dd>{}<span>{}</span></dd></div>',
        ring.promise,
        ring.state,
        moments,
        ring.label,
        format_html(" <small>{}</small>", ring.allowance) if ring.allowance else NOTHING,
        icon(ring.icon),
        (wordy and ring.long_words) or ring.words,
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
    groups = _joined(_group(name, options) for name, options, _index in widget["optgroups"])
    return format_html('<select name="{}"{}>{}\n</select>', widget["name"], _attributes(widget), groups)


def _group(name: str | None, options: list[dict[str, Any]]) -> SafeString:
    drawn = _joined(map(_option, options))
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
