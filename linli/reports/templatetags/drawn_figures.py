"""What a page of figures repeats, drawn by functions: a number with its definition, the lines of a table, a chart."""

from collections.abc import Iterable
from html import escape
from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from linli.reports.drawing import Chart, Line
from linli.reports.queries.figures import Figure
from linli.reports.queries.tables import Share, TableLine
from linli.reports.queries.weeks import Week
from linli.web.drawing import joined, moment

register = template.Library()


def _link(address: str, words: object, more: str = "") -> str:
    return f'<a{more} href="{escape(address)}">{escape(str(words))}</a>'


@register.simple_tag(takes_context=True)
def draw_figure(context: Context, figure: Figure) -> SafeString:
    """{% draw_figure figure %}: the number, its fraction and definition, and what was left out; each leads to rows."""
    asked, metric, whole = context["asked"], figure.metric, figure.whole
    address = asked.rows_url(metric.code, asked.scope)

    def part(code: str, words: object) -> str:
        return _link(asked.rows_url(metric.code, asked.scope, code), words)

    value = _link(address, figure.words) if whole else f'<span class="soft">{figure.words}</span>'
    fraction = ""
    if metric.kept and whole:
        kept = asked.rows_url(metric.code, asked.scope, "kept")
        titles, end = (escape(str(metric.kept.label)), escape(str(metric.whole.label))), _("。")
        fraction = (
            f'<b><a href="{escape(kept)}" title="{titles[0]}">{figure.kept}</a>'
            f' ÷ <a href="{escape(address)}" title="{titles[1]}">{whole}</a>{end}</b>'
        )
    missed = beside = ""
    if metric.missed and figure.missed:
        said = part("missed", f"{metric.missed.label} {figure.missed}")
        missed = f'<p class="figure-definition">{said}</p>'
    if left_out := figure.beside:
        said = _("，").join(part(each.part.code, f"{each.part.label} {each.count}") for each in left_out)
        word = _("不计入：") if metric.is_rate else ""
        beside = f'<p class="figure-definition">{word}{said}</p>'
    return mark_safe(  # noqa: S308 - whatever is not ours has been escaped
        f'<div class="figure">\n  <h3>{escape(str(metric.label))}</h3>\n'
        f'  <p class="figure-value">{value}<small>{escape(figure.unit)}</small></p>\n'
        f'  <p class="figure-definition">{fraction}{escape(str(metric.definition))}</p>\n  {missed}{beside}\n</div>\n'
    )


@register.simple_tag(takes_context=True)
def draw_split_table(context: Context, heading: str, lines: Iterable[TableLine], total: TableLine) -> SafeString:
    """{% draw_split_table heading lines total %}: appeals and kept promises, a line for each zone or channel."""
    words = _("件数"), _("到场守约"), _("办结守约")
    body = "".join(_line(context["asked"], line, words) for line in lines)
    return mark_safe(  # noqa: S308 - whatever is not ours has been escaped
        '<div class="table-frame"><table class="table">\n'
        f'  <thead><tr><th scope="col">{escape(heading)}</th><th scope="col" class="num">{words[0]}</th>'
        f'<th scope="col">{words[1]}</th><th scope="col">{words[2]}</th></tr></thead>\n'
        f"  <tbody>{body}</tbody>\n  <tfoot>{_line(context['asked'], total, words)}</tfoot>\n</table></div>\n"
    )


def _line(asked: Any, line: TableLine, words: tuple[str, str, str]) -> str:
    count = _link(asked.rows_url("appeals_total", asked.scope, **line.narrows), line.count) if line.count else "0"
    return (
        f'<tr>\n    <th scope="row">{escape(str(line.label))}</th>\n'
        f'    <td class="num" data-label="{words[0]}">{count}</td>\n'
        f'    <td data-label="{words[1]}">{_share(asked, line, line.arrive)}</td>\n'
        f'    <td data-label="{words[2]}">{_share(asked, line, line.resolve)}</td>\n  </tr>'
    )


def _share(asked: Any, line: TableLine, share: Share) -> str:
    if not share.whole:
        return '<span class="soft">—</span>'
    percent = share.percent
    link = _link(asked.rows_url(share.metric, asked.scope, **line.narrows), f"{percent}%", ' class="num"')
    return (
        '<span class="stack" data-gap="tight"><span class="bar"><svg viewBox="0 0 100 8" preserveAspectRatio="none"'
        ' aria-hidden="true"><rect width="100" height="8" rx="1"/>'
        f'<rect width="{percent or 0}" height="8" rx="1"/></svg>{link}</span>'
        f'<small class="soft nowrap">{share.fraction}</small></span>'
    )


@register.simple_tag
def draw_lines(chart: Chart, chart_id: str) -> SafeString:
    """{% draw_lines chart "weeks-chart" %}: the two rates over the weeks or months, bars below them."""
    moves, last = escape(_("图，可以左右移动")), len(chart.grid) - 1
    bars = "".join(f'<rect x="{bar.x}" y="{bar.y}" width="22" height="{bar.height}"/>' for bar in chart.bars)
    grid = "".join(
        f'<path class="{"axis" if nth == last else "grid"}" d="M40 {mark.at}H824"/>'
        f'<text x="34" y="{mark.label_y}" text-anchor="end">{escape(mark.label)}</text>'
        for nth, mark in enumerate(chart.grid)
    )
    weeks = "".join(
        f'<text x="{week.at}" y="252" text-anchor="middle">{escape(week.label)}</text>' for week in chart.weeks
    )
    return mark_safe(  # noqa: S308 - whatever is not ours has been escaped
        f'<div class="chart-frame" tabindex="0" role="group" aria-label="{moves}">\n'
        f'  <svg viewBox="0 0 944 260" role="img" aria-labelledby="{chart_id}">\n'
        f'    <title id="{chart_id}">{escape(chart.title)}</title>\n    <g class="bars">{bars}</g>\n'
        f"    {grid}\n    {weeks}\n    {''.join(map(_rate, chart.lines))}\n  </svg>\n  </div>\n"
    )


def _rate(line: Line) -> str:
    dash = " data-dash" if line.tone == "indigo" else ""
    pieces = "".join(f'<polyline class="line"{dash} points="{piece}"/>' for piece in line.pieces)
    dots = "".join(f'<circle class="dot" cx="{x}" cy="{y}" r="4"/>' for x, y in line.dots)
    name = f'<text class="name" x="830" y="{line.name_y}">{escape(line.name)}</text>'
    return f'<g data-tone="{line.tone}">{pieces}{dots}{name}</g>'


@register.simple_tag(takes_context=True)
def draw_weeks(context: Context, weeks: Iterable[Week]) -> SafeString:
    """{% draw_weeks weeks %}: the same weeks as lines of a table."""
    asked, arrived, resolved = context["asked"], _("到场守约"), _("办结守约")
    drawn = []
    for week in weeks:
        scope = asked.scope.during(week.window)
        drawn.append(f'<tr>\n<th scope="row">{moment(week.begins_on)}</th>\n')
        for word, code, whole, rate, fraction in (
            (arrived, "arrived_on_time", week.arrive_whole, week.arrive, week.arrive_fraction),
            (resolved, "resolved_on_time", week.resolve_whole, week.resolve, week.resolve_fraction),
        ):
            link = _link(asked.rows_url(code, scope), f"{rate}%") if whole else ""
            said = f'{link} <small class="soft">{fraction}</small>' if whole else "—"
            drawn.append(f'<td class="num" data-label="{word}">{said}</td>\n')
        drawn.append("</tr>")
    return joined(drawn)
